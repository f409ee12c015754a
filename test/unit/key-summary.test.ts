import { createHash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { FileInput, KeyInputs } from '../../src/key/key-inputs';
import { compareWithSummary, writeKeySummary } from '../../src/key/key-summary';
import { digest, plainInputs } from './plain-inputs';

const line = 'newest-0a1b2c3d';
const longest = 16 * 1024;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

function file(path: string, text = path): FileInput {
  return { path, content: { executable: false, sha256: sha256(text) } };
}

function files(...paths: readonly string[]): Partial<KeyInputs> {
  return { files: paths.map((path) => file(path)) };
}

/** The changes that are listed for inputs that were `before` and are `after`. */
function explain(before: Partial<KeyInputs>, after: Partial<KeyInputs>): readonly string[] {
  return compareWithSummary({ ...plainInputs, ...after }, line, writeKeySummary({ ...plainInputs, ...before }, line));
}

/** Build args with their values; without `=`, one that is not set. */
function args(...given: readonly string[]): Partial<KeyInputs> {
  const toArg = ([name = '', value]: readonly string[]) => ({
    name,
    sha256: value === undefined ? null : sha256(value),
  });
  return { buildArgs: given.map((arg) => toArg(arg.split('='))) };
}

/** Base images, each with the digit that its digest is made of. */
function bases(given: { readonly [reference: string]: string }): Partial<KeyInputs> {
  const images = Object.entries(given).map(([reference, digit]) => ({ reference, digest: digest(digit) }));
  return { baseImages: images.map((image) => ({ ...image, platform: undefined })) };
}

const copied = (paths: readonly string[], remoteSources: readonly string[] = []) => ({
  copied: { files: paths.map((path) => file(path)), remoteSources },
});
const jsonValue = (sha256: string | null) => ({
  jsonValues: [{ path: 'package.json', select: ['engines', 'node'], sha256 }],
});
const executable = { path: 'run.sh', content: { executable: true, sha256: sha256('run.sh') } };

const changes: readonly [why: string, before: Partial<KeyInputs>, after: Partial<KeyInputs>, ...says: string[]][] = [
  ['nothing', {}, {}],
  ['nothing among several files', files('a', 'b/c'), files('a', 'b/c')],
  ['the Dockerfile', {}, { dockerfileSha256: digest('1') }, 'the Dockerfile changed'],
  ['the context', {}, { context: 'app' }, 'the context changed'],
  ['the cache version', {}, { cacheVersion: '2' }, 'cache-version changed'],
  ['secrets', {}, { secretIds: ['npm'] }, 'secrets changed'],
  ['additional build args', {}, { additionalBuildArgs: ['--network=host'] }, 'additional-build-args changed'],
  ['the value of a build arg', args('A=1', 'B=1'), args('A=1', 'B=2'), 'the build arg B changed'],
  [
    'build args, old and new',
    args('A=1'),
    args('B=1', 'C'),
    'the build arg B and the build arg C added',
    'the build arg A removed',
  ],
  ['a base image', bases({ a: '1', b: '1' }), bases({ a: '2', b: '1' }), 'the base image a changed'],
  [
    'base images count from now on',
    {},
    bases({ bash: '1' }),
    'cache-on-base-images changed',
    'the base image bash added',
  ],
  ['copied files count from now on', {}, copied([]), 'cache-on-copied changed'],
  [
    'an address that ADD fetches',
    copied([], ['https://a.example/b']),
    copied([], ['https://a.example/c']),
    'https://a.example/c added',
    'https://a.example/b removed',
  ],
  ['a copied file', copied(['a', 'b']), copied(['a', 'c']), 'c added', 'b removed'],
  ['a file, by its content', { files: [file('a', 'one')] }, { files: [file('a', 'two')] }, 'a changed'],
  ['a file, by its executable bit', files('run.sh'), { files: [executable] }, 'run.sh changed'],
  [
    'a link that leads elsewhere',
    { files: [{ path: 'l', link: 'a' }] },
    { files: [{ path: 'l', link: 'b' }] },
    'l changed',
  ],
  ['a link in the place of a file', files('l'), { files: [{ ...file('l'), link: 'a' }] }, 'l changed'],
  ['a JSON value', jsonValue(digest('1')), jsonValue(null), 'package.json#.engines.node changed'],
  [
    'so many files that not all are named',
    files('a', 'b', 'c', 'd', 'e', 'f'),
    files(),
    'a, b, c, d and 2 more removed',
  ],
  [
    'of all kinds at once: inputs first',
    { ...files('changed', 'old'), cacheVersion: '1' },
    {
      cacheVersion: '2',
      dockerfileSha256: digest('1'),
      files: [file('changed', 'new'), file('src/a'), file('src/b'), file('src/c')],
    },
    'the Dockerfile and cache-version changed',
    'changed changed',
    'src/a, src/b and src/c added',
    'old removed',
  ],
  ['a name that would break the line', files(), files('a\n--- b'), '"a\\n--- b" added'],
  [
    'names that objects have by themselves',
    { ...files('__proto__', 'constructor'), ...args('__proto__=1') },
    { files: [file('__proto__', 'new'), file('toString')], ...args('__proto__=2', 'hasOwnProperty=1') },
    'the build arg __proto__ changed',
    'the build arg hasOwnProperty added',
    '__proto__ changed',
    'toString added',
    'constructor removed',
  ],
];

for (const [why, before, after, ...says] of changes) {
  test(`what changed: ${why}`, () => assert.equal(explain(before, after), says));
}

test('the order of files and build args does not matter', () => {
  const before = { ...files('a', 'b'), ...args('A=1', 'B=2') };
  assert.equal(explain(before, { ...files('b', 'a'), ...args('B=2', 'A=1') }), []);
});

function manyFiles(count: number, name: (index: number) => string, changed: readonly number[] = []) {
  const toFile = (_: unknown, index: number) => file(name(index), changed.includes(index) ? 'new' : `${index}`);
  return { files: Array.from({ length: count }, toFile) };
}

const deep = (index: number) => `packages/p${index % 200}/src/c${index % 1_000}/lib/file-${index}.ts`;

const crowds: readonly [
  why: string,
  count: number,
  name: (index: number) => string,
  changed: readonly number[],
  ...says: string[],
][] = [
  ['few enough to count one by one', 1_000, (index) => `src/file-${index}.ts`, [777], 'src/file-777.ts changed'],
  ['deep folders count as one', 20_000, deep, [1_777], 'packages/p177/src/c777/lib/ changed'],
  ['shallow files keep their names', 20_000, (index) => (index === 0 ? 'a' : deep(index)), [0], 'a changed'],
  ['all in one folder', 20_000, (index) => `src/file-${index}.ts`, [777], 'src/ changed'],
  ['all in the working directory', 20_000, (index) => `file-${index}`, [777], './ changed'],
  [
    'of long names',
    2_000,
    (index) => `${'long-folder-name/'.repeat(30)}${index}/file-${index}.ts`,
    [777],
    `${'long-folder-name/'.repeat(30)} changed`,
  ],
];

for (const [why, count, name, changed, ...says] of crowds) {
  test(`a summary of ${count} files goes with every image: ${why}`, () => {
    const text = writeKeySummary({ ...plainInputs, ...manyFiles(count, name) }, line);
    assert.ok(text.length > 0 && text.length <= longest, `${text.length} characters`);
    const changes = compareWithSummary({ ...plainInputs, ...manyFiles(count, name, changed) }, line, text);
    assert.equal(changes, says);
  });
}

test('too many inputs for any summary: there is none, and no reason', () => {
  const many = args(...Array.from({ length: 10_000 }, (_, index) => `ARG_${index}_${sha256(`${index}`)}=1`));
  assert.is(writeKeySummary({ ...plainInputs, ...many }, line), '');
  assert.equal(compareWithSummary({ ...plainInputs, ...many }, line, ''), []);
});

/** Parses a summary without the program's code. */
function pack(content: unknown): string {
  return deflateRawSync(typeof content === 'string' ? content : JSON.stringify(content)).toString('base64');
}

const known = { form: 1, line, inputs: {}, files: { a: '00000000' }, depth: null };

test('a summary that is written by hand is read', () => {
  assert.equal(compareWithSummary(plainInputs, line, pack(known)).slice(-1), ['a removed']);
});

const unread: readonly [why: string, text: string][] = [
  ['an image of another line', pack({ ...known, line: 'newest-ffffffff' })],
  ['a base image without a line', pack({ ...known, line: undefined })],
  ['a form of a later version', pack({ ...known, form: 2 })],
  ['no form', pack({ ...known, form: undefined })],
  ['no files', pack({ ...known, files: null })],
  ['something other than an object', pack('null')],
  ['a list', pack([known])],
  ['no JSON', pack('{')],
  ['what is not packed', JSON.stringify(known)],
  ['something compressed in another way', Buffer.from(JSON.stringify(known)).toString('base64')],
  ['half of one', pack(known).slice(0, 20)],
  ['nothing', ''],
  ['a bomb', pack({ ...known, bomb: '0'.repeat(100 * 1024 * 1024) })],
];

for (const [why, text] of unread) {
  test(`no changes are listed after ${why}`, () => {
    assert.equal(compareWithSummary(plainInputs, line, text), []);
  });
}

const odd: readonly [why: string, change: object][] = [
  ['a depth that is not a number', { depth: 'a' }],
  ['no depth', { depth: undefined }],
  ['a negative depth', { depth: -1 }],
  ['invalid digests', { files: { a: 1, b: null, c: {} }, inputs: { a: [] } }],
];

for (const [why, change] of odd) {
  test(`a summary of this form with ${why} does no harm`, () => {
    const changes = compareWithSummary({ ...plainInputs, ...files('a/b', 'c') }, line, pack({ ...known, ...change }));
    assert.ok(changes.every((text) => typeof text === 'string'));
  });
}

test('names from a summary do not break the line', () => {
  const text = pack({ ...known, files: { 'a\u001b[2J\n+++ b': '' }, inputs: { 'c\nd': '' } });
  for (const change of compareWithSummary(plainInputs, line, text)) {
    assert.not.match(change, /[\u0000-\u001f]/);
  }
});

test('no value, and too little of its digest to find it by trying', () => {
  const value = 's3cr3t';
  const inputs: KeyInputs = {
    ...plainInputs,
    ...args(`TOKEN=${value}`),
    additionalBuildArgs: [`--build-arg=OTHER=${value}`],
    secretIds: ['npm'],
  };
  const text = inflateRawSync(Buffer.from(writeKeySummary(inputs, line), 'base64')).toString();
  assert.not.match(text, value);
  assert.not.match(text, sha256(value).slice(0, 5));
  const digests: { readonly [name: string]: string } = JSON.parse(text).inputs;
  assert.match(digests['the build arg TOKEN'] ?? '', /^[0-9a-f]{4}$/);
  assert.match(digests['additional-build-args'] ?? '', /^[0-9a-f]{4}$/);
  assert.not.match(JSON.stringify(digests), /[0-9a-f]{9}/);
});

test('a summary is one word, which no shell or Dockerfile changes', () => {
  assert.match(writeKeySummary({ ...plainInputs, ...files('$HOME', 'é "\n') }, line), /^[A-Za-z0-9+/]+=*$/);
});

test.run();
