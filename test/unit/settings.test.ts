import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { OptionName } from '../../src/settings/option-table';
import type { RawOption } from '../../src/settings/option-values';
import type { RegistrySettings } from '../../src/settings/registry-settings';
import { type BuildSettings, parseBuildSettings, parseSettings, type Settings } from '../../src/settings/settings';
import { plainSettings } from './plain-settings';
import { readFailure, readRefusal } from './refusal';

type Options = { readonly [Name in OptionName]?: unknown };
type Env = { readonly [name: string]: string };

const slugs: Env = { BUILDKITE_ORGANIZATION_SLUG: 'acme', BUILDKITE_PIPELINE_SLUG: 'web' };

function toRaw(options: Options): Map<OptionName, RawOption> {
  return new Map(Object.entries(options).map(([name, value]) => [name as OptionName, { writtenAs: name, value }]));
}

function surround(env: Env, workingDirectory = '/checkout', architecture = 'x64') {
  return { env, workingDirectory, architecture };
}

function parse(options: Options, env: Env = slugs, workingDirectory = '/checkout'): Settings {
  return parseSettings(toRaw(options), surround(env, workingDirectory), (text) => {
    throw new Error(`unexpected warning: ${text}`);
  });
}

test('without any option', () => {
  assert.equal(parse({}), {
    build: plainSettings,
    registry: {
      provider: 'ecr',
      repositoryName: 'build-cache/acme/web',
      region: undefined,
      registryId: undefined,
      resourceTags: new Map(),
      maxAgeDays: 7,
      hasDefaultName: true,
      isCreated: true,
      hasImmutableTags: false,
      kmsKey: undefined,
    },
    skipPull: false,
    waitForBuild: true,
    onMiss: 'build-and-push',
    latestTag: 'latest',
    exportName: 'BUILDKITE_PLUGIN_DOCKER_IMAGE',
    onRegistryError: 'build',
  });
});

test('with every option', () => {
  const options: Options = {
    'dockerfile-inline': 'FROM a',
    context: 'app',
    target: 'deps',
    platform: 'linux/arm64/v8',
    'build-args': ['A=1'],
    'additional-build-args': '--a b',
    secrets: 'id=npm,src=.npmrc',
    'cache-on': ['a', '!b'],
    'cache-on-missing': 'warn',
    'cache-version': 2,
    'skip-pull-from-cache': true,
    'latest-tag': 'newest',
    'export-env-variable': 'IMAGE',
    'on-registry-error': 'fail',
    'registry-provider': 'ecr',
    'ecr-name': 'team/image',
    region: 'us-west-2',
    'registry-id': '012345678901',
    'layer-cache': 'inline',
    'ecr-tags': { Team: 'a' },
    'max-age-days': 3,
    'ecr-create': false,
    'ecr-immutable-tags': true,
    'ecr-kms-key': 'alias/cache',
  };
  assert.equal(parse(options), {
    build: {
      dockerfile: { kind: 'inline', text: 'FROM a' },
      context: 'app',
      target: 'deps',
      platform: 'linux/arm64',
      isPlatformGiven: true,
      buildArgs: [{ source: 'given', name: 'A', value: '1' }],
      additionalBuildArgs: ['--a', 'b'],
      passedBuildArgs: [],
      secrets: [{ id: 'npm', argument: 'id=npm,src=.npmrc', missingVariable: undefined }],
      cacheOn: ['a', '!b'],
      cacheOnCopied: false,
      cacheOnBaseImages: false,
      cacheOnMissing: 'warn',
      layerCache: 'inline',
      usesBuildKit: true,
      cacheVersion: '2',
    },
    registry: {
      provider: 'ecr',
      repositoryName: 'team/image',
      region: 'us-west-2',
      registryId: '012345678901',
      resourceTags: new Map([['Team', 'a']]),
      maxAgeDays: 3,
      hasDefaultName: false,
      isCreated: false,
      hasImmutableTags: true,
      kmsKey: 'alias/cache',
    },
    skipPull: true,
    waitForBuild: true,
    onMiss: 'build-and-push',
    latestTag: 'newest',
    exportName: 'IMAGE',
    onRegistryError: 'fail',
  });
});

