import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { CodeCache, openPrivateFolder } from '../../src/registry/code-cache';
import { makeScratchFolder, type ScratchFolder } from './scratch-folder';

const code = 'exports.add = (one, other) => one + other; exports.path = require("path");';
type Exports = { readonly add: (one: number, other: number) => number; readonly path: unknown };

/** Runs the code as a run of the program does, and keeps what came of it. */
function runOnce(folder: string | undefined, text = code, digest = 'a'): Exports {
  const cache = new CodeCache(folder);
  const exports = cache.run(text, 'code', digest) as Exports;
  assert.is(exports.add(1, 2), 3);
  cache.keep();
  return exports;
}

/** When the kept file was written: long ago, unless the next run writes it again. */
function age(folder: ScratchFolder, file: string): void {
  utimesSync(folder.path(file), 1, 1);
}

test('code has what a module has', () => {
  assert.is(runOnce(undefined).path, require('node:path'));
});

test('what was compiled is kept for this user only, and used by the next run', () => {
  const folder = makeScratchFolder();
  runOnce(folder.root);
  assert.equal(readdirSync(folder.root), ['code-a']);
  assert.is(statSync(folder.path('code-a')).mode & 0o777, 0o600);
  age(folder, 'code-a');
  runOnce(folder.root);
  assert.is(statSync(folder.path('code-a')).mtimeMs, 1000);
});

test('what V8 does not take back is compiled and kept anew', () => {
  const folder = makeScratchFolder();
  runOnce(folder.root);
  // The header has the version of V8; the checksum in front is right.
  const data = readFileSync(folder.path('code-a')).subarray(32).fill(7, 4, 16);
  const checksum = createHash('sha256').update(data).digest();
  writeFileSync(folder.path('code-a'), Buffer.concat([checksum, data]));
  age(folder, 'code-a');
  // Within one process V8 would remember the very same code.
  runOnce(folder.root, code.replace('one + other', 'other + one'));
  assert.is.not(statSync(folder.path('code-a')).mtimeMs, 1000);
});

/** Code that is kept in several pages. */
const longCode = `${code}${Array.from({ length: 400 }, (_, at) => `exports.f${at} = () => [${at}, "${at}"];`).join('')}`;

const damages: readonly [why: string, damage: (kept: Buffer) => Buffer][] = [
  ['a page of it is zeroed', (kept) => Buffer.from(kept).fill(0, 4096, 8192)],
  ['its tail is zeroed', (kept) => Buffer.from(kept).fill(0, kept.length / 2)],
  ['it is zeroed', (kept) => Buffer.alloc(kept.length)],
  ['its end is missing', (kept) => kept.subarray(0, kept.length - 4096)],
  ['all but its first bytes are missing', (kept) => kept.subarray(0, 16)],
  ['it is empty', () => Buffer.alloc(0)],
  ['one bit is another', (kept) => flipBit(kept, kept.length - 100)],
  ['one bit of the checksum is another', (kept) => flipBit(kept, 3)],
  ['it is what V8 made, without a checksum', (kept) => kept.subarray(32)],
];

function flipBit(kept: Buffer, at: number): Buffer {
  const damaged = Buffer.from(kept);
  damaged.writeUInt8(damaged.readUInt8(at) ^ 4, at);
  return damaged;
}

function isWhole(kept: Buffer): boolean {
  return createHash('sha256').update(kept.subarray(32)).digest().equals(kept.subarray(0, 32));
}

for (const [index, [why, damage]] of damages.entries()) {
  test(`code runs, and is kept anew, where what is kept is damaged: ${why}`, () => {
    const folder = makeScratchFolder();
    runOnce(folder.root, longCode);
    const kept = readFileSync(folder.path('code-a'));
    assert.ok(kept.length > 16_384, `only ${kept.length} bytes`);
    assert.ok(isWhole(kept));
    writeFileSync(folder.path('code-a'), damage(kept));
    age(folder, 'code-a');
    // Within one process V8 would remember the very same code.
    runOnce(folder.root, longCode.replace('"399"', `"${398 - index}"`));
    assert.is.not(statSync(folder.path('code-a')).mtimeMs, 1000);
    assert.ok(isWhole(readFileSync(folder.path('code-a'))));
  });
}

test('other code of the same length is not taken for it, and the old one goes', () => {
  const folder = makeScratchFolder();
  runOnce(folder.root);
  const other = code.replace('one + other', 'other + one');
  runOnce(folder.root, other, 'b');
  assert.equal(readdirSync(folder.root), ['code-b']);
});

test('a folder that is gone costs nothing but time', () => {
  runOnce('/nowhere/at/all');
});

const mine = process.getuid();

test('a folder for code is made where its parent is there, for this user only', () => {
  const home = makeScratchFolder();
  assert.is(openPrivateFolder(home.root, ['.cache', 'code'], mine), home.path('.cache/code'));
  for (const made of ['.cache', '.cache/code']) assert.is(lstatSync(home.path(made)).mode & 0o777, 0o700);
  assert.is(openPrivateFolder(home.root, ['.cache', 'code'], mine), home.path('.cache/code'));
});

test('nothing is made where the parent is missing', () => {
  const home = makeScratchFolder();
  assert.is(openPrivateFolder(home.path('missing'), ['.cache'], mine), undefined);
  assert.not(existsSync(home.path('missing')));
});

const unsafe: readonly [why: string, arrange: (home: ScratchFolder) => void][] = [
  ['one that others may write to', (home) => chmodSync(home.path('.cache/code'), 0o777)],
  [
    'one that others may write to, though they may remove nothing',
    (home) => chmodSync(home.path('.cache/code'), 0o1777),
  ],
  ['one that the group may write to', (home) => chmodSync(home.path('.cache/code'), 0o770)],
  ['one in a folder that others may write to', (home) => chmodSync(home.path('.cache'), 0o777)],
];

for (const [why, arrange] of unsafe) {
  test(`no folder for code: ${why}`, () => {
    const home = makeScratchFolder({ '.cache/code': 'folder' });
    arrange(home);
    assert.is(openPrivateFolder(home.root, ['.cache', 'code'], mine), undefined);
  });
}

test('no folder for code: a link to one', () => {
  const home = makeScratchFolder({ 'elsewhere/code': 'folder', '.cache': { link: 'elsewhere' } });
  assert.is(openPrivateFolder(home.root, ['.cache', 'code'], mine), undefined);
});

test('no folder for code: one of another user', () => {
  // Only root can give one away.
  if (mine !== 0) return;
  const home = makeScratchFolder({ '.cache/code': 'folder' });
  chownSync(home.path('.cache/code'), 65534, 65534);
  assert.is(openPrivateFolder(home.root, ['.cache', 'code'], mine), undefined);
});

test('no folder for code: a file in its place', () => {
  const home = makeScratchFolder();
  writeFileSync(home.path('.cache'), '');
  assert.is(openPrivateFolder(home.root, ['.cache', 'code'], mine), undefined);
});

test('no folder for code: a system without users', () => {
  const home = makeScratchFolder();
  assert.is(openPrivateFolder(home.root, ['.cache'], undefined), undefined);
  assert.equal(readdirSync(home.root), []);
});

test.run();
