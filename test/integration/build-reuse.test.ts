import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Agent, createAgent, REPOSITORY } from '../support/agent';
import { EXPORT, hitOf, succeed, takeCommands } from '../support/step-results';

// What a build may reuse, for which platform, and what to do about a builder that can't.

const builds = suite<{ agent: Agent }>('what a build is told');

builds.before.each(async (context) => {
  context.agent = await createAgent();
  context.agent.sandbox.write('Dockerfile', 'FROM bash\n');
});

builds.after.each(({ agent }) => agent.close());

interface BuildCase {
  readonly why: string;
  readonly options: { readonly [option: string]: unknown };
  readonly docker?: Partial<Agent['docker']['world']>;
  /** Whether the registry has images to take layers from. */
  readonly hasLayers?: boolean;
  /** The arguments between --tag and the context; HOST stands for the registry's host. */
  readonly args: readonly string[];
  readonly env?: { readonly [name: string]: string | undefined };
  /** Variables of the step. */
  readonly given?: { readonly [name: string]: string };
}

const IMAGES = `HOST/${REPOSITORY}`;
const NEWEST = 'newest-35062110';
const CACHE = `type=registry,ref=${IMAGES}:cache-35062110`;
const CACHE_FORM = 'mode=max,image-manifest=true,oci-mediatypes=true,ignore-error=true';
const REMOTE_BUILDER = { builder: 'docker-container' } as const;
const LOADED = ['--load'];

const told: readonly BuildCase[] = [
  { why: 'engine: nothing', options: {}, args: [], env: { DOCKER_BUILDKIT: undefined } },
  {
    why: 'none: to take no layer, and the newest base',
    options: { 'layer-cache': 'none' },
    args: ['--pull', '--no-cache'],
    env: { DOCKER_BUILDKIT: undefined },
  },
  {
    why: 'inline: the newest image of the same line, and to leave a description of the layers',
    hasLayers: true,
    options: { 'layer-cache': 'inline' },
    args: ['--build-arg=BUILDKIT_INLINE_CACHE=1', `--cache-from=${IMAGES}:${NEWEST}`],
    env: { DOCKER_BUILDKIT: '1' },
  },
  {
    why: 'inline, with push: false',
    hasLayers: true,
    options: { 'layer-cache': 'inline', push: false },
    args: ['--build-arg=BUILDKIT_INLINE_CACHE=1', `--cache-from=${IMAGES}:${NEWEST}`],
  },
  {
    why: 'registry: the cache image, in the form that Amazon ECR takes',
    hasLayers: true,
    options: { 'layer-cache': 'registry', 'additional-build-args': LOADED },
    docker: REMOTE_BUILDER,
    args: [`--cache-from=${CACHE}`, `--cache-to=${CACHE},${CACHE_FORM}`, ...LOADED],
    env: { DOCKER_BUILDKIT: '1' },
  },
  {
    why: 'registry, with push: false: only to read the cache',
    hasLayers: true,
    options: { 'layer-cache': 'registry', push: false },
    args: [`--cache-from=${CACHE}`],
  },
  {
    why: 'inline, with a target and a platform: another line',
    hasLayers: true,
    options: { 'layer-cache': 'inline', target: 'deps', platform: 'linux/arm64' },
    args: [
      '--target=deps',
      '--platform=linux/arm64',
      '--build-arg=BUILDKIT_INLINE_CACHE=1',
      `--cache-from=${IMAGES}:newest-TAG`,
    ],
  },
  {
    why: 'inline, before there is a newest image: only to leave a description of the layers',
    options: { 'layer-cache': 'inline' },
    args: ['--build-arg=BUILDKIT_INLINE_CACHE=1'],
  },
  {
    why: 'registry, before there is a cache image: only to write it',
    options: { 'layer-cache': 'registry' },
    docker: REMOTE_BUILDER,
    given: { BUILDX_BUILDER: 'remote' },
    args: [`--cache-to=${CACHE},${CACHE_FORM}`, ...LOADED],
  },
  {
    why: 'to load what a builder builds that the environment chooses',
    options: {},
    docker: REMOTE_BUILDER,
    given: { BUILDX_BUILDER: 'remote' },
    args: LOADED,
  },
  {
    why: 'to load what a builder builds that the step chooses',
    options: { 'additional-build-args': '--builder remote --no-cache' },
    docker: REMOTE_BUILDER,
    args: ['--builder', 'remote', '--no-cache', ...LOADED],
  },
  {
    why: 'local has no registry to take layers from',
    options: { 'layer-cache': 'inline', 'registry-provider': 'local' },
    args: [],
  },
  {
    why: 'attestations are switched off',
    options: {},
    args: [],
    env: { BUILDX_NO_DEFAULT_ATTESTATIONS: '1' },
  },
  {
    why: 'attestations that the step asks for are not',
    options: { 'additional-build-args': ['--provenance=true'] },
    args: ['--provenance=true'],
    env: { BUILDX_NO_DEFAULT_ATTESTATIONS: undefined },
  },
];

