import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import Ajv from 'ajv';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parse as parseYaml } from 'yaml';
import { version } from '../../package.json';
import { limits } from '../../src/commands/world';
import { OptionError } from '../../src/errors';
import { toExports } from '../../src/report/exports';
import { formatHelp, formatStandard } from '../../src/report/help';
import {
  type OptionDefinition,
  type OptionName,
  optionGroups,
  optionNames,
  optionTable,
} from '../../src/settings/option-table';
import { parseOptionValues } from '../../src/settings/option-values';
import { parsePluginOptions } from '../../src/settings/plugin-options';
import { parseSettings } from '../../src/settings/settings';
import { pluginEnv } from '../support/plugin-env';
import {
  findBlocks,
  isOurs,
  type PluginUse,
  readDocument,
  readExamples,
  readPlugins,
  readSteps,
} from '../support/readme';

const definitions: readonly [name: OptionName, definition: OptionDefinition][] = optionNames.map((name) => [
  name,
  optionTable[name],
]);

const root = path.join(__dirname, '../..');

/** The README. Read lazily, so that only the tests that need it fail if it is missing. */
const readReadme = (): string => readDocument('README.md');

/** All pages. */
const pages = [
  'README.md',
  'TROUBLESHOOTING.md',
  'MIGRATING.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  ...['iam', 'key', 'performance', 'recipes', 'timeouts'].map((name) => `docs/${name}.md`),
];

