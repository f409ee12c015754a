import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { OptionName } from '../../src/settings/option-table';
import type { RawOption } from '../../src/settings/option-values';
import {
  type BuildSettings,
  parseBuildSettings,
  parseSettings,
  type RegistrySettings,
  type Settings,
} from '../../src/settings/settings';
import { readRefusal } from './refusal';

type Options = { readonly [Name in OptionName]?: unknown };
type Env = { readonly [name: string]: string };

const slugs: Env = { BUILDKITE_ORGANIZATION_SLUG: 'acme', BUILDKITE_PIPELINE_SLUG: 'web' };

function toRaw(options: Options): Map<OptionName, RawOption> {
  return new Map(
    Object.entries(options).map(([name, value]) => [name as OptionName, { writtenAs: name, value }]),
  );
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
    build: {
      dockerfile: { kind: 'file', path: 'Dockerfile' },
      context: '.',
      target: undefined,
      platform: 'linux/amd64',
      buildArgs: [],
      additionalBuildArgs: [],
      passedBuildArgs: [],
      secrets: [],
      isPlatformGiven: false,
      cacheOn: [],
      cacheOnCopied: false,
      cacheOnBaseImages: false,
      cacheOnMissing: 'fail',
      usesBuildKit: false,
      cacheVersion: undefined,
    },
    registry: {
      provider: 'ecr',
      repositoryName: 'build-cache/acme/web',
      region: undefined,
      resourceTags: new Map(),
      maxAgeDays: 7,
      hasDefaultName: true,
    },
    skipPull: false,
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
    'ecr-tags': { Team: 'a' },
    'max-age-days': 3,
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
      usesBuildKit: true,
      cacheVersion: '2',
    },
    registry: {
      provider: 'ecr',
      repositoryName: 'team/image',
      region: 'us-west-2',
      resourceTags: new Map([['Team', 'a']]),
      maxAgeDays: 3,
      hasDefaultName: false,
    },
    skipPull: true,
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
  ['a context of its own', { dockerfile: 'app/Dockerfile', context: '.' }, 'app/Dockerfile', '.'],
  ['an inline Dockerfile has the working directory', { 'dockerfile-inline': 'FROM a' }, undefined, '.'],
  [
    'an inline Dockerfile with a context',
    { 'dockerfile-inline': 'FROM a', context: 'app' },
    undefined,
    'app',
  ],
  [
    'paths are normalised',
    { dockerfile: './app//x/../Dockerfile', context: './app/' },
    'app/Dockerfile',
    'app',
  ],
  ['the working directory has one name', { context: './' }, 'Dockerfile', '.'],
  [
    'absolute paths inside are relative',
    { dockerfile: '/checkout/a/Dockerfile', context: '/checkout' },
    'a/Dockerfile',
    '.',
  ],
  [
    'an absolute context comes from an absolute Dockerfile',
    { dockerfile: '/else/./Dockerfile' },
    '/else/Dockerfile',
    '/else',
  ],
  ['absolute paths outside stay', { context: '/checkout-2/' }, 'Dockerfile', '/checkout-2'],
  ['relative paths may lead outside', { dockerfile: '../a/Dockerfile' }, '../a/Dockerfile', '../a'],
  ['the top of the file system is a folder', { context: '/' }, 'Dockerfile', '/'],
  ['a name may begin with dots', { context: '/checkout/..a' }, 'Dockerfile', '..a'],
  ['a folder may have the name of a host', { context: 'github.com' }, 'Dockerfile', 'github.com'],
  ['a folder may have the name of a repository', { context: 'app/x.git' }, 'Dockerfile', 'app/x.git'],
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

const processors: readonly [asNodeNamesIt: string, platform: string][] = [
  ['x64', 'linux/amd64'],
  ['arm64', 'linux/arm64'],
  ['arm', 'linux/arm/v7'],
  ['ia32', 'linux/386'],
  ['ppc64', 'linux/ppc64le'],
  ['s390x', 'linux/s390x'],
  ['riscv64', 'linux/riscv64'],
];

for (const [architecture, platform] of processors) {
  test(`the platform of ${architecture} is ${platform}`, () => {
    assert.is(parseBuildSettings(new Map(), surround({}, '/checkout', architecture)).platform, platform);
  });
}

