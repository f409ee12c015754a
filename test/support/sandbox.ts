import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface Sandbox {
  root: string;
  home: string;
  /** The checkout: where the program runs. */
  work: string;
  /** First on PATH; holds `node` and whatever a test installs. */
  bin: string;
  /** TMPDIR of the program. */
  tmp: string;
  /** A clean environment: nothing of the outer AWS_*, BUILDKITE_* or DOCKER_* variables. */
  env: Record<string, string>;
  /** Writes a file, relative to `work`, with the folders it needs. Returns its absolute path. */
  write(file: string, content: string | Buffer, mode?: number): string;
  /** Puts an executable script into `bin`. Returns its absolute path. */
  install(name: string, script: string): string;
  /** Puts a link to an executable into `bin`. */
  link(name: string, target: string): void;
  /** What is left in `tmp`. */
  leftovers(): string[];
  remove(): void;
}

// What the hook, the program, the agent's wrapper and the tests' scripts may use. PATH has nothing else, so that the
// machine's docker and AWS CLI can't be used by accident.
const TOOLS =
  'awk basename bash busybox cat chmod cmp comm cp cut dash date dirname env expr false find getent grep head id kill ksh ln ls mkdir mkfifo mktemp mv od printenv printf ps pwd readlink realpath rm rmdir sed sh sha256sum sleep sort stat stty tail tee test timeout touch tr true uname uniq wc which xargs zsh'.split(
    ' ',
  );

/** The node to test with: TEST_NODE if it is set, or the one that runs the tests. */
export function testNode(): string {
  return path.resolve(process.env.TEST_NODE || process.execPath);
}

/** Creates a private folder with a home, a checkout, a bin and a temporary folder, and an environment that uses them. */
export function createSandbox(): Sandbox {
  // The real path, because a program's working directory is one.
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'docker-ecr-cache-')));
  const folder = (name: string): string => {
    const made = path.join(root, name);
    mkdirSync(made);
    return made;
  };
  const [home, work, bin, tools, tmp] = ['home', 'work', 'bin', 'tools', 'tmp'].map(folder) as [
    string,
    string,
    string,
    string,
    string,
  ];
  for (const tool of TOOLS) {
    const found = findExecutable(tool);
    if (found) symlinkSync(found, path.join(tools, tool));
  }
  symlinkSync(testNode(), path.join(bin, 'node'));

  const coverage = process.env.NODE_V8_COVERAGE;
  return {
    root,
    home,
    work,
    bin,
    tmp,
    env: {
      PATH: `${bin}${path.delimiter}${tools}`,
      HOME: home,
      TMPDIR: tmp,
      LANG: 'C.UTF-8',
      ...(coverage ? { NODE_V8_COVERAGE: coverage } : {}),
    },
    write: (file, content, mode) => {
      const target = path.resolve(work, file);
      mkdirSync(path.dirname(target), { recursive: true });
      writeFileSync(target, content);
      if (mode !== undefined) chmodSync(target, mode);
      return target;
    },
    install: (name, script) => {
      const target = path.join(bin, name);
      rmSync(target, { force: true });
      writeFileSync(target, script, { mode: 0o755 });
      return target;
    },
    link: (name, target) => {
      rmSync(path.join(bin, name), { force: true });
      symlinkSync(target, path.join(bin, name));
    },
    leftovers: () => readdirSync(tmp),
    remove: () => rmSync(root, { recursive: true, force: true, maxRetries: 3 }),
  };
}

/** The first executable of that name on PATH or in the usual folders of the system. */
export function findExecutable(name: string): string | undefined {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  return [...folders, '/usr/local/sbin', '/usr/sbin', '/sbin', '/usr/bin', '/bin']
    .map((folder) => path.join(folder, name))
    .find((file) => existsSync(file));
}
