import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { asksForAttestations, type BuildExtras, toBuildArguments } from '../../src/docker/build-arguments';
import type { BuildSettings } from '../../src/settings/settings';
import { plainSettings } from './plain-settings';

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
    'a file named - is not standard input',
    { dockerfile: { kind: 'file', path: '-' }, context: '-' },
    ['build', '--file=./-', '--tag=localhost/a:b', './-'],
  ],
  ['a folder that begins with a dash is not an option', { context: '-f' }, [...first, './-f']],
  ['a target that begins with a dash is not an option', { target: '--pull' }, [...first, '--target=--pull', '.']],
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

const plainExtras: BuildExtras = { labels: new Map(), layers: { kind: 'engine' } };

for (const [why, change, args] of cases) {
  test(why, () => assert.equal(toBuildArguments({ ...plainSettings, ...change }, image, plainExtras), args));
}

const extras: readonly [
  why: string,
  change: Partial<BuildSettings>,
  extras: Partial<BuildExtras>,
  args: readonly string[],
][] = [
  ['a label is one argument', {}, { labels: new Map([['a', 'b c']]) }, ['--label=a=b c']],
  ['--pull is given once', { cacheOnBaseImages: true }, { layers: { kind: 'none' } }, ['--pull', '--no-cache']],
];

for (const [why, change, given, args] of extras) {
  test(why, () => {
    const all = toBuildArguments({ ...plainSettings, ...change }, image, { ...plainExtras, ...given });
    assert.equal(all, [...first, ...args, '.']);
  });
}

for (const [words, expected] of [
  [['--provenance=true'], true],
  [['--sbom', 'true'], true],
  [['--attest=type=sbom'], true],
  [['--build-arg=--sbom'], false],
  [[], false],
] as const) {
  test(`${JSON.stringify(words)} ${expected ? 'asks' : 'does not ask'} for attestations`, () => {
    assert.is(asksForAttestations(words), expected);
  });
}

test.run();