test('the key needs no registry, hence no repository name', () => {
  assert.equal(parseBuildSettings(toRaw({ target: 'a' }), surround({})), parse({ target: 'a' }).build);
});

const folders: readonly [why: string, options: Options, dockerfile: string | undefined, context: string][] = [
  ['the context is the folder of the Dockerfile', { dockerfile: 'app/Dockerfile' }, 'app/Dockerfile', 'app'],
  ['a Dockerfile of another name', { dockerfile: 'my-dockerfile' }, 'my-dockerfile', '.'],
  ['an explicit context', { dockerfile: 'app/Dockerfile', context: '.' }, 'app/Dockerfile', '.'],
  ['an inline Dockerfile has the working directory', { 'dockerfile-inline': 'FROM a' }, undefined, '.'],
  [
    'an absolute context comes from an absolute Dockerfile',
    { dockerfile: '/else/./Dockerfile' },
    '/else/Dockerfile',
    '/else',
  ],
  ['relative paths may lead outside', { dockerfile: '../a/Dockerfile' }, '../a/Dockerfile', '../a'],
  ['a folder may have the name of a host', { context: 'github.com' }, 'Dockerfile', 'github.com'],
];

for (const [why, options, dockerfile, context] of folders) {
  test(`Dockerfile and context: ${why}`, () => {
    const { build } = parse(options);
    assert.equal(
      [build.dockerfile.kind === 'file' ? build.dockerfile.path : undefined, build.context],
      [dockerfile, context],
    );
  });
}

test('the platform is that of the processor', () => {
  assert.is(parseBuildSettings(new Map(), surround({}, '/checkout', 'arm64')).platform, 'linux/arm64');
});

const buildArgs: readonly [why: string, text: string, env: Env, arg: BuildSettings['buildArgs'][number]][] = [
  ['a value', 'A=b', { A: 'x' }, { source: 'given', name: 'A', value: 'b' }],
  ['an empty value', 'A=', { A: 'x' }, { source: 'given', name: 'A', value: '' }],
  ['a value with `=` and line ends', 'A=b=c\nd', {}, { source: 'given', name: 'A', value: 'b=c\nd' }],
  ['a value from the environment', 'A', { A: 'x' }, { source: 'environment', name: 'A', value: 'x' }],
  ['an empty variable is a value', 'A', { A: '' }, { source: 'environment', name: 'A', value: '' }],
  ['a variable that is not set has no value', 'A', {}, { source: 'environment', name: 'A', value: undefined }],
];

for (const [why, text, env, arg] of buildArgs) {
  test(`build args: ${why}`, () =>
    assert.equal(parse({ 'build-args': text }, { ...slugs, ...env }).build.buildArgs, [arg]));
}

test('build args: their order stays, because a later one overrides', () => {
  const { buildArgs: args } = parse({ 'build-args': ['B=1', 'A=2', 'B=3'] }).build;
  assert.equal(
    args.map(({ name, value }) => `${name}=${value}`),
    ['B=1', 'A=2', 'B=3'],
  );
});

const npmToken = 'id=NPM_TOKEN,env=NPM_TOKEN';
const secrets: readonly [why: string, text: string, env: Env, id: string, argument: string, missing?: string][] = [
  ['the name of a variable', 'NPM_TOKEN', { NPM_TOKEN: 'x' }, 'NPM_TOKEN', npmToken],
  ['a variable that is not there', 'NPM_TOKEN', {}, 'NPM_TOKEN', npmToken, 'NPM_TOKEN'],
  ['an id and a file', 'id=npm,src=.npmrc', {}, 'npm', 'id=npm,src=.npmrc'],
  ['an id and a variable', 'id=npm,env=TOKEN', { TOKEN: 'x' }, 'npm', 'id=npm,env=TOKEN'],
  ['an id and a variable that is not there', 'id=npm,env=TOKEN', { npm: 'x' }, 'npm', 'id=npm,env=TOKEN', 'TOKEN'],
  ['a type and an id that is the variable', 'type=env,id=TOKEN', {}, 'TOKEN', 'type=env,id=TOKEN', 'TOKEN'],
  ['a type and a source', 'type=env,id=npm,src=TOKEN', { npm: 'x' }, 'npm', 'type=env,id=npm,src=TOKEN', 'TOKEN'],
];

