import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { FileReader } from '../../src/key/file-reader';
import { type FoundPaths, findPaths } from '../../src/key/file-tree';
import { matchesGlob, parseGlob } from '../../src/key/glob';
import { makeScratchFolder, type ScratchFolder, type Tree } from './scratch-folder';
import { readTable } from './text-table';

/** The files that match a pattern, if everything can be read. */
function find(pattern: string, folder: ScratchFolder): Promise<FoundPaths> {
  return findPaths(parseGlob(pattern), folder.path, new FileReader(25), (_, error) => {
    throw error;
  });
}

const tooMany: readonly [why: string, pattern: string][] = [
  ['a sequence with too many members', 'a{1..1000000000}'],
  ['sequences that multiply', '{1..999}/{1..999}/{1..999}'],
  ['one more than allowed', '{1..10001}'],
];

for (const [why, pattern] of tooMany) {
  test(`no pattern: ${why}`, () => {
    assert.throws(
      () => parseGlob(pattern),
      (error: unknown) => error instanceof RangeError && /more than 10000 patterns/.test(error.message),
    );
  });
}

test('a pattern may stand for many', () => assert.is(parseGlob('{1..10000}').length, 10_000));

/** Names with a meaning in a shell or regular expression, dot files and dot folders. */
const emptyFiles = [
  'a b.ts',
  'a\nb.ts',
  ' lib/x.ts',
  ...split(String.raw`
    a  ab  A  a.ts  b.ts  .env  .a.ts  [id].ts  i.ts  it's  "  \  a*b  a?b  -a  !a  #a  ~a  $a  {a,b}
    (a)  a+  é  é.ts  1  9  _  ]  ^  .git/HEAD  .git/hooks/x.ts  .github/x.ts  src/a.ts  src/.hidden
    src/.hidden.d/x.ts  src/lib/a.ts  src/lib/deep/a.ts  src/lib/deep/b.js  tests/a.ts
    tests/lib/deep/c.ts
  `),
];
const oddNames: Tree = {
  ...Object.fromEntries(emptyFiles.map((name) => [name, ''])),
  'src/empty': 'folder',
  'src/.git': 'a worktree has a file of this name',
  'src/link.ts': { link: 'a.ts' },
  'src/broken.ts': { link: 'nowhere' },
};

const linkless = makeScratchFolder(oddNames);
const linked = makeScratchFolder({ ...oddNames, 'src/link': { link: 'lib' }, 'src/loop': { link: '..' } });

/** Bash before 4 has no `**`, so there is nothing to compare with. */
const hasGlobstar = spawnSync('bash', ['-O', 'globstar', '-c', 'true']).status === 0;

/** Bash's expansion of each word in a folder. */
function expandInBash(words: readonly string[], cwd: string, braces: boolean): readonly (readonly string[])[] {
  const script = braces
    ? words.map((word) => `printf '%s\\0' ${word} /end/`).join('\n')
    : `IFS=; for word; do printf '%s\\0' $word /end/; done`;
  const options = ['-O', 'nullglob', ...(hasGlobstar ? ['-O', 'globstar'] : [])];
  const { status, stdout, stderr } = spawnSync('bash', [...options, '-c', script, 'bash', ...words], {
    cwd,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, LC_ALL: 'C.UTF-8' },
  });
  assert.is(status, 0, stderr);
  const expansions = stdout.split('/end/\0').map((text) => text.split('\0').filter((path) => path !== ''));
  return expansions.slice(0, -1);
}

function split(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}

const withoutGlobstar = [
  ' lib/*',
  ...split(String.raw`
  *  *.ts  .*  .*.ts  *b*  ?  ??  ?.ts  [a-b]*  [!a]*  [^a]?  []^]  [!]^]  [[:alpha:]]  [[:digit:]_]
  [[:upper:]]*  [![:alnum:]]*  [[:punct:]]a  a[[:space:]]b.ts  [id].ts  \[id\].t?  a\*?  a\?*  \**
  \\*  [!\-]*  "*  it'*  (*  a+*  {a,b*  $*  ~*  #*  !*  -*  é*  *é*  */a.ts  */*  */*/*  */.*
  .*/*  .git*  src/*/a.ts  src/*/deep/*  src/l*/a.ts  src/b*  src/link/*  src/loop/tests/*  ./src/*.ts
  src//*.ts  src/../tests/*  a/*  nowhere/*  *.nothing  a*.ts  a**  [ab].ts  [A-B]  [a-b0-9]  [a\-z]*
  [-a]a  [a^]  [[]id].ts  [$.*+?(){}|^]a  [[:alnum:]]  [[:lower:]]*  a[[:blank:]]b.ts  a[[:punct:]]b
  [[:xdigit:]]  [[:word:]]  [![:digit:]]  [\]]  \.a*  .[e-g]*  ?a  [.b]a  src/./*
`),
];

