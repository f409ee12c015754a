import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { relativePath } from '../../src/settings/relative-path';

const cases: readonly [why: string, text: string, workingDirectory: string, path: string][] = [
  ['a plain path stays', 'a/b', '/checkout', 'a/b'],
  ['dots, double slashes and a slash at the end go', './a/.//c/../b/', '/checkout', 'a/b'],
  ['the working directory is a dot', './', '/checkout', '.'],
  ['an absolute path inside becomes relative', '/checkout/a', '/checkout', 'a'],
  ['the absolute working directory is a dot', '/checkout/', '/checkout', '.'],
  ['an absolute path outside stays', '/checkout-2/a/', '/checkout', '/checkout-2/a'],
  ['the folder above is outside', '/', '/checkout', '/'],
  ['everything is inside the top of the file system', '/a/b', '/', 'a/b'],
  ['a relative path may lead outside', '../a/', '/checkout', '../a'],
  ['two dots at the beginning of a name are no way out', '/checkout/..a', '/checkout', '..a'],
  ['white space at the end is part of the name', 'a ', '/checkout', 'a '],
];

for (const [why, text, workingDirectory, path] of cases) {
  test(why, () => assert.is(relativePath(text, workingDirectory), path));
}

test.run();