for (const [why, text, env, id, argument, missingVariable] of secrets) {
  test(`secrets: ${why}`, () => {
    assert.equal(parse({ secrets: text }, { ...slugs, ...env }).build.secrets, [{ id, argument, missingVariable }]);
  });
}

const repositories: readonly [why: string, options: Options, env: Env, workingDirectory: string, name: string][] = [
  ['organization and pipeline', {}, slugs, '/checkout', 'build-cache/acme/web'],
  ['an explicit name', { 'ecr-name': 'team/image' }, slugs, '/checkout', 'team/image'],
  ['an explicit name outside Buildkite', { 'ecr-name': 'team/image' }, {}, '/checkout', 'team/image'],
  ['local: an explicit name', { 'registry-provider': 'local', 'ecr-name': 'a/b' }, slugs, '/checkout', 'a/b'],
  ['local outside Buildkite: the folder', { 'registry-provider': 'local' }, {}, '/home/me/app', 'build-cache/app'],
  [
    'local outside Buildkite: a folder of any name',
    { 'registry-provider': 'local' },
    {},
    '/My App (2)',
    'build-cache/my-app-2',
  ],
  [
    'local with half of the slugs: the folder',
    { 'registry-provider': 'local' },
    { BUILDKITE_PIPELINE_SLUG: 'web' },
    '/app',
    'build-cache/app',
  ],
];

for (const [why, options, env, workingDirectory, name] of repositories) {
  test(`repository: ${why}`, () => assert.is(parse(options, env, workingDirectory).registry.repositoryName, name));
}

test('local has settings of no registry', () => {
  assert.equal(parse({ 'registry-provider': 'local' }).registry, {
    provider: 'local',
    repositoryName: 'build-cache/acme/web',
  });
});

function parseEcr(options: Options, env: Env): Extract<RegistrySettings, { provider: 'ecr' }> {
  const { registry } = parse(options, env);
  if (registry.provider !== 'ecr') throw new Error(`the provider is ${registry.provider}`);
  return registry;
}

test('the default name is the default name even where someone wrote it', () => {
  assert.is(parseEcr({ 'ecr-name': 'build-cache/acme/web' }, slugs).hasDefaultName, true);
  assert.is(parseEcr({ 'ecr-name': 'build-cache/acme/api' }, slugs).hasDefaultName, false);
  assert.is(parseEcr({ 'ecr-name': 'build-cache/acme/web' }, {}).hasDefaultName, false);
});

const addresses: readonly [why: string, registry: string, host: string, repositoryName: string][] = [
  ['a host', 'ghcr.io', 'ghcr.io', 'build-cache/acme/web'],
  ['a host with a path', 'ghcr.io/acme', 'ghcr.io', 'acme/build-cache/acme/web'],
  ['a port', 'registry.example:5000', 'registry.example:5000', 'build-cache/acme/web'],
  ['this machine by name', 'localhost', 'localhost', 'build-cache/acme/web'],
  ['a name without a dot, but with a port', 'registry:5000/a', 'registry:5000', 'a/build-cache/acme/web'],
  ['a slash at the end', 'ghcr.io/', 'ghcr.io', 'build-cache/acme/web'],
  ['an IPv6 address', '[::1]/a', '[::1]', 'a/build-cache/acme/web'],
  ['a host in capitals, which docker takes', 'GHCR.io/acme', 'GHCR.io', 'acme/build-cache/acme/web'],
];

for (const [why, registry, host, repositoryName] of addresses) {
  test(`registry: ${why}`, () => {
    const options = { 'registry-provider': 'oci', registry };
    assert.equal(parse(options).registry, { provider: 'oci', host, repositoryName });
  });
}

test('registry: ecr-name goes below its path', () => {
  const options = { 'registry-provider': 'oci', registry: 'ghcr.io/acme', 'ecr-name': 'cache' };
  assert.is(parse(options).registry.repositoryName, 'acme/cache');
});

