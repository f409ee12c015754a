import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { testedEngine } from '../support/engines';
import { type Checkout, type RealWorld, startRealWorld } from '../support/real-agent';

// Jobs that interfere with each other, and connections that break, with a real engine and a real registry.

const races = suite<{ world: RealWorld }>('races');

races.before(async (context) => {
  context.world = await startRealWorld();
});

races.after(({ world }) => world.close());

const PREFIX = 'BUILDKITE_PLUGIN_DOCKER_ECR_CACHE_EXPORT_';
const JOBS = 10;
const [builder] = testedEngine().builders;

/** Unique content of about a million bytes that don't compress. */
const largeBuild = 'FROM bash\nRUN head -c 1000000 /dev/urandom > /large && cat /proc/sys/kernel/random/uuid > /id\n';

async function tagsOf(world: RealWorld, { repositoryName }: Checkout) {
  return world.api.registry.images.tags(repositoryName);
}

/**
 * Runs jobs of one pipeline at the same time. Each would build a different image with the same key.
 *
 * @param machines one for all, or one for each, so that they know nothing of one another
 */
async function runAtOnce(
  world: RealWorld,
  pipeline: string,
  {
    configuration = {},
    machines = 'one',
    status = 0,
  }: { configuration?: object; machines?: 'one' | 'one each'; status?: number } = {},
) {
  const docker = mkdtempSync(path.join(tmpdir(), 'docker-config-'));
  const checkouts = Array.from({ length: JOBS }, () => world.openCheckout(pipeline));
  for (const { sandbox } of checkouts) {
    sandbox.write('Dockerfile', 'FROM bash\nRUN sleep 2 && cat /proc/sys/kernel/random/uuid > /id\n');
  }
  const results = await Promise.all(
    checkouts.map((checkout) =>
      checkout.runStep(
        { 'additional-build-args': '--no-cache', ...configuration },
        { env: machines === 'one' ? { DOCKER_CONFIG: docker } : {} },
      ),
    ),
  );
  for (const result of results) assert.is(result.status, status, result.log);
  const [image = '', ...others] = new Set(results.map(({ exported }) => exported.BUILDKITE_PLUGIN_DOCKER_IMAGE ?? ''));
  assert.equal(others, []);
  for (const { sandbox, remove } of checkouts) {
    assert.equal(sandbox.leftovers(), []);
    remove();
  }
  assert.not(readdirSync(docker).some((name) => name.endsWith('.lock')));
  rmSync(docker, { recursive: true });
  return {
    image,
    digests: results.map(({ exported }) => exported[`${PREFIX}DIGEST`] ?? ''),
    logs: results.map(({ log }) => log),
    builds: results.filter(({ log }) => /^--- :docker: Building the image$/m.test(log)).length,
  };
}

/** Like `race`, with pushes; returns what the registry has then. */
async function runJobs(world: RealWorld, pipeline: string, machines?: 'one each') {
  const { image, ...outcome } = await runAtOnce(world, pipeline, { ...(machines && { machines }) });
  const tag = image.replace(/.*:/, '');
  const tags = await world.api.registry.images.tags(`build-cache/acme/${pipeline}`);
  assert.equal(
    [...tags.keys()].map((name) => name.replace(/^newest-.*/, 'newest')).sort(),
    [tag, 'latest', 'newest'].sort(),
  );
  return { ...outcome, tag, tags };
}

/** Removes an image from the engine, as if this were another machine. */
async function forget(world: RealWorld, reference: string | undefined): Promise<void> {
  await world.engine.docker('image', 'rm', '--force', reference ?? '');
}

races(`${JOBS} jobs at once on a missing repository and image, five times over: one build`, async ({ world }) => {
  for (const round of [1, 2, 3, 4, 5]) {
    const { tag, tags, digests, builds } = await runJobs(world, `race-${round}`);
    assert.equal([...new Set(digests)], [tags.get(tag)]);
    assert.is(tags.get('latest'), tags.get(tag));
    assert.is(builds, 1);
  }
});

/** Ten jobs at once can do what a single job can, or all get the same error. */
const configurations: readonly (readonly [what: string, configuration: object, refused?: RegExp | undefined])[] = [
  ['push: false', { push: false }],
  ['local', { 'registry-provider': 'local' }],
  ['skip-pull-from-cache', { 'skip-pull-from-cache': true }],
  ['layer-cache: registry', { 'layer-cache': 'registry' }, builder?.refuses.registry?.[0]],
  ['--provenance', { 'additional-build-args': '--no-cache --provenance=true' }, builder?.lacksProvenance],
];