const withGlobstar = split(`
  **  **/*  **/*.ts  **/a.ts  **/lib/*.ts  **/lib/**/*.ts  **/.*  **/.hidden.d/*  **/deep  **/lib*
  **/.hidden  **/**/x.ts  src/**  src/**/*  src/**/a.ts  src/**/deep/*  src/**/**/a.ts  src/lib/**
  */**/a.ts  .git*/**  src/a**  nowhere/**
`);

const withBraces = split(String.raw`
  {a,b}*.ts  src/{lib,link}/*  src/{,lib/}*.ts  *{1..9}  src/{lib/{deep,x},link}/?.ts  {*.ts,*.ts}
  {\\,a}*  {a,b}\**
`);

/** Normalised, sorted paths without duplicates. */
function normalise(paths: Iterable<string>): readonly string[] {
  return [...new Set([...paths].map((found) => path.posix.normalize(found).replace(/\/$/, '')))].sort();
}

async function compareWithBash(patterns: readonly string[], folder: ScratchFolder, braces: boolean): Promise<void> {
  const expanded = expandInBash(patterns, folder.root, braces);
  assert.is(expanded.length, patterns.length);
  const isFolder = (found: string) => existsSync(folder.path(found)) && statSync(folder.path(found)).isDirectory();
  const different: object[] = [];
  for (const [index, pattern] of patterns.entries()) {
    const { files, folders } = await find(pattern, folder);
    // On purpose, no wildcard matches Git's own folder. Bash before 5.2 takes `.` and `..` for dot files.
    const matched = normalise(expanded[index] ?? []).filter((found) => !/(^|\/)(\.git|\.\.?)(\/|$)/.test(found));
    const expected = matched.filter((found) => !isFolder(found));
    if (normalise(files).join('\0') !== expected.join('\0')) different.push({ pattern, files, expected });
    // `**` also goes into the folders that it matches.
    const expectedFolders = /(^|\/)\*\*(\/\*)?$/.test(pattern) ? [] : matched.filter(isFolder);
    if (normalise(folders).join('\0') !== expectedFolders.join('\0'))
      different.push({ pattern, folders, expectedFolders });
  }
  assert.equal(different, []);
  assert.ok(expanded.filter((found) => found.length > 1).length > patterns.length / 2, 'hardly anything matches');
}

test('bash finds the same, links to folders included', () => compareWithBash(withoutGlobstar, linked, false));
test('bash finds the same with braces', () => compareWithBash(withBraces, linked, true));
// Bash isn't consistent about links: `a/**/*` goes one step into them, `**/*` doesn't. Ours never does.
(hasGlobstar ? test : test.skip)('bash finds the same with **', () => compareWithBash(withGlobstar, linkless, false));

test('a pattern excludes the files that it finds', async () => {
  const all = (await find('{**,**/.*,**/.*/**,.*/**}', linkless)).files;
  for (const pattern of [...withoutGlobstar, ...withGlobstar, ...withBraces]) {
    if (/(^|\/)\.\.?(\/|$)/.test(pattern)) continue;
    const globs = parseGlob(pattern);
    const matched = [...all].filter((file) => globs.some((glob) => matchesGlob(glob, file.split('/'))));
    assert.equal(normalise(matched), normalise((await find(pattern, linkless)).files), pattern);
  }
});

const throughLinks = readTable(`
a link that a wildcard matches is followed, one that ** finds is not | src/l*/**/a.ts | src/lib/a.ts src/lib/deep/a.ts src/link/a.ts src/link/deep/a.ts src/loop/a.ts src/loop/src/a.ts src/loop/src/lib/a.ts src/loop/src/lib/deep/a.ts src/loop/tests/a.ts
** passes by links | src/**/a.ts | src/a.ts src/lib/a.ts src/lib/deep/a.ts
a link to a folder is a folder | src/**/l* | src/link.ts
a link that is named behind ** is followed | **/link/* | src/link/a.ts
a link that is named before ** is followed | src/link/** | src/link/a.ts src/link/deep/a.ts src/link/deep/b.js
`);

for (const [why, pattern = '', found = ''] of throughLinks) {
  test(`links: ${why}`, async () => {
    assert.equal(normalise((await find(pattern, linked)).files), found.split(' '));
  });
}

const inGit: readonly [why: string, pattern: string, found: readonly string[]][] = [
  ['no wildcard matches it', '.g*/HEAD', []],
  ['no wildcard matches the file of a worktree', 'src/.g*', []],
  ['naming it includes it', '.git/H*', ['.git/HEAD']],
  ['naming it includes what is beneath it', '.git/**', ['.git/HEAD', '.git/hooks/x.ts']],
];

for (const [why, pattern, found] of inGit) {
  test(`the folder of Git: ${why}`, async () => {
    assert.equal(normalise((await find(pattern, linkless)).files), found);
  });
}

test('the folder of Git is never part of **', async () => {
  const { files, folders } = await find('**/{.git,HEAD,x.ts}', linkless);
  assert.equal(normalise(files), [' lib/x.ts', 'src/.git']);
  assert.equal(normalise(folders), ['.git']);
});

test.run();