const googles: readonly [why: string, options: Options, host: string, repositoryName: string][] = [
  ['the project of gcr.io', { 'gcp-project': 'acme' }, 'gcr.io', 'acme/build-cache/acme/web'],
  [
    'another host',
    { 'gcp-project': 'acme', 'registry-hostname': 'eu.gcr.io' },
    'eu.gcr.io',
    'acme/build-cache/acme/web',
  ],
  [
    'a repository of Artifact Registry',
    { 'gcp-project': 'acme/images', 'registry-hostname': 'europe-docker.pkg.dev', 'ecr-name': 'cache' },
    'europe-docker.pkg.dev',
    'acme/images/cache',
  ],
];

for (const [why, options, host, repositoryName] of googles) {
  test(`gcr is a short form of oci: ${why}`, () => {
    const { registry } = parse({ 'registry-provider': 'gcr', ...options });
    assert.equal(registry, { provider: 'oci', host, repositoryName });
  });
}

const accounts: readonly [why: string, value: unknown, registryId: string | undefined][] = [
  ['twelve digits', '123456789012', '123456789012'],
  ['a leading zero', '012345678901', '012345678901'],
  ['a number that YAML made of them', 123456789012, '123456789012'],
  ['an empty one counts as not given', '', undefined],
];

for (const [why, value, registryId] of accounts) {
  test(`registry-id: ${why}`, () => assert.is(parseEcr({ 'registry-id': value }, slugs).registryId, registryId));
}

const results: readonly [
  why: string,
  options: Options,
  what: Partial<Pick<Settings, 'onMiss' | 'onRegistryError' | 'skipPull'>>,
][] = [
  ['a miss is built and pushed', {}, { onMiss: 'build-and-push', onRegistryError: 'build' }],
  ['without a push it is built', { push: false }, { onMiss: 'build', onRegistryError: 'build' }],
  [
    'with require-cached a miss is a failure, and so is an outage',
    { 'require-cached': true },
    { onMiss: 'fail', onRegistryError: 'fail' },
  ],
  [
    'even with on-registry-error',
    { 'require-cached': true, 'on-registry-error': 'build' },
    { onMiss: 'fail', onRegistryError: 'fail' },
  ],
  [
    'local has nothing to pull, and nothing is pushed anyway',
    { 'registry-provider': 'local', push: false, 'skip-pull-from-cache': true },
    { onMiss: 'build', skipPull: false },
  ],
  ['strict and local', { 'registry-provider': 'local', 'require-cached': true }, { onMiss: 'fail' }],
];

for (const [why, options, what] of results) {
  test(`what is done with the image: ${why}`, () => {
    const settings = parse(options);
    for (const [name, value] of Object.entries(what)) {
      assert.is(settings[name as keyof typeof what], value, name);
    }
  });
}

const builders: readonly [why: string, options: Options, env: Env, usesBuildKit: boolean][] = [
  ['by default, docker decides', {}, {}, false],
  ['secrets need it', { secrets: 'A' }, { DOCKER_BUILDKIT: '0', A: 'b' }, true],
  ['layers of the newest image need it', { 'layer-cache': 'inline' }, {}, true],
  ['a cache image needs it', { 'layer-cache': 'registry' }, {}, true],
  ['the Dockerfile is read as BuildKit reads it: for copied files', { 'cache-on-copied': true }, {}, true],
  ['for base images too', { 'cache-on-base-images': true }, {}, true],
  ['to take no layers any builder will do', { 'layer-cache': 'none' }, {}, false],
];

for (const [why, options, env, usesBuildKit] of builders) {
  test(`BuildKit: ${why}`, () => {
    assert.is(parse(options, { ...slugs, ...env }).build.usesBuildKit, usesBuildKit);
  });
}

const regions: readonly [why: string, options: Options, env: Env, region: string | undefined][] = [
  ['the option before all', { region: 'a-1' }, { AWS_REGION: 'b-1', AWS_DEFAULT_REGION: 'c-1' }, 'a-1'],
  ['AWS_REGION before the other', {}, { AWS_REGION: 'b-1', AWS_DEFAULT_REGION: 'c-1' }, 'b-1'],
  ['AWS_DEFAULT_REGION', {}, { AWS_DEFAULT_REGION: 'c-1' }, 'c-1'],
  ['an empty variable counts as not set', {}, { AWS_REGION: '', AWS_DEFAULT_REGION: 'c-1' }, 'c-1'],
  ['an empty option counts as not given', { region: '' }, { AWS_REGION: 'b-1' }, 'b-1'],
  ["otherwise the profile's", {}, {}, undefined],
];

