import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type DockerRegistry, startDockerRegistry } from '../support/docker-registry';
import type { Builder } from '../support/engines';
import { isNewestTag } from '../support/image-line';
import { type Checkout, findBuilders, type RealWorld, startRealWorld } from '../support/real-agent';

// What a build reuses of earlier ones. Each run of a step writes a new number into the image, so that reuse shows.

const e2e = suite<{ world: RealWorld; registry: DockerRegistry }>('layer cache');

e2e.before(async (context) => {
  context.world = await startRealWorld();
  context.registry = await startDockerRegistry();
  // A build that uses nothing of the engine gets its base from a registry.
  const base = `${context.registry.host}/base:1`;
  await context.world.engine.docker('tag', 'bash:latest', base);
  await context.world.engine.docker('push', base);
});

e2e.after(async ({ world, registry }) => {
  await registry.stop();
  await world.close();
});

interface Context {
  readonly world: RealWorld;
  readonly registry: DockerRegistry;
}

const STEP = 'RUN cat /proc/sys/kernel/random/uuid > /ran\n';

/** A checkout with an expensive step and, after it, one that depends on what changes. */
function openCheckout({ world, registry }: Context, name: string, builder: Builder): Checkout {
  const checkout = world.openCheckout(name, builder);
  const { sandbox } = checkout;
  sandbox.write('Dockerfile', `FROM ${registry.host}/base:1\nCOPY lock /\n${STEP}COPY source /\n`);
  sandbox.write('lock', 'lock');
  sandbox.write('source', '1');
  return checkout;
}

/** Builds another version of the source; returns what the expensive step wrote. */
async function build({ world }: Context, checkout: Checkout, source: string, options: object) {
  checkout.sandbox.write('source', source);
  const { status, log, exported } = await checkout.runStep({ 'cache-on': ['lock', 'source'], ...options });
  assert.is(status, 0, log);
  assert.is(exported.BUILDKITE_PLUGIN_DOCKER_ECR_CACHE_EXPORT_HIT, 'false');
  const image = exported.BUILDKITE_PLUGIN_DOCKER_IMAGE ?? '';
  const run = (file: string) => world.engine.docker('run', '--rm', '--network=none', image, 'cat', file);
  assert.is((await run('/source')).stdout, source);
  return { ran: (await run('/ran')).stdout, log };
}

/** Where each shared `layer-cache` takes layers from. */
const sharedLayers = {
  inline: /importing cache manifest from \S+:newest-[0-9a-f]{8}/,
  registry: /importing cache manifest from \S+:cache-[0-9a-f]{8}/,
};

for (const [index, builder] of findBuilders().entries()) {
  e2e(`engine: a build takes what the engine has, and no more (${builder.title})`, async (context) => {
    const checkout = openCheckout(context, `layers-engine-${index}`, builder);
    const first = await build(context, checkout, '1', {});
    assert.is((await build(context, checkout, '2', {})).ran, first.ran);
    await context.world.engine.clean();
    assert.is.not((await build(context, checkout, '3', {})).ran, first.ran);
    checkout.remove();
  });

  e2e(`none: a step runs again although the engine has it (${builder.title})`, async (context) => {
    const checkout = openCheckout(context, `layers-none-${index}`, builder);
    const options = { 'layer-cache': 'none' };
    const first = await build(context, checkout, '1', options);
    assert.is.not((await build(context, checkout, '2', options)).ran, first.ran);
    checkout.remove();
  });

  e2e(`none: the newest base image is fetched (${builder.title})`, async (context) => {
    const { world, registry } = context;
    const checkout = world.openCheckout(`layers-pull-${index}`, builder);
    const base = `${registry.host}/moving-base:${index}`;
    const moveBase = async (version: string) => {
      checkout.sandbox.write('base/Dockerfile', `FROM bash\nRUN echo ${version} > /version\n`);
      const made = await checkout.runStep({ dockerfile: 'base/Dockerfile' });
      assert.is(made.status, 0, made.log);
      await world.engine.docker('tag', made.exported.BUILDKITE_PLUGIN_DOCKER_IMAGE ?? '', base);
      await world.engine.docker('push', base);
      return made.exported.BUILDKITE_PLUGIN_DOCKER_IMAGE ?? '';
    };
    checkout.sandbox.write('Dockerfile', `FROM ${base}\nRUN cp /version /built-on\n`);
    const builtOn = async (options: object) => {
      const { status, log, exported } = await checkout.runStep({ 'layer-cache': 'none', ...options });
      assert.is(status, 0, log);
      const image = exported.BUILDKITE_PLUGIN_DOCKER_IMAGE ?? '';
      return (await world.engine.docker('run', '--rm', '--network=none', image, 'cat', '/built-on')).stdout;
    };
    const old = await moveBase('one');
    assert.is(await builtOn({ 'cache-version': '1' }), 'one\n');
    await moveBase('two');
    // The engine still has the old image with this name.
    await world.engine.docker('tag', old, base);
    assert.is(await builtOn({ 'cache-version': '2' }), 'two\n');
    checkout.remove();
  });

  for (const [layerCache, source] of Object.entries(sharedLayers)) {
    if (!builder.isBuildKit || layerCache in builder.refuses) continue;
    e2e(
      `${layerCache}: an agent that has nothing takes the layers of the newest image (${builder.title})`,
      async (context) => {
        const { engine } = context.world;
        const checkout = openCheckout(context, `layers-${layerCache}-${index}`, builder);
        const options = { 'layer-cache': layerCache };
        // If a builder has run a step twice, as with none, BuildKit doesn't describe every layer.
        await engine.clean();
        const first = await build(context, checkout, '1', options);
        await engine.clean();
        const second = await build(context, checkout, '2', options);
        assert.is(second.ran, first.ran);
        assert.match(second.log, /^#\d+ CACHED$/m);
        assert.match(second.log, source);
        // The BuildKit of docker 20.10 doesn't pass on layers that it reused, so the third build gets none. (moby/buildkit#2274)
        // A layer is only reused if its inputs are the same.
        await engine.clean();
        checkout.sandbox.write('lock', 'another');
        assert.is.not((await build(context, checkout, '3', options)).ran, first.ran);
        checkout.remove();
      },
    );
  }

  if (builder.isBuildKit) {
    e2e(`inline: where nothing may be written the layers are still taken (${builder.title})`, async (context) => {
      const checkout = openCheckout(context, `layers-read-${index}`, builder);
      const options = { 'layer-cache': 'inline' };
      const first = await build(context, checkout, '1', options);
      const { images } = context.world.api.registry;
      const newestOf = async () =>
        [...(await images.tags(checkout.repositoryName))].filter(([tag]) => isNewestTag(tag));
      const newest = await newestOf();
      await context.world.engine.clean();
      assert.is((await build(context, checkout, '2', { ...options, push: false })).ran, first.ran);
      assert.equal(await newestOf(), newest);
      checkout.remove();
    });
  }

  for (const [layerCache, [words, hint]] of Object.entries(builder.refuses)) {
    e2e(`${layerCache}: a builder that can't says what to do (${builder.title})`, async (context) => {
      const checkout = openCheckout(context, `layers-unable-${layerCache}-${index}`, builder);
      const result = await checkout.runStep({ 'layer-cache': layerCache });
      assert.is(result.status, 1, result.log);
      assert.match(result.log, words);
      assert.match(result.log, hint);
      assert.equal(result.exported, {});
      checkout.remove();
    });
  }
}

e2e.run();