for (const [what, configuration, refused] of configurations) {
  races(`${JOBS} jobs at once, ${what}: ${refused ? 'refused' : 'one build'}`, async ({ world }) => {
    const pipeline = `race-${what.replace(/\W+/g, '-')}`;
    const { image, builds, logs } = await runAtOnce(world, pipeline, {
      configuration,
      status: refused ? 1 : 0,
    });
    if (refused) {
      for (const log of logs) assert.match(log, refused);
      return;
    }
    assert.is(builds, 1);
    if (what !== 'skip-pull-from-cache') await world.engine.docker('image', 'inspect', image);
  });
}

races(`${JOBS} jobs at once on an immutable repository`, async ({ world }) => {
  world.api.create('build-cache/acme/immutable-race', {
    imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
    imageTagMutabilityExclusionFilters: ['latest', 'newest-*'].map((filter) => ({
      filterType: 'WILDCARD',
      filter,
    })),
  });
  const { tag, tags, digests } = await runJobs(world, 'immutable-race');
  assert.equal([...new Set(digests)], [tags.get(tag)]);
  assert.is(tags.get('latest'), tags.get(tag));
});

races('a push whose connection is cut once succeeds', async ({ world }) => {
  const checkout = world.openCheckout('cut');
  checkout.sandbox.write('Dockerfile', largeBuild);
  const isUpload = { repository: checkout.repositoryName, kind: 'upload' } as const;
  let cuts = 0;
  const takeAway = world.front.intercept(isUpload, ({ method }) => {
    if (!['PATCH', 'PUT'].includes(method) || cuts > 0) return undefined;
    cuts += 1;
    return { cutAfterBytes: 1000 };
  });
  const result = await checkout.runStep();
  takeAway();
  assert.is(result.status, 0, result.log);
  assert.is(cuts, 1);
  const tags = await tagsOf(world, checkout);
  assert.is(result.exported[`${PREFIX}DIGEST`], tags.get(result.exported[`${PREFIX}TAG`] ?? ''));
  // What arrived is complete: another job can use it.
  await forget(world, result.exported.BUILDKITE_PLUGIN_DOCKER_IMAGE);
  const again = await checkout.runStep();
  assert.is(again.status, 0, again.log);
  assert.is(again.exported[`${PREFIX}HIT`], 'true');
  checkout.remove();
});

races(`${JOBS} jobs at once, each on a machine of its own`, async ({ world }) => {
  const { tag, tags, digests } = await runJobs(world, 'machines', 'one each');
  assert.ok(digests.includes(tags.get(tag) ?? ''));
  // The registry has no push that fails if the tag exists; but every digest that a job exports can be pulled.
  for (const digest of digests) {
    assert.ok(await world.api.registry.images.get('build-cache/acme/machines', digest));
  }
});

races('a throttled push is retried', async ({ world }) => {
  const checkout = world.openCheckout('throttled');
  checkout.sandbox.write('Dockerfile', largeBuild);
  const isManifest = { repository: checkout.repositoryName, kind: 'manifest', method: 'PUT' } as const;
  const takeAway = world.front.intercept(isManifest, (_, attempt) =>
    attempt === 1 ? { error: 'TOOMANYREQUESTS', message: 'Rate exceeded', status: 429 } : undefined,
  );
  const result = await checkout.runStep();
  takeAway();
  assert.is(result.status, 0, result.log);
  assert.match(result.exported[`${PREFIX}DIGEST`] ?? '', /^sha256:/);
  assert.is((await tagsOf(world, checkout)).size, 3);
  checkout.remove();
});

races('an interrupted pull is retried', async ({ world }) => {
  const checkout = world.openCheckout('broken-pull');
  checkout.sandbox.write('Dockerfile', largeBuild);
  const first = await checkout.runStep();
  assert.is(first.status, 0, first.log);
  await forget(world, first.exported.BUILDKITE_PLUGIN_DOCKER_IMAGE);
  const isManifest = { repository: checkout.repositoryName, kind: 'manifest' } as const;
  const takeAway = world.front.intercept(isManifest, (_, attempt) => (attempt === 1 ? { status: 503 } : undefined));
  const result = await checkout.runStep({ 'on-registry-error': 'fail' });
  takeAway();
  assert.is(result.status, 0, result.log);
  assert.is(result.exported[`${PREFIX}HIT`], 'true');
  assert.is(result.exported[`${PREFIX}DIGEST`], first.exported[`${PREFIX}DIGEST`]);
  checkout.remove();
});