for (const [why, options, env, region] of regions) {
  test(`region: ${why}`, () => assert.is(parseEcr(options, { ...slugs, ...env }).region, region));
}

const notRegions: readonly [why: string, text: string][] = [
  ['white space', 'eu west 1'],
  ['white space at its end', 'eu-west-1 '],
  ['underscores', 'eu_west_1'],
  ['several', 'eu-west-1,us-east-1'],
  ['a variable that was not replaced', '$AWS_REGION'],
  ['capitals, which no signature may have', 'EU-WEST-1'],
];

for (const [why, region] of notRegions) {
  test(`not a region: ${why}`, () => {
    const says = `: ${JSON.stringify(region)} is not an AWS region`;
    assert.match(
      readRefusal(() => parseEcr({ region }, slugs)),
      `region${says}`,
    );
    for (const variable of ['AWS_REGION', 'AWS_DEFAULT_REGION']) {
      const refusal = readFailure(() => parseEcr({}, { ...slugs, [variable]: region }));
      assert.match(refusal.message, variable + says);
      assert.is(refusal.exitStatus, 1, 'the environment is not an option');
    }
  });
}

test('a region that is not used is not checked', () => {
  parse({ 'registry-provider': 'local' }, { ...slugs, AWS_REGION: '$AWS_REGION' });
  parseEcr({ region: 'eu-west-1' }, { ...slugs, AWS_REGION: '$AWS_REGION' });
});

const latestTags: readonly [why: string, value: unknown, tag: string | undefined][] = [
  ['none', false, undefined],
  ['every character that a tag may have', 'Main_1.0-rc', 'Main_1.0-rc'],
  ['128 characters', 'a'.repeat(128), 'a'.repeat(128)],
];

for (const [why, value, tag] of latestTags) {
  test(`latest-tag: ${why}`, () => assert.is(parse({ 'latest-tag': value }).latestTag, tag));
}

