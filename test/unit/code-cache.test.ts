import { readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { CodeCache } from '../../src/bundle/code-cache';
import { makeScratchFolder, type ScratchFolder } from './scratch-folder';

const code = wrap('exports.add = (one, other) => one + other; exports.path = require("path");');
type Exports = { readonly add: (one: number, other: number) => number; readonly path: unknown };

function wrap(text: string): string {
  return `(function (module, exports, require, __filename) {${text}})`;
}

/** Runs the code as a run of the program does, and keeps what came of it. */
function runOnce(folder: string | undefined, text = code, digest = 'a'): Exports {
  const cache = new CodeCache(
    { code: { file: '/code.cjs', text: () => text } },
    digest,
    folder === undefined ? undefined : { path: folder, make: () => true },
  );
  const exports = cache.run('code') as Exports;
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

/** As it is kept: twice, the second time in Base64. */
function keepTwice(data: Buffer): Buffer {
  return Buffer.concat([data, Buffer.from(`\n${data.toString('base64')}`)]);
}

function takeData(kept: Buffer): Buffer {
  return kept.subarray(0, kept.lastIndexOf('\n'));
}

test('what V8 does not take back is compiled and kept anew', () => {
  const folder = makeScratchFolder();
  runOnce(folder.root);
  // The header has the version of V8; both copies are one.
  const data = takeData(readFileSync(folder.path('code-a'))).fill(7, 4, 16);
  writeFileSync(folder.path('code-a'), keepTwice(data));
  age(folder, 'code-a');
  // Within one process V8 would remember the very same code.
  runOnce(folder.root, code.replace('one + other', 'other + one'));
  assert.is.not(statSync(folder.path('code-a')).mtimeMs, 1000);
});

/** Code that is kept in several pages. */
const longCode = code.replace(
  /}\)$/,
  `${Array.from({ length: 400 }, (_, at) => `exports.f${at} = () => [${at}, "${at}"];`).join('')}})`,
);

const damages: readonly [why: string, damage: (kept: Buffer) => Buffer][] = [
  ['a page of it is zeroed', (kept) => Buffer.from(kept).fill(0, 4096, 8192)],
  ['its tail is zeroed', (kept) => Buffer.from(kept).fill(0, Math.floor(kept.length / 4))],
  ['it is zeroed', (kept) => Buffer.alloc(kept.length)],
  ['its end is missing', (kept) => kept.subarray(0, kept.length - 4096)],
  ['all but its first bytes are missing', (kept) => kept.subarray(0, 16)],
  ['a byte of it is missing', (kept) => kept.subarray(1)],
  ['it is empty', () => Buffer.alloc(0)],
  ['one bit is another', (kept) => flipBit(kept, kept.length - 100)],
  ['the first bit is another', (kept) => flipBit(kept, 0)],
  ['it is what V8 made, and nothing else', takeData],
  ['the same part of both copies is zeroed', zeroTwice],
];

function flipBit(kept: Buffer, at: number): Buffer {
  const damaged = Buffer.from(kept);
  damaged.writeUInt8(damaged.readUInt8(at) ^ 4, at);
  return damaged;
}

function zeroTwice(kept: Buffer): Buffer {
  const damaged = Buffer.from(kept);
  const { length } = takeData(kept);
  const [begin, end] = [4098, 8196];
  return damaged.fill(0, begin, end).fill(0, length + 1 + (begin / 3) * 4, length + 1 + (end / 3) * 4);
}

function isWhole(kept: Buffer): boolean {
  return kept.equals(keepTwice(takeData(kept)));
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

test('other code of the same length is not taken for it, and does not drive it out', () => {
  const folder = makeScratchFolder();
  runOnce(folder.root);
  const other = code.replace('one + other', 'other + one');
  runOnce(folder.root, other, 'b');
  assert.equal(readdirSync(folder.root), ['code-a', 'code-b']);
});

test('the oldest go when something new is kept, of other versions and half written alike', () => {
  const names = ['code-1', 'code-2', 'code-3', 'code-4', 'code-5', 'code-6', 'code-7'];
  const folder = makeScratchFolder(
    Object.fromEntries(['code-old', 'code-a.1x2y.part', ...names].map((name) => [name, ''])),
  );
  for (const file of ['code-old', 'code-a.1x2y.part']) age(folder, file);
  runOnce(folder.root);
  assert.equal(readdirSync(folder.root), [...names, 'code-a']);
  age(folder, 'code-3');
  runOnce(folder.root, code, 'b');
  assert.equal(readdirSync(folder.root), [...names.filter((name) => name !== 'code-3'), 'code-a', 'code-b']);
});

test('a folder that is gone costs nothing but time', () => {
  runOnce('/nowhere/at/all');
});

test.run();
