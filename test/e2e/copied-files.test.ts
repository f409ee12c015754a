import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
} from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Engine, startEngine } from '../support/engine';
import { type Builder, testedEngine } from '../support/engines';
import { runProgram } from '../support/program';
import { findBuilders } from '../support/real-agent';
import { createSandbox, type Sandbox } from '../support/sandbox';

// cache-on-copied beside what docker does. Every file holds its own path, so that those that a build copies can be told
// by what is in them, wherever they end. All of them have to count, and nothing else, but for what is listed.

const files: readonly string[] = [
  'package.json',
  'package-lock.json',
  'a|b.txt',
  'b.txt',
  '^c.txt',
  'c.txt',
  'src/index.js',
  'src/.hidden',
  'src/ü.js',
  'src/lib/deep.js',
  'src/lib/deep.test.js',
  'docs/readme.md',
  'docs/keep.md',
  'dist/a.js',
  'dist/keep.js',
  'odd/with space.txt',
  'odd/-dash.txt',
  'odd/[bracket].txt',
];

const links: readonly (readonly [link: string, target: string])[] = [
  ['src/link.js', 'index.js'],
  ['source', 'src'],
];

interface Options {
  /** Else the working directory. */
  readonly context?: string;
  /** What is in files beside the Dockerfile or, with `work/`, in the context. */
  readonly more?: { readonly [file: string]: string | { readonly link: string } };
  readonly ignore?: string;
  /** The folders and files of which something counts that this engine does not copy. */
  readonly alsoCounts?: readonly string[];
  /** The Debian whose engine alone builds it. */
  readonly builtBy?: 'machine' | 'newer';
}

/** A Dockerfile with one stage may leave out `FROM scratch`. */
type Kind = readonly [title: string, dockerfile: string, options?: Options];

const kinds: readonly Kind[] = [
  ['JSON form with several sources', 'COPY ["package.json", "odd/with space.txt", "src/lib", "/x/"]'],
  ['wildcards', 'COPY package*.json src/*.js /x/'],
  ['a wildcard over folders and dotfiles', 'COPY src/* /x/'],
  ['a folder of odd names', 'COPY odd /x'],
  ['everything', 'COPY . /x'],
  [
    'everything but what is ignored',
    'COPY . /x',
    { ignore: '# comment\n**/*.test.js\ndocs/\n!docs/keep.md\nodd\n/package-lock.json\n' },
  ],
  ['an ignored folder with an exception', 'COPY docs /x', { ignore: 'docs\n!docs/keep.md\n' }],
  [
    'what the ignore file of the Dockerfile leaves in',
    'COPY . /x',
    { ignore: 'src\npackage.json\n', more: { 'Dockerfile.dockerignore': 'docs\n**/*.test.js\n' } },
  ],
  ['a context in a folder', 'COPY lib index.js /x/', { context: 'src' }],
  ['all of a context in a folder but what is ignored', 'COPY . /x', { context: 'src', ignore: 'lib/*.test.js\n' }],
  ['all of a context that is a link', 'COPY . /x', { context: 'source' }],
  ['a source that is a link to a folder', 'COPY source /x'],
  ['a source that is a link to a file', 'COPY src/link.js /x'],
  [
    'a stage that the target copies from',
    'FROM scratch AS one\nCOPY src /src\nFROM scratch AS unused\nCOPY docs /docs\nFROM scratch\nCOPY --from=one /src /x',
  ],
  ['ARG, ENV and defaults', 'ARG DIR=docs\nENV FILE=package.json\nCOPY ${DIR} ${FILE:-none} /x/'],
  [
    'a bind mount',
    'FROM bash\nRUN --mount=type=bind,source=src,target=/src cp -r /src /x\nFROM scratch\nCOPY --from=0 /x /x',
  ],
  [
    'an ENV that ARG has changed, in a stage on top',
    'FROM scratch AS one\nENV DIR=src\nARG DIR=docs\nFROM one\nCOPY $DIR /x',
  ],
  ['an ARG of a stage, in a stage on top', 'FROM scratch AS one\nARG DIR=docs\nFROM one\nCOPY $DIR /x'],
  [
    'an ENV of an ARG, in a stage on top',
    'FROM scratch AS one\nARG DIR=docs\nENV DIR=$DIR/keep.md\nFROM one\nCOPY $DIR /x',
  ],
  [
    'an ignore file that is a link out of the context',
    'COPY . /x',
    { more: { 'shared.ignore': 'docs', 'work/.dockerignore': { link: '../shared.ignore' } } },
  ],
  [
    'an ignore file that is an absolute link',
    'COPY . /x',
    { more: { 'work/shared.ignore': 'docs', 'work/.dockerignore': { link: '/shared.ignore' } } },
  ],
  [
    'an ignore file of the Dockerfile that is a link out of its folder',
    'COPY . /x',
    { more: { 'Dockerfile.dockerignore': { link: 'work/../../shared.ignore' } }, ignore: 'src' },
  ],
  [
    'an ignored folder at any depth with an exception',
    'COPY . /x',
    { ignore: '**/dist\n!dist/keep.js\n**/lib', alsoCounts: ['dist'] },
  ],
  ['^ in an ignore file', 'COPY *.txt /x/', { ignore: '^c.txt\nb.txt', alsoCounts: ['c.txt', '^c.txt'] }],
  [
    '| in an ignore file',
    'COPY *.txt /x/',
    { ignore: 'a|b.txt\n^c.txt', alsoCounts: ['a|b.txt', 'b.txt', '^c.txt', 'c.txt'] },
  ],
  ['text after the JSON form', 'COPY ["package.json", "docs", "/x/"] # both', { builtBy: 'machine' }],
  [
    'a global ARG that is declared again without a value',
    'ARG KIND=new\nARG KIND\nFROM scratch AS old\nCOPY docs /x\nFROM scratch AS new\nCOPY src /x\nFROM ${KIND:-old}',
    { alsoCounts: ['src', 'docs'] },
  ],
  [
    'a platform argument that is declared before the first FROM',
    'ARG TARGETOS\nFROM scratch AS old\nCOPY docs /x\nFROM scratch AS new\nCOPY src /x\nFROM scratch AS linux\nCOPY --from=new /x /x\nFROM ${TARGETOS:-old}',
    { alsoCounts: ['src', 'docs'] },
  ],
  [
    'a platform argument that is declared again in a stage',
    'ARG TARGETOS\nFROM scratch\nARG TARGETOS\nCOPY ${TARGETOS:-docs} /x',
    { more: { 'work/linux': 'linux' }, alsoCounts: ['linux', 'docs'] },
  ],
  [
    'a default for an argument without a value',
    'ARG X\nFROM scratch AS old\nCOPY docs /x\nFROM scratch AS new\nCOPY src /x\nFROM ${X-new}',
    { builtBy: 'newer', alsoCounts: ['src', 'docs'] },
  ],
  [
    'an argument that uses another one of the same line',
    'ARG A=src B=$A/lib\nCOPY $B /x',
    { more: { 'work/lib/a': 'a' }, alsoCounts: ['src/lib', 'lib'] },
  ],
  ['--exclude', 'COPY --exclude=lib --exclude=*.md src docs /x/', { builtBy: 'newer' }],
  [
    '--exclude of what is not ASCII',
    'COPY --exclude=ü.js --exclude=lib src /x',
    { builtBy: 'newer', alsoCounts: ['src/ü.js'] },
  ],
  [
    '--exclude with another escape character',
    '# escape=`\nFROM scratch\nCOPY --exclude=i\\ndex.js --exclude=lib src /x',
    { builtBy: 'newer', alsoCounts: ['src'] },
  ],
  [
    '| with a wildcard in --exclude',
    'COPY --exclude=a|*.txt . /x/',
    {
      builtBy: 'newer',
      alsoCounts: ['a|b.txt', 'b.txt', 'c.txt', '^c.txt', 'odd', 'package.json', 'package-lock.json', 'docs'],
    },
  ],
];

