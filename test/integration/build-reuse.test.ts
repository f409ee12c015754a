import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Agent, createAgent, REPOSITORY } from '../support/agent';
import { EXPORT, hitOf, succeed, takeCommands } from '../support/step-results';

// What a build is told to reuse, for which platform, and what to do about a builder that can't.

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
  /** What stands between file and context; HOST is that of the registry. */
  readonly args: readonly string[];
  readonly env?: { readonly [name: string]: string | undefined };
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
    why: 'none, with an old docker',
    options: { 'layer-cache': 'none' },
    docker: { version: '20.10.24', buildx: false },
    args: ['--pull', '--no-cache'],
  },
  {
    why: 'inline: the newest image of the same line, and to leave a description of the layers',
    options: { 'layer-cache': 'inline' },
    args: ['--build-arg=BUILDKIT_INLINE_CACHE=1', `--cache-from=${IMAGES}:${NEWEST}`],
    env: { DOCKER_BUILDKIT: '1' },
  },
  {
    why: 'inline, with an old docker that has BuildKit built in',
    options: { 'layer-cache': 'inline' },
    docker: { version: '20.10.24', buildx: false },
    args: ['--build-arg=BUILDKIT_INLINE_CACHE=1', `--cache-from=${IMAGES}:${NEWEST}`],
    env: { DOCKER_BUILDKIT: '1' },
  },
  {
    why: 'inline, where nothing may be written',
    options: { 'layer-cache': 'inline', push: false },
    args: ['--build-arg=BUILDKIT_INLINE_CACHE=1', `--cache-from=${IMAGES}:${NEWEST}`],
  },
  {
    why: 'registry: the cache image, in the form that Amazon ECR takes',
    options: { 'layer-cache': 'registry', 'additional-build-args': LOADED },
    docker: REMOTE_BUILDER,
    args: [`--cache-from=${CACHE}`, `--cache-to=${CACHE},${CACHE_FORM}`, ...LOADED],
    env: { DOCKER_BUILDKIT: '1' },
  },
  {
    why: 'registry, where nothing may be written: only to read it',
    options: { 'layer-cache': 'registry', push: false },
    args: [`--cache-from=${CACHE}`],
  },
  {
    why: 'inline, of a target and a platform: they are a line of their own',
    options: { 'layer-cache': 'inline', target: 'deps', platform: 'linux/arm64' },
    args: [
      '--target=deps',
      '--platform=linux/arm64',
      '--build-arg=BUILDKIT_INLINE_CACHE=1',
      `--cache-from=${IMAGES}:newest-TAG`,
    ],
  },
  {
    why: 'local has no registry to take layers from',
    options: { 'layer-cache': 'inline', 'registry-provider': 'local' },
    args: [],
  },
  { why: 'a platform', options: { platform: 'linux/arm64/v8' }, args: ['--platform=linux/arm64'] },
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

for (const { why, options, docker, args, env } of told) {
  builds(`a build is told: ${why}`, async ({ agent }) => {
    Object.assign(agent.docker.world, docker);
    await succeed(agent, options);
    const [build] = agent.builds();
    const written = (build?.argv.slice(3, -1) ?? []).map((arg) =>
      arg.replace(agent.host, 'HOST').replace(/(:newest-)(?!35062110)[0-9a-f]{8}$/, '$1TAG'),
    );
    assert.equal(written, args);
    for (const [name, value] of Object.entries(env ?? {})) assert.is(build?.env[name], value, name);
    assert.is(agent.builds().length, 1);
  });
}

builds('DOCKER_BUILDKIT=0 of the agent gives way to what only BuildKit can do', async ({ agent }) => {
  const result = await agent.runStep({ 'layer-cache': 'inline' }, { env: { DOCKER_BUILDKIT: '0' } });
  assert.is(result.status, 0, result.log);
  assert.is(agent.builds()[0]?.env.DOCKER_BUILDKIT, '1');
});

builds(
  'none, where the builder keeps its result: it is loaded, not built a second time',
  async ({ agent }) => {
    agent.docker.world.builder = 'docker-container';
    await succeed(agent, { 'layer-cache': 'none' });
    const [first, second] = agent.builds();
    assert.ok(first?.argv.includes('--no-cache'));
    assert.ok(second?.argv.includes('--load'));
    assert.not(second?.argv.includes('--no-cache'));
    assert.not(second?.argv.includes('--pull'));
  },
);

builds('registry, where the builder keeps its result: the cache is written once', async ({ agent }) => {
  agent.docker.world.builder = 'docker-container';
  await succeed(agent, { 'layer-cache': 'registry' });
  const writes = agent.builds().map(({ argv }) => argv.some((arg) => arg.startsWith('--cache-to=')));
  assert.equal(writes, [true, false]);
});

const REGISTRY_CACHE = { 'layer-cache': 'registry' };

const unable: readonly [
  why: string,
  options: { readonly [option: string]: unknown },
  docker: Partial<Agent['docker']['world']>,
  ...says: RegExp[],
][] = [
  [
    'the builder of docker itself keeps no cache elsewhere',
    REGISTRY_CACHE,
    {},
    /^ERROR: .*Cache export is not supported for the docker driver/m,
    /^error: docker build failed with status 1; its output above says why\nlayer-cache: registry needs a builder that .*`docker buildx create --use --driver=docker-container`/m,
  ],
  [
    'an old docker does not know the flag',
    REGISTRY_CACHE,
    { version: '20.10.24', buildx: false },
    /^unknown flag: --cache-to$/m,
    /^error: docker build failed with status 125; .*\nInstall docker-buildx on this machine: layer-cache: registry needs it\. layer-cache: inline does without\.$/m,
  ],
  [
    'a new docker without buildx has no BuildKit',
    { 'layer-cache': 'inline' },
    { buildx: false },
    /buildx component is missing/,
    /^error: docker build failed with status 1; .*\nInstall docker-buildx on this machine: secrets and layer-cache need BuildKit\.$/m,
  ],
];

for (const [why, options, docker, ...says] of unable) {
  builds(`a builder that can not do it, and what to do: ${why}`, async ({ agent }) => {
    Object.assign(agent.docker.world, docker);
    const result = await agent.runStep({ ...options });
    assert.is(result.status, 1, result.log);
    for (const words of says) assert.match(result.stderr, words);
    assert.equal([...(await agent.imageTags()).keys()], []);
  });
}

builds('a program that this engine can not run, and what to do', async ({ agent }) => {
  agent.docker.rules([{ match: ['build'], stderr: 'exec /bin/sh: exec format error\n', exit: 1 }]);
  const result = await agent.runStep({ platform: 'linux/arm64' });
  assert.is(result.status, 1);
  assert.match(result.stderr, /^This engine can not run programs of that platform: .*binfmt/m);
});

builds('platform: the image is pulled for it, and one of another platform does not do', async ({ agent }) => {
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

builds('platform: from DOCKER_DEFAULT_PLATFORM it is the same', async ({ agent }) => {
  const one = await succeed(agent, { platform: 'linux/arm64' });
  const other = await agent.runStep({}, { env: { DOCKER_DEFAULT_PLATFORM: 'linux/arm64' } });
  assert.is(other.status, 0, other.log);
  assert.is(hitOf(other), 'true');
  assert.is(one.exported[`${EXPORT}TAG`], other.exported[`${EXPORT}TAG`]);
});

builds.run();
