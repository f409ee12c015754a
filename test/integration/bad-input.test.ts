import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createAgent } from '../support/agent';
import { type EcrApi, startEcrApi } from '../support/ecr-api';
import { runHook } from '../support/hook';
import { memoryImages } from '../support/image-store';
import { pluginEnv } from '../support/plugin-env';
import { PROGRAM, runProgram, startProgram } from '../support/program';
import { createSandbox, type Sandbox, testNode } from '../support/sandbox';

// Bad input ends the run with an explanation and a status before AWS or docker is asked anything: the sandbox has no
// docker, and the API counts its calls.

interface Context {
  sandbox: Sandbox;
  api: EcrApi;
}

const badInput = suite<Context>('bad input');

badInput.before.each(async (context) => {
  context.sandbox = createSandbox();
  context.sandbox.write('Dockerfile', 'FROM bash\n');
  context.api = await startEcrApi({ images: memoryImages(), registryHost: '127.0.0.1:1' });
});

badInput.after.each(async ({ sandbox, api }) => {
  await api.close();
  sandbox.remove();
});

// unit/settings has everything that is refused; this is how the step ends.
const configurations: readonly [why: string, configuration: object, status: number, words: RegExp][] = [
  ['an option that is misspelt', { 'cache-onn': 'x' }, 2, /cache-onn is not an option\nDid you mean cache-on\?/],
  ['a value that is not accepted', { 'max-age-days': 0 }, 2, /max-age-days: 0 is not accepted; it must be/],
  ['no such Dockerfile', { dockerfile: 'missing' }, 1, /there is no file missing in /],
  ['a cache-on entry without a file', { 'cache-on': ['missing.lock'] }, 1, /"missing.lock" matches nothing/],
];

for (const [why, configuration, status, words] of configurations) {
  badInput(`hook: ${why}`, async ({ sandbox, api }) => {
    const result = await runHook({ sandbox, env: { ...api.env, ...pluginEnv({ ...configuration }) } });
    assert.match(result.stderr, words);
    assert.is(result.status, status);
    assert.match(result.stderr, /^\^\^\^ \+\+\+$/m);
    assert.equal(result.exported, {});
    assert.is(result.stdout, '');
    assert.equal(sandbox.leftovers(), []);
    // A missing file is only noticed while the key is computed, when the token has been requested already.
    if (status === 2) assert.equal(api.operations(), []);
  });
}

for (const [why, env, words] of [
  [
    'a region that is an unreplaced variable',
    { AWS_REGION: '$AWS_REGION' },
    /AWS_REGION: "\$AWS_REGION" is not an AWS region/,
  ],
  ['FIPS with a custom endpoint', { AWS_USE_FIPS_ENDPOINT: 'true' }, /FIPS and custom endpoint are not supported/],
] as const) {
  badInput(`hook: ${why}`, async ({ sandbox, api }) => {
    const result = await runHook({
      sandbox,
      env: { ...api.env, ...pluginEnv({}), AWS_REGION: 'eu-west-1', ...env },
    });
    assert.match(result.stderr, words);
    assert.is(result.status, 1, 'the environment is no option, and not a defect either');
    assert.equal(result.exported, {});
    assert.equal(api.operations(), []);
  });
}

const commandLines: readonly [why: string, argv: string[], words: RegExp][] = [
  ['an unknown flag', ['--tarjet', 'x'], /--tarjet is not an option\nDid you mean --target\?/],
  ['ecr outside Buildkite needs a name', ['check'], /ecr-name is needed/],
];

for (const [why, argv, words] of commandLines) {
  badInput(`command line: ${why}`, async ({ sandbox, api }) => {
    const result = await runProgram({ sandbox, argv, env: api.env });
    assert.match(result.stderr, words);
    assert.is(result.status, 2);
    assert.is(result.stdout, '');
    assert.equal(api.operations(), []);
  });
}

badInput('no docker: says so and what to do', async ({ sandbox, api }) => {
  const result = await runHook({ sandbox, env: { ...api.env, ...pluginEnv({}) } });
  assert.match(result.stderr, /there is no docker on PATH\nInstall the docker command line/);
  assert.is(result.status, 1);
  assert.equal(result.exported, {});
});

badInput('no engine: says so and what to do', async () => {
  const agent = await createAgent();
  agent.sandbox.write('Dockerfile', 'FROM bash\n');
  agent.docker.world.engineRunning = false;
  const result = await agent.runStep();
  await agent.close();
  assert.match(result.stderr, /no docker engine answers/);
  assert.equal(
    agent.api.operations().filter((name) => name.startsWith('Create')),
    [],
  );
  assert.match(result.stderr, /Start the docker engine, or point DOCKER_HOST at one\./);
  assert.is(result.status, 1);
});

badInput('a working directory that was removed: says so', async ({ sandbox }) => {
  const cwd = path.join(sandbox.root, 'gone');
  mkdirSync(cwd);
  sandbox.install('in-removed-folder', `#!/bin/sh\nrmdir "$PWD"\nexec "${testNode()}" "${PROGRAM}" key\n`);
  const node = path.join(sandbox.bin, 'in-removed-folder');
  const { status, stderr } = await startProgram({ sandbox, cwd, node }).result;
  assert.match(stderr, /^error: the working directory can't be found: ENOENT/);
  assert.is(status, 1);
});

badInput('a defect that leaves nothing to wait for is not a success', async ({ sandbox }) => {
  const forgetful = sandbox.write('forgetful.cjs', "require('fs').read = () => {};\n");
  sandbox.write('large', 'a'.repeat(300_000));
  const env = { NODE_OPTIONS: `--require=${forgetful}` };
  const { status, stdout, stderr } = await runProgram({ sandbox, argv: ['key', '--cache-on', 'large'], env });
  assert.equal([status, stdout], [70, '']);
  assert.match(stderr, /^error: internal error in docker-ecr-cache .*:\nError: nothing is left to wait for$/m);
});

badInput.run();
