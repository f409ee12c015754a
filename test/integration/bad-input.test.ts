import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createAgent } from '../support/agent';
import { type EcrApi, startEcrApi } from '../support/ecr-api';
import { runHook } from '../support/hook';
import { memoryImages } from '../support/image-store';
import { pluginEnv } from '../support/plugin-env';
import { runProgram } from '../support/program';
import { createSandbox, type Sandbox } from '../support/sandbox';

// Bad input ends the run with words and a status, before anything is asked of AWS or docker: the sandbox has no
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

const configurations: readonly [why: string, configuration: object, status: number, words: RegExp][] = [
  [
    'an unknown option names the nearest known one',
    { 'cache-onn': 'x' },
    2,
    /cache-onn is not an option\nDid you mean cache-on\?/,
  ],
  [
    'an unknown option far from any other lists them all',
    { frobnicate: 1 },
    2,
    /frobnicate is not an option\nThe options are: dockerfile, /,
  ],
  ['a wrong type', { target: ['a'] }, 2, /target: \["a"\] is not accepted; it must be a string/],
  [
    'a switch with a typing error',
    { 'skip-pull-from-cache': 'yes' },
    2,
    /"yes" is not accepted; it must be true or false/,
  ],
  [
    'both Dockerfiles',
    { dockerfile: 'Dockerfile', 'dockerfile-inline': 'FROM bash' },
    2,
    /dockerfile and dockerfile-inline are both given/,
  ],
  ['no such Dockerfile', { dockerfile: 'missing' }, 1, /there is no file missing in /],
  [
    'an export-env-variable that is no identifier',
    { 'export-env-variable': 'A B' },
    2,
    /export-env-variable: "A B" cannot be the name of a variable/,
  ],
  [
    'an export-env-variable that the agent protects',
    { 'export-env-variable': 'BUILDKITE_AGENT_ACCESS_TOKEN' },
    2,
    /belongs to the Buildkite agent/,
  ],
  [
    'an illegal repository name',
    { 'ecr-name': 'No Caps' },
    2,
    /ecr-name: "No Caps" is not a repository name/,
  ],
  [
    'max-age-days below 1',
    { 'max-age-days': 0 },
    2,
    /max-age-days: 0 is not accepted; it must be a whole number, 1 or more/,
  ],
  [
    'a JSON path beyond plain paths',
    { 'cache-on': 'package.json#.dependencies | keys' },
    2,
    /"package.json#.dependencies \| keys" is not accepted from " \| keys" on/,
  ],
  [
    'a cache-on entry that matches nothing',
    { 'cache-on': ['missing.lock'] },
    1,
    /"missing.lock" matches nothing/,
  ],
  [
    'entries written into one string are told to become a list',
    { 'cache-on': 'Dockerfile Dockerfile' },
    1,
    /write it as a list: "Dockerfile", "Dockerfile"/,
  ],
  [
    'a remote context',
    { context: 'https://example.com/x.git' },
    2,
    /context: .* is not accepted; it must be a folder/,
  ],
  ['a secret without an id', { secrets: ['src=.npmrc'] }, 2, /neither the NAME of a variable nor/],
  ['an open quotation', { 'additional-build-args': '--label "x' }, 2, /ends inside a quotation/],
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
    // A missing file shows only when the key is read, and the token is under way by then.
    if (status === 2) assert.equal(api.operations(), []);
  });
}

badInput('hook: a configuration that is no JSON', async ({ sandbox, api }) => {
  const env = { ...pluginEnv({}), BUILDKITE_PLUGIN_CONFIGURATION: '{' };
  const result = await runHook({ sandbox, env: { ...api.env, ...env } });
  assert.match(result.stderr, /BUILDKITE_PLUGIN_CONFIGURATION is not JSON/);
  assert.is(result.status, 2);
});

const environments: readonly [why: string, env: { [name: string]: string }, words: RegExp][] = [
  [
    'a region that nothing replaced',
    { AWS_REGION: '$AWS_REGION' },
    /AWS_REGION: "\$AWS_REGION" is not an AWS region/,
  ],
  ['half a key', { AWS_SECRET_ACCESS_KEY: '' }, /AWS_ACCESS_KEY_ID is set, but AWS_SECRET_ACCESS_KEY is not/],
  [
    'a profile that is misspelt',
    { AWS_PROFILE: 'prodution' },
    /AWS_PROFILE: there is no AWS profile prodution in /,
  ],
  [
    'an endpoint without a scheme',
    { AWS_ENDPOINT_URL: 'localhost:4566' },
    /AWS_ENDPOINT_URL: .* is not a URL/,
  ],
  [
    'FIPS at an endpoint of its own',
    { AWS_USE_FIPS_ENDPOINT: 'true' },
    /FIPS and custom endpoint are not supported/,
  ],
];

for (const [why, env, words] of environments) {
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
  ['an unknown command', ['chek'], /"chek" is not a command\nDid you mean check\?/],
  ['two commands', ['key', 'check'], /"check" is not a command/],
  ['a flag without its value', ['--target'], /--target needs a value/],
  ['a flag given twice', ['--target', 'a', '--target', 'b'], /--target is given 2 times/],
  [
    'a switch with another value',
    ['--skip-pull-from-cache=maybe'],
    /"maybe" is not accepted; it must be true or false/,
  ],
  ['hook without its file', ['hook'], /hook needs --exports FILE/],
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

badInput('no credentials: says so and what to do', async ({ sandbox, api }) => {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, ...env } = api.env;
  const result = await runHook({ sandbox, env: { ...env, ...pluginEnv({}) } });
  assert.match(result.stderr, /no AWS credentials were found/);
  assert.match(result.stderr, /set AWS_PROFILE, or AWS_ACCESS_KEY_ID/);
  assert.is(result.status, 1);
});

badInput('a defect that leaves nothing to wait for is no success', async ({ sandbox }) => {
  const forgetful = sandbox.write('forgetful.cjs', "require('fs').read = () => {};\n");
  sandbox.write('large', 'a'.repeat(300_000));
  const env = { NODE_OPTIONS: `--require=${forgetful}` };
  const { status, stdout, stderr } = await runProgram({ sandbox, argv: ['key', '--cache-on', 'large'], env });
  assert.equal([status, stdout], [70, '']);
  assert.match(
    stderr,
    /^error: internal error in docker-ecr-cache .*:\nError: nothing is left to wait for$/m,
  );
});

badInput.run();
