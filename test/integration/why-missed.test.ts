import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import { generate } from 'selfsigned';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Agent, createAgent, REPOSITORY } from '../support/agent';
import { type DistributionApi, startDistributionApi } from '../support/distribution-api';
import { listen } from '../support/http-fault';
import { isNewestTag } from '../support/image-line';
import { runProgram } from '../support/program';
import { readDocument } from '../support/readme';
import { READING, succeed, takeCommands, takeOperations } from '../support/step-results';

// Why an image is missing: what changed since the newest image of its line, in the log, in `check --explain` and in JSON.

const why = suite<{ agent: Agent; registry: DistributionApi }>('why it missed');

why.before.each(async (context) => {
  context.registry = await startDistributionApi();
  context.agent = await createAgent({ host: context.registry.host });
  context.registry.follow(context.agent.api.registry);
  const { sandbox } = context.agent;
  sandbox.write('Dockerfile', 'FROM bash\n');
  sandbox.write('package-lock.json', '{}');
  sandbox.write('src/a.ts', 'a');
});

why.after.each(async ({ agent, registry }) => {
  await agent.close();
  await registry.close();
  registry.expectNothingUnexpected();
});

const FILES = { 'cache-on': ['package-lock.json', 'src'] };
const LINE = /^Since the newest image: (.*)$/m;

/** Changes files that are part of the key. */
function change({ sandbox }: Agent): void {
  sandbox.write('package-lock.json', '{"changed":true}');
  sandbox.write('src/b.ts', 'b');
}

const CHANGES = ['package-lock.json changed', 'src/b.ts added'];

/** Runs a command in the checkout, with the options of FILES. */
function run({ api, sandbox }: Agent, ...argv: readonly string[]) {
  const options = ['--ecr-name', REPOSITORY, '--region', 'eu-west-1'];
  const files = FILES['cache-on'].flatMap((entry) => ['--cache-on', entry]);
  return runProgram({ sandbox, argv: [...argv, ...options, ...files], env: api.env });
}

why('a miss logs what changed', async ({ agent }) => {
  const first = await succeed(agent, FILES);
  assert.not.match(first.stderr, LINE, 'there is nothing to compare with');
  change(agent);
  // Slow enough for the line to appear before the build ends.
  agent.docker.rules([{ match: ['build'], delayMs: 1_000 }]);
  const second = await succeed(agent, FILES);
  assert.is(LINE.exec(second.stderr)?.[1], CHANGES.join('; '));
  assert.is(second.stderr.match(/newest image/g)?.length, 1);
  assert.not.match((await succeed(agent, FILES)).stderr, LINE, 'a hit has no reason');
});

why('a build does not wait for the reason', async ({ agent }) => {
  await succeed(agent, FILES);
  change(agent);
  agent.api.intercept('BatchGetImage', ({ imageIds }) =>
    (imageIds as { imageTag: string }[]).some(({ imageTag }) => isNewestTag(imageTag)) ? { hang: true } : undefined,
  );
  const start = Date.now();
  const { stderr } = await succeed(agent, FILES);
  assert.not.match(stderr, LINE);
  assert.ok(Date.now() - start < 8_000, 'a request that is not answered takes 10 s');
});

why('the reason takes no permissions beyond those of a pull', async ({ agent }) => {
  await succeed(agent, FILES);
  change(agent);
  takeOperations(agent);
  const result = await agent.runStep({ ...FILES, 'require-cached': true });
  assert.is(result.status, 3, result.log);
  assert.match(result.stderr, `Since the newest image: ${CHANGES.join('; ')}. Run the step that builds it first`);
  assert.equal(takeOperations(agent), READING);
});

const failures: readonly [why: string, fail: (agent: Agent, registry: DistributionApi) => unknown][] = [
  ['a configuration that is gone', (agent) => agent.api.registry.blobs.clear()],
  [
    'a configuration that is invalid',
    ({ api }) => {
      for (const digest of api.registry.blobs.keys()) api.registry.blobs.set(digest, 'garbage');
    },
  ],
  ['a registry that is out of order', (_, registry) => registry.close()],
  [
    'an image that is archived',
    async ({ api }) => {
      const [tag = ''] = [...(await api.registry.images.tags(REPOSITORY)).keys()].filter(isNewestTag);
      await api.archive(REPOSITORY, tag);
    },
  ],
];

for (const [reason, fail] of failures) {
  why(`what can't be found out only costs the line: ${reason}`, async ({ agent, registry }) => {
    await succeed(agent, FILES);
    change(agent);
    await fail(agent, registry);
    const { stderr } = await succeed(agent, FILES);
    assert.not.match(stderr, LINE);
    assert.not.match(stderr, /warning/);
  });
}

