import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, renameSync, rmSync, symlinkSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Engine, startEngine } from '../support/engine';
import type { Builder } from '../support/engines';
import { runProgram } from '../support/program';
import { findBuilders } from '../support/real-agent';
import { createSandbox, type Sandbox } from '../support/sandbox';

// cache-on-copied beside what docker does: every kind of Dockerfile is built before and after every kind of change, and
// whenever the layers differ, the key has to differ. Docker's own cache stays on: without it every layer is new.
// One difference is meant to be (README: the key): of a file's mode only the owner's executable bit counts.

const files: { readonly [file: string]: string } = {
  'package.json': '{}',
  'package-lock.json': '{"a":1}',
  'src/index.js': 'index',
  'src/.hidden': 'hidden',
  'src/lib/deep.js': 'deep',
  'src/lib/deep.test.js': 'test',
  'docs/readme.md': 'read me',
  'docs/keep.md': 'keep me',
  'odd/with space.txt': 'space',
  'odd/-dash.txt': 'dash',
  'odd/ünïcode.txt': 'letters',
  'odd/[bracket].txt': 'bracket',
};

function writeTree(sandbox: Sandbox): void {
  rmSync(sandbox.work, { recursive: true, force: true });
  mkdirSync(sandbox.work);
  for (const [file, text] of Object.entries(files)) sandbox.write(file, text);
  symlinkSync('index.js', path.join(sandbox.work, 'src/link.js'));
  symlinkSync('src', path.join(sandbox.work, 'source'));
}

interface Kind {
  readonly title: string;
  readonly dockerfile: string;
  /** Else the working directory. */
  readonly context?: string;
  readonly ignore?: string;
  /** What is in `<Dockerfile>.dockerignore`. */
  readonly ignoreOfDockerfile?: string;
  readonly args?: readonly string[];
}

const kinds: readonly Kind[] = [
  { title: 'one file', dockerfile: 'FROM bash\nCOPY package.json /x/\n' },
  { title: 'several files', dockerfile: 'FROM bash\nCOPY package.json package-lock.json /x/\n' },
  { title: 'JSON form with a space', dockerfile: 'FROM bash\nCOPY ["odd/with space.txt", "/x/"]\n' },
  {
    title: 'JSON form with several sources',
    dockerfile: 'FROM bash\nCOPY ["package.json", "odd/with space.txt", "src/lib", "/x/"]\n',
  },
  { title: 'wildcards', dockerfile: 'FROM bash\nCOPY package*.json src/*.js /x/\n' },
  { title: 'a wildcard over folders and dotfiles', dockerfile: 'FROM bash\nCOPY src/* /x/\n' },
  { title: 'a folder', dockerfile: 'FROM bash\nCOPY src /x\n' },
  { title: 'a folder of odd names', dockerfile: 'FROM bash\nCOPY odd /x\n' },
  { title: 'everything', dockerfile: 'FROM bash\nCOPY . /x\n' },
  {
    title: 'everything but what is ignored',
    dockerfile: 'FROM bash\nCOPY . /x\n',
    ignore: '# comment\n**/*.test.js\ndocs/\n!docs/keep.md\nodd\n/package-lock.json\n',
  },
  {
    title: 'an ignored folder with an exception',
    dockerfile: 'FROM bash\nCOPY docs /x\n',
    ignore: 'docs\n!docs/keep.md\n',
  },
  {
    title: 'what the ignore file of the Dockerfile leaves in',
    dockerfile: 'FROM bash\nCOPY . /x\n',
    ignore: 'src\npackage.json\n',
    ignoreOfDockerfile: 'docs\n**/*.test.js\n',
  },
  { title: 'a context in a folder', dockerfile: 'FROM bash\nCOPY lib index.js /x/\n', context: 'src' },
  {
    title: 'all of a context in a folder but what is ignored',
    dockerfile: 'FROM bash\nCOPY . /x\n',
    context: 'src',
    ignore: 'lib/*.test.js\n',
  },
  { title: 'all of a context that is a link', dockerfile: 'FROM bash\nCOPY . /x\n', context: 'source' },
  {
    title: 'a file in a context that is a link',
    dockerfile: 'FROM bash\nCOPY *.js /x/\n',
    context: 'source',
  },
  { title: 'ADD of a folder', dockerfile: 'FROM bash\nADD ./src/ /x/\n' },
  { title: 'a source that is a link to a folder', dockerfile: 'FROM bash\nCOPY source /x\n' },
  { title: 'a source that is a link to a file', dockerfile: 'FROM bash\nCOPY src/link.js /x\n' },
  {
    title: 'a stage that the target takes from',
    dockerfile:
      'FROM bash AS one\nCOPY src /src\nFROM bash AS unused\nCOPY docs /docs\nFROM bash\nCOPY --from=one /src /x\n',
  },
  {
    title: 'ARG, ENV and defaults',
    dockerfile: 'FROM bash\nARG DIR=docs\nENV FILE=package.json\nCOPY ${DIR} ${FILE:-none} /x/\n',
  },
  {
    title: 'ARG with a value',
    dockerfile: 'FROM bash\nARG DIR=docs\nCOPY $DIR /x/\n',
    args: ['DIR=src'],
  },
  {
    title: 'a bind mount',
    dockerfile: 'FROM bash\nRUN --mount=type=bind,source=src,target=/src cat /src/index.js /src/lib/* > /x\n',
  },
];

