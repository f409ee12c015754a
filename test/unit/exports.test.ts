import { readdirSync, readFileSync, statSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { UserError } from '../../src/errors';
import { toExports, writeExports } from '../../src/report/exports';
import { makeScratchFolder } from './scratch-folder';

const prefix = 'BUILDKITE_PLUGIN_DOCKER_ECR_CACHE_EXPORT_';
const image = { repository: 'registry/a/b', tag: 'c', digest: 'sha256:d', hit: true };

test('a hit', () => {
  assert.equal(
    [...toExports(image, 'IMAGE')],
    [
      ['IMAGE', 'registry/a/b:c'],
      [`${prefix}IMAGE`, 'registry/a/b'],
      [`${prefix}TAG`, 'c'],
      [`${prefix}DIGEST`, 'sha256:d'],
      [`${prefix}HIT`, 'true'],
    ],
  );
});

test('a miss that no registry has', () => {
  const exports = toExports({ ...image, digest: '', hit: false }, 'IMAGE');
  assert.equal([exports.get(`${prefix}DIGEST`), exports.get(`${prefix}HIT`)], ['', 'false']);
});

test('names and values end in NUL, which neither can hold', () => {
  const folder = makeScratchFolder();
  writeExports(
    folder.path('exports'),
    new Map([
      ['A', 'b=c\n$d "e"'],
      ['F', ''],
    ]),
  );
  assert.is(readFileSync(folder.path('exports'), 'utf8'), 'A\0b=c\n$d "e"\0F\0\0');
});

test('the file is private, and nothing is left beside it', () => {
  const folder = makeScratchFolder();
  writeExports(folder.path('exports'), new Map([['A', 'b']]));
  assert.is(statSync(folder.path('exports')).mode & 0o777, 0o600);
  assert.equal(readdirSync(folder.root), ['exports']);
});

test('a file of an earlier run goes', () => {
  const folder = makeScratchFolder({ exports: 'A\0old and long\0' });
  writeExports(folder.path('exports'), new Map([['A', 'b']]));
  assert.is(readFileSync(folder.path('exports'), 'utf8'), 'A\0b\0');
});

test('a folder that does not exist: a clear error', () => {
  assert.throws(
    () => writeExports(makeScratchFolder().path('missing/exports'), new Map()),
    (error: unknown) =>
      error instanceof UserError &&
      /^the variables for the rest of the step can't be written: ENOENT/.test(error.message) &&
      /TMPDIR/.test(error.hint ?? ''),
  );
});

test.run();
