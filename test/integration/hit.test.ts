import { readdirSync, readFileSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Agent, createAgent } from '../support/agent';
import { listen } from '../support/http-fault';
import { runProgram } from '../support/program';
import { until } from '../support/until';

// Why a hit is fast: what runs in parallel, what isn't loaded, and what the log says if it is slow anyway.

const hit = suite<{ agent: Agent }>('hit');

hit.before.each(async (context) => {
  context.agent = await createAgent();
  context.agent.sandbox.write('Dockerfile', 'FROM bash\n');
});

hit.after.each(({ agent }) => agent.close());

const IS_HIT = 'BUILDKITE_PLUGIN_DOCKER_ECR_CACHE_EXPORT_HIT';

/** Holds the API's answers until all of these have been asked for. */
function answerTogether(agent: Agent, operations: readonly string[]): void {
  agent.api.calls.length = 0;
  agent.api.intercept('*', async () => {
    const haveCome = () => operations.every((operation) => agent.api.operations().includes(operation));
    await until(haveCome, operations.join(' and '));
    return undefined;
  });
}

hit('the token and the image are asked for at once, on two connections, and nothing else is', async ({ agent }) => {
  await agent.runStep();
  answerTogether(agent, ['GetAuthorizationToken', 'BatchGetImage']);
  const result = await agent.runStep();
  assert.is(result.exported[IS_HIT], 'true', result.log);
  assert.equal(agent.api.operations().sort(), ['BatchGetImage', 'GetAuthorizationToken']);
  const [one, other] = agent.api.calls;
  assert.is.not(one?.connection, other?.connection);
});

hit('the token is requested while the key is being computed', async ({ agent }) => {
  const server = http.createServer(async (_, response) => {
    await until(() => agent.api.operations().includes('GetAuthorizationToken'), 'the token');
    response.writeHead(200, {
      'content-type': 'application/vnd.oci.image.manifest.v1+json',
      'docker-content-digest': `sha256:${'a'.repeat(64)}`,
    });
    response.end();
  });
  const { port, close } = await listen(server);
  agent.sandbox.write('Dockerfile', `FROM 127.0.0.1:${port}/base\n`);
  const result = await agent.runStep({ 'cache-on-base-images': true });
  await close();
  assert.is(result.status, 0, result.log);
});

hit('docker logs in during the look-up', async ({ agent }) => {
  await agent.runStep();
  const logins = agent.docker.commands().filter((command) => command === 'login').length;
  agent.api.intercept('BatchGetImage', async () => {
    await until(() => agent.docker.commands().filter((command) => command === 'login').length > logins, 'docker login');
    return undefined;
  });
  assert.is((await agent.runStep()).exported[IS_HIT], 'true');
});

const logins: readonly [why: string, stderr: string, onRegistryError: 'build' | 'fail', status: number][] = [
  ['an outage is tolerated', 'unexpected EOF', 'build', 0],
  ['an outage is not tolerated with on-registry-error: fail', 'unexpected EOF', 'fail', 1],
  ['a denial is not tolerated', 'unauthorized: authentication required', 'build', 1],
];

for (const [why, stderr, onRegistryError, status] of logins) {
  hit(`the engine has the image, and the login fails: ${why}`, async ({ agent }) => {
    await agent.runStep();
    agent.docker.rules([{ match: ['login'], stderr: `${stderr}\n`, exit: 1 }]);
    const result = await agent.runStep({ 'on-registry-error': onRegistryError });
    assert.is(result.status, status, result.log);
    if (status === 0) assert.match(result.log, /^docker is not logged in to the registry: /m);
  });
}

// esbuild wraps each lazily evaluated module in a function named after its path.
const sdk = 'src/registry/aws-sdk.ts';
const profiles = 'node_modules/@aws-sdk/credential-provider-ini/dist-es/index.js';

for (const [why, argv, status, evaluated, env] of [
  ['--help', ['--help'], 0, []],
  ['key', ['key'], 0, []],
  ['key --explain', ['key', '--explain'], 0, []],
  ['a local registry', ['--registry-provider=local'], 0, []],
  ['keys in the environment', ['check'], 3, [sdk]],
  [
    'a profile',
    ['check'],
    3,
    [sdk, profiles],
    { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined, AWS_PROFILE: 'ci' },
  ],
] as const) {
  hit(`what is evaluated of the SDK: ${why}`, async ({ agent }) => {
    const { sandbox, api } = agent;
    const profile = '[ci]\naws_access_key_id = AKIA\naws_secret_access_key = secret\n';
    sandbox.write(path.join(sandbox.home, '.aws/credentials'), profile);
    const coverage = path.join(sandbox.root, 'coverage');
    const result = await runProgram({
      sandbox,
      argv: [...argv],
      env: {
        ...api.env,
        AWS_REGION: 'eu-west-1',
        BUILDKITE_ORGANIZATION_SLUG: 'acme',
        BUILDKITE_PIPELINE_SLUG: 'shop',
        ...env,
        NODE_V8_COVERAGE: coverage,
      },
    });
    assert.is(result.status, status, result.log);
    const called = listCalled(coverage);
    assert.ok(called.includes('main'));
    assert.equal(
      [sdk, profiles].filter((name) => called.includes(name)),
      evaluated,
    );
  });
}

/** The names of the program's functions that ran. */
function listCalled(folder: string): readonly string[] {
  return readdirSync(folder).flatMap((name) => {
    const { result } = JSON.parse(readFileSync(path.join(folder, name), 'utf8'));
    const script = result.find(({ url }: { url: string }) => url.endsWith('docker-ecr-cache.cjs'));
    return script.functions.flatMap((called: { functionName: string; ranges: { count: number }[] }) =>
      called.ranges[0]?.count ? called.functionName : [],
    );
  });
}

const late = { delayMs: 1_500 };

hit('a slow registry: the log says what it waits for', async ({ agent }) => {
  agent.api.intercept('BatchGetImage', (_, attempt) => (attempt === 1 ? late : undefined));
  assert.match((await agent.runStep()).stderr, /^Waiting for Amazon ECR …$/m);
});

hit('the key, with a base image in a slow registry: the log says so', async ({ agent: { sandbox } }) => {
  const server = http.createServer((_, response) => setTimeout(() => response.writeHead(404).end(), 1_500));
  const { port, close } = await listen(server);
  const dockerfile = `FROM 127.0.0.1:${port}/base`;
  const argv = ['key', '--cache-on-base-images', '--dockerfile-inline', dockerfile];
  const { stderr } = await runProgram({ sandbox, argv });
  await close();
  assert.match(stderr, /^Reading the files of the key …$/m);
});

hit('waiting for the reason of a miss: the log says so', async ({ agent }) => {
  // After the look-up and the first look at the claim.
  agent.api.intercept('BatchGetImage', (_, attempt) => (attempt === 3 ? late : undefined));
  const { status, stderr } = await agent.runStep({ 'require-cached': true });
  assert.is(status, 3);
  assert.match(stderr, /^Looking up what the newest image was made from …$/m);
});

hit.run();
