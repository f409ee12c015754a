import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type RealWorld, startRealWorld } from '../support/real-agent';

// cache-on-base-images with a base in the same registry as the images: an update changes the key, and the build pulls it
// although the engine has the old one.

const e2e = suite<{ world: RealWorld }>('base images');

e2e.before(async (context) => {
  context.world = await startRealWorld();
});

e2e.after(({ world }) => world.close());

const PREFIX = 'BUILDKITE_PLUGIN_DOCKER_ECR_CACHE_EXPORT_';

e2e(`an updated base causes a build`, async ({ world }) => {
  const { engine, front } = world;
  // The base is another pipeline's image, by its latest tag.
  const bases = world.openCheckout('bases');
  const pushBase = async (version: string) => {
    bases.sandbox.write('Dockerfile', `FROM bash\nRUN echo ${version} > /version\n`);
    const { status, log } = await bases.runStep();
    assert.is(status, 0, log);
  };
  const checkout = world.openCheckout('on-base');
  checkout.sandbox.write(
    'Dockerfile',
    `FROM ${front.host}/${bases.repositoryName}:latest\nRUN cat /version > /built-on\n`,
  );
  const run = async (hit: boolean) => {
    const { status, log, exported } = await checkout.runStep({ 'cache-on-base-images': true });
    assert.is(status, 0, log);
    assert.is(exported[`${PREFIX}HIT`], String(hit), log);
    const image = exported.BUILDKITE_PLUGIN_DOCKER_IMAGE ?? '';
    return (await engine.docker('run', '--rm', '--network=none', image, 'cat', '/built-on')).stdout;
  };

  await pushBase('one');
  assert.is(await run(false), 'one\n');
  assert.is(await run(true), 'one\n');
  await pushBase('two');
  // The engine still has the old base.
  assert.is(await run(false), 'two\n');
  assert.is(await run(true), 'two\n');
  bases.remove();
  checkout.remove();
});

e2e.run();
