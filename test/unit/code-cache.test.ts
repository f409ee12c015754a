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
  const cache = new CodeCache({ code: { file: '/code.cjs', text: () => text } }, digest, folder);
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

test('what V8 does not take back is compiled and kept anew', () => {
  const folder = makeScratchFolder();
  runOnce(folder.root);
  // The header has the version of V8; the two halves are still one.
  const half = readFileSync(folder.path('code-a'));
  const data = half.subarray(0, half.length / 2).fill(7, 4, 16);
  writeFileSync(folder.path('code-a'), Buffer.concat([data, data]));
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
  ['its tail is zeroed', (kept) => Buffer.from(kept).fill(0, kept.length / 2)],
  ['it is zeroed', (kept) => Buffer.alloc(kept.length)],
  ['its end is missing', (kept) => kept.subarray(0, kept.length - 4096)],
  ['all but its first bytes are missing', (kept) => kept.subarray(0, 16)],
  ['a byte of it is missing', (kept) => kept.subarray(1)],
  ['it is empty', () => Buffer.alloc(0)],
  ['one bit is another', (kept) => flipBit(kept, kept.length - 100)],
  ['the first bit is another', (kept) => flipBit(kept, 0)],
  ['only half of it is there', (kept) => kept.subarray(0, kept.length / 2)],
];

function flipBit(kept: Buffer, at: number): Buffer {
  const damaged = Buffer.from(kept);
  damaged.writeUInt8(damaged.readUInt8(at) ^ 4, at);
  return damaged;
}

function isWhole(kept: Buffer): boolean {
  return kept.subarray(0, kept.length / 2).equals(kept.subarray(kept.length / 2));
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

test('what is a month old goes, of other versions and half written alike, when something new is kept', () => {
  const folder = makeScratchFolder({ 'code-old': '', 'code-a.1x2y.part': '', 'code-new': '' });
  for (const file of ['code-old', 'code-a.1x2y.part']) age(folder, file);
  runOnce(folder.root);
  assert.equal(readdirSync(folder.root), ['code-a', 'code-new']);
});

test('a folder that is gone costs nothing but time', () => {
  runOnce('/nowhere/at/all');
});

test.run();
