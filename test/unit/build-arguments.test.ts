import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { toBuildArguments } from '../../src/docker/build-arguments';
import type { BuildSettings } from '../../src/settings/settings';

const plain: BuildSettings = {
  dockerfile: { kind: 'file', path: 'Dockerfile' },
  context: '.',
  target: undefined,
  platform: 'linux/amd64',
  isPlatformGiven: false,
  buildArgs: [],
  additionalBuildArgs: [],
  passedBuildArgs: [],
  secrets: [],
  cacheOn: [],
  cacheOnCopied: false,
  cacheOnBaseImages: false,
  cacheOnMissing: 'fail',
  usesBuildKit: false,
  cacheVersion: undefined,
};

const image = { repository: 'localhost/a', tag: 'b' };
const first = ['build', '--file=Dockerfile', '--tag=localhost/a:b'];

const cases: readonly [why: string, change: Partial<BuildSettings>, args: readonly string[]][] = [
  ['without options', {}, [...first, '.']],
  [
    'a Dockerfile and a context',
    { dockerfile: { kind: 'file', path: 'app/my file' }, context: 'app' },
    ['build', '--file=app/my file', '--tag=localhost/a:b', 'app'],
  ],
  [
    'an inline Dockerfile comes through standard input',
    { dockerfile: { kind: 'inline', text: 'FROM a' } },
    ['build', '--file=-', '--tag=localhost/a:b', '.'],
  ],
  [
    'a file named - is no standard input',
    { dockerfile: { kind: 'file', path: '-' }, context: '-' },
    ['build', '--file=./-', '--tag=localhost/a:b', './-'],
  ],
  ['a folder that begins with a dash is no option', { context: '-f' }, [...first, './-f']],
  ['a folder outside', { context: '../a' }, [...first, '../a']],
  ['a target', { target: 'deps' }, [...first, '--target=deps', '.']],
  ['a target that begins with a dash is no option', { target: '--pull' }, [...first, '--target=--pull', '.']],
  [
    'build args, in order',
    {
      buildArgs: [
        { source: 'given', name: 'B', value: 'x y=z\n' },
        { source: 'given', name: 'A', value: '' },
      ],
    },
    [...first, '--build-arg=B=x y=z\n', '--build-arg=A=', '.'],
  ],
  [
    'the value of a variable is for docker to take from the environment',
    {
      buildArgs: [
        { source: 'environment', name: 'A', value: 's3cr3t' },
        { source: 'environment', name: 'B', value: undefined },
      ],
    },
    [...first, '--build-arg=A', '--build-arg=B', '.'],
  ],
  [
    'secrets',
    { secrets: [{ id: 'npm', argument: 'id=npm,src=a b', missingVariable: undefined }] },
    [...first, '--secret=id=npm,src=a b', '.'],
  ],
  [
    "the user's own arguments come last, as they are",
    { target: 'deps', additionalBuildArgs: ['--target', 'other', '--label=a b'] },
    [...first, '--target=deps', '--target', 'other', '--label=a b', '.'],
  ],
  ['the platform of the agent is not passed on', { platform: 'linux/arm64' }, [...first, '.']],
  ['what only the key knows stays in the key', { cacheOn: ['a'], cacheVersion: '2' }, [...first, '.']],
];

for (const [why, change, args] of cases) {
  test(why, () => assert.equal(toBuildArguments({ ...plain, ...change }, image), args));
}

test.run();
