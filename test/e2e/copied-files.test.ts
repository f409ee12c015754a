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

interface Kind {
  readonly title: string;
  readonly dockerfile: readonly string[];
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
const kinds: readonly Kind[] = [
  {
    title: 'JSON form with several sources',
    dockerfile: ['FROM scratch', 'COPY ["package.json", "odd/with space.txt", "src/lib", "/x/"]'],
  },
  { title: 'wildcards', dockerfile: ['FROM scratch', 'COPY package*.json src/*.js /x/'] },
  { title: 'a wildcard over folders and dotfiles', dockerfile: ['FROM scratch', 'COPY src/* /x/'] },
  { title: 'a folder of odd names', dockerfile: ['FROM scratch', 'COPY odd /x'] },
  { title: 'everything', dockerfile: ['FROM scratch', 'COPY . /x'] },
  {
    title: 'everything but what is ignored',
    dockerfile: ['FROM scratch', 'COPY . /x'],
    ignore: '# comment\n**/*.test.js\ndocs/\n!docs/keep.md\nodd\n/package-lock.json\n',
  },
  {
    title: 'an ignored folder with an exception',
    dockerfile: ['FROM scratch', 'COPY docs /x'],
    ignore: 'docs\n!docs/keep.md\n',
  },
  {
    title: 'what the ignore file of the Dockerfile leaves in',
    dockerfile: ['FROM scratch', 'COPY . /x'],
    ignore: 'src\npackage.json\n',
    more: { 'Dockerfile.dockerignore': 'docs\n**/*.test.js\n' },
  },
  { title: 'a context in a folder', dockerfile: ['FROM scratch', 'COPY lib index.js /x/'], context: 'src' },
  {
    title: 'all of a context in a folder but what is ignored',
    dockerfile: ['FROM scratch', 'COPY . /x'],
    context: 'src',
    ignore: 'lib/*.test.js\n',
  },
  { title: 'all of a context that is a link', dockerfile: ['FROM scratch', 'COPY . /x'], context: 'source' },
  { title: 'a source that is a link to a folder', dockerfile: ['FROM scratch', 'COPY source /x'] },
  { title: 'a source that is a link to a file', dockerfile: ['FROM scratch', 'COPY src/link.js /x'] },
  {
    title: 'a stage that the target takes from',
    dockerfile: [
      'FROM scratch AS one',
      'COPY src /src',
      'FROM scratch AS unused',
      'COPY docs /docs',
      'FROM scratch',
      'COPY --from=one /src /x',
    ],
  },
  {
    title: 'ARG, ENV and defaults',
    dockerfile: ['FROM scratch', 'ARG DIR=docs', 'ENV FILE=package.json', 'COPY ${DIR} ${FILE:-none} /x/'],
  },
  {
    title: 'a bind mount',
    dockerfile: [
      'FROM bash',
      'RUN --mount=type=bind,source=src,target=/src cp -r /src /x',
      'FROM scratch',
      'COPY --from=0 /x /x',
    ],
  },
  {
    title: 'an ENV that ARG has changed, in a stage on top',
    dockerfile: ['FROM scratch AS one', 'ENV DIR=src', 'ARG DIR=docs', 'FROM one', 'COPY $DIR /x'],
  },
  {
    title: 'an ARG of a stage, in a stage on top',
    dockerfile: ['FROM scratch AS one', 'ARG DIR=docs', 'FROM one', 'COPY $DIR /x'],
  },
  {
    title: 'an ENV of an ARG, in a stage on top',
    dockerfile: ['FROM scratch AS one', 'ARG DIR=docs', 'ENV DIR=$DIR/keep.md', 'FROM one', 'COPY $DIR /x'],
  },
  {
    title: 'an ignore file that is a link out of the context',
    dockerfile: ['FROM scratch', 'COPY . /x'],
    more: { 'shared.ignore': 'docs', 'work/.dockerignore': { link: '../shared.ignore' } },
  },
  {
    title: 'an ignore file that is an absolute link',
    dockerfile: ['FROM scratch', 'COPY . /x'],
    more: { 'work/shared.ignore': 'docs', 'work/.dockerignore': { link: '/shared.ignore' } },
  },
  {
    title: 'an ignore file of the Dockerfile that is a link out of its folder',
    dockerfile: ['FROM scratch', 'COPY . /x'],
    more: { 'Dockerfile.dockerignore': { link: 'work/../../shared.ignore' } },
    ignore: 'src',
  },
  {
    title: 'an ignored folder at any depth with an exception',
    dockerfile: ['FROM scratch', 'COPY . /x'],
    ignore: '**/dist\n!dist/keep.js\n**/lib',
    alsoCounts: ['dist'],
  },
  {
    title: '^ in an ignore file',
    dockerfile: ['FROM scratch', 'COPY *.txt /x/'],
    ignore: '^c.txt\nb.txt',
    alsoCounts: ['c.txt', '^c.txt'],
  },
  {
    title: '| in an ignore file',
    dockerfile: ['FROM scratch', 'COPY *.txt /x/'],
    ignore: 'a|b.txt\n^c.txt',
    alsoCounts: ['a|b.txt', 'b.txt', '^c.txt', 'c.txt'],
  },
  {
    title: 'text after the JSON form',
    dockerfile: ['FROM scratch', 'COPY ["package.json", "docs", "/x/"] # both'],
    builtBy: 'machine',
  },
  {
    title: 'a global ARG that is declared again without a value',
    dockerfile: [
      'ARG KIND=new',
      'ARG KIND',
      'FROM scratch AS old',
      'COPY docs /x',
      'FROM scratch AS new',
      'COPY src /x',
      'FROM ${KIND:-old}',
    ],
    alsoCounts: ['src', 'docs'],
  },
  {
    title: 'a platform argument that is declared before the first FROM',
    dockerfile: [
      'ARG TARGETOS',
      'FROM scratch AS old',
      'COPY docs /x',
      'FROM scratch AS new',
      'COPY src /x',
      'FROM scratch AS linux',
      'COPY --from=new /x /x',
      'FROM ${TARGETOS:-old}',
    ],
    alsoCounts: ['src', 'docs'],
  },
  {
    title: 'a platform argument that is declared again in a stage',
    dockerfile: ['ARG TARGETOS', 'FROM scratch', 'ARG TARGETOS', 'COPY ${TARGETOS:-docs} /x'],
    more: { 'work/linux': 'linux' },
    alsoCounts: ['linux', 'docs'],
  },
  {
    title: 'a default for an argument without a value',
    dockerfile: ['ARG X', 'FROM scratch AS old', 'COPY docs /x', 'FROM scratch AS new', 'COPY src /x', 'FROM ${X-new}'],
    builtBy: 'newer',
    alsoCounts: ['src', 'docs'],
  },
  {
    title: 'an argument that uses one of the same line',
    dockerfile: ['FROM scratch', 'ARG A=src B=$A/lib', 'COPY $B /x'],
    more: { 'work/lib/a': 'a' },
    alsoCounts: ['src/lib', 'lib'],
  },
  {
    title: '--exclude',
    dockerfile: ['FROM scratch', 'COPY --exclude=lib --exclude=*.md src docs /x/'],
    builtBy: 'newer',
  },
  {
    title: '--exclude of what is not ASCII',
    dockerfile: ['FROM scratch', 'COPY --exclude=ü.js --exclude=lib src /x'],
    builtBy: 'newer',
    alsoCounts: ['src/ü.js'],
  },
  {
    title: '--exclude with another escape character',
    dockerfile: ['# escape=`', 'FROM scratch', 'COPY --exclude=i\\ndex.js --exclude=lib src /x'],
    builtBy: 'newer',
    alsoCounts: ['src'],
  },
  {
    title: '| with a wildcard in --exclude',
    dockerfile: ['FROM scratch', 'COPY --exclude=a|*.txt . /x/'],
    builtBy: 'newer',
    alsoCounts: ['a|b.txt', 'b.txt', 'c.txt', '^c.txt', 'odd', 'package.json', 'package-lock.json', 'docs'],
  },
];

const e2e = suite<{ engine: Engine }>('copied files');

e2e.before(async (context) => {
  context.engine = await startEngine();
  await context.engine.importBase(['bash:latest']);
});

e2e.after(({ engine }) => engine.stop());

/** Makes the checkout and what is beside it. */
function prepare(sandbox: Sandbox, { dockerfile, ignore, context = '.', more = {} }: Kind): void {
  rmSync(sandbox.work, { recursive: true, force: true });
  mkdirSync(sandbox.work);
  for (const file of files) sandbox.write(file, file);
  for (const [link, target] of links) symlinkSync(target, path.join(sandbox.work, link));
  sandbox.write('../Dockerfile', `${dockerfile.join('\n')}\n`);
  if (ignore) sandbox.write(`${context}/.dockerignore`, ignore);
  for (const [file, content] of Object.entries(more)) {
    if (typeof content === 'string') sandbox.write(`../${file}`, content);
    else symlinkSync(content.link, path.join(sandbox.root, file));
  }
}

/** The files that a build adds to the image, by path, with mode and digest. */
type Image = ReadonlyMap<string, string>;

/** @returns docker's output if it fails */
function build(sandbox: Sandbox, engine: Engine, { env }: Builder, kind: Kind): Image | string {
  const output = path.join(sandbox.root, 'output');
  rmSync(output, { recursive: true, force: true });
  const words = ['build', '-q', '-o', output, '-f', '../Dockerfile', kind.context ?? '.'];
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

async function readKey(sandbox: Sandbox, { context = '.' }: Kind): Promise<Key> {
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
    const builds = (kind.builtBy ?? debian) === debian;
    e2e(`${kind.title}${builds ? '' : ', which does not build'} (${builder.title})`, async ({ engine }) => {
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
        kind.alsoCounts?.some((folder) => folder === '.' || `${file}/`.startsWith(`${folder}/`));
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

const everything: Kind = { title: 'everything', dockerfile: ['FROM scratch', 'COPY . /x'] };

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
