import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { findImageLine, movingTagPatterns } from '../../src/settings/image-line';
import { isTag } from '../../src/settings/image-name';
import type { BuildSettings } from '../../src/settings/settings';

type LineSettings = Parameters<typeof findImageLine>[0];

const plain: LineSettings = {
  dockerfile: { kind: 'file', path: 'Dockerfile' },
  target: undefined,
  platform: 'linux/amd64',
};

const others: readonly [why: string, change: Partial<LineSettings>][] = [
  ['the path of the Dockerfile', { dockerfile: { kind: 'file', path: 'app/Dockerfile' } }],
  ['an inline Dockerfile', { dockerfile: { kind: 'inline', text: 'FROM a' } }],
  ['the target', { target: 'deps' }],
  ['a target that is named like a Dockerfile', { target: 'Dockerfile' }],
  ['the platform', { platform: 'linux/arm64' }],
];

test('lines differ by Dockerfile, target and platform, and by nothing else', () => {
  const tags = [{}, ...others.map(([, change]) => change)].flatMap((change) =>
    Object.values(findImageLine({ ...plain, ...change })),
  );
  assert.is(new Set(tags).size, tags.length);
});

const alike: readonly [why: string, one: LineSettings, other: LineSettings][] = [
  [
    'whatever is in the Dockerfile',
    { ...plain, dockerfile: { kind: 'inline', text: 'FROM a' } },
    { ...plain, dockerfile: { kind: 'inline', text: 'FROM b' } },
  ],
  [
    'whatever else the key is made from',
    plain,
    { ...plain, cacheVersion: '2', context: 'app' } as Partial<BuildSettings> as LineSettings,
  ],
];

for (const [why, one, other] of alike) {
  test(`the same line: ${why}`, () => assert.equal(findImageLine(one), findImageLine(other)));
}

test('the tags of a line stay the same from release to release', () => {
  assert.equal(findImageLine(plain), { newestTag: 'newest-35062110', cacheTag: 'cache-35062110' });
});

test('the tag of a line is valid, and the patterns match it but no tag of a key', () => {
  const patterns = movingTagPatterns.map((pattern) => new RegExp(`^${pattern.replace('*', '.*')}$`));
  for (const tag of Object.values(findImageLine(plain))) {
    assert.ok(isTag(tag));
    assert.is(patterns.filter((pattern) => pattern.test(tag)).length, 1);
  }
  assert.not(patterns.some((pattern) => pattern.test('0'.repeat(40))));
});

test.run();
