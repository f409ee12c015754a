import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Agent, createAgent } from '../support/agent';
import type { HookResult } from '../support/hook';

// Whoever names a branch, a file or a build arg is not one who may run commands on the agent: nothing of what they
// write is read by a shell, and none of it becomes a flag where a value belongs.

const injection = suite<{ agent: Agent }>('injection');

injection.before.each(async (context) => {
  context.agent = await createAgent();
  context.agent.sandbox.write('Dockerfile', 'FROM bash\n');
});

injection.after.each(({ agent }) => agent.close());

const texts: readonly [what: string, text: string][] = [
  ['spaces', ' two  words '],
  ['quotes', `"double" 'single' it's`],
  ['a new line', 'one\ntwo'],
  ['a new line and a command', 'one\ntouch pwned\n'],
  ['a command substitution', '$(touch pwned)'],
  ['backticks', '`touch pwned`'],
  ['the end of a command', '; touch pwned; #'],
  ['the end of a quotation', `'; touch pwned; '`],
  ['a pipe and a list', 'x && touch pwned | tee pwned > pwned & true'],
  ['a variable', '$HOME ${PATH}'],
  ['a flag', '--privileged'],
  ['a short flag with a value', '-v=pwned'],
  ['the end of flags', '--'],
  ['backslashes', 'a\\b\\\\c\\'],
  ['a tilde', '~root'],
  ['a tab and a carriage return', 'a\tb\rc'],
  ['letters beyond ASCII', 'naïve ☃ 名'],
  ['a terminal sequence', '\u001b[2Jcleared'],
];

const forms = ['json', 'flattened'] as const;
const PREFIX = 'BUILDKITE_PLUGIN_DOCKER_ECR_CACHE_EXPORT_';
const ours = [
  'BUILDKITE_PLUGIN_DOCKER_IMAGE',
  ...['DIGEST', 'HIT', 'IMAGE', 'TAG'].map((part) => `${PREFIX}${part}`),
].sort();

/** All names in the sandbox that a command of the texts would have made. */
function findTraces({ sandbox }: Agent): readonly string[] {
  return [sandbox.work, sandbox.home, sandbox.tmp, sandbox.root]
    .map((folder) => path.join(folder, 'pwned'))
    .filter(existsSync);
}

function expectOnlyOurs(agent: Agent, result: HookResult): void {
  assert.is(result.status, 0, result.log);
  assert.equal(Object.keys(result.exported).sort(), ours);
  expectNoTrace(agent, result);
}

function expectNoTrace(agent: Agent, result: HookResult): void {
  assert.equal(result.removed, []);
  assert.equal(result.leaked, []);
  assert.is(result.cwdChanged, undefined);
  assert.equal(findTraces(agent), []);
  assert.equal(agent.sandbox.leftovers(), []);
}

/** The call of `docker build`, without the label of our own: it is opaque. */
function buildOf(agent: Agent) {
  const { argv = [], label, stdin } = agent.builds()[0] ?? {};
  assert.match(label ?? '', /^[\w+/=]+$/);
  return { argv, stdin };
}