const buildArgs: readonly [why: string, text: string, env: Env, arg: BuildSettings['buildArgs'][number]][] = [
  ['a value', 'A=b', { A: 'x' }, { source: 'given', name: 'A', value: 'b' }],
  ['an empty value', 'A=', { A: 'x' }, { source: 'given', name: 'A', value: '' }],
  ['a value with `=` and line ends', 'A=b=c\nd', {}, { source: 'given', name: 'A', value: 'b=c\nd' }],
  ['a value from the environment', 'A', { A: 'x' }, { source: 'environment', name: 'A', value: 'x' }],
  ['an empty variable is a value', 'A', { A: '' }, { source: 'environment', name: 'A', value: '' }],
  ['a variable that is not set is none', 'A', {}, { source: 'environment', name: 'A', value: undefined }],
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

const secrets: readonly [why: string, text: string, env: Env, secret: BuildSettings['secrets'][number]][] = [
  [
    'the name of a variable',
    'NPM_TOKEN',
    { NPM_TOKEN: 'x' },
    { id: 'NPM_TOKEN', argument: 'id=NPM_TOKEN,env=NPM_TOKEN', missingVariable: undefined },
  ],
  [
    'an empty variable is there',
    'NPM_TOKEN',
    { NPM_TOKEN: '' },
    { id: 'NPM_TOKEN', argument: 'id=NPM_TOKEN,env=NPM_TOKEN', missingVariable: undefined },
  ],
  [
    'a variable that is not there',
    'NPM_TOKEN',
    {},
    { id: 'NPM_TOKEN', argument: 'id=NPM_TOKEN,env=NPM_TOKEN', missingVariable: 'NPM_TOKEN' },
  ],
  [
    'an id and a file',
    'id=npm,src=.npmrc',
    {},
    { id: 'npm', argument: 'id=npm,src=.npmrc', missingVariable: undefined },
  ],
  [
    'a type, an id and a file',
    'type=file,id=npm,source=.npmrc',
    {},
    { id: 'npm', argument: 'type=file,id=npm,source=.npmrc', missingVariable: undefined },
  ],
  [
    'an id and a variable',
    'id=npm,env=TOKEN',
    { TOKEN: 'x' },
    { id: 'npm', argument: 'id=npm,env=TOKEN', missingVariable: undefined },
  ],
  [
    'an id and a variable that is not there',
    'id=npm,env=TOKEN',
    { npm: 'x' },
    { id: 'npm', argument: 'id=npm,env=TOKEN', missingVariable: 'TOKEN' },
  ],
  [
    'a type and an id that is the variable',
    'type=env,id=TOKEN',
    {},
    { id: 'TOKEN', argument: 'type=env,id=TOKEN', missingVariable: 'TOKEN' },
  ],
  [
    'a type, an id and a variable as source',
    'type=env,id=npm,src=TOKEN',
    { npm: 'x' },
    { id: 'npm', argument: 'type=env,id=npm,src=TOKEN', missingVariable: 'TOKEN' },
  ],
  [
    'an id with `=` in it',
    'src=a,id=b=c',
    {},
    { id: 'b=c', argument: 'src=a,id=b=c', missingVariable: undefined },
  ],
  [
    'upper-case fields, which docker takes',
    'ID=npm,SRC=a',
    {},
    { id: 'npm', argument: 'ID=npm,SRC=a', missingVariable: undefined },
  ],
];

for (const [why, text, env, secret] of secrets) {
  test(`secrets: ${why}`, () =>
    assert.equal(parse({ secrets: text }, { ...slugs, ...env }).build.secrets, [secret]));
}

const repositories: readonly [
  why: string,
  options: Options,
  env: Env,
  workingDirectory: string,
  name: string,
][] = [
  ['organization and pipeline', {}, slugs, '/checkout', 'build-cache/acme/web'],
  ['a name of its own', { 'ecr-name': 'team/image' }, slugs, '/checkout', 'team/image'],
  ['a name of its own outside Buildkite', { 'ecr-name': 'team/image' }, {}, '/checkout', 'team/image'],
  [
    'local: organization and pipeline',
    { 'registry-provider': 'local' },
    slugs,
    '/checkout',
    'build-cache/acme/web',
  ],
  [
    'local: a name of its own',
    { 'registry-provider': 'local', 'ecr-name': 'a/b' },
    slugs,
    '/checkout',
    'a/b',
  ],
  [
    'local outside Buildkite: the folder',
    { 'registry-provider': 'local' },
    {},
    '/home/me/app',
    'build-cache/app',
  ],
  [
    'local outside Buildkite: a folder of any name',
    { 'registry-provider': 'local' },
    {},
    '/My App (2)',
    'build-cache/my-app-2',
  ],
  [
    'local outside Buildkite: a folder without letters',
    { 'registry-provider': 'local' },
    {},
    '/',
    'build-cache/image',
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
  test(`repository: ${why}`, () =>
    assert.is(parse(options, env, workingDirectory).registry.repositoryName, name));
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

const regions: readonly [why: string, options: Options, env: Env, region: string | undefined][] = [
  ['the option before all', { region: 'a-1' }, { AWS_REGION: 'b-1', AWS_DEFAULT_REGION: 'c-1' }, 'a-1'],
  ['AWS_REGION before the other', {}, { AWS_REGION: 'b-1', AWS_DEFAULT_REGION: 'c-1' }, 'b-1'],
  ['AWS_DEFAULT_REGION', {}, { AWS_DEFAULT_REGION: 'c-1' }, 'c-1'],
  ['an empty variable is none', {}, { AWS_REGION: '', AWS_DEFAULT_REGION: 'c-1' }, 'c-1'],
  ['an empty option is none', { region: '' }, { AWS_REGION: 'b-1' }, 'b-1'],
  ['where nothing names one, the profile may', {}, {}, undefined],
];

for (const [why, options, env, region] of regions) {
  test(`region: ${why}`, () => assert.is(parseEcr(options, { ...slugs, ...env }).region, region));
}

const latestTags: readonly [why: string, value: unknown, tag: string | undefined][] = [
  ['none', false, undefined],
  ['every character that a tag may have', 'Main_1.0-rc', 'Main_1.0-rc'],
  ['128 characters', 'a'.repeat(128), 'a'.repeat(128)],
];

for (const [why, value, tag] of latestTags) {
  test(`latest-tag: ${why}`, () => assert.is(parse({ 'latest-tag': value }).latestTag, tag));
}

const refused: readonly [why: string, options: Options, ...says: string[]][] = [
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
  ['a plain URL as context', { context: 'http://example.com/a' }, 'it must be a folder'],
  ['a git URL as context', { context: 'git://example.com/a' }, 'it must be a folder'],
  ['a git URL over SSH as context', { context: 'ssh://git@example.com/a' }, 'it must be a folder'],
  ['a git remote as context', { context: 'git@example.com:a/b.git#main:app' }, 'it must be a folder'],
  ['a GitHub repository as context', { context: 'github.com/a/b' }, 'it must be a folder', 'cannot be keyed'],
  [
    'a build arg without a name',
    { 'build-args': ['=a'] },
    'build-args: "" is not accepted as a name; an entry must be NAME=value or NAME',
  ],
  [
    'a build arg with white space in its name',
    { 'build-args': ['A B=c'] },
    'build-args: "A B" is not accepted as a name',
  ],
  [
    'a secret without an id',
    { secrets: ['src=a'] },
    'secrets: an entry is neither',
    'Write NAME, id=NAME,src=PATH',
  ],
  ['a secret with an empty id', { secrets: ['id=,src=a'] }, 'secrets: an entry is neither'],
  ['a secret that is no name', { secrets: ['a-b'] }, 'secrets: an entry is neither'],
  ['a tag with a slash', { 'latest-tag': 'feature/a' }, 'latest-tag: "feature/a" is not a tag'],
  ['a tag that begins with a dot', { 'latest-tag': '.a' }, 'latest-tag: ".a" is not a tag'],
  ['a tag that is too long', { 'latest-tag': 'a'.repeat(129) }, 'is not a tag'],
  [
    'a repository that no registry takes',
    { 'ecr-name': 'Team/Image' },
    'ecr-name: "Team/Image" is not a repository name',
  ],
  [
    'a variable of the agent',
    { 'export-env-variable': 'BUILDKITE_SHELL' },
    'export-env-variable: "BUILDKITE_SHELL" is protected',
  ],
  ['a wrong type', { 'max-age-days': 'never' }, 'max-age-days: "never" is not accepted'],
];

for (const [why, options, ...says] of refused) {
  test(`refused: ${why}`, () => {
    const text = readRefusal(() => parse(options));
    for (const part of says) assert.match(text, part);
  });
}

const unshown: readonly [why: string, options: Options][] = [
  ['of a secret that is no name', { secrets: ['s3cr3t/+=='] }],
  ['of a secret of a wrong type', { secrets: [{ id: 's3cr3t' }] }],
  ['of a secret with a NUL', { secrets: ['s3cr3t\0'] }],
  ['of a build arg without a name', { 'build-args': ['=s3cr3t'] }],
  ['of a build arg with white space in its name', { 'build-args': ['A B=s3cr3t'] }],
  ['of a build arg of a wrong type', { 'build-args': { A: 's3cr3t' } }],
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
    const text = readRefusal(() =>
      parseSettings(new Map([[name, { writtenAs, value }]]), surround(slugs), () => {}),
    );
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
    { region: '', 'max-age-days': 3 },
    'max-age-days has no effect with registry-provider: local',
  ],
];

for (const [why, options, ...says] of ineffective) {
  test(`options of another provider are one warning: ${why}`, () => {
    const warnings: string[] = [];
    parseSettings(toRaw({ 'registry-provider': 'local', ...options }), surround(slugs), (text) =>
      warnings.push(text),
    );
    assert.is(warnings.length, 1);
    for (const part of says) assert.match(warnings.join(), part);
  });
}

test('options of another provider that are empty are no warning', () => {
  assert.is(parse({ 'registry-provider': 'local', region: '' }).registry.provider, 'local');
});

test.run();
