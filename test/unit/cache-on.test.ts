import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  appendFileSync,
  chmodSync,
  closeSync,
  mkdirSync,
  openSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { OptionError, UserError } from '../../src/errors';
import { computeCacheKey } from '../../src/key/cache-key';
import { type CacheOnInputs, parseCacheOnEntry, readCacheOn } from '../../src/key/cache-on';
import { FileReader } from '../../src/key/file-reader';
import { plainInputs } from './plain-inputs';
import { asOrdinaryUser, makeScratchFolder, type ScratchFolder, type Tree } from './scratch-folder';

interface Reading extends CacheOnInputs {
  /** The lines of the log. */
  readonly said: readonly string[];
}

async function read(
  folder: ScratchFolder,
  entries: readonly string[],
  cacheOnMissing: 'fail' | 'warn' = 'fail',
): Promise<Reading> {
  const said: string[] = [];
  const inputs = await readCacheOn(entries.map(parseCacheOnEntry), cacheOnMissing, {
    workingDirectory: folder.root,
    fileReader: new FileReader(25),
    say: (line) => said.push(line),
    warn: (line) => said.push(`warning: ${line}`),
  });
  return { ...inputs, said };
}

/** The error about entries that don't count. */
async function readProblem(folder: ScratchFolder, entries: readonly string[]): Promise<UserError> {
  try {
    await read(folder, entries);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  return assert.unreachable('everything was counted') as never;
}

/** Paths in the order of the key, links with their targets. */
function list({ files }: CacheOnInputs): readonly string[] {
  return files.map(({ path, link }) => (link === undefined ? path : `${path} -> ${link}`)).sort();
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

const tree: Tree = {
  'package.json': '{"name":"a","engines":{"node":"20"},"list":[1,2]}',
  'other.json': '{"name":"a","?":1}',
  'run.sh': { executable: '#!/bin/sh' },
  empty: '',
  '.env': 'A=b',
  'src/index.ts': 'a',
  'src/index.test.ts': 'b',
  'src/.hidden': 'c',
  'src/.config/x': 'd',
  'src/lib/a.ts': 'e',
  'src/lib/deep/a.ts': 'f',
  'src/lib/void': 'folder',
  'src/.git': 'gitdir: ../.git/modules/src',
  '.git/HEAD': 'ref',
  'src/lib/.git/HEAD': 'ref',
  'two words/a file': 'g',
  'new\nline': 'h',
  'it\'s "quoted"': 'i',
  'clé/été': 'j',
  '-dash': 'k',
  '!bang': 'l',
  '[id].ts': 'm',
  'i.ts': 'n',
  '*': 'o',
  'a{b,c}d': 'p',
};
const folder = makeScratchFolder(tree);

const inSrc = 'src/.config/x, src/.hidden, src/index.test.ts, src/index.ts, src/lib/a.ts, src/lib/deep/a.ts';

// In these tables entries and files have a comma between them.

const counted: readonly [why: string, entries: string, files: string][] = [
  ['a file', 'package.json', 'package.json'],
  ['an empty file is a file', 'empty', 'empty'],
  ['a dot file that is named', '.env', '.env'],
  ['paths are normalised', './src//index.ts, src/../empty', 'empty, src/index.ts'],
  ['a folder is everything beneath it, dot files too, but not .git', 'src', inSrc],
  ['a folder with a slash at its end', 'src/', inSrc],
  ['naming .git includes it', '.git', '.git/HEAD'],
  [
    'a pattern passes over folders that it goes into',
    'src/**/*',
    'src/index.test.ts, src/index.ts, src/lib/a.ts, src/lib/deep/a.ts',
  ],
  ['a folder that a pattern passes over, and another entry counts', '{i.ts,s*}, src', `i.ts, ${inSrc}`],
  [
    'names with white space, quotes, line ends and letters beyond ASCII',
    'two words/a file, new\nline, it\'s "quoted", clé',
    'clé/été, it\'s "quoted", new\nline, two words/a file',
  ],
  ['a name that begins with a dash', '-dash', '-dash'],
  ['a name that begins with ! is written with ./ before it', './!bang', '!bang'],
  ['a name that looks like a pattern is a name first', '[id].ts, *, a{b,c}d', '*, [id].ts, a{b,c}d'],
  ['a pattern that no file is named like', '[ij].ts', 'i.ts'],
  ['a file counts once, however often it is named', 'src/index.ts, ./src/index.ts, src/*.ts, src/**/*.ts, src', inSrc],
  ['an exclusion takes files away', 'src/**, !src/*.test.ts, !src/lib', 'src/index.ts'],
  [
    'an exclusion of a folder takes everything beneath it',
    'src, !src/lib, !src/.config',
    'src/.hidden, src/index.test.ts, src/index.ts',
  ],
  ['an exclusion at any depth', 'src, !**/a.ts', 'src/.config/x, src/.hidden, src/index.test.ts, src/index.ts'],
  ['an exclusion passes over dot files as patterns do', 'src, !src/*', 'src/.config/x, src/.hidden'],
  [
    'an exclusion that names the dot',
    'src, !src/.*',
    'src/index.test.ts, src/index.ts, src/lib/a.ts, src/lib/deep/a.ts',
  ],
  ['an exclusion in another spelling', 'src/**, !./src/lib/', 'src/index.test.ts, src/index.ts'],
  ['an exclusion by pattern that goes back', 'src/**, !src/lib/../i*', 'src/lib/a.ts, src/lib/deep/a.ts'],
  ['an exclusion that is absolute', `src/**, !${folder.path('src/lib')}`, 'src/index.test.ts, src/index.ts'],
  ['an exclusion by pattern that is absolute', `src/**, !${folder.path('src/i*')}`, 'src/lib/a.ts, src/lib/deep/a.ts'],
  [
    'such exclusions in braces',
    `src/**, !{${folder.path('src/l*')},${folder.path('empty/../src/*.test.ts')}}`,
    'src/index.ts',
  ],
  ['an exclusion that looks like a pattern is a name first', 'i.ts, {[[]id].ts,i.ts}, ![id].ts', 'i.ts'],
  ['an exclusion by pattern that no file is named like', '*.ts, ![ij].ts', '[id].ts'],
  [
    'an exclusion with a slash at its end takes folders only',
    'src, !src/*/',
    'src/.config/x, src/.hidden, src/index.test.ts, src/index.ts',
  ],
  ['an exclusion that matches nothing changes nothing', 'src/index.ts, !nowhere', 'src/index.ts'],
];

for (const [why, entries, files] of counted) {
  test(`counted: ${why}`, async () => {
    const reading = await read(folder, entries.split(', '));
    assert.equal([list(reading).join(', '), ...reading.said], [files]);
    const reversed = await read(folder, entries.split(', ').reverse());
    assert.is(list(reversed).join(', '), files, 'the order of entries matters');
  });
}

test('the working directory is everything in it but .git', async () => {
  const all = list(await read(folder, ['.']));
  assert.equal(
    all,
    Object.entries(tree)
      .filter(([name, entry]) => entry !== 'folder' && !/(^|\/)\.git(\/|$)/.test(name))
      .map(([name]) => name)
      .sort(),
  );
  assert.equal(list(await read(folder, [folder.root])), all, 'its absolute path is another');
});

test('an exclusion never means the working directory, nor one above it', async () => {
  const all = list(await read(folder, ['.']));
  for (const exclusion of ['!.', '!./', '!..', '!src/..', `!${folder.root}`, '!../*'])
    assert.equal(list(await read(folder, ['.', exclusion])), all, exclusion);
  assert.equal(
    list(await read(folder, ['.', '!.*'])),
    all.filter((file) => file !== '.env'),
  );
  const inner: ScratchFolder = { ...folder, root: folder.path('src') };
  assert.equal(list(await read(inner, ['../empty', '!.*', '!..'])), ['../empty']);
});

test('a file inside counts by its relative path, however it is written', async () => {
  assert.equal(list(await read(folder, [folder.path('src/index.ts'), folder.path('src/lib/*.ts')])), [
    'src/index.ts',
    'src/lib/a.ts',
  ]);
});

test('paths through a link to the working directory are equivalent', async () => {
  const linked = makeScratchFolder({ 'real/a/x': '', 'real/a/y': '', 'real/b': '', link: { link: 'real' } });
  const inner: ScratchFolder = { ...linked, root: linked.path('real') };
  assert.equal(list(await read(inner, [linked.path('link')])), ['a/x', 'a/y', 'b']);
  assert.equal(list(await read(inner, [linked.path('link/a/*'), linked.path('link/b')])), ['a/x', 'a/y', 'b']);
  for (const exclusion of ['link/a/y', 'link/a/[y]', 'link/*/y'])
    assert.equal(list(await read(inner, ['a', `!${linked.path(exclusion)}`])), ['a/x'], exclusion);
});

test('a file outside counts by the path that was given', async () => {
  const inner: ScratchFolder = { ...folder, root: folder.path('src') };
  const outside = folder.path('empty');
  assert.equal(list(await read(inner, ['../empty', outside, 'index.ts'])), ['../empty', outside, 'index.ts'].sort());
});

test('a file counts with the SHA-256 of its bytes and its executable bit', async () => {
  const { files } = await read(folder, ['run.sh', 'empty']);
  assert.equal(files, [
    { path: 'empty', content: { executable: false, sha256: sha256('') } },
    { path: 'run.sh', content: { executable: true, sha256: sha256('#!/bin/sh') } },
  ]);
});

test('only the bit of the owner counts: others depend on the umask', async () => {
  const { path, root, make } = makeScratchFolder({ a: '' });
  chmodSync(path('a'), 0o655);
  assert.equal((await read({ path, root, make }, ['a'])).files[0]?.content?.executable, false);
  chmodSync(path('a'), 0o744);
  assert.equal((await read({ path, root, make }, ['a'])).files[0]?.content?.executable, true);
});

for (const bytes of [256 * 1024 - 1, 256 * 1024, 256 * 1024 + 1, 700_000]) {
  test(`a file of ${bytes} bytes is read to its end`, async () => {
    const text = Array.from({ length: bytes }, (_, index) => String.fromCharCode(97 + (index % 23))).join('');
    const { files } = await read(makeScratchFolder({ large: text }), ['large']);
    assert.is(files[0]?.content?.sha256, sha256(text));
  });
}

test('the same files give the same key in another folder, made in another order, with other entries', async () => {
  const names = Object.entries(tree).filter(([name]) => name.startsWith('src/'));
  const key = async (entries: readonly (readonly [string, Tree[string]])[], cacheOn: readonly string[]) => {
    const inputs = await read(makeScratchFolder(Object.fromEntries(entries)), cacheOn);
    return computeCacheKey({
      ...plainInputs,
      files: inputs.files,
      jsonValues: inputs.jsonValues,
    }).sha256;
  };
  const expected = await key(names, ['src']);
  assert.is(await key([...names].reverse(), ['src']), expected);
  assert.is(await key(names, ['src/**', 'src/.hidden', 'src/.config', '!src/.git']), expected);
  assert.is.not(await key(names.slice(1), ['src']), expected);
});

const links = makeScratchFolder({
  'work/file': 'a',
  'work/to-file': { link: 'file' },
  'work/to-link': { link: 'to-file' },
  'work/d/x': 'b',
  'work/to-folder': { link: 'd' },
  'work/within/d/x': 'c',
  'work/within/to-d': { link: 'd' },
  'work/self/x': '',
  'work/self/to-self': { link: '.' },
  'work/outward/to-d': { link: '../d' },
  'work/out': { link: '../outside' },
  'work/out-file': { link: '../outside/y' },
  'work/in-folder/out': { link: '../../outside' },
  'work/broken/to-nowhere': { link: 'nowhere' },
  'work/loop/one': { link: 'two' },
  'work/loop/two': { link: 'one' },
  'work/above/a/up': { link: '..' },
  'work/upward/up': { link: '../upward-too' },
  'work/upward-too/down': { link: '../upward' },
  'outside/y': 'd',
});
const linkWork: ScratchFolder = { ...links, root: links.path('work') };

test('a link to a file counts with the path it holds and the content it leads to', async () => {
  const { files, said } = await read(linkWork, ['to-file', 'to-link']);
  const content = { executable: false, sha256: sha256('a') };
  assert.equal(files, [
    { path: 'to-file', link: 'file', content },
    { path: 'to-link', link: 'to-file', content },
  ]);
  assert.equal(said, []);
});

const linked: readonly [why: string, entries: string, files: string, ...said: string[]][] = [
  ['a link to a folder counts with what is beneath', 'to-folder', 'to-folder -> d, to-folder/x'],
  ['a path through a link is a path', 'to-folder/x', 'to-folder/x'],
  [
    'a link within the folder that is read counts with what is there',
    'within',
    'within/d/x, within/to-d -> d, within/to-d/x',
  ],
  [
    'such a link counts the same if other entries reach it',
    'within, within/d, within/to-d',
    'within/d/x, within/to-d -> d, within/to-d/x',
  ],
  [
    'a link from the folder that is read to another counts with what is there',
    'outward',
    'outward/to-d -> ../d, outward/to-d/x',
  ],
  [
    'a link out of the working directory counts and is logged',
    'out',
    'out -> ../outside, out/y',
    'out is a link out of the working directory, to OUTSIDE',
  ],
  [
    'such a link is logged once',
    'out, ./out',
    'out -> ../outside, out/y',
    'out is a link out of the working directory, to OUTSIDE',
  ],
  ['an excluded link is not followed', 'in-folder, file, !in-folder/out', 'file'],
  ['an exclusion reaches what is behind a link', 'outward, !outward/to-d/x', 'outward/to-d -> ../d'],
  ['an excluded loop is not a problem', 'self, !self/to-self', 'self/x'],
  ['a pattern goes through a link that it names', 'to-*/x', 'to-folder/x'],
  ['an exclusion of folders takes links to them', 'to-f*, !to-*/', 'to-file -> file'],
];

for (const [why, entries, files, ...said] of linked) {
  test(`links: ${why}`, async () => {
    const reading = await read(linkWork, entries.split(', '));
    const lines = said.map((line) => line.replace('OUTSIDE', links.path('outside')));
    assert.equal([list(reading).join(', '), ...reading.said], [files, ...lines]);
    const reversed = await read(linkWork, entries.split(', ').reverse());
    assert.is(list(reversed).join(', '), files, 'the order of entries matters');
  });
}

const [before, after] = ['x', 'y'];
test('what a link out of the working directory leads to counts by its content', async () => {
  const { path, make } = makeScratchFolder({ 'work/out': { link: '../outside' }, 'outside/a': before });
  const work: ScratchFolder = { path, make, root: path('work') };
  const first = await read(work, ['out']);
  appendFileSync(path('outside/a'), after);
  assert.not.equal((await read(work, ['out'])).files, first.files);
});

/** Folders d0, d1, … each with this many links to the next, and a file in the last. */
function makeLadder(folders: number, linksEach: number): Tree {
  const links = Array.from({ length: folders * linksEach }, (_, index): [string, Tree[string]] => {
    const [from, link] = [Math.floor(index / linksEach), index % linksEach];
    return [`d${from}/to-${link}`, { link: `../d${from + 1}` }];
  });
  return { ...Object.fromEntries(links), [`d${folders}/file`]: 'a' };
}

test('links may multiply', async () => {
  const { files } = await read(makeScratchFolder(makeLadder(5, 2)), ['d0']);
  assert.is(files.length, 2 + 4 + 8 + 16 + 32 + 32);
});

// Like pnpm's: many packages depend on the same one, whose folder has no links.
test('a folder may have more links to it than one link may have paths', async () => {
  const links = Array.from({ length: 10_001 }, (_, index): [string, Tree[string]] => [`d/${index}`, { link: '../e' }]);
  const { files } = await read(makeScratchFolder({ ...Object.fromEntries(links), 'e/file': 'a' }), ['d']);
  assert.is(files.length, 2 * 10_001);
});

for (const cacheOnMissing of ['fail', 'warn'] as const) {
  test(`too many paths through links are an error: cache-on-missing: ${cacheOnMissing}`, async () => {
    const ladder = makeScratchFolder(makeLadder(22, 2));
    try {
      await read(ladder, ['d0'], cacheOnMissing);
    } catch (error) {
      assert.instance(error, UserError);
      assert.match(
        (error as UserError).message,
        /^cache-on: more than 10000 paths lead to the same link, d0\/to-0\/.*\/to-0 among them$/,
      );
      return;
    }
    assert.unreachable('everything was counted');
  });
}

const problems: readonly [why: string, where: ScratchFolder, entries: string, ...says: string[]][] = [
  ['a file that is missing', folder, 'nowhere', '"nowhere" matches nothing'],
  ['a file in a file', folder, 'empty/a', '"empty/a" matches nothing'],
  ['a pattern that matches nothing', folder, '*.rb', '"*.rb" matches nothing'],
  ['a pattern that matches dot files only', folder, 'src/.config/.*', '"src/.config/.*" matches nothing'],
  ['white space around a name is part of it', folder, ' empty', '" empty" matches nothing'],
  ['no name', folder, '', '"" matches nothing'],
  ['every one is listed', folder, 'a, empty, *.rb', '  "a" matches nothing\n  "*.rb" matches nothing'],
  ['an empty folder', folder, 'src/lib/void', 'src/lib/void: the folder src/lib/void is empty'],
  ['a folder with nothing but Git’s own', makeScratchFolder({ 'a/.git/HEAD': '' }), 'a', 'a: the folder a is empty'],
  [
    'entries in one string',
    folder,
    'empty src/index.ts',
    'empty src/index.ts: matches nothing as one path; write it as a list: "empty", "src/index.ts"',
  ],
  ['a string whose parts are not all there', folder, 'empty nowhere', '"empty nowhere" matches nothing'],
  ['a JSON file that is missing', folder, 'nowhere.json#.a', '"nowhere.json#.a" matches nothing'],
  ['a link that leads nowhere', linkWork, 'broken/to-nowhere', 'broken/to-nowhere is a link that leads nowhere'],
  ['such a link in a folder', linkWork, 'broken', 'broken/to-nowhere is a link that leads nowhere'],
  ['links that lead to one another', linkWork, 'loop', 'loop/one is a loop of links', 'loop/two is a loop of links'],
  ['a link to a folder that it lies in', linkWork, 'above/a', 'above/a/up/a is a link to a folder that contains it'],
  ['a path through a loop of links', linkWork, 'loop/one/x', '  loop/one is a loop of links'],
  ['a loop of links as a folder', linkWork, 'loop/one/', '  loop/one is a loop of links'],
  ['a pattern through a loop of links', linkWork, 'loop/*/x', '  loop/one is a loop of links'],
  ['a pattern with a name behind a loop of links', linkWork, 'loop/one/*', '  loop/one is a loop of links'],
  [
    'a pattern that matches folders only',
    folder,
    'c*',
    'c*: matches folders only, and a pattern counts nothing in them; write "c*/**"',
  ],
  ['a pattern for what is in a folder of folders', linkWork, 'within/*', 'write "within/**"'],
  ['a pattern for folders', folder, 'src/*/', 'write "src/**"'],
  ['a pattern for links to folders', linkWork, 'outward/**', 'write "outward/to-d"'],
  [
    'a value that is absent',
    folder,
    'package.json#.nam',
    '  package.json#.nam: there is no such value; write package.json#.nam? where it may be absent',
  ],
  ['a name that is too long', folder, 'a'.repeat(300), `"${'a'.repeat(300)}" matches nothing`],
  ['a pattern for folders that matches files', folder, 'e*/', '"e*/" matches nothing'],
  ['a file as a folder', folder, 'empty/', '"empty/" matches nothing'],
  ['what is excluded altogether', folder, 'empty, !empty', '  empty: all of it is excluded'],
  ['a pattern that is excluded', folder, 'src/*.ts, !src', '  src/*.ts: all of it is excluded'],
  [
    'a value in a file that is excluded',
    folder,
    'package.json#.name, !*.json',
    '  package.json#.name: all of it is excluded',
  ],
  ['names that would break their line', folder, 'new\nline, !new?line', '  "new\\nline": all of it is excluded'],
  [
    'entries in lines, in one line',
    folder,
    'empty\n.env',
    '"empty\\n.env": matches nothing as one path; write it as a list: "empty", ".env"',
  ],
];

for (const [why, where, entries, ...says] of problems) {
  test(`an error, never skipped silently: ${why}`, async () => {
    const error = await readProblem(where, entries.split(', '));
    assert.is(error.exitStatus, 1);
    assert.match(error.message, "cache-on has entries that match nothing or can't be read:\n");
    assert.match(error.hint ?? '', 'An image would be reused though it may be stale.');
    assert.match(error.hint ?? '', 'or set cache-on-missing: warn');
    for (const part of says) assert.match(error.message, part);
    const { said } = await read(where, entries.split(', '), 'warn');
    assert.is(said[said.length - 1], `warning: ${error.message}`, 'as a warning');
  });
}

test('a problem is listed once, however often it is met', async () => {
  const { message } = await readProblem(linkWork, ['broken', 'broken/to-nowhere', 'broken/*']);
  assert.is(message.split('broken/to-nowhere is').length, 2, message);
});

test('with cache-on-missing: warn, what can be read counts', async () => {
  const names = ['nowhere', 'loop', 'broken/*', 'a.json#.a', 'to-file', 'self'];
  const expected = ['self/to-self -> .', 'self/x', 'to-file -> file'];
  assert.equal(list(await read(linkWork, names, 'warn')), expected);
  assert.equal(list(await read(linkWork, names.reverse(), 'warn')), expected);
});

const passedBy: readonly [why: string, where: ScratchFolder, entries: readonly string[], ...warnings: string[]][] = [
  [
    'folders are named',
    folder,
    ['src/*'],
    'warning: cache-on: src/* counts nothing in the folders that it matches: src/lib. Write "src/**" to count what is in them, or exclude them with "!src/*/".',
  ],
  [
    'the first of many',
    makeScratchFolder({ a: '', 'b/x': '', 'c/x': '', 'd/x': '', 'e/x': '' }),
    ['*'],
    ': b, c, d and 1 more. Write "**" to ',
  ],
  ['links to folders too, which ** does not follow', linkWork, ['within/**'], ': within/to-d. Write "within/to-d" to'],
  ['excluded folders are not mentioned', folder, ['src/*', '!src/*/']],
  ['folders that ** enters are not mentioned', folder, ['**', '**/*.ts']],
  ['a JSON file is never a folder', folder, ['*.json#.name']],
];

for (const [why, where, entries, ...warnings] of passedBy) {
  test(`a pattern that matches folders beside files says so: ${why}`, async () => {
    const { said } = await read(where, entries);
    assert.is(said.length, warnings.length, said.join('\n'));
    for (const [index, warning] of warnings.entries()) assert.match(said[index] ?? '', warning);
  });
}

test('what is missing may be missing where it is excluded', async () => {
  assert.equal(list(await read(linkWork, ['broken', 'file', '!broken/to-nowhere'])), ['file']);
});

test('a FIFO is refused at once, as a file, in a folder and behind a link', async () => {
  const fifos = makeScratchFolder({ 'd/file': '', link: { link: 'd/fifo' } });
  assert.is(spawnSync('mkfifo', [fifos.path('d/fifo')]).status, 0);
  const { message } = await readProblem(fifos, ['d/fifo', 'd', 'link']);
  assert.match(message, '  d/fifo is not a regular file');
  assert.match(message, '  link is not a regular file');
});

test('a socket is refused, as a file, in a folder, by a pattern and behind a link', async () => {
  const sockets = makeScratchFolder({ 'd/file': '', link: { link: 'd/socket' } });
  const server = createServer().listen(sockets.path('d/socket'));
  await once(server, 'listening');
  try {
    const expected = ['  d/socket is not a regular file', '  link is not a regular file'];
    for (const entries of [
      ['d/socket', 'link'],
      ['d', 'link'],
      ['d/*', 'l*'],
    ]) {
      const { message } = await readProblem(sockets, entries);
      for (const line of expected) assert.match(message, line);
    }
    assert.equal(list(await read(sockets, ['d', 'link'], 'warn')), ['d/file']);
    assert.equal(list(await read(sockets, ['d', '!d/socket'])), ['d/file']);
  } finally {
    server.close();
  }
});

test('an unreadable file or folder is named', async () => {
  const closed = makeScratchFolder({ 'd/file': '', 'd/closed/x': '', link: { link: 'd/file' } });
  chmodSync(closed.path('d/file'), 0o000);
  chmodSync(closed.path('d/closed'), 0o000);
  try {
    const { message } = await asOrdinaryUser(() => readProblem(closed, ['d', 'link']));
    for (const name of ['d/file', 'd/closed', 'link']) assert.match(message, `  ${name} may not be read by this user`);
  } finally {
    chmodSync(closed.path('d/closed'), 0o755);
  }
});

const inClosed: readonly [why: string, entries: readonly string[], counted: readonly string[], ...says: string[]][] = [
  ['a file in it', ['closed/x', 'a/x'], ['a/x'], '  closed/x may not be read by this user'],
  ['a walk with **', ['**/x'], ['a/x', 'b/x'], '  closed may not be read by this user'],
  ['a wildcard for the folder', ['*/x'], ['a/x', 'b/x'], '  closed/x may not be read by this user'],
  ['a wildcard in it', ['closed/*', 'b/*'], ['b/x'], '  closed may not be read by this user'],
  ['a value in it', ['closed/x.json#.a', 'b/x'], ['b/x'], '  closed/x.json may not be read by this user'],
];

for (const [why, entries, files, ...says] of inClosed) {
  test(`a folder that may not be entered is named, and the rest is read: ${why}`, async () => {
    const closed = makeScratchFolder({ 'a/x': '', 'b/x': '', 'closed/x': '', 'closed/x.json': '{}' });
    chmodSync(closed.path('closed'), 0o000);
    try {
      await asOrdinaryUser(async () => {
        const { message } = await readProblem(closed, entries);
        for (const part of says) assert.match(message, part);
        assert.equal(list(await read(closed, entries, 'warn')), files);
      });
    } finally {
      chmodSync(closed.path('closed'), 0o755);
    }
  });
}

const outOfClosed: readonly [why: string, entries: readonly string[]][] = [
  ['in a walk with **', ['**/x', '!closed']],
  ['by a name in it', ['*/x', '!closed/x', '!closed/y']],
];

for (const [why, entries] of outOfClosed) {
  test(`a folder that may not be entered may be excluded: ${why}`, async () => {
    const closed = makeScratchFolder({ 'a/x': '', 'closed/x': '' });
    chmodSync(closed.path('closed'), 0o000);
    try {
      await asOrdinaryUser(async () => assert.equal(list(await read(closed, entries)), ['a/x']));
    } finally {
      chmodSync(closed.path('closed'), 0o755);
    }
  });
}

test('an exclusion through a loop of links excludes nothing', async () => {
  assert.equal(list(await read(linkWork, ['file', '!loop/one/x', '!loop/*/x/'])), ['file']);
});

/** Changes the first byte but not the size. */
function overwrite(file: string): void {
  const opened = openSync(file, 'r+');
  writeSync(opened, 'b', 0);
  closeSync(opened);
}

const whileRead: readonly [how: string, change: (file: string) => void][] = [
  ['it grows', (file) => appendFileSync(file, 'b')],
  ['it shrinks', (file) => truncateSync(file, 19_000_000)],
  ['it is overwritten in place', overwrite],
  [
    'it is overwritten and given its old time',
    (file) => {
      overwrite(file);
      utimesSync(file, 1, 1);
    },
  ],
];

for (const [how, change] of whileRead) {
  test(`a file that changes while it is read is refused: ${how}`, async () => {
    const changing = makeScratchFolder({ log: 'a'.repeat(20_000_000) });
    utimesSync(changing.path('log'), 1, 1);
    // It is read in parts, with other work in between.
    const writing = setInterval(() => change(changing.path('log')), 0);
    try {
      const { message, hint } = await readProblem(changing, ['log']);
      assert.match(message, /log changed while it was read$/);
      assert.match(hint ?? '', 'Something writes to it');
    } finally {
      clearInterval(writing);
    }
  });
}

for (const pattern of ['.', '**', '**/*', '**/x', '*/x', 'd*/*', '*/', '*', '{a,d*}/x']) {
  test(`a name that is not UTF-8 is refused by ${pattern}`, async () => {
    const odd = makeScratchFolder({ 'a/x': '' });
    mkdirSync(Buffer.concat([Buffer.from(odd.path('d')), Buffer.from([0xff])]));
    assert.match((await readProblem(odd, [pattern])).message, '. has a name in it that is not UTF-8, d\ufffd');
    assert.equal(list(await read(odd, ['a', pattern], 'warn')), ['a/x']);
  });
}

const values: readonly [why: string, entry: string, select: readonly (string | number)[], value: string | null][] = [
  ['a member', 'package.json#.name', ['name'], '"a"'],
  ['a member of a member', 'package.json#.engines.node', ['engines', 'node'], '"20"'],
  ['an item', 'package.json#.list[1]', ['list', 1], '2'],
  ['the whole document', 'package.json#.', [], '{"engines":{"node":"20"},"list":[1,2],"name":"a"}'],
  ['a name in brackets', 'package.json#["name"]', ['name'], '"a"'],
  ['a value that may be absent, and is', 'package.json#.scripts?', ['scripts'], null],
  ['a value that may be absent, and is not', 'package.json#.name?', ['name'], '"a"'],
  ['a name that ends in a question mark', 'other.json#."?"?', ['?'], '1'],
];

for (const [why, entry, select, value] of values) {
  test(`JSON: ${why}`, async () => {
    const { files, jsonValues, said } = await read(folder, [entry]);
    assert.equal(files, []);
    assert.equal(jsonValues, [{ path: entry.slice(0, entry.indexOf('#')), select, sha256: value && sha256(value) }]);
    assert.equal(said, value === null ? [`${entry}: ${entry.slice(0, entry.indexOf('#'))} has no such value`] : []);
  });
}

test('JSON: a pattern reads the value of every file', async () => {
  const { jsonValues } = await read(folder, ['{package,other}.json#.name', '*.json#.engines.node']);
  assert.equal(jsonValues.map(({ path, select, sha256: digest }) => [path, select.join('.'), digest === null]).sort(), [
    ['other.json', 'engines.node', true],
    ['other.json', 'name', false],
    ['package.json', 'engines.node', false],
    ['package.json', 'name', false],
  ]);
});

test('JSON: a file that is excluded has no value that counts', async () => {
  const { jsonValues } = await read(folder, ['*.json#.name', '!package.json']);
  assert.equal(
    jsonValues.map(({ path }) => path),
    ['other.json'],
  );
});

test('JSON: a value counts once, however it is written', async () => {
  const { jsonValues } = await read(folder, ['package.json#.name', './package.json#."name"', 'package.json#["name"]']);
  assert.is(jsonValues.length, 1);
});

test('JSON: the file and its value may both count', async () => {
  const { files, jsonValues } = await read(folder, ['package.json', 'package.json#.name']);
  assert.equal([files.length, jsonValues.length], [1, 1]);
});

const noJson: readonly [why: string, content: Tree[string]][] = [
  ['that is not JSON', 'a: b'],
  ['that is a link which leads nowhere', { link: 'nowhere' }],
];

for (const [why, content] of noJson) {
  test(`JSON: a file ${why} is refused by name`, async () => {
    const wrong = makeScratchFolder({ 'a.json': content, 'b.json': '{"a":1}', 'c.json': content });
    const { message } = await readProblem(wrong, ['a.json#.a']);
    assert.match(message, '  a.json#.a: a.json ');
    const ofPattern = await readProblem(wrong, ['*.json#.a']);
    assert.match(ofPattern.message, '  *.json#.a: a.json ');
    assert.match(ofPattern.message, '  *.json#.a: c.json ');
    const { jsonValues } = await read(wrong, ['*.json#.a'], 'warn');
    assert.equal(
      jsonValues.map(({ path }) => path),
      ['b.json'],
    );
  });
}

test('JSON: a folder is refused by name, and skipped by a pattern', async () => {
  const wrong = makeScratchFolder({ 'a.json': 'folder', 'b.json': '{"a":1}' });
  assert.match((await readProblem(wrong, ['a.json#.a'])).message, 'a.json is not a regular file');
  assert.is((await read(wrong, ['*.json#.a'])).jsonValues.length, 1);
});

for (const [what, entry, make, says] of [
  [
    'a link',
    'l',
    (root: string) => symlinkSync(Buffer.from([0xff]), path.join(root, 'l')),
    '  l is a link to a path that is not UTF-8',
  ],
  [
    'a JSON file',
    'a.json#.b',
    (root: string) => writeFileSync(path.join(root, 'a.json'), Buffer.from('{"a":"\xff"}', 'latin1')),
    "  a.json#.b: a.json can't be read: The encoded data was not valid",
  ],
] as const) {
  test(`what is not UTF-8 is not taken for something else: ${what}`, async () => {
    const odd = makeScratchFolder();
    make(odd.root);
    assert.match((await readProblem(odd, [entry])).message, says);
  });
}

const wrong: readonly [why: string, entry: string, says: string][] = [
  [
    'a JSON path beyond plain ones',
    'package.json#.a | keys',
    'cache-on: "package.json#.a | keys" is not accepted from " | keys" on',
  ],
  ['a range that runs backwards', '[z-a]', 'cache-on: "[z-a]" is not a pattern'],
  ['a pattern that stands for too many names', 'a{1..1000000}', 'it stands for more than 10000 patterns'],
  ['such a range in an exclusion', '![z-a]', 'cache-on: "[z-a]" is not a pattern'],
];

for (const [why, entry, says] of wrong) {
  test(`a wrong option: ${why}`, async () => {
    const error = await readProblem(folder, ['empty', entry]);
    assert.instance(error, OptionError);
    assert.match(error.message, says);
  });
}

test.run();
