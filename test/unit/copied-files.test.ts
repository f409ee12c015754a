import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { UserError } from '../../src/errors';
import { type CopiedFilesOptions, readCopiedFiles } from '../../src/key/copied-files';
import { analyseDockerfile } from '../../src/key/dockerfile/stage-walk';
import { FileReader } from '../../src/key/file-reader';
import type { FileInput } from '../../src/key/key-inputs';
import { asOrdinaryUser, makeScratchFolder, type ScratchFolder, type Tree } from './scratch-folder';

interface Reading {
  readonly files: readonly FileInput[];
  /** The lines of the log. */
  readonly said: readonly string[];
}

/** The files that the instructions of a stage copy. */
async function read(
  folder: ScratchFolder,
  instructions: string,
  options: Partial<CopiedFilesOptions> = {},
  platform = 'linux/amd64',
): Promise<Reading> {
  const said: string[] = [];
  const { sources } = analyseDockerfile(`FROM scratch\n${instructions}`, {
    target: undefined,
    buildArgs: [],
    additionalBuildArgs: [],
    platform,
  });
  const files = await readCopiedFiles(sources, {
    context: '.',
    workingDirectory: folder.root,
    dockerfile: 'Dockerfile',
    fileReader: new FileReader(25),
    say: (line) => said.push(line),
    ...options,
  });
  return { files, said };
}

