// Runs the tests of the given tiers: every test/<tier>/*.test.ts in its own process, or only those whose names contain
// --only=, without those listed in --not=. e2e tests run on each engine, or on the one given by --engine=, isolated from
// the machine. With --coverage, a table for src/ is printed before the last line, which is the result.
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describeEngine } from './support/engine';
import { type EngineKind, engines, findEngine } from './support/engines';
import { isolate } from './support/isolation';
import { ensureNewerDebian } from './support/newer-debian';
import { ensureEngineRequirements } from './support/requirements';

interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/** How many files run at once. Each has its own engine and services, and spends most of its time waiting. */
const concurrency = 3;

/** Time limit for a test file on a busy machine, so that one that hangs fails. */
const fileLimitMs = 15 * 60_000;

/** A test file, and what it runs on. */
interface Run {
  readonly title: string;
  readonly file: string;
  readonly engine?: EngineKind;
}

interface Selection {
  readonly only: string;
  readonly not: readonly string[];
  readonly engine: string;
}

function listRuns(tier: string, { only, not, engine }: Selection): Run[] {
  const folder = path.join(__dirname, tier);
  const files = readdirSync(folder).filter(
    (name) => name.endsWith('.test.ts') && name.includes(only) && !not.includes(name.replace('.test.ts', '')),
  );
  const runs = files.map((name) => ({ title: `${tier}/${name}`, file: path.join(folder, name) }));
  if (tier !== 'e2e') return runs;
  const selected = engine === '' ? engines : [findEngine(engine)];
  return selected.flatMap((kind) =>
    runs
      .filter(({ file }) => kind.files?.includes(path.basename(file, '.test.ts')) ?? true)
      .map((run) => ({ ...run, title: `${run.title} on ${kind.name}`, engine: kind })),
  );
}

async function runTier(tier: string, selection: Selection): Promise<Counts> {
  const runs = listRuns(tier, selection);
  if (tier === 'e2e') {
    // Before isolation, which has no network.
    ensureEngineRequirements();
    ensureNewerDebian();
    for (const kind of new Set(runs.map(({ engine }) => engine))) if (kind) console.log(describeEngine(kind));
  }
  const counts: Counts[] = [];
  const next = async (): Promise<void> => {
    const run = runs.shift();
    if (run === undefined) return;
    counts.push(await runFile(run));
    await next();
  };
  if (runs.length === 0) console.log(`no test file in ${tier} matches`);
  await Promise.all(Array.from({ length: concurrency }, next));
  return sum(counts);
}

function runFile({ title, file, engine }: Run): Promise<Counts> {
  const command = [process.execPath, '--import', 'tsx', file];
  const isolated = engine && isolate(command, { TEST_ENGINE: engine.name });
  const [program = '', ...args] = isolated?.command ?? command;
  const startedAt = Date.now();
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: isolated?.env ?? process.env,
    });
    let output = '';
    const collect = (data: Buffer) => {
      output += data.toString();
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    const limit = setTimeout(() => {
      child.kill('SIGKILL');
      // A child of it may live on and keep its output open.
      for (const stream of [child.stdout, child.stderr]) stream.destroy();
    }, fileLimitMs);
    child.on('close', (status, signal) => {
      clearTimeout(limit);
      isolated?.remove();
      const total = findCount(output, 'Total');
      const passed = findCount(output, 'Passed');
      const missing = total - passed - findCount(output, 'Skipped');
      // A file that forgets to run its suite, or whose hook exits early, ends with status 0 and no counts.
      const failed = status === 0 && total > 0 && missing === 0 ? 0 : Math.max(1, missing);
      console.log(
        `${failed === 0 ? 'ok' : 'FAILED'} ${title}: ${signal === null ? `${passed} of ${total}` : `ended by ${signal}`} in ${Math.round((Date.now() - startedAt) / 1000)} s`,
      );
      if (failed > 0) console.log(output);
      resolve({ passed, failed });
    });
  });
}

/** uvu ends with one line per count. */
function findCount(output: string, name: string): number {
  return Number(new RegExp(`^\\s*${name}:\\s+(\\d+)`, 'm').exec(output)?.[1] ?? 0);
}

function sum(counts: readonly Counts[]): Counts {
  return counts.reduce((one, other) => ({ passed: one.passed + other.passed, failed: one.failed + other.failed }), {
    passed: 0,
    failed: 0,
  });
}

/** Makes the tests record coverage; returns the folder. */
function collectCoverage(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'docker-ecr-cache-coverage-'));
  process.env.NODE_V8_COVERAGE = folder;
  return folder;
}

async function main(): Promise<void> {
  const coverage = process.argv.includes('--coverage') ? collectCoverage() : undefined;
  const findFlag = (flag: string) =>
    process.argv.find((argument) => argument.startsWith(`--${flag}=`))?.slice(flag.length + 3) ?? '';
  const tiers = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
  const selection = {
    only: findFlag('only'),
    not: findFlag('not').split(','),
    engine: findFlag('engine'),
  };
  const counts: Counts[] = [];
  for (const tier of tiers) {
    counts.push(await runTier(tier, selection));
  }
  if (coverage !== undefined) {
    const { reportCoverage } = await import('./coverage');
    await reportCoverage(coverage);
    rmSync(coverage, { recursive: true, force: true });
  }
  const { passed, failed } = sum(counts);
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
}

void main();
