// What the program costs, beside what does the same by hand, in one run on this machine: medians and their ratio.
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PROGRAM } from './support/program';

const RUNS = 15;

interface Comparison {
  readonly title: string;
  readonly ours: Timed;
  readonly theirs: Timed;
  /** The largest ratio that is good enough. */
  readonly aim: number;
}

interface Timed {
  readonly title: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
}

/** Seconds of a command, from start to end. */
function time({ command, args, cwd }: Timed): number {
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(command, args, { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
  if (status !== 0) throw new Error(`${command} ended with status ${status}: ${stderr}`);
  return Number(process.hrtime.bigint() - start) / 1e9;
}

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}

/** Runs both in turn, so that what else the machine does meets both; the first run of each only warms up. */
function compare({ title, ours, theirs, aim }: Comparison): string {
  const times: [number[], number[]] = [[], []];
  for (let run = 0; run <= RUNS; run++) {
    const pair = [time(ours), time(theirs)] as const;
    if (run === 0) continue;
    times[0].push(pair[0]);
    times[1].push(pair[1]);
  }
  const [one, other] = [median(times[0]), median(times[1])];
  const ratio = one / other;
  const verdict = ratio <= aim ? 'reached' : 'NOT reached';
  return `| ${title} | ${one.toFixed(3)} s | ${theirs.title}: ${other.toFixed(3)} s | ${ratio.toFixed(2)} | ${aim} ${verdict} |`;
}

function key(title: string, cwd: string, ...argv: readonly string[]): Timed {
  return { title, command: process.execPath, args: [PROGRAM, 'key', ...argv], cwd };
}

/** 20,000 files, 300 MB in all, in 200 folders. */
function writeFiles(folder: string): void {
  const bytes = randomBytes(15_000);
  for (let index = 0; index < 20_000; index++) {
    const parent = path.join(folder, `src/${index % 200}`);
    if (index < 200) mkdirSync(parent, { recursive: true });
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

function main(): void {
  const root = mkdtempSync(path.join(tmpdir(), 'bench-'));
  try {
    const [files, tree] = [path.join(root, 'files'), path.join(root, 'tree')];
    for (const folder of [files, tree]) {
      mkdirSync(folder);
      writeFileSync(path.join(folder, 'Dockerfile'), 'FROM bash\n');
    }
    writeFiles(files);
    writeTree(tree);
    const comparisons: readonly Comparison[] = [
      {
        title: 'key over 20,000 files (300 MB)',
        ours: key('key', files, '--cache-on', 'src'),
        theirs: {
          title: 'xargs -0 sha256sum',
          command: 'sh',
          args: ['-c', 'find src -type f -print0 | xargs -0 sha256sum'],
          cwd: files,
        },
        aim: 0.5,
      },
      {
        title: 'key over **/package.json in 100,000 files',
        ours: key('key', tree, '--cache-on', '**/package.json'),
        theirs: {
          title: 'bash globstar, sha256sum',
          command: 'bash',
          args: ['-O', 'globstar', '-c', 'sha256sum **/package.json'],
          cwd: tree,
        },
        aim: 1,
      },
    ];
    console.log('| case | time | compared with | ratio | aim |\n| --- | --- | --- | --- | --- |');
    for (const comparison of comparisons) console.log(compare(comparison));
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

main();