const refused: readonly [why: string, options: Options, ...says: string[]][] = [
  ...['-f other', '--file other', '--file=other', '-fother', '-qf other'].map((text): [string, Options, string] => [
    `another Dockerfile than the one in the key: ${text}`,
    { 'additional-build-args': text },
    'docker would build another Dockerfile than the key is made from',
  ]),
  [
    'both Dockerfiles',
    { dockerfile: 'a', 'dockerfile-inline': 'FROM a' },
    'dockerfile and dockerfile-inline are both given',
  ],
  ['standard input as context', { context: '-' }, 'context: "-" is not accepted; it must be a folder'],
  [
    'a URL as context',
    { context: 'https://example.com/a.tar' },
    'context: "https://example.com/a.tar" is not accepted',
  ],
  ['a git URL over SSH as context', { context: 'ssh://git@example.com/a' }, 'it must be a folder'],
  ['a git remote as context', { context: 'git@example.com:a/b.git#main:app' }, 'it must be a folder'],
  ['a GitHub repository as context', { context: 'github.com/a/b' }, 'it must be a folder', 'cannot be keyed'],
  [
    'a build arg without a name',
    { 'build-args': ['=a'] },
    'build-args: "" is not accepted as a name; an entry must be NAME=value or NAME',
  ],
  ['a secret without an id', { secrets: ['src=a'] }, 'secrets: an entry is neither', 'Write NAME, id=NAME,src=PATH'],
  ['a secret with an empty id', { secrets: ['id=,src=a'] }, 'secrets: an entry is neither'],
  ['a secret that is not a name', { secrets: ['a-b'] }, 'secrets: an entry is neither'],
  ['a tag with a slash', { 'latest-tag': 'feature/a' }, 'latest-tag: "feature/a" is not a tag'],
  ['a tag that begins with a dot', { 'latest-tag': '.a' }, 'latest-tag: ".a" is not a tag'],
  [
    'a repository that no registry takes',
    { 'ecr-name': 'Team/Image' },
    'ecr-name: "Team/Image" is not a repository name',
  ],
  [
    'a variable of the agent',
    { 'export-env-variable': 'BUILDKITE_SHELL' },
    'export-env-variable: "BUILDKITE_SHELL" belongs to the Buildkite agent',
  ],
  [
    'an account that is invalid',
    { 'registry-id': '12345' },
    'registry-id: "12345" is not an AWS account',
    'twelve digits',
  ],
  [
    'an account that lost its leading zero',
    { 'registry-id': 12345678901 },
    'registry-id: "12345678901" is not an AWS account',
    'put it in quotes',
  ],
  [
    'a repository by its address',
    { 'ecr-name': '123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/web:latest' },
    'ecr-name: "123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/web:latest" is the address of a repository, not its name',
    'Write team/web; where it is, registry-id and region say.',
  ],
  [
    'neither pushed nor pulled',
    { push: false, 'skip-pull-from-cache': true },
    'push: false and skip-pull-from-cache: true leave nothing to do',
    'require-cached',
  ],
  [
    'oci without a registry',
    { 'registry-provider': 'oci' },
    'registry is needed with registry-provider: oci',
    'Give host[:port][/path], such as ghcr.io/acme.',
  ],
  [
    'gcr without a project',
    { 'registry-provider': 'gcr', 'registry-hostname': 'eu.gcr.io' },
    'gcp-project is needed with registry-provider: gcr',
  ],
  [
    'a registry of gcr that is not a host',
    { 'registry-provider': 'gcr', 'gcp-project': 'acme', 'registry-hostname': 'https://gcr.io' },
    'registry-hostname and gcp-project: "https://gcr.io/acme" is not accepted',
  ],
];

const refusedAddresses: readonly [why: string, registry: string, ...says: string[]][] = [
  [
    'a scheme',
    'https://ghcr.io/acme',
    'registry: "https://ghcr.io/acme" is not accepted; it must be host[:port][/path]',
    'without https://',
  ],
  ['a name on Docker Hub, or of a local host', 'acme', 'it must be host[:port][/path]'],
  ['a port that is invalid', 'ghcr.io:https', 'it must be host[:port][/path]'],
  ['a user', 'me@ghcr.io', 'it must be host[:port][/path]'],
  ['white space', 'ghcr.io /acme', 'it must be host[:port][/path]'],
  ['an IPv6 address without brackets', '::1', 'it must be host[:port][/path]'],
  ['a path in capitals', 'ghcr.io/Acme', 'registry: "Acme/build-cache/acme/web" is not a repository name'],
  ['a tag', 'ghcr.io/acme:latest', 'is not a repository name'],
];

for (const [why, registry, ...says] of refusedAddresses) {
  test(`refused as registry: ${why}`, () => {
    const text = readRefusal(() => parse({ 'registry-provider': 'oci', registry }));
    for (const part of says) assert.match(text, part);
  });
}

for (const [why, options, ...says] of refused) {
  test(`refused: ${why}`, () => {
    const text = readRefusal(() => parse(options));
    for (const part of says) assert.match(text, part);
  });
}

const unshown: readonly [why: string, options: Options][] = [
  ['a secret that is not a name', { secrets: ['s3cr3t/+=='] }],
  ['a build arg without a name', { 'build-args': ['=s3cr3t'] }],
  ['a build arg with white space in its name', { 'build-args': ['A B=s3cr3t'] }],
];

for (const [why, options] of unshown) {
  test(`refused, and the text is not shown, it may be the secret: ${why}`, () => {
    assert.not.match(
      readRefusal(() => parse(options)),
      's3cr3t',
    );
  });
}

