// What the program costs compared with doing the same by hand: medians of alternating runs on this machine, with a real
// Docker engine, a real registry and an ECR API backed by it. --only=TEXT runs only the rows whose titles contain TEXT.
// --beside=FILE compares the program with another bundle instead.
import os from 'node:os';
import { type BenchAgent, createBenchAgent } from './bench/bench-agent';
import { checkRow } from './bench/check-row';
import { compare, type Row, TABLE_HEAD } from './bench/comparison';
import { hitRows } from './bench/hit-rows';
import { jobsRows } from './bench/jobs-rows';
import { keyMemoryRow, keyRows, startRows } from './bench/key-rows';
import { missRow } from './bench/miss-row';
import { testNodeVersion } from './bench/node-alone';
import { hitMemoryRow, hookRow } from './bench/step-rows';
import { isolateThisProcess } from './support/isolation';
import { ensureEngineRequirements } from './support/requirements';

function listRows(agent: BenchAgent): readonly Row[] {
  return [
    ...hitRows(agent),
    checkRow(agent),
    ...startRows(agent.scratch),
    missRow(agent),
    ...keyRows(agent.scratch),
    hitMemoryRow(agent),
    keyMemoryRow(agent.scratch),
    hookRow(agent),
    ...jobsRows(agent),
  ];
}

async function main(): Promise<void> {
  const findFlag = (flag: string) => process.argv.find((argument) => argument.startsWith(flag))?.slice(flag.length);
  const only = findFlag('--only=') ?? '';
  const agent = createBenchAgent();
  try {
    const rows = listRows(agent).filter(({ title }) => title.includes(only));
    if (rows.length === 0) throw new Error(`no row's title has ${only}`);
    console.log(TABLE_HEAD);
    for (const row of rows) console.log(await compare(row, findFlag('--beside=')));
    console.log(
      `\nNode.js ${testNodeVersion()}; ${agent.builder().title}; ${os.cpus().length} processors. ` +
        'Both sides run in turn, after one run of each that does not count.',
    );
  } finally {
    await agent.close();
  }
}

ensureEngineRequirements();
isolateThisProcess();
main().catch((error: Error) => {
  console.error(error.stack);
  process.exitCode = 1;
});
