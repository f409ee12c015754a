// Runs the tests of the tiers that are named: every test/<tier>/*.test.ts in a process of its own, or those whose names
// have what --only= says, without those that --not= lists.
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { ensureEngineRequirements } from './support/requirements';

interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/** Files at the same time, each of which has what it needs to itself, an engine too. Much of their time they wait. */
const concurrency = 3;

async function runTier(tier: string, only: string, not: readonly string[]): Promise<Counts> {
  const folder = path.join(__dirname, tier);
  const files = readdirSync(folder).filter(
    (name) => name.endsWith('.test.ts') && name.includes(only) && !not.includes(name.replace('.test.ts', '')),
  );
  const counts: Counts[] = [];
  const next = async (): Promise<void> => {
    const file = files.shift();
    if (file === undefined) return;
    counts.push(await runFile(path.join(folder, file), `${tier}/${file}`));
    await next();
  };
  // Once for all: two files at a time can't install.
  if (tier === 'e2e') ensureEngineRequirements();
  if (files.length === 0) console.log(`no test file in ${tier} matches`);
  await Promise.all(Array.from({ length: concurrency }, next));
  return sum(counts);
}

function runFile(file: string, title: string): Promise<Counts> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--import', 'tsx', file], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const collect = (data: Buffer) => {
      output += data.toString();
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('close', (status) => {
      const total = findCount(output, 'Total');
      const passed = findCount(output, 'Passed');
      const missing = total - passed - findCount(output, 'Skipped');
      // A file that forgets to run its suite counts nothing and ends well, and so does a suite that a hook cuts off.
      const failed = status === 0 && total > 0 && missing === 0 ? 0 : Math.max(1, missing);
      console.log(`${failed === 0 ? 'ok' : 'FAILED'} ${title}: ${passed} of ${total}`);
      if (failed > 0) console.log(output);
      resolve({ passed, failed });
    });
  });
}

/** uvu closes with a line a count. */
function findCount(output: string, name: string): number {
  return Number(new RegExp(`^\\s*${name}:\\s+(\\d+)`, 'm').exec(output)?.[1] ?? 0);
}

function sum(counts: readonly Counts[]): Counts {
  return counts.reduce(
    (one, other) => ({ passed: one.passed + other.passed, failed: one.failed + other.failed }),
    { passed: 0, failed: 0 },
  );
}

async function main(): Promise<void> {
  const findFlag = (flag: string) =>
    process.argv.find((argument) => argument.startsWith(`--${flag}=`))?.slice(flag.length + 3) ?? '';
  const tiers = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
  const counts: Counts[] = [];
  for (const tier of tiers) {
    counts.push(await runTier(tier, findFlag('only'), findFlag('not').split(',')));
  }
  const { passed, failed } = sum(counts);
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
}

void main();