const spellings: readonly [name: OptionName, writtenAs: string, value: unknown][] = [
  ['context', '--context', '-'],
  ['context', 'context', 'https://example.com/a'],
  ['platform', '--platform', 'linux'],
  ['latest-tag', '--latest-tag', '.a'],
  ['registry-id', '--registry-id', '1'],
  ['ecr-name', '--ecr-name', 'A'],
  ['ecr-name', 'ecr-name', 'A'],
  ['ecr-name', 'BUILDKITE_PLUGIN_DOCKER_ECR_CACHE_ECR_NAME', 'A'],
  ['export-env-variable', '--export-env-variable', 'A B'],
  ['build-args', 'BUILDKITE_PLUGIN_DOCKER_ECR_CACHE_BUILD_ARGS', ['=a']],
  ['secrets', '--secrets', ['a-b']],
  ['secrets', '--secrets', [1.5]],
];

for (const [name, writtenAs, value] of spellings) {
  test(`a refusal names the option as it was written: ${writtenAs} ${JSON.stringify(value)}`, () => {
    const text = readRefusal(() => parseSettings(new Map([[name, { writtenAs, value }]]), surround(slugs), () => {}));
    assert.is(text.slice(0, writtenAs.length + 2), `${writtenAs}: `);
  });
}

test('a refusal names both Dockerfiles as they were written', () => {
  const raw = new Map<OptionName, RawOption>([
    ['dockerfile', { writtenAs: '--dockerfile', value: 'a' }],
    ['dockerfile-inline', { writtenAs: 'dockerfile-inline', value: 'FROM a' }],
  ]);
  assert.match(
    readRefusal(() => parseSettings(raw, surround(slugs), () => {})),
    '--dockerfile and dockerfile-inline are both given',
  );
});

for (const env of [{}, { BUILDKITE_PIPELINE_SLUG: 'web' }, { ...slugs, BUILDKITE_ORGANIZATION_SLUG: '' }]) {
  test(`ecr asks for ecr-name where the slugs are ${JSON.stringify(env)}`, () => {
    const text = readRefusal(() => parse({}, env));
    assert.match(text, 'ecr-name is needed');
    assert.match(text, '--registry-provider local');
  });
}

const ineffective: readonly [why: string, options: Options, ...says: string[]][] = [
  ['one', { 'max-age-days': 3 }, 'max-age-days has no effect with registry-provider: local'],
  [
    'all in one line',
    { 'ecr-tags': { A: 'b' }, region: 'a-1', 'max-age-days': 3 },
    'region',
    'ecr-tags',
    'max-age-days have no effect with registry-provider: local',
  ],
  [
    'an empty one is not given',
    { region: '', 'ecr-kms-key': null, 'max-age-days': 3 },
    'max-age-days has no effect with registry-provider: local',
  ],
  [
    'those of Amazon ECR with another registry',
    { 'registry-provider': 'oci', registry: 'ghcr.io', 'registry-id': '123456789012', 'ecr-create': false },
    'registry-id, ecr-create have no effect with registry-provider: oci',
  ],
  [
    'those of another registry with Amazon ECR',
    { 'registry-provider': 'ecr', registry: 'ghcr.io', 'gcp-project': 'acme' },
    'registry, gcp-project have no effect with registry-provider: ecr',
  ],
  [
    'the long form with the short one',
    { 'registry-provider': 'gcr', registry: 'ghcr.io', 'gcp-project': 'acme' },
    'registry has no effect with registry-provider: gcr',
  ],
];

for (const [why, options, ...says] of ineffective) {
  test(`options of another provider are one warning: ${why}`, () => {
    const warnings: string[] = [];
    parseSettings(toRaw({ 'registry-provider': 'local', ...options }), surround(slugs), (text) => warnings.push(text));
    assert.is(warnings.length, 1);
    for (const part of says) assert.match(warnings.join(), part);
  });
}

test('an option of every provider is not a warning', () => {
  const options = { 'registry-provider': 'oci', registry: 'ghcr.io', 'ecr-name': 'a/b', 'latest-tag': false };
  assert.is(parse(options).registry.provider, 'oci');
});

test('a platform from DOCKER_DEFAULT_PLATFORM is passed on, since podman does not know the variable', () => {
  const { platform, isPlatformGiven } = parse({}, { ...slugs, DOCKER_DEFAULT_PLATFORM: 'linux/arm64/v8' }).build;
  assert.equal([platform, isPlatformGiven], ['linux/arm64', true]);
});

test.run();
