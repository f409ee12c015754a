import { randomBytes } from 'node:crypto';
import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Sandbox, testNode } from '../support/sandbox';
import { type Command, measureMemory, timeCommand } from './command';
import type { Row } from './comparison';
import { nodeAlone } from './node-alone';

/** Rows about the start of the program. */
export function startRows(scratch: Sandbox): readonly Row[] {
  const againstNode = (title: string, aim: number, ...argv: readonly string[]): Row => ({
    title,
    unit: 's',
    by: 'ratio',
    aim,
    open: async () => {
      const folder = makeFolder(scratch, 'small');
      for (let index = 0; index < 20; index++) writeFileSync(path.join(folder, 'src', `${index}.js`), `${index}`);
      const theirs = nodeAlone(folder, scratch.env);
      return {
        ours: { run: (program) => timeCommand(run(scratch, folder, program, ...argv)) },
        theirs: { title: 'node -e 0', run: () => timeCommand(theirs) },
      };
    },
  });
  return [
    againstNode('--help', 1.7, '--help'),
    againstNode('key on a folder of 20 files', 2, 'key', '--cache-on', 'src'),
  ];
}

/** Rows about many files. */
export function keyRows(scratch: Sandbox): readonly Row[] {
  return [
    {
      title: 'key over 20,000 files (300 MB)',
      unit: 's',
      by: 'ratio',
      aim: 1,
      open: async () => {
        const cwd = makeFolder(scratch, 'files');
        writeFiles(cwd);
        const script = 'find src -type f -print0 | xargs -0 sha256sum';
        const byHand = { command: 'sh', args: ['-c', script], cwd, env: scratch.env };
        return {
          ours: { run: (program) => timeCommand(run(scratch, cwd, program, 'key', '--cache-on', 'src')) },
          theirs: { title: 'xargs -0 sha256sum', run: () => timeCommand(byHand) },
        };
      },
    },
    {
      title: 'key over **/package.json in 100,000 files',
      unit: 's',
      by: 'ratio',
      aim: 1,
      open: async () => {
        const cwd = makeFolder(scratch, 'tree');
        writeTree(cwd);
        const args = ['-O', 'globstar', '-c', 'sha256sum **/package.json'];
        const byHand = { command: 'bash', args, cwd, env: scratch.env };
        return {
          ours: {
            run: (program) => timeCommand(run(scratch, cwd, program, 'key', '--cache-on', '**/package.json')),
          },
          theirs: { title: 'bash globstar, sha256sum', run: () => timeCommand(byHand) },
        };
      },
    },
  ];
}

export function keyMemoryRow(scratch: Sandbox): Row {
  return {
    title: 'peak memory of a key over one file of 2 GB',
    unit: 'MB',
    by: 'difference',
    aim: 20,
    open: async () => {
      const cwd = makeFolder(scratch, 'large');
      const file = path.join(cwd, 'src/large');
      writeFileSync(file, '');
      truncateSync(file, 2_000_000_000);
      const theirs = nodeAlone(cwd, scratch.env);
      return {
        ours: {
          run: (program) => measureMemory(run(scratch, cwd, program, 'key', '--cache-on', 'src'), scratch.tmp),
        },
        theirs: { title: 'node -e 0', run: () => measureMemory(theirs, scratch.tmp) },
      };
    },
  };
}

function run(scratch: Sandbox, cwd: string, program: string, ...argv: readonly string[]): Command {
  return { command: testNode(), args: [program, ...argv], cwd, env: scratch.env };
}

/** A folder with a Dockerfile and an empty `src`. */
function makeFolder(scratch: Sandbox, name: string): string {
  const folder = path.join(scratch.work, name);
  mkdirSync(path.join(folder, 'src'), { recursive: true });
  writeFileSync(path.join(folder, 'Dockerfile'), 'FROM bash\n');
  return folder;
}

/** 20,000 files, 300 MB in all, in 200 folders. */
function writeFiles(folder: string): void {
  const bytes = randomBytes(15_000);
  for (let index = 0; index < 20_000; index++) {
    const parent = path.join(folder, `src/${index % 200}`);
    if (index < 200) mkdirSync(parent);
    bytes.writeUInt32LE(index, 0);
    writeFileSync(path.join(parent, `${index}.bin`), bytes);
  }
}

/** A tree of 100,000 small files with a package.json in every hundredth folder. */
function writeTree(folder: string): void {
  for (let index = 0; index < 100_000; index++) {
    const parent = path.join(folder, `packages/${index % 10}/${index % 1000}`);
    if (index < 1000) mkdirSync(parent, { recursive: true });
    writeFileSync(
      path.join(parent, index % 100_000 < 1000 && index % 100 === 0 ? 'package.json' : `${index}.js`),
      `${index}`,
    );
  }
}
