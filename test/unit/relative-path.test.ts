import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { relativePath } from '../../src/settings/relative-path';
import { makeScratchFolder } from './scratch-folder';

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
  ['a name may start with two dots', '/checkout/..a', '/checkout', '..a'],
  ['white space at the end is part of the name', 'a ', '/checkout', 'a '],
];

for (const [why, text, workingDirectory, path] of cases) {
  test(why, () => assert.is(relativePath(text, workingDirectory), path));
}

const folder = makeScratchFolder({
  'real/a/b': '',
  'real/self': { link: '.' },
  'real/out': { link: '../other' },
  'other/c': '',
  checkout: { link: 'real' },
  nested: { link: 'checkout/a' },
});

const throughLinks: readonly [why: string, text: string, path: string][] = [
  ['the working directory by a link is a dot', folder.path('checkout'), '.'],
  ['a path in it becomes relative', folder.path('checkout/a/b'), 'a/b'],
  ['also one that is not there', folder.path('checkout/a/*.ts'), 'a/*.ts'],
  ['a link to it within it stays', folder.path('checkout/self/a'), 'self/a'],
  ['a link out of it stays', folder.path('checkout/out/c'), 'out/c'],
  ['a folder in it by a link is outside', folder.path('nested/b'), folder.path('nested/b')],
  ['a path that leads by it is outside', folder.path('checkout/../other/c'), folder.path('other/c')],
];

for (const [why, text, path] of throughLinks) {
  test(`links: ${why}`, () => assert.is(relativePath(text, folder.path('real')), path));
}

test.run();
