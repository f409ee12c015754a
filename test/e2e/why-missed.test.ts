import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type DockerRegistry, startDockerRegistry } from '../support/docker-registry';
import { isNewestTag } from '../support/image-line';
import { runProgram } from '../support/program';
import { type Checkout, type RealWorld, startRealWorld } from '../support/real-agent';

// What changed since the newest image of the same line, told from the label that a real builder gave it and a real
// registry keeps.

const e2e = suite<{ world: RealWorld; registry: DockerRegistry }>('why it missed');

e2e.before(async (context) => {
  context.world = await startRealWorld();
  context.registry = await startDockerRegistry();
});

e2e.after(async ({ world, registry }) => {
  await registry.stop();
  await world.close();
});

const LINE = /^Since the newest image: (.*)$/m;
// The build takes long enough for the line to come meanwhile.
const DOCKERFILE = 'FROM bash\nCOPY package-lock.json /\nCOPY src /src\nRUN sleep 1\n';
const FILES = ['package-lock.json', 'src'];

function writeFiles({ sandbox }: Checkout): void {
  sandbox.write('Dockerfile', DOCKERFILE);
  sandbox.write('package-lock.json', '{}');
  sandbox.write('src/a.ts', 'a');
}

/** Changes what the key is made from; returns what is to be said of it. */
function changeFiles({ sandbox }: Checkout): string {
  sandbox.write('package-lock.json', '{"changed":true}');
  for (const name of ['b', 'c', 'd']) sandbox.write(`src/${name}.ts`, name);
  return 'package-lock.json changed; src/b.ts, src/c.ts and src/d.ts added';
}

function check({ api, engine }: RealWorld, { sandbox, repositoryName }: Checkout, ...argv: readonly string[]) {
  const files = FILES.flatMap((entry) => ['--cache-on', entry]);
  return runProgram({
    sandbox,
    argv: ['check', '--explain', '--ecr-name', repositoryName, ...files, ...argv],
    env: { ...api.env, ...engine.env, AWS_REGION: 'eu-west-1' },
  });
}

for (const provider of ['ecr', 'oci', 'local'] as const) {
  e2e(`${provider}: a miss says what changed, and so does check --explain`, async ({ world, registry }) => {
    const checkout = world.openCheckout(`why-${provider}`);
    const address = provider === 'oci' ? { registry: registry.host } : {};
    const options = { 'registry-provider': provider, ...address };
    const flags = Object.entries(options).map(([name, value]) => `--${name}=${value}`);
    writeFiles(checkout);
    const first = await checkout.runStep({ ...options, 'cache-on': FILES });
    assert.is(first.status, 0, first.log);
    assert.not.match(first.log, LINE);
    assert.is((await check(world, checkout, ...flags)).status, 0);

    const change = changeFiles(checkout);
    const explained = await check(world, checkout, ...flags, '--json');
    assert.is(explained.status, 3, explained.stderr);
    assert.is(LINE.exec(explained.stderr)?.[1], change);
    assert.equal(JSON.parse(explained.stdout).why, change.split('; '));
    const strict = await checkout.runStep({ ...options, 'cache-on': FILES, 'require-cached': true });
    assert.is(strict.status, 3, strict.log);
    assert.match(strict.log, `Since the newest image: ${change}. Run the step that builds it first`);

    const second = await checkout.runStep({ ...options, 'cache-on': FILES });
    assert.is(second.status, 0, second.log);
    assert.is(LINE.exec(second.log)?.[1], change);
    const { status, stderr } = await check(world, checkout, ...flags);
    assert.is(status, 0, stderr);
    checkout.remove();
  });
}

e2e(`a base image's label is not taken for ours`, async ({ world }) => {
  const { engine, front, login } = world;
  const bases = world.openCheckout('why-bases');
  writeFiles(bases);
  bases.sandbox.write('base/Dockerfile', DOCKERFILE);
  const base = await bases.runStep({ dockerfile: 'base/Dockerfile', context: '.', 'cache-on': FILES });
  assert.is(base.status, 0, base.log);

  const checkout = world.openCheckout('why-on-base');
  writeFiles(checkout);
  const from = `FROM ${front.host}/${bases.repositoryName}:latest\n`;
  checkout.sandbox.write('Dockerfile', `${from}COPY src /more\nRUN sleep 1\n`);
  const first = await checkout.runStep({ 'cache-on': FILES });
  assert.is(first.status, 0, first.log);
  const change = changeFiles(checkout);
  const second = await checkout.runStep({ 'cache-on': FILES });
  assert.is(second.status, 0, second.log);
  assert.is(LINE.exec(second.log)?.[1], change, 'our own label is the one that counts');

  // As if someone else had built the newest image: its only label is that of its base.
  const tags = await world.api.registry.images.tags(checkout.repositoryName);
  const newest = [...tags.keys()].find(isNewestTag);
  const image = `${front.host}/${checkout.repositoryName}:${newest}`;
  const inherited = base.exported.BUILDKITE_PLUGIN_DOCKER_IMAGE ?? '';
  await engine.docker('login', `--username=${login.username}`, `--password=${login.password}`, login.host);
  await engine.docker('tag', inherited, image);
  await engine.docker('push', image);
  checkout.sandbox.write('package-lock.json', '{"changed":"again"}');
  const unknown = await check(world, checkout);
  assert.is(unknown.status, 3, unknown.stderr);
  assert.match(
    unknown.stderr,
    /^What changed is unknown: no earlier image of this Dockerfile, target and platform says what it was made from$/m,
  );
  bases.remove();
  checkout.remove();
});

e2e('a label about 20,000 files survives the builder and the registry', async ({ world }) => {
  const checkout = world.openCheckout('why-many');
  checkout.sandbox.write('Dockerfile', 'FROM bash\nCOPY Dockerfile /\nRUN sleep 1\n');
  const name = (index: number) => `files/part-${index % 100}/group-${index % 1_000}/file-${index}.ts`;
  for (let index = 0; index < 20_000; index++) checkout.sandbox.write(name(index), `${index}`);
  const first = await checkout.runStep({ 'cache-on': 'files' });
  assert.is(first.status, 0, first.log);
  checkout.sandbox.write(name(777), 'changed');
  const second = await checkout.runStep({ 'cache-on': 'files' });
  assert.is(second.status, 0, second.log);
  assert.is(LINE.exec(second.log)?.[1], 'files/part-77/group-777/ changed');
  checkout.remove();
});

e2e.run();