for (const { why, options, docker, hasLayers, args, env, given } of told) {
  builds(`build arguments: ${why}`, async ({ agent }) => {
    Object.assign(agent.docker.world, docker);
    // For any tag.
    if (hasLayers) {
      agent.api.intercept('BatchGetImage', (input) => {
        const [{ imageTag = '' } = {}] = input.imageIds as { imageTag?: string }[];
        if (!/^(?:newest|cache)-/.test(imageTag)) return undefined;
        const image = { imageId: { imageTag, imageDigest: `sha256:${'0'.repeat(64)}` }, imageManifest: '{}' };
        return { output: { images: [image], failures: [] } };
      });
    }
    const result = await agent.runStep({ ...options }, { env: { ...given } });
    assert.is(result.status, 0, result.log);
    const [build] = agent.builds();
    const written = (build?.argv.slice(3, -1) ?? []).map((arg) =>
      arg.replace(agent.host, 'HOST').replace(/(:newest-)(?!35062110)[0-9a-f]{8}$/, '$1TAG'),
    );
    assert.equal(written, args);
    for (const [name, value] of Object.entries(env ?? {})) assert.is(build?.env[name], value, name);
    assert.is(agent.builds().length, 1);
  });
}

builds("an option that needs BuildKit overrides the agent's DOCKER_BUILDKIT=0", async ({ agent }) => {
  const result = await agent.runStep({ 'layer-cache': 'inline' }, { env: { DOCKER_BUILDKIT: '0' } });
  assert.is(result.status, 0, result.log);
  assert.is(agent.builds()[0]?.env.DOCKER_BUILDKIT, '1');
});

for (const [layerCache, flag] of [
  ['none', '--no-cache'],
  ['registry', '--cache-to='],
] as const) {
  builds(
    `${layerCache}, where the builder of an alias does not load the image: that is done once more, and nothing else`,
    async ({ agent }) => {
      agent.docker.world.builder = 'docker-container';
      const { stderr } = await succeed(agent, { 'layer-cache': layerCache });
      const has = (words: string) => agent.builds().map(({ argv }) => argv.some((word) => word.startsWith(words)));
      assert.equal(has(flag), [true, false]);
      assert.equal(has('--load'), [false, true]);
      assert.match(stderr, /^The builder did not load the image into the docker engine: loading it$/m);
    },
  );
}

builds('a docker without buildx gets no --load', async ({ agent }) => {
  agent.docker.rules([{ match: ['build', '--help'], stdout: 'Usage:  docker build [OPTIONS] PATH\n' }]);
  const result = await agent.runStep({}, { env: { BUILDX_BUILDER: 'remote' } });
  assert.is(result.status, 0, result.log);
  assert.equal(agent.builds()[0]?.argv.includes('--load'), false);
});

