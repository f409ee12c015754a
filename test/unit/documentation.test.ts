import { readFileSync } from 'node:fs';
import path from 'node:path';
import Ajv from 'ajv';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parse as parseYaml } from 'yaml';
import { version } from '../../package.json';
import { OptionError } from '../../src/errors';
import { toExports } from '../../src/report/exports';
import { formatHelp, formatStandard } from '../../src/report/help';
import {
  type OptionDefinition,
  type OptionName,
  optionNames,
  optionTable,
} from '../../src/settings/option-table';
import { parseOptionValues } from '../../src/settings/option-values';

const definitions: readonly [name: OptionName, definition: OptionDefinition][] = optionNames.map((name) => [
  name,
  optionTable[name],
]);

function readText(file: string): string {
  return readFileSync(path.join(__dirname, '../..', file), 'utf8');
}

/** The README. Read where it is needed, so that one that is missing fails each test that is about it. */
const readReadme = (): string => readText('README.md');

/** What stands under a heading of the README, up to the next one of its kind. */
function readSection(title: string): string {
  const [, section] = readReadme().split(new RegExp(`^## ${title}$`, 'm'));
  if (section === undefined) return assert.unreachable(`the README has no heading ${title}`) as never;
  return section.split(/^## /m)[0] ?? '';
}

/** The rows of the first table in a text, its head among them, cell by cell. */
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

test('the README has every option in a table, in the order of --help', () => {
  const [head, ...rows] = parseTable(readSection('Options'));
  assert.equal(head, ['option', 'type', 'default', 'meaning']);
  assert.equal(
    rows,
    definitions.map(([name, definition]) => [
      `\`${name}\``,
      describeType(definition),
      formatStandard(definition),
      definition.description,
    ]),
  );
});

/** The type of an option, as the README says it. */
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
  const flags = [...formatHelp(version).matchAll(/^ {2}--([a-z-]+).* {2}\S/gm)].map(([, flag]) => flag);
  const ofCommands = ['json', 'help', 'version'];
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

const pluginFile = parseYaml(readText('plugin.yml')) as PluginFile;

test('plugin.yml has what the directory of plugins asks for', () => {
  for (const text of [pluginFile.name, pluginFile.description, pluginFile.author]) {
    assert.type(text, 'string');
    assert.ok(text);
  }
  assert.equal(pluginFile.requirements, ['docker', 'node']);
});

/** As the linter of plugins does it; that a configuration is an object is understood there. */
function compileSchema() {
  const ajv = new Ajv({ strict: true, allowUnionTypes: true, allErrors: true });
  return ajv.compile({ type: 'object', ...pluginFile.configuration });
}

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

/** How the type of an option may be written in plugin.yml. */
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

/** Values of every kind that YAML has. */
const values: readonly unknown[] = [
  'text',
  'two words',
  '',
  'true',
  '7',
  7,
  0,
  -1,
  1.5,
  true,
  false,
  null,
  [],
  ['a', 'b'],
  [1],
  [true],
  [null],
  {},
  { A: 'b' },
  { A: 1, B: true },
  { A: 1.5 },
  { A: null },
  'build',
  'fail',
  'ecr',
  'local',
];

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

interface Step {
  readonly plugins?: readonly (string | { readonly [plugin: string]: unknown })[];
}

/** The steps of every pipeline in the README. */
function readSteps(): readonly Step[] {
  const blocks = [...readReadme().matchAll(/^```ya?ml\n(.*?)^```$/gms)].map(
    ([, text = '']) => parseYaml(text) as unknown,
  );
  return blocks.flatMap((block) => {
    const steps =
      typeof block === 'object' && block !== null ? (block as { steps?: readonly Step[] }).steps : undefined;
    return steps ?? [];
  });
}

/** This plugin in the README's pipelines, with the configuration that it has there. */
function readExamples(): readonly (readonly [plugin: string, configuration: unknown])[] {
  return readSteps()
    .flatMap(({ plugins = [] }) => plugins)
    .flatMap((plugin) => Object.entries(typeof plugin === 'string' ? { [plugin]: {} } : plugin))
    .filter(([plugin]) => plugin.includes('docker-ecr-cache'));
}

test('every example of the README has a configuration that plugin.yml takes', () => {
  const isTaken = compileSchema();
  const examples = readExamples();
  assert.ok(examples.length > 0, 'there is no example');
  for (const [plugin, configuration] of examples) {
    assert.ok(
      isTaken(configuration ?? {}),
      `${plugin}: ${JSON.stringify(configuration)}: ${JSON.stringify(isTaken.errors)}`,
    );
  }
});

test('every example of the README names the version that this is', () => {
  for (const [plugin] of readExamples())
    assert.match(plugin, new RegExp(`#v${version.replace(/\./g, '\\.')}$`));
});

test('the README names every variable that is exported', () => {
  const image = { repository: 'a', tag: 'b', digest: 'c', hit: true };
  const [head, ...rows] = parseTable(readSection('Exports'));
  assert.equal(head, ['variable', 'value']);
  const names = rows.map(([name = '']) => name.replace(/`/g, ''));
  assert.equal(names, [...toExports(image, 'the one that export-env-variable names').keys()]);
});

test('the README has every permission that the program needs, in its table and in its policy', () => {
  const source = readText('src/registry/ecr-registry.ts');
  const [, imported = ''] = /import \{(.*?)\} from '@aws-sdk\/client-ecr'/s.exec(source) ?? [];
  const operations = [...imported.matchAll(/(\w+)Command\b/g)].map(([, operation]) => operation);
  assert.ok(operations.length > 5, 'hardly any operation was found');
  const section = readSection('IAM permissions');
  const table = parseTable(section).join('\n');
  const [, policy = ''] = /^```json\n(.*?)^```$/ms.exec(section) ?? [];
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
  const ofHelp = formatHelp(version).split('Exit status:\n')[1]?.trim().split('\n') ?? [];
  assert.equal(
    rows.map(([status]) => status),
    ofHelp.map((line) => line.trim().split(/ {2,}/)[0]),
  );
});

test.run();