/** A section of the README, up to the next heading of the same level. */
function readSection(title: string): string {
  const [, section] = readReadme().split(new RegExp(`^## ${title}$`, 'm'));
  if (section === undefined) return assert.unreachable(`the README has no heading ${title}`) as never;
  return section.split(/^## /m)[0] ?? '';
}

/** The cells of the first table in a text, including its head. */
function parseTable(text: string): readonly (readonly string[])[] {
  const [table = ''] = /^\|.*\n(?:\|.*\n?)+/m.exec(text) ?? [];
  return table
    .trim()
    .split('\n')
    .filter((line) => !/^[|\s:-]+$/.test(line))
    .map((line) =>
      line
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map((cell) => cell.trim().replace(/\\\|/g, '|')),
    );
}

test('the README has every option, in a table for each group and in the order of --help', () => {
  const tables = readSection('Options')
    .split('\n\n')
    .map(parseTable)
    .filter(([head]) => head?.length);
  assert.equal(
    tables.map(([head]) => head),
    Object.values(optionGroups).map((title) => [title, 'type', 'default', 'meaning']),
  );
  assert.equal(
    tables.flatMap(([, ...rows]) => rows),
    definitions.map(([name, definition]) => [
      `\`${name}\``,
      describeType(definition),
      formatStandard(definition),
      definition.description,
    ]),
  );
});

test('the README is short', () => {
  assert.ok(readReadme().trimEnd().split('\n').length <= 350);
});

/** The type of an option in the README's words. */
function describeType(definition: OptionDefinition): string {
  switch (definition.type) {
    case 'text':
      return 'string';
    case 'list':
    case 'words':
      return 'string or list';
    case 'switch':
      return 'boolean';
    case 'count':
      return `integer ≥ ${definition.minimum}`;
    case 'choice':
      return definition.values.map((value) => `\`${value}\``).join(', ');
    case 'map':
      return 'map';
    case 'text-or-off':
      return 'string or false';
  }
}

test('--help has the same options', () => {
  const flags = [...formatHelp(version, 80).matchAll(/^ {2}--([a-z-]+)/gm)].map(([, flag]) => flag);
  const ofCommands = ['json', 'version'];
  assert.equal(
    flags.filter((flag) => !ofCommands.includes(String(flag))),
    optionNames,
  );
});

interface Property {
  readonly type?: unknown;
  readonly items?: unknown;
  readonly oneOf?: unknown;
  readonly enum?: unknown;
  readonly minimum?: unknown;
  readonly default?: unknown;
  readonly additionalProperties?: unknown;
}

interface PluginFile {
  readonly name: unknown;
  readonly description: unknown;
  readonly author: unknown;
  readonly requirements: unknown;
  readonly configuration: {
    readonly properties: { readonly [name: string]: Property };
    readonly additionalProperties: unknown;
  };
}

const pluginFile = parseYaml(readDocument('plugin.yml')) as PluginFile;

test('plugin.yml has what the directory of plugins asks for', () => {
  for (const text of [pluginFile.name, pluginFile.description, pluginFile.author]) {
    assert.type(text, 'string');
    assert.ok(text);
  }
  assert.equal(pluginFile.requirements, ['docker', 'node']);
  assert.type(pluginFile.configuration.properties, 'object');
});

/** Like Buildkite's linter, but strict, for which the configuration has to be declared an object. */
function compileSchema() {
  const ajv = new Ajv({ strict: true, allowUnionTypes: true, allErrors: true });
  return ajv.compile({ type: 'object', ...pluginFile.configuration });
}

/** Exactly like Buildkite's linter, where a configuration that is left out is null. */
function compileAsLinter() {
  return new Ajv({ allErrors: true, logger: false }).compile(pluginFile.configuration);
}

test('a plugin without configuration is taken, too', () => {
  assert.ok(compileAsLinter()(null));
  assert.ok(compileSchema()({}));
});

test('plugin.yml has the same options and takes no other', () => {
  assert.equal(Object.keys(pluginFile.configuration.properties), optionNames);
  assert.is(pluginFile.configuration.additionalProperties, false);
  assert.is(compileSchema()({ volumes: [] }), false);
});

for (const [name, definition] of definitions) {
  test(`plugin.yml has the type, the default and the bounds of ${name}`, () => {
    const { default: standard, ...type } = pluginFile.configuration.properties[name] ?? {};
    assert.is(standard, 'default' in definition ? definition.default : undefined);
    const listed = toSchemas(definition);
    assert.ok(
      listed.some((schema) => JSON.stringify(schema) === JSON.stringify(type)),
      `${JSON.stringify(type)} is none of ${JSON.stringify(listed)}`,
    );
  });
}

/** The schemas that an option may have in plugin.yml. */
function toSchemas(definition: OptionDefinition): readonly Property[] {
  switch (definition.type) {
    case 'text':
      return [{ type: 'string' }, { type: ['string', 'integer'] }];
    case 'list':
    case 'words':
      return [{ type: ['array', 'string'], items: { type: 'string' } }];
    case 'switch':
      return [{ type: 'boolean' }];
    case 'count':
      return [{ type: 'integer', minimum: definition.minimum }];
    case 'choice':
      return [{ type: 'string', enum: definition.values }];
    case 'map':
      return [{ type: 'object', additionalProperties: { type: ['string', 'boolean', 'integer'] } }];
    case 'text-or-off':
      return [{ oneOf: [{ type: 'string' }, { const: false }] }];
  }
}

/** Values of every type that YAML has. */
const values: readonly unknown[] = parseYaml(
  '[text, two words, "", "true", "7", 7, 0, -1, 1.5, true, false, null, [], [a, b], [1], [true], [null], {}, {A: b}, ' +
    '{A: 1, B: true}, {A: 1.5}, {A: null}, build, fail, ecr, local, engine]',
);

for (const name of optionNames) {
  test(`what plugin.yml takes for ${name} the program takes`, () => {
    const isTaken = compileSchema();
    const taken = values.filter((value) => isTaken({ [name]: value }));
    const refused = taken.filter((value) => {
      try {
        parseOptionValues(new Map([[name, { writtenAs: name, value }]]));
        return false;
      } catch (error) {
        if (error instanceof OptionError) return true;
        throw error;
      }
    });
    assert.equal(refused, []);
    assert.ok(taken.length > 0, 'it takes nothing');
    assert.ok(taken.length < values.length, 'it takes everything');
  });
}

/** All uses of this plugin in the pages' pipelines. */
function readUses(): readonly PluginUse[] {
  return pages.flatMap((page) => readSteps(readDocument(page)).flatMap(readPlugins).filter(isOurs));
}

test('every pipeline in a page parses, with the plugins of a step as a list', () => {
  for (const page of pages) {
    for (const block of findBlocks(readDocument(page), 'yaml', 'yml')) {
      const pipeline = parseYaml(block) as { readonly steps?: unknown } | null;
      const steps = pipeline?.steps ?? pipeline;
      assert.ok(Array.isArray(steps), `${page} has a block without steps:\n${block}`);
      for (const { plugins = [] } of readSteps(`\`\`\`yaml\n${block}\`\`\`\n`)) {
        assert.ok(Array.isArray(plugins), `${page} has plugins that are no list:\n${block}`);
      }
    }
  }
});

test('every recipe uses the plugin, but for the one that is a table', () => {
  const counts = readExamples().map(({ title, steps }) => ({
    title,
    uses: steps.flatMap(readPlugins).filter(isOurs).length,
  }));
  assert.ok(counts.length > 15, `only ${counts.length} examples were found`);
  assert.equal(
    counts.filter(({ uses }) => uses === 0).map(({ title }) => title),
    ['Registries'],
  );
});

test('every configuration in a page is one that plugin.yml takes', () => {
  const isTaken = compileSchema();
  const isTakenByLinter = compileAsLinter();
  const uses = readUses();
  assert.ok(uses.length > 0, 'there is no example');
  for (const { name, configuration } of uses) {
    const shown = `${name}: ${JSON.stringify(configuration)}`;
    assert.ok(isTaken(configuration), `${shown}: ${JSON.stringify(isTaken.errors)}`);
    assert.ok(isTakenByLinter(configuration), `${shown}: ${JSON.stringify(isTakenByLinter.errors)}`);
  }
});

test('every configuration in a page is one that the program takes without a warning', () => {
  for (const { configuration } of readUses()) {
    const env = { ...pluginEnv({ ...configuration }), NPM_TOKEN: 'secret', BASE_IMAGE: 'base' };
    const refuse = (text: string) => assert.unreachable(`${JSON.stringify(configuration)}: ${text}`);
    // Each job of a matrix has its own value.
    const options = parsePluginOptions(JSON.parse(JSON.stringify(env).replace(/\{\{matrix\}\}/g, 'amd64')), refuse);
    parseSettings(options, { env, workingDirectory: '/checkout', architecture: 'x64' }, refuse);
  }
});

test('every example names the version that this is', () => {
  for (const { name } of readUses()) assert.is(name, `seek-oss/docker-ecr-cache#v${version}`);
  const inText = readReadme().match(/docker-ecr-cache#[^\s:`]+/g) ?? [];
  assert.ok(inText.length > 0, 'the README names no version');
  for (const use of inText) assert.is(use, `docker-ecr-cache#v${version}`);
});

test('every piece of JSON in a page parses', () => {
  for (const page of pages) for (const block of findBlocks(readDocument(page), 'json')) JSON.parse(block);
});

test('the changes have an entry for this version', () => {
  assert.match(readDocument('CHANGELOG.md'), new RegExp(`^## \\[${version.replace(/\./g, '\\.')}\\]`, 'm'));
});

/** A heading's anchor on GitHub. */
function toAnchor(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');
}

const findHeadings = (text: string): readonly string[] =>
  [...text.replace(/^```.*?^```$/gms, '').matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => heading);

test('every link between the pages leads somewhere', () => {
  for (const page of pages) {
    const links = [...readDocument(page).matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)/g)];
    for (const [link, file = '', anchor] of links) {
      const target = file === '' ? page : path.posix.join(path.posix.dirname(page), file);
      assert.ok(existsSync(path.join(root, target)), `${page}: ${link}`);
      if (anchor === undefined) continue;
      const anchors = findHeadings(readDocument(target)).map(toAnchor);
      assert.ok(anchors.includes(anchor), `${page}: ${link}`);
    }
  }
});

