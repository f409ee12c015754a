import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { HookResult } from '../support/hook';
import type { PluginConfiguration } from '../support/plugin-env';
import { type Checkout, findBuilders, type RealWorld, startRealWorld } from '../support/real-agent';

// Pipelines like the README's, through the hook, with a real engine and a real registry: the first run creates the
// repository, builds and pushes; the next one, on an empty engine, only pulls; a change that counts builds again, another
// one doesn't.

interface Example {
  readonly title: string;
  readonly configuration: PluginConfiguration;
  readonly files: { readonly [path: string]: string };
  /** A change after which the next run builds. */
  readonly changes: readonly [what: string, change: Partial<Pick<Example, 'configuration' | 'files'>>][];
}

const EXPENSIVE = 'FROM bash\nRUN echo "my expensive build step"\n';

const examples: readonly Example[] = [
  {
    title: 'no-configuration',
    configuration: {},
    files: { Dockerfile: EXPENSIVE },
    changes: [['the Dockerfile', { files: { Dockerfile: `${EXPENSIVE}RUN echo more\n` } }]],
  },
  {
    title: 'npm-packages',
    configuration: { 'cache-on': ['package-lock.json'] },
    files: {
      Dockerfile: 'FROM node:24\nWORKDIR /workdir\nCOPY package.json package-lock.json /workdir/\nRUN npm ci\n',
      'package.json': '{"name":"shop"}',
      'package-lock.json': '{"name":"shop","lockfileVersion":3,"packages":{}}',
    },
    changes: [['the hinted file', { files: { 'package-lock.json': '{"lockfileVersion":3,"packages":{}}' } }]],
  },
  {
    title: 'another-dockerfile',
    configuration: { dockerfile: 'my-dockerfile' },
    files: { 'my-dockerfile': EXPENSIVE },
    changes: [['the Dockerfile', { files: { 'my-dockerfile': `${EXPENSIVE}RUN echo more\n` } }]],
  },
  {
    title: 'target-stage',
    configuration: { target: 'build-deps' },
    files: {
      Dockerfile: 'FROM bash AS build-deps\nRUN echo deps > /deps\nFROM bash AS runtime\nRUN echo run > /run-time\n',
    },
    changes: [['the target', { configuration: { target: 'runtime' } }]],
  },
];

const PREFIX = 'BUILDKITE_PLUGIN_DOCKER_ECR_CACHE_EXPORT_';

const e2e = suite<{ world: RealWorld }>('examples');

e2e.before(async (context) => {
  context.world = await startRealWorld();
});

e2e.after(({ world }) => world.close());

function expectExports(world: RealWorld, checkout: Checkout, result: HookResult, hit: boolean): string {
  assert.is(result.status, 0, result.log);
  const repository = `${world.front.host}/${checkout.repositoryName}`;
  const tag = result.exported[`${PREFIX}TAG`] ?? '';
  assert.match(tag, /^[0-9a-f]{40}$/);
  assert.match(result.exported[`${PREFIX}DIGEST`] ?? '', /^sha256:[0-9a-f]{64}$/);
  assert.equal(result.exported, {
    BUILDKITE_PLUGIN_DOCKER_IMAGE: `${repository}:${tag}`,
    [`${PREFIX}IMAGE`]: repository,
    [`${PREFIX}TAG`]: tag,
    [`${PREFIX}DIGEST`]: result.exported[`${PREFIX}DIGEST`],
    [`${PREFIX}HIT`]: String(hit),
  });
  assert.is(/:docker: Building the image/.test(result.stderr), !hit, result.log);
  assert.equal(checkout.sandbox.leftovers(), []);
  return `${repository}:${tag}`;
}

for (const [index, builder] of findBuilders().entries()) {
  for (const { title, configuration, files, changes } of examples) {
    e2e(`${title} (${builder.title})`, async ({ world }) => {
      const checkout = world.openCheckout(`${title}-${index}`, builder);
      for (const [path, text] of Object.entries(files)) checkout.sandbox.write(path, text);

      assert.not(world.api.repositories.has(checkout.repositoryName));
      const first = await checkout.runStep(configuration);
      const image = expectExports(world, checkout, first, false);
      assert.ok(world.api.repositories.has(checkout.repositoryName));
      // Whatever digest the engine records for its push, it isn't another job's image.
      assert.not.match(first.log, /Another job|Pulling/);

      await world.engine.clean();
      world.front.requests.length = 0;
      const second = await checkout.runStep(configuration);
      assert.is(expectExports(world, checkout, second, true), image);
      assert.is(second.exported[`${PREFIX}DIGEST`], first.exported[`${PREFIX}DIGEST`]);
      assert.ok(world.front.requests.some(({ kind, method }) => kind === 'blob' && method === 'GET'));
      assert.not(world.front.requests.some(({ method }) => ['PUT', 'POST', 'PATCH'].includes(method)));
      // The image runs, by tag and by digest.
      const digest = `${image.replace(/:[^:]*$/, '')}@${second.exported[`${PREFIX}DIGEST`]}`;
      await world.engine.docker('run', '--rm', '--network=none', digest, 'true');

      checkout.sandbox.write('unrelated.md', 'nothing that counts');
      expectExports(world, checkout, await checkout.runStep(configuration), true);

      for (const [what, change] of changes) {
        for (const [path, text] of Object.entries(change.files ?? {})) checkout.sandbox.write(path, text);
        const again = await checkout.runStep(change.configuration ?? configuration);
        assert.is.not(expectExports(world, checkout, again, false), image, what);
      }
      checkout.remove();
    });
  }
}

e2e('a push that the registry is slow to list: the digest is that of the push', async ({ world }) => {
  const checkout = world.openCheckout('slow-to-show');
  checkout.sandbox.write('Dockerfile', 'FROM bash\nRUN cat /proc/sys/kernel/random/uuid > /id\n');
  const isPushed = () =>
    world.front.requests.some(
      ({ method, kind, repository }) =>
        method === 'PUT' && kind === 'manifest' && repository === checkout.repositoryName,
    );
  const stop = world.api.intercept('BatchGetImage', ({ imageIds }) => {
    const failures = (imageIds as object[]).map((imageId) => ({ imageId, failureCode: 'ImageNotFound' }));
    return isPushed() ? { output: { images: [], failures } } : undefined;
  });
  const result = await checkout.runStep({ 'wait-for-build': false });
  stop();
  expectExports(world, checkout, result, false);
  assert.match(result.log, /does not list the pushed image yet/);
  const tags = await world.api.registry.images.tags(checkout.repositoryName);
  assert.is(result.exported[`${PREFIX}DIGEST`], tags.get(result.exported[`${PREFIX}TAG`] ?? ''));
  checkout.remove();
});

e2e.run();
