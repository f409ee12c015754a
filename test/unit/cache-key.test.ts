import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { computeCacheKey, keySchema, toKeyDocument } from '../../src/key/cache-key';
import type { KeyInputs } from '../../src/key/key-inputs';
import { digest } from './plain-inputs';

const everything: KeyInputs = {
  dockerfileSha256: digest('1'),
  target: 'deps',
  platform: 'linux/arm64',
  context: 'app',
  buildArgs: [
    { name: 'B', sha256: digest('2') },
    { name: 'A', sha256: null },
  ],
  additionalBuildArgs: ['--label', 'a b'],
  secretIds: ['npm', 'TOKEN'],
  cacheVersion: '2',
  files: [
    { path: 'b/link', link: '../a', content: { executable: false, sha256: digest('3') } },
    { path: 'a', content: { executable: true, sha256: digest('3') } },
    { path: 'b/folder', link: '..' },
    { path: 'B', content: { executable: false, sha256: digest('4') } },
    { path: 'é "\n', content: { executable: false, sha256: digest('5') } },
  ],
  jsonValues: [
    { path: 'package.json', select: ['engines', 0], sha256: digest('6') },
    { path: 'package.json', select: [], sha256: null },
    { path: 'a.json', select: ['b'], sha256: digest('7') },
  ],
  copied: {
    files: [{ path: 'z', content: { executable: false, sha256: digest('8') } }, { path: 'empty' }],
    remoteSources: ['https://b', 'https://a'],
  },
  baseImages: [
    { reference: 'node:24', platform: undefined, digest: `sha256:${digest('9')}` },
    { reference: 'bash', platform: 'linux/386', digest: `sha256:${digest('a')}` },
  ],
};

test('the key is a SHA-256, its tag the first 40 digits', () => {
  const { sha256, tag } = computeCacheKey(everything);
  assert.match(sha256, /^[0-9a-f]{64}$/);
  assert.is(tag, sha256.slice(0, 40));
});

test('the document has every input, in one order, and nothing else', () => {
  assert.is(
    JSON.stringify(toKeyDocument(everything), null, 1).replace(/\n\s*/g, ''),
    `{"schema": 1,"dockerfile": "${digest('1')}","target": "deps","platform": "linux/arm64","context": "app",` +
      `"buildArgs": [["B","${digest('2')}"],["A",null]],"additionalBuildArgs": ["--label","a b"],` +
      `"secretIds": ["npm","TOKEN"],"cacheVersion": "2",` +
      `"files": [["B",null,[false,"${digest('4')}"]],["a",null,[true,"${digest('3')}"]],` +
      `["b/folder","..",null],["b/link","../a",[false,"${digest('3')}"]],` +
      `["é \\"\\n",null,[false,"${digest('5')}"]]],` +
      `"jsonValues": [["a.json",["b"],"${digest('7')}"],["package.json",["engines",0],"${digest('6')}"],` +
      `["package.json",[],null]],` +
      `"copied": {"files": [["empty",null,null],["z",null,[false,"${digest('8')}"]]],"remoteSources": ["https://a","https://b"]},` +
      `"baseImages": [["bash","linux/386","sha256:${digest('a')}"],["node:24",null,"sha256:${digest('9')}"]]}`,
  );
});

test('the keys of test/integration/golden-keys.test.ts belong to this schema', () => assert.is(keySchema, 1));

const same: readonly [why: string, inputs: KeyInputs][] = [
  ['files in another order', { ...everything, files: [...everything.files].reverse() }],
  ['JSON values in another order', { ...everything, jsonValues: [...everything.jsonValues].reverse() }],
  ['the members of the inputs in another order', JSON.parse(reverseMembers(everything)) as KeyInputs],
];

/** The value as JSON, with the members of objects in reverse order. */
function reverseMembers(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).reverse())
      : member,
  );
}

for (const [why, inputs] of same) {
  test(`the same key: ${why}`, () => assert.is(computeCacheKey(inputs).sha256, computeCacheKey(everything).sha256));
}

test.run();