const e2e = suite<{ engine: Engine }>('copied files');

e2e.before(async (context) => {
  context.engine = await startEngine();
  await context.engine.importBase(['bash:latest']);
});

e2e.after(({ engine }) => engine.stop());

/** Makes the checkout and what is beside it. */
function prepare(sandbox: Sandbox, [, dockerfile, { ignore, context = '.', more = {} } = {}]: Kind): void {
  rmSync(sandbox.work, { recursive: true, force: true });
  mkdirSync(sandbox.work);
  for (const file of files) sandbox.write(file, file);
  for (const [link, target] of links) symlinkSync(target, path.join(sandbox.work, link));
  sandbox.write('../Dockerfile', /^FROM/m.test(dockerfile) ? dockerfile : `FROM scratch\n${dockerfile}`);
  if (ignore) sandbox.write(`${context}/.dockerignore`, ignore);
  for (const [file, content] of Object.entries(more)) {
    if (typeof content === 'string') sandbox.write(`../${file}`, content);
    else symlinkSync(content.link, path.join(sandbox.root, file));
  }
}

/** The files that a build adds to the image, by path, with mode and digest. */
type Image = ReadonlyMap<string, string>;

/** @returns docker's output if it fails */
function build(sandbox: Sandbox, engine: Engine, { env }: Builder, [, , { context = '.' } = {}]: Kind): Image | string {
  const output = path.join(sandbox.root, 'output');
  rmSync(output, { recursive: true, force: true });
  const words = ['build', '-q', '-o', output, '-f', '../Dockerfile', context];
  const { status, stderr } = spawnSync(engine.client, words, {
    cwd: sandbox.work,
    env: { ...sandbox.env, ...engine.env, ...env },
    encoding: 'utf8',
  });
  if (status !== 0) return stderr;
  const found = new Map<string, string>();
  const read = (folder: string) => {
    for (const entry of readdirSync(path.join(output, folder), { withFileTypes: true })) {
      const name = path.posix.join(folder, entry.name);
      const file = path.join(output, name);
      if (entry.isDirectory()) read(name);
      found.set(
        name,
        entry.isDirectory()
          ? 'folder'
          : entry.isSymbolicLink()
            ? `-> ${readlinkSync(file)}`
            : `${(lstatSync(file).mode & 0o777).toString(8)} ${sha256(readFileSync(file))}`,
      );
    }
  };
  read('.');
  return found;
}

