import { readFileSync } from 'node:fs';
import path from 'node:path';
import { transformSync } from 'esbuild';
import { test } from 'uvu';
import * as assert from 'uvu/assert';

// What a security reviewer checks first in the file that agents run.

const bundle = readFileSync(path.join(__dirname, '../../bin/docker-ecr-cache.cjs'), 'utf8');
const { code: withoutComments } = transformSync(bundle, { legalComments: 'none' });

test('it is code: comments are a small part of it', () => {
  assert.ok(withoutComments.length > 0.95 * bundle.length, `${withoutComments.length} of ${bundle.length}`);
});

test('it is not minified', () => {
  const lines = bundle.split('\n');
  assert.ok(bundle.length / lines.length < 60, `${bundle.length} characters in ${lines.length} lines`);
  // Long lines are esbuild's lists of a module's variables.
  assert.equal(
    lines.filter((line) => line.length > 1000 && !/^var [\w$]+(, [\w$]+)*;$/.test(line)),
    [],
  );
  assert.match(bundle, /^\/\/ src\/main\.ts$/m);
});

test('it evaluates no text', () => {
  assert.not.match(withoutComments, /\beval\b|\bnew Function\b|[^.\w]Function\(/);
});

test('it loads modules of node alone, and none of those that compile code or start threads', () => {
  const loaded = [...withoutComments.matchAll(/(?:\brequire|\bimport)\((.*?)\)/g)]
    .map(([, name = '']) => name)
    // In texts of errors.
    .filter((name) => !name.includes('@aws-sdk/signature-v4'));
  assert.equal(
    [...new Set(loaded)].sort(),
    [
      'async_hooks',
      'child_process',
      'crypto',
      'fs',
      'fs/promises',
      'http',
      'https',
      'net',
      'os',
      'path',
      'perf_hooks',
      'process',
      'stream',
      'string_decoder',
      'util',
      'zlib',
    ].map((name) => JSON.stringify(name)),
  );
});

test.run();
