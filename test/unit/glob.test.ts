import { spawnSync } from 'node:child_process';
import { lstatSync } from 'node:fs';
import path from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { FileReader } from '../../src/key/file-reader';
import { matchesGlob, parseGlob } from '../../src/key/glob';
import { findPaths } from '../../src/key/path-walk';
import { makeScratchFolder, type ScratchFolder } from './scratch-folder';

function matches(pattern: string, name: string): boolean {
  return parseGlob(pattern).some((glob) => matchesGlob(glob, name.split('/')));
}

/** What a pattern finds where everything can be read. */
function find(pattern: string, folder: ScratchFolder): Promise<readonly string[]> {
  return findPaths(parseGlob(pattern), folder.path, new FileReader(25), (_, error) => {
    throw error;
  });
}

const patterns: readonly [
  why: string,
  pattern: string,
  matched: readonly string[],
  unmatched: readonly string[],
][] = [
  ['a plain path is itself', 'a/b.ts', ['a/b.ts'], ['a/b_ts', 'a', 'a/b.ts/c', 'b.ts', 'x/a/b.ts']],
  ['case counts', 'a', ['a'], ['A']],
  ['* is any text within one part', 'a/*.ts', ['a/b.ts', 'a/b.c.ts'], ['a/b/c.ts', 'a/ts', 'a/b.tsx']],
  ['* may be nothing', 'a*b', ['ab', 'axb', 'a\nb'], ['a/b']],
  ['* passes over a leading dot', '*', ['a', 'a.b'], ['.a', 'a/b']],
  ['? passes over a leading dot', '?a', ['ba'], ['.a']],
  ['[…] passes over a leading dot', '[.b]a', ['ba'], ['.a']],
  ['a dot that is named', '.*', ['.a', '.a.b'], ['a']],
  ['a dot within a name is nothing special', 'a*b', ['a.b'], []],
  ['a dot at the head of any part', 'a/*', ['a/b'], ['a/.b']],
  ['? is one character', 'a?', ['ab', 'aé', 'a😀', 'a.'], ['a', 'abc']],
  ['[…] is one of its characters', '[abc].ts', ['a.ts', 'c.ts'], ['d.ts', 'ab.ts', '.ts']],
  ['a range', '[b-d]', ['b', 'c', 'd'], ['a', 'e', 'C', '-']],
  ['ranges and characters together', '[a-cx0-2]', ['b', 'x', '1'], ['d', '3', '-']],
  ['a dash that is escaped makes no range', '[a\\-z]', ['a', '-', 'z'], ['b', '\\']],
  ['a range that ends in what is escaped', '[+-\\]]', ['+', 'A', ']'], ['-a', '^']],
  ['a dash at an end is a dash', '[-a][a-]', ['-a', 'a-', '--'], ['b-']],
  ['! takes the others', '[!a]', ['b'], ['a']],
  ['^ takes the others too', '[^a-c]', ['d', '^'], ['a', 'b']],
  ['^ further on is a caret', '[a^]', ['a', '^'], ['b']],
  ['] first is a bracket', '[]a]', [']', 'a'], ['b', '[]a]']],
  ['] first among the others is a bracket', '[!]a]', ['b'], [']', 'a']],
  ['[ within is a bracket', '[[]', ['['], ['[[]']],
  ['characters that mean something elsewhere', '[$.*+?(){}|^]', ['+', '$', '|', '^'], ['\\', 'a']],
  ['a bracket that nothing closes is a bracket', '[a', ['[a'], ['a']],
  ['brackets do not reach beyond their part', '[a/b]', ['[a/b]'], ['a', '/']],
  ['digits by name', '[[:digit:]]', ['0', '9'], ['a', '[', ':']],
  ['letters by name', '[[:alpha:]_]', ['a', 'Z', 'é', '_'], ['1', '-']],
  ['letters and digits by name', '[[:alnum:]]', ['a', '1'], ['_', '-']],
  ['lower case by name', '[[:lower:]]', ['a', 'é'], ['A', '1']],
  ['upper case by name', '[[:upper:]]', ['A', 'É'], ['a', '1']],
  ['white space by name', 'a[[:space:]]b', ['a b', 'a\nb', 'a\tb'], ['ab', 'a_b']],
  ['blanks by name', 'a[[:blank:]]b', ['a b', 'a\tb'], ['a\nb']],
  ['punctuation by name', 'a[[:punct:]]', ['a-', 'a!', 'a~', 'a_', 'a]'], ['aa', 'a1', 'a ']],
  ['hexadecimal digits by name', '[[:xdigit:]]', ['0', 'a', 'F'], ['g']],
  ['word characters by name', '[[:word:]]', ['a', '1', '_'], ['-']],
  ['others than a name', '[![:digit:]]', ['a'], ['1']],
  ['a backslash takes a star as it is', 'a\\*b', ['a*b'], ['axb', 'a\\b', 'a\\*b']],
  ['a backslash takes a question mark as it is', 'a\\?', ['a?'], ['ab']],
  ['a backslash takes a bracket as it is', '\\[id\\].ts', ['[id].ts'], ['i.ts']],
  ['a backslash takes a backslash as it is', 'a\\\\*', ['a\\', 'a\\b'], ['ab', 'a*', 'a']],
  ['a backslash takes a backslash as it is, before braces too', '{a,b}\\\\c', ['a\\c', 'b\\c'], ['ac']],
  ['a backslash before any other character goes', '\\a\\b', ['ab'], ['\\a\\b']],
  ['a backslash within brackets', '[\\]]', [']'], ['\\']],
  ['a dot that is escaped is named', '\\.a*', ['.ab'], ['ab']],
  ['characters of regular expressions are themselves', 'a+(b|c)^$.d*', ['a+(b|c)^$.d'], ['aab', 'a+bxd']],
  ['a pattern is a Unicode text', 'é*', ['éa'], ['e\u0301a']],
  ['** is any number of folders', '**/a', ['a', 'b/a', 'b/c/a'], ['ba', 'a/b', 'b/ba']],
  ['** in between may be nothing', 'a/**/b', ['a/b', 'a/c/b', 'a/c/d/b'], ['ab', 'b', 'a/bb']],
  ['** at the end is everything beneath', 'a/**', ['a/b', 'a/b/c'], ['a', 'b/a', 'ab/c']],
  ['** alone is everything', '**', ['a', 'a/b'], ['.a', 'a/.b', '.a/b']],
  ['** passes over dot folders', '**/a', ['b/a'], ['.b/a', 'b/.c/a']],
  ['** passes over dot files at its end', 'a/**/*', ['a/b'], ['a/.b']],
  ['a dot file at the end of ** is named', '**/.a', ['.a', 'b/.a'], ['.b/.a']],
  ['a dot folder behind ** is named', '**/.a/b', ['.a/b', 'c/.a/b'], ['b']],
  ['** twice in a row is **', '**/**/a', ['a', 'b/a', 'b/c/a'], ['b']],
  ['** within a name is *', 'a**', ['ab', 'a'], ['a/b']],
  ['braces are alternatives', '{a,b}.ts', ['a.ts', 'b.ts'], ['c.ts', '{a,b}.ts']],
  ['braces may hold slashes, patterns and braces', '{src/**,{a,b}*}/x', ['src/a/x', 'ab/x', 'b/x'], ['c/x']],
  ['braces may hold nothing', 'a{,b}', ['a', 'ab'], ['a{,b}']],
  ['braces may hold a sequence', 'a{1..3}', ['a1', 'a3'], ['a4']],
  ['braces around one are themselves', '{a}', ['{a}'], ['a']],
  ['braces that are escaped are themselves', '\\{a,b\\}', ['{a,b}'], ['a']],
  ['a dollar before braces keeps them', '${a,b}', ['${a,b}'], ['a', '$a']],
  ['a dot as part goes', './a/./*', ['a/b'], ['./a/./b']],
  ['slashes in a row are one', 'a//*', ['a/b'], ['a//b']],
  ['an absolute pattern', '/a/*', ['/a/b'], ['a/b']],
];