races('a registry that can be asked but not pulled from: built for this step, the tag stays', async ({ world }) => {
  const checkout = world.openCheckout('no-pull');
  checkout.sandbox.write('Dockerfile', largeBuild);
  const first = await checkout.runStep();
  await forget(world, first.exported.BUILDKITE_PLUGIN_DOCKER_IMAGE);
  const before = await tagsOf(world, checkout);
  const takeAway = world.front.intercept({ repository: checkout.repositoryName }, () => ({ status: 500 }));
  const result = await checkout.runStep();
  takeAway();
  assert.is(result.status, 0, result.log);
  assert.match(result.log, /^warning: Going on without the registry: docker pull of /m);
  assert.is(result.exported[`${PREFIX}DIGEST`], '');
  assert.is(result.exported.BUILDKITE_PLUGIN_DOCKER_IMAGE, first.exported.BUILDKITE_PLUGIN_DOCKER_IMAGE);
  assert.equal(await tagsOf(world, checkout), before);
  checkout.remove();
});

races('an immutable repository: an image pushed by another job after the look-up is used', async ({ world }) => {
  const checkout = world.openCheckout('immutable');
  checkout.sandbox.write('Dockerfile', largeBuild);
  world.api.create(checkout.repositoryName, { imageTagMutability: 'IMMUTABLE' });
  // An image whose layers the repository already has.
  const older = await checkout.runStep({ 'cache-version': 'older' });
  assert.is(older.status, 0, older.log);
  const stored = await world.api.registry.images.get(checkout.repositoryName, older.exported[`${PREFIX}TAG`] ?? '');
  // Between our last look-up and our manifest, the other job tags that image with our key.
  let rival = '';
  const isManifest = { repository: checkout.repositoryName, kind: 'manifest', method: 'PUT' } as const;
  const takeAway = world.front.intercept(isManifest, async ({ reference }, attempt) => {
    if (attempt > 1 || stored === undefined) return undefined;
    const { manifest, mediaType } = stored;
    rival = await world.api.registry.images.put(checkout.repositoryName, reference, manifest, mediaType);
    return undefined;
  });
  const configuration = { 'additional-build-args': '--no-cache' };
  const result = await checkout.runStep(configuration);
  takeAway();
  assert.is(result.status, 0, result.log);
  assert.is(result.exported[`${PREFIX}DIGEST`], rival);
  assert.is((await tagsOf(world, checkout)).get(result.exported[`${PREFIX}TAG`] ?? ''), rival);
  checkout.remove();
});

races('jobs that share one docker configuration lose no credentials, their own or others', async ({ world }) => {
  const checkouts = Array.from({ length: 5 }, (_, job) => world.openCheckout(`shared-${job}`));
  const [first] = checkouts;
  assert.ok(first);
  if (first === undefined) return;
  const folder = path.join(first.sandbox.home, 'shared');
  const foreign = { 'registry.example.com': { auth: Buffer.from('me:mine').toString('base64') } };
  const headers = { 'X-Custom': 'kept' };
  first.sandbox.write(path.join(folder, 'config.json'), JSON.stringify({ auths: foreign, HttpHeaders: headers }));
  for (const { sandbox } of checkouts) sandbox.write('Dockerfile', largeBuild);
  const results = await Promise.all(
    checkouts.map((checkout) => checkout.runStep({}, { env: { DOCKER_CONFIG: folder } })),
  );
  for (const result of results) assert.is(result.status, 0, result.log);
  const config = JSON.parse(readFileSync(path.join(folder, 'config.json'), 'utf8'));
  assert.equal(Object.keys(config.auths).sort(), [world.front.host, 'registry.example.com'].sort());
  assert.equal(config.auths['registry.example.com'], foreign['registry.example.com']);
  assert.equal(config.HttpHeaders, headers);
  for (const { remove } of checkouts) remove();
});

races.run();
