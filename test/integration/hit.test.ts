import { existsSync, readdirSync, truncateSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Agent, createAgent } from '../support/agent';
import { listen } from '../support/http-fault';
import { runProgram } from '../support/program';
import { until } from '../support/until';

// Why a hit costs little: what goes on at once, what is not loaded, and what is said when it takes long all the same.

const hit = suite<{ agent: Agent }>('hit');

hit.before.each(async (context) => {
  context.agent = await createAgent();
  context.agent.sandbox.write('Dockerfile', 'FROM bash\n');
});

hit.after.each(({ agent }) => agent.close());

const IS_HIT = 'BUILDKITE_PLUGIN_DOCKER_ECR_CACHE_EXPORT_HIT';

/** Lets nothing of the API answer before all of these have been asked for. */
function answerTogether(agent: Agent, operations: readonly string[]): void {
  agent.api.calls.length = 0;
  agent.api.intercept('*', async () => {
    const haveCome = () => operations.every((operation) => agent.api.operations().includes(operation));
    await until(haveCome, operations.join(' and '));
    return undefined;
  });
}

hit(
  'the token and the image are asked for at once, on two connections, and nothing else is',
  async ({ agent }) => {
    await agent.runStep();
    answerTogether(agent, ['GetAuthorizationToken', 'BatchGetImage']);
    const result = await agent.runStep();
    assert.is(result.exported[IS_HIT], 'true', result.log);
    assert.equal(agent.api.operations().sort(), ['BatchGetImage', 'GetAuthorizationToken']);
    const [one, other] = agent.api.calls;
    assert.is.not(one?.connection, other?.connection);
  },
);

hit('the token is asked for while the key is still being made', async ({ agent }) => {
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

// Told by the modules of node that the program uses: a read in another thread, the SDK's code, a request of the API.
const witness = `
const fs = require('fs');
const vm = require('vm');
const http = require('http');
const { Script } = vm;
const { read } = fs;
const { request } = http;
const say = (event) => fs.writeSync(2, 'witness: ' + event + '\\n');
let pending = 0;
fs.read = (...args) => {
  pending += 1;
  const done = args.pop();
  read(...args, (...results) => {
    pending -= 1;
    done(...results);
  });
};
vm.Script = class extends Script {
  constructor(code, options) {
    super(code, options);
    if (options.filename === 'aws-sdk') say('SDK with ' + pending + ' read under way');
  }
};
http.request = (...args) => {
  say('request with ' + pending + ' read under way');
  return request(...args);
};
`;

hit('the SDK is evaluated, and the API asked, while a file is being read', async ({ agent }) => {
  const { sandbox } = agent;
  truncateSync(sandbox.write('large', ''), 512 * 1024 * 1024);
  const file = sandbox.write('../witness.cjs', witness);
  const seen: string[] = [];
  const wanted = ['SDK', 'request'].map((event) => `witness: ${event} with 1 read under way`);
  // On a busy machine the program may pause before it has begun to read: then the SDK is first, that time.
  for (let run = 0; run < 5 && !wanted.every((event) => seen.includes(event)); run++) {
    const env = { NODE_OPTIONS: `--require=${file}` };
    const { status, log } = await agent.runStep({ 'cache-on': 'large' }, { env });
    assert.is(status, 0, log);
    seen.push(...log.split('\n').filter((line) => line.startsWith('witness: ')));
  }
  for (const event of wanted) assert.ok(seen.includes(event), seen.join('\n'));
});

hit('docker logs in while the image is still being looked up', async ({ agent }) => {
  await agent.runStep();
  const logins = agent.docker.commands().filter((command) => command === 'login').length;
  agent.api.intercept('BatchGetImage', async () => {
    await until(
      () => agent.docker.commands().filter((command) => command === 'login').length > logins,
      'docker login',
    );
    return undefined;
  });
  assert.is((await agent.runStep()).exported[IS_HIT], 'true');
});

for (const [why, argv, isLoaded] of [
  ['--help', ['--help'], false],
  ['key', ['key'], false],
  ['key --explain', ['key', '--explain'], false],
  ['local', ['--registry-provider=local'], false],
  ['check', ['check'], true],
] as const) {
  hit(`${why} ${isLoaded ? 'loads' : 'does not load'} the SDK`, async ({ agent }) => {
    const { sandbox, api } = agent;
    const env = {
      ...api.env,
      AWS_REGION: 'eu-west-1',
      BUILDKITE_ORGANIZATION_SLUG: 'acme',
      BUILDKITE_PIPELINE_SLUG: 'shop',
    };
    const { status, log } = await runProgram({ sandbox, argv: [...argv], env });
    assert.is(status, why === 'check' ? 3 : 0, log);
    assert.is(
      findFiles(path.join(sandbox.home, '.cache')).some((file) => file.startsWith('aws-sdk-')),
      isLoaded,
    );
  });
}

function findFiles(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? findFiles(path.join(folder, entry.name)) : [entry.name],
  );
}

const late = { delayMs: 1_500 };

hit('a slow registry: what is waited for is said', async ({ agent }) => {
  agent.api.intercept('BatchGetImage', (_, attempt) => (attempt === 1 ? late : undefined));
  assert.match((await agent.runStep()).stderr, /^Waiting for Amazon ECR …$/m);
});

hit(
  'key, with a base image whose registry is slow: what is going on is said',
  async ({ agent: { sandbox } }) => {
    const server = http.createServer((_, response) => setTimeout(() => response.writeHead(404).end(), 1_500));
    const { port, close } = await listen(server);
    const dockerfile = `FROM 127.0.0.1:${port}/base`;
    const argv = ['key', '--cache-on-base-images', '--dockerfile-inline', dockerfile];
    const { stderr } = await runProgram({ sandbox, argv });
    await close();
    assert.match(stderr, /^Reading the files of the key …$/m);
  },
);

hit('a reason of a miss that is waited for: what is going on is said', async ({ agent }) => {
  agent.api.intercept('BatchGetImage', (_, attempt) => (attempt === 2 ? late : undefined));
  const { status, stderr } = await agent.runStep({ 'require-cached': true });
  assert.is(status, 3);
  assert.match(stderr, /^Looking up what the newest image was made from …$/m);
});

hit.run();