const changes: readonly [what: string, change: (work: string, write: Sandbox['write']) => void][] = [
  ['a byte of package.json', (_, write) => write('package.json', '{ }')],
  ['a byte of package-lock.json', (_, write) => write('package-lock.json', '{"a":2}')],
  ['a byte of src/index.js', (_, write) => write('src/index.js', 'INDEX')],
  ['a byte of a dotfile', (_, write) => write('src/.hidden', 'HIDDEN')],
  ['a byte of a test', (_, write) => write('src/lib/deep.test.js', 'TEST')],
  ['a byte of docs/readme.md', (_, write) => write('docs/readme.md', 'READ ME')],
  ['a byte of docs/keep.md', (_, write) => write('docs/keep.md', 'KEEP ME')],
  ['a byte of a name with a space', (_, write) => write('odd/with space.txt', 'SPACE')],
  ['a byte of a name with brackets', (_, write) => write('odd/[bracket].txt', 'BRACKET')],
  ['a new file', (_, write) => write('src/new.js', 'new')],
  ['a new file in a folder of a folder', (_, write) => write('src/lib/new.js', 'new')],
  ['a file that is gone', (work) => rmSync(path.join(work, 'src/lib/deep.js'))],
  ['another name', (work) => renameSync(path.join(work, 'src/index.js'), path.join(work, 'src/main.js'))],
  ['an executable bit', (work) => chmodSync(path.join(work, 'src/index.js'), 0o755)],
  ['a new empty folder', (work) => mkdirSync(path.join(work, 'src/empty'))],
  [
    'another target of a link',
    (work) => {
      rmSync(path.join(work, 'src/link.js'));
      symlinkSync('lib/deep.js', path.join(work, 'src/link.js'));
    },
  ],
  [
    'another target of a linked folder',
    (work) => {
      rmSync(path.join(work, 'source'));
      symlinkSync('docs', path.join(work, 'source'));
    },
  ],
  [
    'a file in place of a folder',
    (work, write) => {
      rmSync(path.join(work, 'src/lib'), { recursive: true });
      write('src/lib', 'a file');
    },
  ],
  ['times only', (work) => utimesSync(path.join(work, 'src/index.js'), 1, 1)],
  ['an unrelated file', (_, write) => write('unrelated/x', 'x')],
];

const e2e = suite<{ engine: Engine }>('copied files');

e2e.before(async (context) => {
  context.engine = await startEngine();
  await context.engine.importBase(['bash:latest']);
});

e2e.after(({ engine }) => engine.stop());

function build(
  sandbox: Sandbox,
  engine: Engine,
  builder: Builder,
  { args = [], context = '.' }: Kind,
): string | undefined {
  const docker = (...words: string[]) =>
    spawnSync(engine.client, words, {
      cwd: sandbox.work,
      env: { ...sandbox.env, ...engine.env, ...builder.env },
      encoding: 'utf8',
    });
  const built = docker(
    'build',
    '-q',
    ...args.map((arg) => `--build-arg=${arg}`),
    '-f',
    '../Dockerfile',
    context,
  );
  if (built.status !== 0) return undefined;
  return docker('image', 'inspect', '--format', '{{json .RootFS.Layers}}', built.stdout.trim()).stdout;
}

async function readKey(
  sandbox: Sandbox,
  builder: Builder,
  { args = [], context = '.' }: Kind,
): Promise<string> {
  const argv = ['key', '--cache-on-copied', '--dockerfile', '../Dockerfile', '--context', context];
  const result = await runProgram({
    sandbox,
    argv: [...argv, ...args.map((arg) => `--build-args=${arg}`)],
    env: { ...builder.env },
  });
  assert.is(result.status, 0, result.stderr);
  return result.stdout;
}

for (const builder of findBuilders().filter(({ isBuildKit }) => isBuildKit)) {
  for (const kind of kinds) {
    e2e(`${kind.title} (${builder.title})`, async ({ engine }) => {
      const sandbox = createSandbox();
      const restore = () => {
        writeTree(sandbox);
        sandbox.write('../Dockerfile', kind.dockerfile);
        if (kind.ignore) sandbox.write(`${kind.context ?? '.'}/.dockerignore`, kind.ignore);
        if (kind.ignoreOfDockerfile) sandbox.write('../Dockerfile.dockerignore', kind.ignoreOfDockerfile);
      };
      restore();
      const layers = build(sandbox, engine, builder, kind);
      assert.ok(layers, 'the Dockerfile can be built');
      const key = await readKey(sandbox, builder, kind);
      let differing = 0;
      for (const [what, change] of changes) {
        restore();
        change(sandbox.work, sandbox.write);
        const layersAfter = build(sandbox, engine, builder, kind);
        // What can't be built any more gives no image that could be stale.
        if (layersAfter === undefined) continue;
        const keyAfter = await readKey(sandbox, builder, kind);
        if (layersAfter !== layers) {
          differing++;
          assert.is.not(keyAfter, key, `${what}: the layers differ, the key does not`);
        }
        if (what === 'times only' || what === 'an unrelated file') {
          const isAll = kind.dockerfile.includes('COPY . ') && kind.context === undefined;
          assert.is(keyAfter === key, what === 'times only' || !isAll, `${what}: the key differs`);
        }
      }
      assert.ok(differing > 0, 'no change changed the layers');
      sandbox.remove();
    });
  }
}

e2e.run();
