import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Agent, createAgent } from '../support/agent';
import type { HookResult } from '../support/hook';

// Whoever may name a branch, a file or a build arg must not be able to run commands on the agent: no shell reads what they
// write, and no value becomes a flag.

const injection = suite<{ agent: Agent }>('injection');

injection.before.each(async (context) => {
  context.agent = await createAgent();
  context.agent.sandbox.write('Dockerfile', 'FROM bash\n');
});

injection.after.each(({ agent }) => agent.close());

/** Everything that has a meaning for a shell, a terminal, docker or YAML, at the start, in the middle and at the end. */
const text =
  "--privileged -v=pwned ' double  space \"; touch pwned; #' && touch pwned | tee pwned > pwned & $(touch pwned) `touch pwned` $HOME ${PATH} ~root a\\b\\\\c \t\r\u001b[2J naïve ☃ 名 -- * ? [!a] {a,b} !x\ntouch pwned\n\\";

const forms = ['json', 'flattened'] as const;
const PREFIX = 'BUILDKITE_PLUGIN_DOCKER_ECR_CACHE_EXPORT_';
const ours = [
  'BUILDKITE_PLUGIN_DOCKER_IMAGE',
  ...['DIGEST', 'HIT', 'IMAGE', 'TAG'].map((part) => `${PREFIX}${part}`),
].sort();

/** Files that a command in the text would have created. */
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

/** The `docker build`, without our own labels. */
function buildOf(agent: Agent) {
  const { argv = [], label, stdin } = agent.builds()[0] ?? {};
  assert.match(label ?? '', /^[\w+/=]+$/);
  return { argv, stdin };
}

for (const form of forms) {
  injection(`in every value that goes to docker (${form})`, async ({ agent }) => {
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
      buildOf(agent).argv.find((arg) => /^--tag=localhost\/docker-ecr-cache-build:[0-9a-f-]+$/.test(arg)),
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

  injection(`in a string of additional arguments, quoted (${form})`, async ({ agent }) => {
    const quoted = `'${text.replace(/'/g, `'\\''`)}'`;
    const configuration = { 'additional-build-args': `--label x=${quoted} --label y` };
    const result = await agent.runStep(configuration, { form });
    expectOnlyOurs(agent, result);
    assert.equal(buildOf(agent).argv.slice(3), ['--label', `x=${text}`, '--label', 'y', '.']);
  });

  injection(`in the names of a Dockerfile and a cache-on file (${form})`, async ({ agent }) => {
    agent.sandbox.write(path.join(agent.sandbox.work, 'docker', text), 'FROM bash\n');
    agent.sandbox.write(path.join(agent.sandbox.work, `./${text}`), 'counts\n');
    const configuration = { dockerfile: `docker/${text}`, context: '.', 'cache-on': [`./${text}`] };
    const result = await agent.runStep(configuration, { form });
    expectOnlyOurs(agent, result);
    assert.ok(buildOf(agent).argv.includes(`--file=docker/${text}`));
  });

  injection(`in the names of a Dockerfile at the top and a context (${form})`, async ({ agent }) => {
    agent.sandbox.write(path.join(agent.sandbox.work, `./${text}`), 'FROM bash\n');
    agent.sandbox.write(path.join(agent.sandbox.work, `./${text}.d`, 'file'), '');
    const result = await agent.runStep({ dockerfile: text, context: `${text}.d` }, { form });
    expectOnlyOurs(agent, result);
    const { argv } = buildOf(agent);
    // Docker would take a name that starts with a dash for a flag.
    assert.is(argv[1], `--file=./${text}`);
    assert.is(argv[argv.length - 1], `./${text}.d`);
  });

  injection(`in an inline Dockerfile (${form})`, async ({ agent }) => {
    const result = await agent.runStep({ 'dockerfile-inline': `FROM bash\nRUN echo ${text}` }, { form });
    expectOnlyOurs(agent, result);
    assert.is(buildOf(agent).stdin, `FROM bash\nRUN echo ${text}`);
  });
}

injection("in slugs, and the build's branch, tag and message", async ({ agent }) => {
  const slugs = { BUILDKITE_ORGANIZATION_SLUG: `a${text}`, BUILDKITE_PIPELINE_SLUG: `b${text}` };
  const others = { BUILDKITE_BRANCH: text, BUILDKITE_TAG: text, BUILDKITE_MESSAGE: text };
  expectOnlyOurs(agent, await agent.runStep({}, { env: others }));
  // A slug that isn't a valid part of a repository name isn't converted to one.
  const result = await agent.runStep({}, { env: slugs });
  expectNoTrace(agent, result);
  assert.is(result.status, 2, result.log);
  assert.match(result.log, /^error: ecr-name: .* is not a repository name$/m);
});

injection('the values of ecr-tags reach the API unchanged', async ({ agent }) => {
  const result = await agent.runStep({ 'ecr-tags': { KEY: text } });
  expectNoTrace(agent, result);
  const [created] = agent.api.calls.filter(({ operation }) => operation === 'CreateRepository');
  assert.equal(created?.input.tags, [{ Key: 'KEY', Value: text }]);
});

// Options whose values may only have certain characters. Other such options take a number or one of a few words.
for (const option of ['ecr-name', 'latest-tag', 'export-env-variable', 'platform', 'registry-id']) {
  injection(`${option} takes no such text, and nothing is done`, async ({ agent }) => {
    const result = await agent.runStep({ [option]: text });
    assert.is(result.status, 2, result.log);
    assert.match(result.log, `error: ${option}`);
    assert.equal(result.exported, {});
    expectNoTrace(agent, result);
    assert.equal(agent.docker.commands(), []);
    assert.equal(agent.api.operations(), []);
  });
}

injection("export-env-variable can't be a variable that changes how the step runs", async ({ agent }) => {
  const names = ['PATH', 'BASH_ENV', 'IFS', 'BASH_FUNC_ls%%', 'x[$(touch pwned)]', 'a=b', '1a', '-x'];
  for (const name of names) {
    const result = await agent.runStep({ 'export-env-variable': name }, { form: 'json' });
    assert.is(result.status, 2, `${name}: ${result.log}`);
    assert.equal(result.exported, {});
    expectNoTrace(agent, result);
  }
});

injection('names of files reach the key and the log, but no shell', async ({ agent }) => {
  agent.sandbox.write(path.join(agent.sandbox.work, 'src', text), text);
  const files = readdirSync(agent.sandbox.work, { withFileTypes: true }).length;
  const result = await agent.runStep({ 'cache-on': ['src'] });
  expectOnlyOurs(agent, result);
  assert.is(readdirSync(agent.sandbox.work).length, files);
  // A name can neither clear the screen nor start a line of its own.
  assert.not.ok(result.log.includes('\u001b[2J'));
  assert.not.match(result.log, /^touch pwned$/m);
});

injection('a NUL character: a clear error', async ({ agent }) => {
  for (const configuration of [
    { 'build-args': ['A=a\0b'] },
    { 'additional-build-args': ['--label', 'a\0b'] },
    { dockerfile: 'a\0b' },
    { 'cache-on': ['a\0b'] },
  ]) {
    const result = await agent.runStep({ ...configuration }, { form: 'json' });
    assert.ok(result.status === 1 || result.status === 2, result.log);
    assert.match(result.log, /^error: /m);
    assert.equal(result.exported, {});
    assert.not.ok(agent.docker.commands().includes('build'));
    expectNoTrace(agent, result);
  }
});

injection.run();