why("a registry's certificate that node does not trust is one line, with what to do", async () => {
  const agent = await createAgent();
  agent.sandbox.write('Dockerfile', 'FROM bash\n');
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'anybody' }]);
  const registry = await listen(https.createServer({ key, cert }));
  const tunnel = http.createServer().on('connect', (_, client: net.Socket) => {
    const upstream = net.connect(registry.port, '127.0.0.1', () => client.write('HTTP/1.1 200 OK\r\n\r\n'));
    upstream.pipe(client).pipe(upstream);
    for (const socket of [upstream, client]) socket.on('error', () => socket.destroy());
  });
  const proxy = await listen(tunnel);
  await succeed(agent);
  const env = { HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` };
  const { status, stderr } = await agent.runStep({ 'cache-version': '2', 'require-cached': true }, { env });
  await Promise.all([agent.close(), registry.close(), proxy.close()]);
  assert.is(status, 3, stderr);
  const lines = stderr.match(/^What changed since .*certificate.*$/gm);
  assert.is(lines?.length, 1, stderr);
  assert.match(
    lines?.[0] ?? '',
    new RegExp(
      `can't be found out: look-up of \\S+ failed: the certificate of ${agent.host} is not trusted: .*point NODE_EXTRA_CA_CERTS at`,
    ),
  );
});

why('check --explain: what changed, without building or writing', async ({ agent }) => {
  const unknown = await run(agent, 'check', '--explain');
  assert.is(unknown.status, 3, unknown.stderr);
  assert.match(
    unknown.stderr,
    /^What changed is unknown: no earlier image of this Dockerfile, target and platform says what it was made from$/m,
  );
  await succeed(agent, FILES);
  const cached = await run(agent, 'check', '--explain');
  assert.is(cached.status, 0, cached.stderr);
  assert.not.match(cached.stderr, /newest image/);
  change(agent);
  takeOperations(agent);
  takeCommands(agent);
  const changed = await run(agent, 'check', '--explain');
  assert.is(changed.status, 3, changed.stderr);
  assert.is(LINE.exec(changed.stderr)?.[1], CHANGES.join('; '));
  assert.match(changed.stdout, /^127\.0\.0\.1:\d+\/build-cache\/acme\/shop:[0-9a-f]{40}\n$/);
  assert.equal(agent.docker.calls(), []);
  assert.equal(takeOperations(agent), READING);
  assert.not.match((await run(agent, 'check')).stderr, LINE, 'only who asks is told');
});

why('check --json: one object, with why only if asked for', async ({ agent }) => {
  await succeed(agent, FILES);
  change(agent);
  const changed = await run(agent, 'check', '--explain', '--json');
  const { reference, key, ...rest } = JSON.parse(changed.stdout);
  assert.equal(rest, { digest: '', cached: false, why: CHANGES });
  assert.match(key, /^[0-9a-f]{64}$/);
  assert.ok(reference.endsWith(`:${key.slice(0, 40)}`));
  assert.equal(Object.keys(JSON.parse((await run(agent, 'check', '--json')).stdout)), [
    'reference',
    'digest',
    'key',
    'cached',
  ]);
});

for (const [argv, said] of [
  [[], /^`--json` prints (.*?); `check` prints/ms],
  [['check', '--explain'], /; `check` prints (.*?); `key` prints/ms],
  [['key'], /also `why`; `key` prints (.*?)\.$/ms],
] as const) {
  why(`--json of ${argv[0] ?? 'no command'}: what the README lists`, async ({ agent }) => {
    const { stdout } = await run(agent, ...argv, '--json');
    const [, members = ''] = said.exec(readDocument('README.md')) ?? [];
    const names = [...members.replace(/`--explain`/, '').matchAll(/`([a-zA-Z]+)`/g)].map(([, name]) => name);
    // Only known for a hit.
    assert.equal(
      Object.keys(JSON.parse(stdout)),
      names.filter((name) => name !== 'buildSeconds'),
    );
  });
}

why('--json of the default command: one object', async ({ agent, registry }) => {
  const built = await run(agent, '--json');
  assert.is(built.status, 0, built.stderr);
  const { reference, repository, tag, digest, hit, key, why: reasons, timings } = JSON.parse(built.stdout);
  assert.is(repository, `${registry.host}/${REPOSITORY}`);
  assert.is(reference, `${repository}:${tag}`);
  assert.is(tag, key.slice(0, 40));
  assert.is(digest, (await agent.imageTags()).get(tag));
  assert.equal([hit, reasons], [false, []]);
  assert.equal(Object.keys(timings), [
    'total',
    'startup',
    'key',
    'look-up',
    'login',
    'engine',
    'wait',
    'build',
    'push',
  ]);
  const parts = Object.entries<number>(timings).filter(([name]) => name !== 'total');
  const sum = parts.reduce((one, [, other]) => one + other, 0);
  assert.ok(sum <= timings.total + 0.1 && sum > timings.total / 2, JSON.stringify(timings));

  change(agent);
  agent.docker.rules([{ match: ['build'], delayMs: 1_000 }]);
  const changed = JSON.parse((await run(agent, '--json')).stdout);
  assert.equal([changed.hit, changed.why], [false, CHANGES]);
  assert.ok(changed.timings.build >= 1);

  agent.docker.forgetImages();
  const pulled = await run(agent, '--json');
  const found = JSON.parse(pulled.stdout);
  assert.equal([found.hit, found.why, found.digest], [true, [], changed.digest]);
  assert.ok('pull' in found.timings && !('build' in found.timings));
  assert.match(pulled.stderr, /Pulling /);
});

why('--json with require-cached, on a miss: no object, status 3', async ({ agent }) => {
  const result = await run(agent, '--json', '--require-cached');
  assert.equal([result.status, result.stdout], [3, '']);
});

why.run();