interface Key {
  readonly key: string;
  readonly inputs: {
    readonly copied: {
      readonly files: readonly [path: string, link: string | null, content: [boolean, string] | null][];
    };
  };
}

async function readKey(sandbox: Sandbox, [, , { context = '.' } = {}]: Kind): Promise<Key> {
  const argv = ['key', '--json', '--cache-on-copied', '--dockerfile=../Dockerfile', `--context=${context}`];
  const result = await runProgram({ sandbox, argv });
  assert.is(result.status, 0, result.stderr);
  return JSON.parse(result.stdout);
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

const debian = testedEngine().daemon?.debian;

for (const builder of findBuilders().filter(({ isBuildKit }) => isBuildKit)) {
  for (const kind of kinds) {
    const [title, , { builtBy = debian, alsoCounts = [] } = {}] = kind;
    const builds = builtBy === debian;
    e2e(`${title}${builds ? '' : ', which does not build'} (${builder.title})`, async ({ engine }) => {
      const sandbox = createSandbox();
      prepare(sandbox, kind);
      const image = build(sandbox, engine, builder, kind);
      assert.is(typeof image, builds ? 'object' : 'string', String(image));
      const { files: counted } = (await readKey(sandbox, kind)).inputs.copied;
      sandbox.remove();
      if (typeof image === 'string') return;
      const digests = new Set([...image.values()].flatMap((file) => file.split(' ')[1] ?? []));
      const countedDigests = new Set(counted.map(([, , content]) => content?.[1]));
      const isAlso = (file: string) =>
        alsoCounts.some((folder) => folder === '.' || `${file}/`.startsWith(`${folder}/`));
      assert.equal(
        [...image].filter(([, file]) => /^\d/.test(file) && !countedDigests.has(file.split(' ')[1])),
        [],
        'all that is copied counts',
      );
      assert.equal(
        counted.flatMap(([file, , content]) =>
          content === null || digests.has(content[1]) || isAlso(file) ? [] : file,
        ),
        [],
        'nothing else counts',
      );
      assert.ok(digests.size > 0, 'something was copied');
    });
  }
}

const everything: Kind = ['everything', 'COPY . /x'];

/** The files of a checkout that change the image. */
const changes: readonly [
  what: string,
  change: (work: string, write: Sandbox['write']) => void,
  isOther: { readonly image: boolean; readonly key: boolean },
][] = [
  ['times only', (work) => utimesSync(path.join(work, 'src/index.js'), 1, 1), { image: false, key: false }],
  ['a byte', (_, write) => write('src/.hidden', 'HIDDEN'), { image: true, key: true }],
  ['a new file', (_, write) => write('src/lib/new.js', 'new'), { image: true, key: true }],
  [
    'another name',
    (work) => renameSync(path.join(work, 'src/index.js'), path.join(work, 'src/main.js')),
    { image: true, key: true },
  ],
  ['an executable bit', (work) => chmodSync(path.join(work, 'src/index.js'), 0o755), { image: true, key: true }],
  // With another umask, an agent checks out files with other modes. (README: the key)
  ['another bit of the mode', (work) => chmodSync(path.join(work, 'src/index.js'), 0o664), { image: true, key: false }],
  ['an empty folder', (work) => mkdirSync(path.join(work, 'src/empty')), { image: true, key: true }],
  [
    'another target of a link',
    (work) => {
      rmSync(path.join(work, 'source'));
      symlinkSync('docs', path.join(work, 'source'));
    },
    { image: true, key: true },
  ],
  [
    'a file in place of a folder',
    (work, write) => {
      rmSync(path.join(work, 'src/lib'), { recursive: true });
      write('src/lib', 'a file');
    },
    { image: true, key: true },
  ],
];

for (const builder of findBuilders().filter(({ isBuildKit }) => isBuildKit)) {
  e2e(`changes (${builder.title})`, async ({ engine }) => {
    const sandbox = createSandbox();
    const read = async () => {
      const image = build(sandbox, engine, builder, everything);
      return { image, key: (await readKey(sandbox, everything)).key };
    };
    prepare(sandbox, everything);
    const before = await read();
    for (const [what, change, expected] of changes) {
      prepare(sandbox, everything);
      change(sandbox.work, sandbox.write);
      const after = await read();
      const isOther = { image: !isDeepStrictEqual(after.image, before.image), key: after.key !== before.key };
      assert.equal(isOther, expected, what);
    }
    sandbox.remove();
  });
}

e2e.run();