builds('a build that makes no image is a failure', async ({ agent }) => {
  agent.docker.rules([{ match: ({ argv: [command, next] }) => command === 'build' && next !== '--help', exit: 0 }]);
  const result = await agent.runStep({ push: false });
  assert.is(result.status, 1);
  assert.match(
    result.stderr,
    /^error: docker build succeeded, but the docker engine does not have the image\nIts output/m,
  );
  assert.equal(result.exported, {});
});

builds('a failed build: its output leads to a hint', async ({ agent }) => {
  agent.docker.rules([{ match: ['build'], stderr: 'exec /bin/sh: exec format error\n', exit: 1 }]);
  const result = await agent.runStep({ platform: 'linux/arm64' });
  assert.is(result.status, 1);
  assert.match(result.stderr, /^This engine can not run programs of that platform: .*binfmt/m);
  assert.equal([...(await agent.imageTags()).keys()], []);
});

builds('platform: the image is pulled for it, and an image of another platform is not used', async ({ agent }) => {
  const configuration = { platform: 'linux/arm64' };
  await succeed(agent, configuration);
  agent.docker.forgetImages();
  takeCommands(agent);
  await succeed(agent, configuration);
  const pull = await agent.docker.waitForCall(['pull']);
  assert.equal(pull.argv.slice(0, -1), ['pull', '--quiet', '--platform=linux/arm64']);
  takeCommands(agent);
  await succeed(agent, configuration);
  assert.equal(takeCommands(agent), [], 'the engine has it');
  for (const image of agent.docker.world.images.values()) image.architecture = 'amd64';
  await succeed(agent, configuration);
  assert.equal(takeCommands(agent), ['pull'], 'the engine has one for another platform');
});

builds('platform: DOCKER_DEFAULT_PLATFORM gives the same key', async ({ agent }) => {
  const one = await succeed(agent, { platform: 'linux/arm64' });
  const other = await agent.runStep({}, { env: { DOCKER_DEFAULT_PLATFORM: 'linux/arm64' } });
  assert.is(other.status, 0, other.log);
  assert.is(hitOf(other), 'true');
  assert.is(one.exported[`${EXPORT}TAG`], other.exported[`${EXPORT}TAG`]);
});

builds('tags of killed runs are removed after a day', async ({ agent }) => {
  const now = Math.floor(Date.now() / 1000);
  const named = (age: number) => `localhost/docker-ecr-cache-build:${now - age}-0123456789ab`;
  const others = ['localhost/docker-ecr-cache-build:latest', 'localhost/other:1'];
  for (const reference of [named(60), named(2 * 86_400), ...others]) agent.docker.addImage(reference);
  const result = await agent.runStep();
  assert.is(result.status, 0, result.log);
  assert.equal(
    [named(60), named(2 * 86_400), ...others].map((reference) => agent.docker.engineHas(reference)),
    [true, false, true, true],
  );
});

builds('push: false: an image that another job builds between the look-up and the turn is used', async ({ agent }) => {
  const configuration = { push: false };
  let other: Awaited<ReturnType<Agent['runStep']>> | undefined;
  // At this point the first look into the engine is over, and the turn not yet taken.
  const before = async () => {
    other = await agent.runStep(configuration);
  };
  agent.docker.rules([{ match: ['login'], before, times: 1 }]);
  const result = await agent.runStep(configuration);
  assert.is(other?.status, 0, other?.log);
  assert.is(result.status, 0, result.log);
  assert.is(agent.builds().length, 1);
  assert.is(hitOf(result), 'true');
  // An image that was there before the run started is of an earlier run.
  assert.is(hitOf(await succeed(agent, configuration)), 'false');
});

builds("a tag that conflicts with another job's is tried again", async ({ agent }) => {
  const stderr = 'failed to create an image after deleting the existing one: AlreadyExists\n';
  agent.docker.rules([{ match: ['tag'], exit: 1, stderr, times: 2 }]);
  const result = await agent.runStep();
  assert.is(result.status, 0, result.log);
  assert.is(agent.docker.commands().filter((command) => command === 'tag').length, 3);
});

builds.run();
