import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { explainKey } from '../../src/commands/key';
import type { KeyInputs } from '../../src/key/key-inputs';
import type { Coverage } from '../../src/key/key-plan';
import { plainInputs } from './plain-inputs';

const nothing: KeyInputs = { ...plainInputs, dockerfileSha256: '<dockerfile>' };
const key = { sha256: '<sha256>', tag: '<tag>' };
const agreeing: Coverage = { uncovered: [], partlyCovered: [], unused: [] };

/** The explanation without the spaces that align it. */
function explain(change: Partial<KeyInputs>): string {
  return explainKey({ ...nothing, ...change }, key, agreeing).replace(/(\S) {2,}/g, '$1 ');
}

test('what is not there is not shown', () => {
  assert.is(
    explain({}),
    [
      'image',
      '  Dockerfile <dockerfile>',
      '  target (the last stage)',
      '  platform linux/amd64',
      '  context .',
      '  cache-version (none)',
      '',
      'key',
      '  sha256 <sha256>',
      '  tag <tag>',
    ].join('\n'),
  );
});

test('digests are aligned', () => {
  const lines = explainKey(nothing, key, agreeing).split('\n');
  const columns = ['<dockerfile>', 'linux/amd64', '<sha256>', '<tag>'].map((value) =>
    lines.find((line) => line.endsWith(value))?.indexOf(value),
  );
  assert.is(new Set(columns).size, 1);
});

const rows: readonly [why: string, change: Partial<KeyInputs>, ...rows: string[]][] = [
  ['a target', { target: 'deps' }, '  target deps'],
  ['a context of several words', { context: 'a  b' }, '  context "a b"\n'],
  ['an empty cache-version', { cacheVersion: '' }, '  cache-version ""\n'],
  ['a cache-version', { cacheVersion: '2' }, '  cache-version 2'],
  [
    'build args, in their order',
    {
      buildArgs: [
        { name: 'B', sha256: '<b>' },
        { name: 'A', sha256: null },
      ],
    },
    'build args\n  B <b>\n  A (not set)\n',
  ],
  ['additional build args', { additionalBuildArgs: ['--label', 'a b'] }, 'additional build args\n  --label\n  a b\n'],
  ['secrets', { secretIds: ['npm'] }, 'secrets\n  npm\n'],
  [
    'files, sorted',
    {
      files: [
        { path: 'b', content: { executable: true, sha256: '<b>' } },
        { path: 'a', content: { executable: false, sha256: '<a>' } },
      ],
    },
    'files of cache-on\n  a <a>\n  b <b> (executable)\n',
  ],
  [
    'links with where they lead',
    {
      files: [
        { path: 'a', link: 'b', content: { executable: false, sha256: '<a>' } },
        { path: 'c', link: '../d e' },
      ],
    },
    '  a <a> -> b\n  c -> ../d e\n',
  ],
  [
    'JSON values of cache-on',
    {
      jsonValues: [
        { path: 'a.json', select: ['b', 0], sha256: '<b>' },
        { path: 'a.json', select: [], sha256: null },
      ],
    },
    'JSON values of cache-on\n  a.json#. (absent)\n  a.json#.b[0] <b>\n',
  ],
  [
    'names that would break the line, or hide something, are in quotes',
    {
      files: ['a\nb', 'a\u001b[2Kb', ' a', 'a  b', '"a"', ''].map((path) => ({
        path,
        content: { executable: false, sha256: '<a>' },
      })),
    },
    '  "a\\nb" <a>\n',
    '  "a\\u001b[2Kb" <a>\n',
    '  " a" <a>\n',
    '  "\\"a\\"" <a>\n',
    '  "" <a>\n',
    '  "a b" <a>\n',
  ],
];

for (const [why, change, ...expected] of rows) {
  test(why, () => {
    for (const row of expected) assert.match(explain(change), row);
  });
}

test('no control character reaches the terminal', () => {
  const path = Array.from({ length: 32 }, (_, code) => String.fromCharCode(code)).join('');
  const text = explainKey(
    {
      ...nothing,
      target: path,
      context: path,
      cacheVersion: path,
      buildArgs: [{ name: path, sha256: null }],
      additionalBuildArgs: [path],
      secretIds: [path],
      files: [{ path, link: path }],
      jsonValues: [{ path, select: [path], sha256: null }],
      copied: { files: [], remoteSources: [path] },
      baseImages: [{ reference: path, platform: undefined, digest: 'sha256:1' }],
    },
    key,
    { uncovered: [path], partlyCovered: [path], unused: [path] },
  );
  assert.not.match(text, /[\0-\t\v-\x1f]/);
});

test('files on which cache-on and the Dockerfile disagree stand at the end', () => {
  const text = explainKey(nothing, key, {
    uncovered: ['src/a'],
    partlyCovered: ['package.json'],
    unused: ['b c'],
  });
  assert.match(text, /\n\ncopied by the Dockerfile, but NOT part of the key\n {2}src\/a\n\n/);
  assert.match(text, /\n\ncopied by the Dockerfile, but only JSON values of it part of the key\n {2}package\.json\n\n/);
  assert.match(text, /\n\npart of the key, but not copied by the Dockerfile\n {2}b c$/);
});

test('where copied files count by themselves none is uncovered', () => {
  const text = explainKey({ ...nothing, copied: { files: [], remoteSources: [] } }, key, {
    uncovered: ['a'],
    partlyCovered: ['b'],
    unused: [],
  });
  assert.not.match(text, /copied by the Dockerfile/);
});

test('copied files, addresses and base images', () => {
  const text = explain({
    copied: { files: [{ path: 'empty' }], remoteSources: ['https://a'] },
    baseImages: [{ reference: 'bash', platform: undefined, digest: 'sha256:1' }],
  });
  assert.match(
    text,
    /\n\ncopied files\n {2}empty \(empty folder\)\n\naddresses that ADD fetches\n {2}https:\/\/a\n\nbase images\n {2}bash sha256:1\n/,
  );
});

test.run();