test('what the program refers to is a page, or a heading of it', () => {
  const files = ['src', 'hooks'].flatMap((folder) => listFiles(path.join(root, folder)));
  const named = files.flatMap((file) => [
    ...readFileSync(file, 'utf8').matchAll(/\((README|docs\/[a-z]+\.md)(?:: ([^)]+))?\)/g),
  ]);
  assert.ok(named.length > 2, 'hardly any was found');
  for (const [text, page = '', part = ''] of named) {
    const headings = findHeadings(readDocument(page === 'README' ? 'README.md' : page));
    assert.ok(headings.join('\n').toLowerCase().includes(part.toLowerCase()), text);
  }
});

function listFiles(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    return entry.isDirectory() ? listFiles(file) : [file];
  });
}

test('the pipeline and the composition that test the plugin name what is there', () => {
  const { services } = parseYaml(readDocument('docker-compose.yml')) as {
    readonly services: { readonly [name: string]: unknown };
  };
  assert.ok('tests' in services, 'docker-compose run --rm tests is how plugins are tested');
  const uses = readSteps(`\`\`\`yaml\n${readDocument('.buildkite/pipeline.yml')}\`\`\`\n`).flatMap(readPlugins);
  const find = (plugin: string) => uses.filter(({ name }) => name.startsWith(`${plugin}#v`));
  assert.equal(
    find('plugin-linter').map(({ configuration }) => configuration),
    [{ id: 'seek-oss/docker-ecr-cache' }],
  );
  assert.ok(find('shellcheck').length > 0, 'hooks are checked');
  const run = find('docker-compose').map(({ configuration }) => String(configuration.run));
  assert.ok(run.includes('tests'), 'the tests are run');
  for (const service of run) assert.ok(service in services, `docker-compose.yml has no service ${service}`);
});