/** The error about entries that don't count. */
async function readProblem(action: () => Promise<Reading>): Promise<UserError> {
  try {
    await action();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  return assert.unreachable('everything was read') as never;
}

/** Paths in the order of the key, links with their targets, empty folders with a slash. */
function list({ files }: Reading): readonly string[] {
  return files
    .map(({ path, link, content }) => (link === undefined ? (content ? path : `${path}/`) : `${path} -> ${link}`))
    .sort();
}

const tree: Tree = {
  Dockerfile: 'FROM scratch',
  'package.json': '{}',
  'package-lock.json': '[]',
  '.env': 'A=b',
  'run.sh': { executable: '#!/bin/sh' },
  'src/main.js': 'main',
  'src/.hidden': 'hidden',
  'src/lib/deep.js': 'deep',
  'src/lib/deep.test.js': 'test',
  'docs/read me.md': 'read me',
  'docs/st*r.md': 'star',
  'docs/empty': 'folder',
  'docs/to-main': { link: '../src/main.js' },
  'docs/broken': { link: 'nowhere' },
};

const everything = [
  '.env',
  'Dockerfile',
  'docs/broken -> nowhere',
  'docs/empty/',
  'docs/read me.md',
  'docs/st*r.md',
  'docs/to-main -> ../src/main.js',
  'package-lock.json',
  'package.json',
  'run.sh',
  'src/.hidden',
  'src/lib/deep.js',
  'src/lib/deep.test.js',
  'src/main.js',
];

function without(...left: readonly string[]): readonly string[] {
  return everything.filter((file) => !left.some((start) => file.startsWith(start)));
}

/** The paths that are expected, with a comma between them. */
type Case = readonly [why: string, instructions: string, expected: string | readonly string[], more?: Tree];

const cases: readonly Case[] = [
  ['a file', 'COPY package.json /', 'package.json'],
  ['everything, dotfiles, empty folders and links as they are', 'COPY . /', everything],
  ['a folder', 'COPY src/ /', 'src/.hidden, src/lib/deep.js, src/lib/deep.test.js, src/main.js'],
  ['an empty folder', 'COPY docs/empty /', 'docs/empty/'],
  [
    'a file twice counts once',
    'COPY src /\nCOPY src/main.js /',
    'src/.hidden, src/lib/deep.js, src/lib/deep.test.js, src/main.js',
  ],
  ['a name with a space', 'COPY ["docs/read me.md", "/"]', 'docs/read me.md'],
  ['a name with a wildcard in it, escaped for Go once and for docker once', 'COPY docs/st[*]r.md /', 'docs/st*r.md'],
  ['wildcards take dotfiles', 'COPY * /', everything],
  ['wildcards stay within a part', 'COPY s*/*.js /', 'src/main.js'],
  ['a wildcard in a folder’s name', 'COPY s?c/lib /', 'src/lib/deep.js, src/lib/deep.test.js'],
  ['several patterns', 'COPY package*.json src/*.js /', 'package-lock.json, package.json, src/main.js'],
  [
    '** reaches any depth, more than docker takes',
    'COPY **/*.js /',
    'src/lib/deep.js, src/lib/deep.test.js, src/main.js',
  ],
  ['a mount has no wildcards', 'RUN --mount=source=s*,target=/s true', 's*/a', { 's*/a': '' }],
  ['a mount of everything', 'RUN --mount=target=/s true', everything],

  [
    'a source that is a link counts with what it leads to',
    'COPY docs/to-main /',
    'docs/to-main -> ../src/main.js, src/main.js',
  ],
  ['also through a wildcard', 'COPY docs/to* /', 'docs/to-main -> ../src/main.js, src/main.js'],
  ['a link to a folder', 'COPY l /', 'l -> src/lib, src/lib/deep.js, src/lib/deep.test.js', { l: { link: 'src/lib' } }],
  ['a link on the way', 'COPY l/deep.js /', 'l -> src/lib, src/lib/deep.js', { l: { link: 'src/lib' } }],
  ['a link before a wildcard', 'COPY l/*.test.js /', 'l -> src/lib, src/lib/deep.test.js', { l: { link: 'src/lib' } }],
  ['a link in the place of a wildcard is not gone through', 'COPY l*/*.js /', '', { l: { link: 'src/lib' } }],
  [
    'a link to a link',
    'COPY l /',
    'k -> /src/lib/../main.js, l -> ./k, src/main.js',
    { l: { link: './k' }, k: { link: '/src/lib/../main.js' } },
  ],
  [
    'a link out of the context ends at its root',
    'COPY l /',
    'l -> ../../../package.json, package.json',
    { l: { link: '../../../package.json' } },
  ],
  [
    'an absolute link in a folder starts at the root of the context',
    'COPY src/l /',
    'src/l -> /src/main.js, src/main.js',
    { 'src/l': { link: '/src/main.js' } },
  ],
  ['a link to the system ends in the context', 'COPY l /', 'l -> /etc/hostname', { l: { link: '/etc/hostname' } }],
  ['a loop of links ends', 'COPY l /', 'k -> l, l -> k', { l: { link: 'k' }, k: { link: 'l' } }],
  [
    'a mount goes through links',
    'RUN --mount=source=l,target=/s true',
    'l -> src/lib, src/lib/deep.js, src/lib/deep.test.js',
    { l: { link: 'src/lib' } },
  ],

  [
    '.dockerignore leaves out',
    'COPY . /',
    without('src/lib', 'docs', 'Dockerfile').concat('.dockerignore'),
    { '.dockerignore': 'src/lib\ndocs\nDockerfile' },
  ],
  ['also what a source names', 'COPY src/lib package.json /', 'package.json', { '.dockerignore': 'src/lib' }],
  [
    'and what is in a folder that a source names',
    'COPY src /',
    'src/.hidden, src/lib/deep.js, src/main.js',
    { '.dockerignore': '**/*.test.js' },
  ],
  ['and what a wildcard matches', 'COPY package*.json /', 'package.json', { '.dockerignore': '*-lock.json' }],
  ['and what a link leads to', 'COPY docs/to-main /', 'docs/to-main -> ../src/main.js', { '.dockerignore': 'src' }],
  [
    'but not what ! leaves in',
    'COPY . /',
    'package.json, src/lib/deep.js',
    { '.dockerignore': '*\n!src/lib/deep.js\n!package.json' },
  ],
  [
    'a folder whose files it leaves out is empty',
    'COPY src /',
    'src/.hidden, src/lib/, src/main.js',
    { '.dockerignore': 'src/lib/*' },
  ],
  [
    'a folder that is sent for an exception that is not there',
    'COPY src /',
    'src/lib/',
    { '.dockerignore': 'src\n!src/lib/other.js' },
  ],
  ['a mount too', 'RUN --mount=source=src,target=/s true', 'src/.hidden, src/main.js', { '.dockerignore': 'src/lib' }],

  [
    '<Dockerfile>.dockerignore takes its place',
    'COPY src package.json /',
    'package.json, src/.hidden, src/main.js',
    { 'Dockerfile.dockerignore': 'src/lib', '.dockerignore': 'package.json' },
  ],
  [
    'an ignore file that is a link out of the context does not count',
    'COPY package.json /',
    'package.json',
    { '.dockerignore': { link: '../shared' } },
  ],
  [
    'unless the context has what it leads to from its root',
    'COPY package.json src/lib /',
    'src/lib/deep.js, src/lib/deep.test.js',
    { '.dockerignore': { link: '../../shared' }, shared: 'package.json' },
  ],
  [
    'empty, it leaves out nothing',
    'COPY package.json /',
    'package.json',
    { 'Dockerfile.dockerignore': '', '.dockerignore': 'package.json' },
  ],

  [
    '--exclude leaves out of a folder, from that folder on',
    'COPY --exclude=lib --exclude=src --exclude=*.js src /',
    'src/.hidden',
  ],
  ['--exclude at any depth', 'COPY --exclude=**/*.js . /', without('src/main.js', 'src/lib').concat('src/lib/')],
  [
    '--exclude with an exception',
    'COPY --exclude=lib --exclude=!lib/deep.js src /',
    'src/.hidden, src/lib/deep.js, src/main.js',
  ],
  ['--exclude does not leave out what a source names', 'COPY --exclude=package.json package.json /', 'package.json'],
  ['--parents takes a pattern from the root', 'COPY --parents src/lib/*.js /', 'src/lib/deep.js, src/lib/deep.test.js'],
  ['--parents at any depth', 'COPY --parents **/*.js /', 'src/lib/deep.js, src/lib/deep.test.js, src/main.js'],
  [
    '--parents takes folders with what is in them',
    'COPY --parents src/lib docs/empty /',
    'docs/empty/, src/lib/deep.js, src/lib/deep.test.js',
  ],
  ['--parents from a folder on', 'COPY --parents ./src/./lib/*.test.js /', 'src/lib/deep.test.js'],
  ['--parents with --exclude', 'COPY --parents --exclude=**/*.test.js src/lib /', 'src/lib/deep.js'],
  ['--parents of everything', 'COPY --parents . /', everything],

  ['.git is left out', 'COPY . /', everything, { '.git/HEAD': 'ref', 'docs/.git': 'gitdir: x' }],
  ['also for a wildcard', 'COPY .* /', '.env', { '.git/HEAD': 'ref' }],
  ['but not where a source names it', 'COPY .git/HEAD /', '.git/HEAD', { '.git/HEAD': 'ref', '.git/index': '' }],
  ['a mount does not', 'RUN --mount=source=.git,target=/s true', '', { '.git/HEAD': 'ref' }],
  ['.gitignore is a file like others', 'COPY .g* /', '.gitignore', { '.gitignore': '' }],
];

function toList(paths: string | readonly string[]): readonly string[] {
  return typeof paths === 'string' ? paths.split(', ').filter(Boolean) : [...paths].sort();
}

for (const [why, instructions, expected, more = {}] of cases) {
  test(why, async () => {
    const folder = makeScratchFolder({ ...tree, ...more });
    assert.equal(list(await read(folder, instructions)), toList(expected));
  });
}

test('a file counts by its bytes and its executable bit', async () => {
  const folder = makeScratchFolder(tree);
  chmodSync(folder.path('package.json'), 0o600);
  const { files } = await read(folder, 'COPY run.sh package.json /');
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
  assert.equal(files, [
    { path: 'run.sh', content: { executable: true, sha256: sha256('#!/bin/sh') } },
    { path: 'package.json', content: { executable: false, sha256: sha256('{}') } },
  ]);
});

test('paths are relative to the working directory, not the context', async () => {
  const folder = makeScratchFolder({ 'app/a': '', 'app/b/c': '', 'app/e': 'folder', other: '' });
  const inside = await read(folder, 'COPY . /', { context: 'app' });
  assert.equal(list(inside), ['app/a', 'app/b/c', 'app/e/']);
  const beside = await read(folder, 'COPY a /', {
    workingDirectory: folder.path('app/b'),
    context: '..',
  });
  assert.equal(list(beside), ['../a']);
  const absolute = await read(folder, 'COPY a /', {
    workingDirectory: folder.path('app/b'),
    context: folder.path('app'),
  });
  assert.equal(list(absolute), [folder.path('app/a')]);
});

const linkedContexts: readonly [why: string, instruction: string, files: readonly string[]][] = [
  ['everything', 'COPY . /', ['ctx/Dockerfile', 'ctx/a', 'ctx/b/c', 'ctx/to-a -> a']],
  ['a mount of everything', 'RUN --mount=target=/s true', ['ctx/Dockerfile', 'ctx/a', 'ctx/b/c', 'ctx/to-a -> a']],
  ['what is left out of everything', 'COPY --exclude=Docker* --exclude=b . /', ['ctx/a', 'ctx/to-a -> a']],
  ['wildcards', 'COPY [ab] /', ['ctx/a', 'ctx/b/c']],
  ['a link in it', 'COPY to-a /', ['ctx/a', 'ctx/to-a -> a']],
];

for (const [why, instruction, files] of linkedContexts) {
  test(`a context that is a link is read as its target: ${why}`, async () => {
    const folder = makeScratchFolder({
      'real/Dockerfile': '',
      'real/a': '',
      'real/b/c': '',
      'real/to-a': { link: 'a' },
      ctx: { link: 'real' },
    });
    const options = { context: 'ctx', dockerfile: 'ctx/Dockerfile' };
    assert.equal(list(await read(folder, instruction, options)), files);
  });
}

test('an empty context is an empty folder', async () => {
  const folder = makeScratchFolder({ app: 'folder' });
  assert.equal(list(await read(folder, 'COPY . /', { context: 'app' })), ['app/']);
});

test('the ignore file beside the Dockerfile is found wherever that is', async () => {
  const folder = makeScratchFolder({ 'app/a': '', 'app/b': '', 'docker/x.Dockerfile.dockerignore': 'b' });
  const options = { context: 'app', dockerfile: 'docker/x.Dockerfile' };
  assert.equal(list(await read(folder, 'COPY . /', options)), ['app/a']);
  assert.equal(list(await read(folder, 'COPY . /', { ...options, dockerfile: undefined })), ['app/a', 'app/b']);
});

const notes: readonly [why: string, instructions: string, more: Tree, said: readonly RegExp[]][] = [
  ['nothing about an unambiguous source', 'COPY . /', {}, []],
  ['a source that is not there', 'COPY nope /', {}, [/^COPY nope \/: nothing in the build context matches nope$/]],
  ['a wildcard that matches nothing', 'COPY nope* package.json /', {}, [/matches nope\*$/]],
  ['a source that is ignored', 'COPY src /', { '.dockerignore': 'src' }, [/matches src$/]],
  ['a link that leads nowhere', 'COPY docs/broken /', {}, [/matches docs\/broken$/]],
  ['a bad pattern', 'COPY [a /', {}, [/matches \[a$/]],
  ['.git, once', 'COPY . /\nCOPY . /x/', { '.git/HEAD': '' }, [/^\.git is used by the build but does not count/]],
  [
    '.git, where a mount names it',
    'RUN --mount=source=.git,target=/s true',
    { '.git/HEAD': '' },
    [/^\.git is used by the build but does not count/],
  ],
  ['not .git that is ignored', 'COPY . /', { '.git/HEAD': '', '.dockerignore': '.git' }, []],
  [
    'nor where a mount names it',
    'RUN --mount=source=.git,target=/s true',
    { '.git/HEAD': '', '.dockerignore': '.git' },
    [/nothing in the build context matches \.git$/],
  ],
  [
    'an ambiguous line of .dockerignore',
    'COPY src /',
    { '.dockerignore': 'a|b\nc' },
    [/^\.dockerignore: docker's versions read a\|b differently/],
  ],
];

for (const [why, instructions, more, said] of notes) {
  test(`noted: ${why}`, async () => {
    const reading = await read(makeScratchFolder({ ...tree, ...more }), instructions);
    assert.is(reading.said.length, said.length, reading.said.join('\n'));
    said.forEach((expression, index) => {
      assert.match(reading.said[index] ?? '', expression);
    });
  });
}

test('a source that only another docker version copies may be missing without a note', async () => {
  const folder = makeScratchFolder({ 'b-linux/arm64': '' });
  const reading = await read(folder, 'ARG TARGETPLATFORM\nCOPY b-$TARGETPLATFORM /', {}, 'linux/arm64');
  assert.equal(list(reading), ['b-linux/arm64']);
  assert.equal(reading.said, []);
});

test('a FIFO counts by its name and is not opened', async () => {
  const folder = makeScratchFolder({ a: '' });
  assert.is(spawnSync('mkfifo', [folder.path('pipe')]).status, 0);
  const reading = await read(folder, 'COPY . /');
  assert.equal(list(reading), ['a', 'pipe/']);
  assert.match(reading.said[0] ?? '', /^pipe is not a regular file: only its name counts$/);
});

test('unreadable sources: an error that names all of them', async () => {
  const folder = makeScratchFolder({ 'src/a': '', 'src/b': '', 'src/c/d': '' });
  for (const name of ['src/a', 'src/c']) chmodSync(folder.path(name), 0);
  try {
    const { message } = await asOrdinaryUser(() => readProblem(() => read(folder, 'COPY src /')));
    assert.match(message, /^the Dockerfile copies files that can't be read:\n/);
    assert.match(message, /\n {2}src\/a may not be read by this user/);
    assert.match(message, /\n {2}src\/c may not be read by this user/);
  } finally {
    for (const name of ['src/a', 'src/c']) chmodSync(folder.path(name), 0o755);
  }
});

for (const [what, instruction, make, says] of [
  [
    'a name in a folder',
    'COPY . /',
    (root: string) => writeFileSync(Buffer.from(`${root}/b\xff`, 'latin1'), ''),
    /\n {2}\. has a name in it that is not UTF-8, b\ufffd/,
  ],
  [
    'a name that wildcards may match',
    'COPY b*/x /',
    (root: string) => mkdirSync(Buffer.from(`${root}/b\xff`, 'latin1')),
    /\n {2}\. has a name in it that is not UTF-8, b\ufffd/,
  ],
  [
    'a link in a folder',
    'COPY . /',
    (root: string) => symlinkSync(Buffer.from([0xff]), path.join(root, 'l')),
    /\n {2}l is a link to a path that is not UTF-8/,
  ],
  [
    'a link on the way to a source',
    'COPY l /',
    (root: string) => symlinkSync(Buffer.from([0xff]), path.join(root, 'l')),
    /\n {2}l is a link to a path that is not UTF-8/,
  ],
] as const) {
  test(`what is not UTF-8 is not taken for something else: ${what}`, async () => {
    const folder = makeScratchFolder({ a: '' });
    make(folder.root);
    assert.match((await readProblem(() => read(folder, instruction))).message, says);
  });
}

test('a source in a closed folder is named', async () => {
  const folder = makeScratchFolder({ 'src/c/d': '' });
  chmodSync(folder.path('src/c'), 0);
  try {
    const { message } = await asOrdinaryUser(() => readProblem(() => read(folder, 'COPY src/c/d /')));
    assert.match(message, '\n  src/c/d may not be read by this user');
  } finally {
    chmodSync(folder.path('src/c'), 0o755);
  }
});

test('what is ignored is not read', async () => {
  const folder = makeScratchFolder({ a: '', 'b/c': '', '.dockerignore': 'b\n.d*' });
  chmodSync(folder.path('b'), 0);
  try {
    assert.equal(list(await asOrdinaryUser(() => read(folder, 'COPY . /'))), ['a']);
  } finally {
    chmodSync(folder.path('b'), 0o755);
  }
});

test.run();