for (const [why, pattern, matched, unmatched] of patterns) {
  for (const name of matched) {
    test(`${why}: ${pattern} matches ${JSON.stringify(name)}`, () => assert.ok(matches(pattern, name)));
  }
  for (const name of unmatched) {
    test(`${why}: ${pattern} does not match ${JSON.stringify(name)}`, () =>
      assert.not(matches(pattern, name)));
  }
}

const tooMany: readonly [why: string, pattern: string][] = [
  ['a sequence with some zeros too many', 'a{1..1000000000}'],
  ['sequences that multiply', '{1..999}/{1..999}/{1..999}'],
  ['one more than may be', '{1..10001}'],
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

/** Names that mean something to a shell or to regular expressions, dot files and dot folders. */
const oddNames = {
  a: '',
  ab: '',
  A: '',
  'a.ts': '',
  'b.ts': '',
  '.env': '',
  '.a.ts': '',
  '[id].ts': '',
  'i.ts': '',
  'a b.ts': '',
  'a\nb.ts': '',
  "it's": '',
  '"': '',
  '\\': '',
  'a*b': '',
  'a?b': '',
  '-a': '',
  '!a': '',
  '#a': '',
  '~a': '',
  $a: '',
  '{a,b}': '',
  '(a)': '',
  'a+': '',
  é: '',
  'é.ts': '',
  '1': '',
  '9': '',
  _: '',
  ']': '',
  '^': '',
  ' lib/x.ts': '',
  '.git/HEAD': '',
  '.git/hooks/x.ts': '',
  '.github/x.ts': '',
  'src/a.ts': '',
  'src/.hidden': '',
  'src/.hidden.d/x.ts': '',
  'src/lib/a.ts': '',
  'src/lib/deep/a.ts': '',
  'src/lib/deep/b.js': '',
  'src/empty': 'folder',
  'src/.git': 'a worktree has a file of this name',
  'src/link.ts': { link: 'a.ts' },
  'src/broken.ts': { link: 'nowhere' },
  'tests/a.ts': '',
  'tests/lib/deep/c.ts': '',
} as const;

const linkless = makeScratchFolder(oddNames);
const linked = makeScratchFolder({ ...oddNames, 'src/link': { link: 'lib' }, 'src/loop': { link: '..' } });

/** Bash before 4 has no `**`: on such a machine there is nothing to compare with. */
const hasGlobstar = spawnSync('bash', ['-O', 'globstar', '-c', 'true']).status === 0;

/** What bash makes of words, each by itself, in a folder. */
function expandInBash(
  words: readonly string[],
  cwd: string,
  braces: boolean,
): readonly (readonly string[])[] {
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

const withoutGlobstar: readonly string[] = [
  '*',
  '*.ts',
  '.*',
  '.*.ts',
  '*b*',
  '?',
  '??',
  '?.ts',
  '[a-b]*',
  '[!a]*',
  '[^a]?',
  '[]^]',
  '[!]^]',
  '[[:alpha:]]',
  '[[:digit:]_]',
  '[[:upper:]]*',
  '[![:alnum:]]*',
  '[[:punct:]]a',
  'a[[:space:]]b.ts',
  '[id].ts',
  '\\[id\\].t?',
  'a\\*?',
  'a\\?*',
  '\\**',
  '\\\\*',
  '[!\\-]*',
  '"*',
  "it'*",
  '(*',
  'a+*',
  '{a,b*',
  '$*',
  '~*',
  '#*',
  '!*',
  '-*',
  'é*',
  '*é*',
  ' lib/*',
  '*/a.ts',
  '*/*',
  '*/*/*',
  '*/.*',
  '.*/*',
  '.git*',
  'src/*/a.ts',
  'src/*/deep/*',
  'src/l*/a.ts',
  'src/b*',
  'src/link/*',
  'src/loop/tests/*',
  './src/*.ts',
  'src//*.ts',
  'src/../tests/*',
  'a/*',
  'nowhere/*',
  '*.nothing',
];

const withGlobstar: readonly string[] = [
  '**',
  '**/*',
  '**/*.ts',
  '**/a.ts',
  '**/lib/*.ts',
  '**/lib/**/*.ts',
  '**/.*',
  '**/.hidden.d/*',
  '**/deep',
  'src/**',
  'src/**/*',
  'src/**/a.ts',
  'src/**/deep/*',
  'src/**/**/a.ts',
  'src/lib/**',
  '*/**/a.ts',
  '.git*/**',
  'src/a**',
  'nowhere/**',
];

const withBraces: readonly string[] = [
  '{a,b}*.ts',
  'src/{lib,link}/*',
  'src/{,lib/}*.ts',
  '*{1..9}',
  'src/{lib/{deep,x},link}/?.ts',
  '{*.ts,*.ts}',
  '{\\\\,a}*',
  '{a,b}\\**',
];

/**
 * What of bash's matches should be ours. Two things differ on purpose: Git's own folder is never what a wildcard
 * means, and `**` at the end stands for files and links only (bash adds the folders on the way, which would bring in
 * the dot files that `**` passes over).
 */
function toExpected(pattern: string, matched: readonly string[], folder: string): readonly string[] {
  const endsInGlobstar = /(^|\/)\*\*$/.test(pattern);
  return matched.filter(
    (found) =>
      !found.split('/').includes('.git') &&
      // Bash before 5.2 takes these two for dot files.
      !/(^|\/)\.\.?$/.test(found) &&
      !(endsInGlobstar && lstatSync(path.join(folder, found)).isDirectory()),
  );
}

/** Paths in one spelling, sorted, each once. */
function normalise(paths: readonly string[]): readonly string[] {
  return [...new Set(paths.map((found) => path.posix.normalize(found).replace(/\/$/, '')))].sort();
}

async function compareWithBash(
  patterns: readonly string[],
  folder: ScratchFolder,
  braces: boolean,
): Promise<void> {
  const expanded = expandInBash(patterns, folder.root, braces);
  assert.is(expanded.length, patterns.length);
  const different: object[] = [];
  for (const [index, pattern] of patterns.entries()) {
    const found = normalise(await find(pattern, folder));
    const expected = normalise(toExpected(pattern, expanded[index] ?? [], folder.root));
    if (found.join('\0') !== expected.join('\0')) different.push({ pattern, found, expected });
  }
  assert.equal(different, []);
  assert.ok(
    expanded.filter((found) => found.length > 1).length > patterns.length / 2,
    'hardly anything matches',
  );
}

test('bash finds the same, links to folders included', () => compareWithBash(withoutGlobstar, linked, false));
test('bash finds the same with braces', () => compareWithBash(withBraces, linked, true));
// Bash itself is of two minds about links here: `a/**/*` goes one step into them, `**/*` none. Ours goes none.
(hasGlobstar ? test : test.skip)('bash finds the same with **', () =>
  compareWithBash(withGlobstar, linkless, false),
);

const throughLinks: readonly [why: string, pattern: string, found: readonly string[]][] = [
  [
    'a link that a wildcard matches is followed, one that ** finds is not',
    'src/l*/**/a.ts',
    [
      'src/lib/a.ts',
      'src/lib/deep/a.ts',
      'src/link/a.ts',
      'src/link/deep/a.ts',
      'src/loop/a.ts',
      'src/loop/src/a.ts',
      'src/loop/src/lib/a.ts',
      'src/loop/src/lib/deep/a.ts',
      'src/loop/tests/a.ts',
    ],
  ],
  ['** passes by links', 'src/**/a.ts', ['src/a.ts', 'src/lib/a.ts', 'src/lib/deep/a.ts']],
  ['** at the end finds the link itself', 'src/**/l*', ['src/lib', 'src/link', 'src/link.ts', 'src/loop']],
  ['a link that is named behind ** is followed', '**/link/*', ['src/link/a.ts', 'src/link/deep']],
  [
    'a link that is named before ** is followed',
    'src/link/**',
    ['src/link/a.ts', 'src/link/deep/a.ts', 'src/link/deep/b.js'],
  ],
];

for (const [why, pattern, found] of throughLinks) {
  test(`links: ${why}`, async () => {
    assert.equal(normalise(await find(pattern, linked)), found);
  });
}

const inGit: readonly [why: string, pattern: string, found: readonly string[]][] = [
  ['no wildcard means it', '.g*/HEAD', []],
  ['no wildcard means the file of a worktree', 'src/.g*', []],
  ['whoever names it gets it', '.git/H*', ['.git/HEAD']],
  ['whoever names it gets what is beneath it', '.git/**', ['.git/HEAD', '.git/hooks/x.ts']],
];

for (const [why, pattern, found] of inGit) {
  test(`the folder of Git: ${why}`, async () => {
    assert.equal(normalise(await find(pattern, linkless)), found);
  });
}

test('the folder of Git is never part of **', async () => {
  const found = await find('**/{.git,HEAD,x.ts}', linkless);
  assert.equal(normalise(found), [' lib/x.ts', '.git', 'src/.git']);
});

test.run();