test('the README names every variable that is exported', () => {
  const image = { repository: 'a', tag: 'b', digest: 'c', hit: true };
  const [head, ...rows] = parseTable(readSection('Exports'));
  assert.equal(head, ['variable', 'value']);
  const names = rows.map(([name = '']) => name.replace(/`/g, ''));
  assert.equal(names, [...toExports(image, 'the one that export-env-variable names').keys()]);
});

test('docs/iam.md has every permission that the program needs, in its table and in its policy', () => {
  const operations = [...readDocument('src/registry/aws-sdk.ts').matchAll(/(\w+)Command\b/g)].map(
    ([, operation]) => operation,
  );
  assert.ok(operations.length > 5, 'hardly any operation was found');
  const table = parseTable(readDocument('docs/iam.md')).join('\n');
  const [policy = ''] = findBlocks(readDocument('docs/iam.md'), 'json');
  const { Statement } = JSON.parse(policy) as {
    Statement: readonly { Action: string | readonly string[] }[];
  };
  const allowed = Statement.flatMap(({ Action }) => Action);
  for (const operation of operations) {
    assert.match(table, `\`ecr:${operation}\``);
    assert.ok(allowed.includes(`ecr:${operation}`), `the policy does not allow ecr:${operation}`);
  }
});

test('the README and --help list the same exit statuses', () => {
  const rows = parseTable(readSection('The command line')).slice(1);
  const ofHelp = formatHelp(version, 80).split('Exit status:\n')[1]?.trim().split('\n') ?? [];
  assert.equal(
    rows.map(([status]) => status),
    ofHelp.map((line) => line.trim().split(/ {2,}/)[0]),
  );
});

test('docs/timeouts.md says how long the program waits', () => {
  const seconds = (ms: number) => `${ms / 1000} s`;
  const minutes = (ms: number) => `${ms / 60_000} min`;
  const { request, api, transfer, engineMs, lock, helperMs, endMs, afterPush, claim } = limits;
  const rows = new Map(parseTable(readDocument('docs/timeouts.md')).map(([what, long]) => [what, long]));
  for (const [what, long] of [
    ['a connection to an API; its answer', `${seconds(request.connectMs)}; ${seconds(request.answerMs)}`],
    ['another try at an API', `${api.attempts} tries, none begun more than ${seconds(api.totalMs)} after the first`],
    [
      'another try at a pull, push or login of docker',
      `${transfer.attempts} tries, none begun more than ${minutes(transfer.totalMs)} after the first`,
    ],
    ['an answer of the docker engine', seconds(engineMs)],
    ["a credential helper of docker; an AWS profile's source", `${seconds(helperMs)}; 60 s`],
    ['the registry to know what was just pushed', `${seconds(afterPush.totalMs)}, then docker's own digest counts`],
    ['a sign of life of that job', `${seconds(claim.deadMs)}; on the same machine ${seconds(lock.staleMs)}`],
    ['docker, after a signal', `${seconds(endMs)}, then it is killed`],
  ] as const) {
    assert.is(rows.get(what), long);
  }
});

test.run();