for (const [what, text] of texts) {
  for (const form of forms) {
    injection(`${what} in every value that goes to docker (${form})`, async ({ agent }) => {
      const configuration = {
        'build-args': [`FIRST=${text}`, 'FROM_ENVIRONMENT', `LAST=${text}`],
        'additional-build-args': ['--label', `list=${text}`],
        secrets: [`id=key,src=${text}`],
        target: text,
        'cache-version': text,
      };
      const result = await agent.runStep(configuration, { form, env: { FROM_ENVIRONMENT: text } });
      expectOnlyOurs(agent, result);
      assert.equal(buildOf(agent).argv, [
        'build',
        '--file=Dockerfile',
        `--tag=${result.exported.BUILDKITE_PLUGIN_DOCKER_IMAGE}`,
        `--target=${text}`,
        `--build-arg=FIRST=${text}`,
        '--build-arg=FROM_ENVIRONMENT',
        `--build-arg=LAST=${text}`,
        `--secret=id=key,src=${text}`,
        '--label',
        `list=${text}`,
        '.',
      ]);
    });
  }

  const form = forms[texts.findIndex(([, other]) => other === text) % 2] ?? 'json';

  injection(`${what} in a string of additional arguments, quoted (${form})`, async ({ agent }) => {
    const quoted = `'${text.replace(/'/g, `'\\''`)}'`;
    const configuration = { 'additional-build-args': `--label x=${quoted} --label y` };
    const result = await agent.runStep(configuration, { form });
    expectOnlyOurs(agent, result);
    assert.equal(buildOf(agent).argv.slice(3), ['--label', `x=${text}`, '--label', 'y', '.']);
  });

  injection(`${what} in the names of a Dockerfile and a cache-on file (${form})`, async ({ agent }) => {
    // A backslash would take the meaning of what follows it in a pattern.
    const entry = text.replace(/\\/g, '\\\\');
    agent.sandbox.write(path.join(agent.sandbox.work, 'docker', text), 'FROM bash\n');
    agent.sandbox.write(path.join(agent.sandbox.work, `./${text}`), 'counts\n');
    const configuration = { dockerfile: `docker/${text}`, context: '.', 'cache-on': [`./${entry}`] };
    const result = await agent.runStep(configuration, { form });
    expectOnlyOurs(agent, result);
    assert.ok(buildOf(agent).argv.includes(`--file=docker/${text}`));
  });

  injection(`${what} in the names of a Dockerfile at the top and a context (${form})`, async ({ agent }) => {
    agent.sandbox.write(path.join(agent.sandbox.work, `./${text}`), 'FROM bash\n');
    agent.sandbox.write(path.join(agent.sandbox.work, `./${text}.d`, 'file'), '');
    const result = await agent.runStep({ dockerfile: text, context: `${text}.d` }, { form });
    expectOnlyOurs(agent, result);
    const { argv } = buildOf(agent);
    const dashed = text.startsWith('-') ? './' : '';
    assert.is(argv[1], `--file=${dashed}${text}`);
    assert.is(argv[argv.length - 1], `${dashed}${text}.d`);
  });

  injection(`${what} in an inline Dockerfile (${form})`, async ({ agent }) => {
    const result = await agent.runStep({ 'dockerfile-inline': `FROM bash\nRUN echo ${text}` }, { form });
    expectOnlyOurs(agent, result);
    assert.is(buildOf(agent).stdin, `FROM bash\nRUN echo ${text}`);
  });

  injection(`${what} in slugs, the branch, the tag and the message of the build`, async ({ agent }) => {
    const env = {
      BUILDKITE_ORGANIZATION_SLUG: `a${text}`,
      BUILDKITE_PIPELINE_SLUG: `b${text}`,
      BUILDKITE_BRANCH: text,
      BUILDKITE_TAG: text,
      BUILDKITE_MESSAGE: text,
      BUILDKITE_COMMAND: text,
    };
    const result = await agent.runStep({}, { env });
    expectNoTrace(agent, result);
    // Of a slug that is no part of a repository's name nothing is made up.
    assert.ok(result.status === 0 || result.status === 2, result.log);
    const repository = /^[\w.-]+\.amazonaws\.com\/build-cache\/a[a-z0-9._-]*\/b[a-z0-9._-]*$/;
    if (result.status === 0) assert.match(result.exported[`${PREFIX}IMAGE`] ?? '', repository);
    else assert.match(result.log, /^error: ecr-name: .* is not a repository name$/m);
    for (const { argv } of agent.docker.calls()) assert.not.ok(argv.includes(text));
  });
}

injection(
  'the values of ecr-tags reach the API as they are, whatever it makes of them',
  async ({ agent }) => {
    for (const [, text] of texts) {
      agent.api.calls.length = 0;
      const result = await agent.runStep({ 'ecr-tags': { KEY: text }, 'cache-version': text });
      expectNoTrace(agent, result);
      const [created] = agent.api.calls.filter(({ operation }) =>
        /CreateRepository|TagResource/.test(operation),
      );
      assert.equal(created?.input.tags, [{ Key: 'KEY', Value: text }]);
    }
  },
);

/** Options whose values are names of the few characters that their owners allow. */
const strict: readonly [option: string, other: object][] = [
  ['ecr-name', {}],
  ['latest-tag', {}],
  ['export-env-variable', {}],
  ['platform', {}],
  ['max-age-days', {}],
  ['registry-provider', {}],
  ['on-registry-error', {}],
  ['skip-pull-from-cache', {}],
  ['require-cached', {}],
  ['push', {}],
  ['layer-cache', {}],
  ['registry-id', {}],
  ['ecr-create', {}],
  ['ecr-immutable-tags', {}],
  ['registry', { 'registry-provider': 'oci' }],
  ['gcp-project', { 'registry-provider': 'gcr' }],
  ['registry-hostname', { 'registry-provider': 'gcr', 'gcp-project': 'acme' }],
];

for (const [option, other] of strict) {
  const bad = ['a b', 'a\nb', '$(touch pwned)', '`touch pwned`', 'a;touch pwned', '--privileged', "a'b"];
  injection(`${option} takes none of them, and nothing is done`, async ({ agent }) => {
    const results = await Promise.all(
      bad.map((value, index) =>
        agent.runStep({ ...other, [option]: value }, { form: forms[index % 2] ?? 'json' }),
      ),
    );
    for (const result of results) {
      assert.is(result.status, 2, result.log);
      assert.match(
        result.log,
        new RegExp(`error: (\\S+: )?(\\S+ and )?${option}|${option.toUpperCase().replace(/-/g, '_')}`),
      );
      assert.equal(result.exported, {});
      expectNoTrace(agent, result);
    }
    assert.equal(agent.docker.commands(), []);
    assert.equal(agent.api.operations(), []);
  });
}

injection('export-env-variable names nothing that changes how the step runs', async ({ agent }) => {
  const names = ['PATH', 'BASH_ENV', 'IFS', 'BASH_FUNC_ls%%', 'x[$(touch pwned)]', 'a=b', '1a', '-x'];
  for (const name of names) {
    const result = await agent.runStep({ 'export-env-variable': name }, { form: 'json' });
    assert.is(result.status, 2, `${name}: ${result.log}`);
    assert.equal(result.exported, {});
    expectNoTrace(agent, result);
  }
});

injection('names of files that are globbed reach the key and the log, and no shell', async ({ agent }) => {
  for (const [, text] of texts) agent.sandbox.write(path.join(agent.sandbox.work, 'src', text), text);
  const files = readdirSync(agent.sandbox.work, { withFileTypes: true }).length;
  const result = await agent.runStep({ 'cache-on': ['src'] });
  expectOnlyOurs(agent, result);
  assert.is(readdirSync(agent.sandbox.work).length, files);
  // A name can neither clear the screen nor begin a line of its own.
  assert.not.ok(result.log.includes('\u001b[2J'));
  assert.not.match(result.log, /^touch pwned$/m);
});

const withNul: readonly [option: string, configuration: object][] = [
  ['build-args', { 'build-args': ['A=a\0b'] }],
  ['target', { target: 'a\0b' }],
  ['additional-build-args', { 'additional-build-args': ['--label', 'a\0b'] }],
  ['secrets', { secrets: ['id=a,src=a\0b'] }],
  ['dockerfile', { dockerfile: 'a\0b' }],
  ['context', { context: 'a\0b' }],
  ['export-env-variable', { 'export-env-variable': 'a\0b' }],
  ['latest-tag', { 'latest-tag': 'a\0b' }],
  ['ecr-name', { 'ecr-name': 'a\0b' }],
  ['cache-on', { 'cache-on': ['a\0b'] }],
];

for (const [option, configuration] of withNul) {
  injection(`a NUL in ${option} is an error in words`, async ({ agent }) => {
    const result = await agent.runStep({ ...configuration }, { form: 'json' });
    assert.ok(result.status === 1 || result.status === 2, result.log);
    assert.match(result.log, /^error: /m);
    assert.not.match(result.log, /this is a defect/);
    assert.equal(result.exported, {});
    assert.not.ok(agent.docker.commands().includes('build'));
    expectNoTrace(agent, result);
  });
}

injection.run();
