import { chmodSync, chownSync, existsSync, lstatSync, readdirSync, writeFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { findPrivateFolder } from '../../src/bundle/code-folder';
import { makeScratchFolder, type ScratchFolder } from './scratch-folder';

const mine = process.getuid();

/** The folder after it was asked for and, if it may be used, made. */
function openFolder(
  parent: string,
  names: readonly string[],
  userId: number | undefined,
): string | undefined {
  const folder = findPrivateFolder(parent, names, userId);
  return folder?.make() ? folder.path : undefined;
}

test('a folder for code is made where its parent is there, for this user only', () => {
  const home = makeScratchFolder();
  assert.is(openFolder(home.root, ['.cache', 'code'], mine), home.path('.cache/code'));
  for (const made of ['.cache', '.cache/code']) assert.is(lstatSync(home.path(made)).mode & 0o777, 0o700);
  assert.is(openFolder(home.root, ['.cache', 'code'], mine), home.path('.cache/code'));
});

test('nothing is made before there is something to keep', () => {
  const home = makeScratchFolder();
  assert.is(findPrivateFolder(home.root, ['.cache', 'code'], mine)?.path, home.path('.cache/code'));
  assert.equal(readdirSync(home.root), []);
});

test('nothing is made in the home of another user, who could not use it then', () => {
  // Only root can give one away, and write to it all the same.
  if (mine !== 0) return;
  const home = makeScratchFolder();
  chownSync(home.root, 65534, 65534);
  assert.is(openFolder(home.root, ['.cache', 'code'], mine), undefined);
  assert.equal(readdirSync(home.root), []);
});

test('nothing is made where the parent is missing', () => {
  const home = makeScratchFolder();
  assert.is(openFolder(home.path('missing'), ['.cache'], mine), undefined);
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
    assert.is(openFolder(home.root, ['.cache', 'code'], mine), undefined);
  });
}

test('no folder for code: a link to one', () => {
  const home = makeScratchFolder({ 'elsewhere/code': 'folder', '.cache': { link: 'elsewhere' } });
  assert.is(openFolder(home.root, ['.cache', 'code'], mine), undefined);
});

test('no folder for code: one of another user', () => {
  // Only root can give one away.
  if (mine !== 0) return;
  const home = makeScratchFolder({ '.cache/code': 'folder' });
  chownSync(home.path('.cache/code'), 65534, 65534);
  assert.is(openFolder(home.root, ['.cache', 'code'], mine), undefined);
});

test('no folder for code: a file in its place', () => {
  const home = makeScratchFolder();
  writeFileSync(home.path('.cache'), '');
  assert.is(openFolder(home.root, ['.cache', 'code'], mine), undefined);
});

test('no folder for code: a system without users', () => {
  const home = makeScratchFolder();
  assert.is(openFolder(home.root, ['.cache'], undefined), undefined);
  assert.equal(readdirSync(home.root), []);
});

test.run();
