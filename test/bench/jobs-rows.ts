import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Engine, startEngine } from '../support/engine';
import { findEngine } from '../support/engines';
import { startHook } from '../support/hook';
import type { BenchAgent } from './bench-agent';
import type { Row, Sides } from './comparison';

const jobs = 8;

/** The cost of eight jobs that need the same new image at once, on two engines, each with its own home. */
export function jobsRows(agent: BenchAgent): readonly Row[] {
  const title = `${jobs} jobs at once on two engines, a build of some 20 s of work, cold`;
  const open = (measure: (run: () => Promise<void>) => Promise<number>) => () => openJobs(agent, measure);
  return [
    { title: `${title}: until all are done`, unit: 's', by: 'ratio', runs: 1, open: open(measureTime) },
    {
      title: `${title}: processor time of the machine`,
      unit: 's',
      by: 'ratio',
      runs: 1,
      open: open(measureProcessors),
    },
  ];
}

async function openJobs(agent: BenchAgent, measure: (run: () => Promise<void>) => Promise<number>): Promise<Sides> {
  const world = await agent.world();
  const newer = await startEngine(findEngine('28-containerd'));
  await newer.importBase(['bash:latest']);
  const runJobs = (isWaiting: boolean) => () =>
    measure(async () => {
      // A new key each time, without layers in any engine.
      const work = `FROM bash\nRUN : ${randomUUID()}; i=0; while [ $i -lt 20000000 ]; do i=$((i+1)); done\n`;
      await Promise.all(
        Array.from({ length: jobs }, (_, job) => runJob(agent, job % 2 ? newer : undefined, work, isWaiting)),
      );
    });
  if (!world.api.repositories.has('build-cache/acme/jobs')) world.api.create('build-cache/acme/jobs');
  return {
    ours: { run: runJobs(true) },
    theirs: { title: 'the same with wait-for-build: false', run: runJobs(false) },
    close: () => void newer.stop(),
  };
}

async function runJob(agent: BenchAgent, engine: Engine | undefined, dockerfile: string, isWaiting: boolean) {
  const checkout = await agent.openCheckout('jobs', dockerfile);
  if (engine) checkout.sandbox.link('docker', engine.client);
  const env = { ...checkout.stepEnv({ 'wait-for-build': isWaiting }), ...engine?.env };
  const { status, log } = await startHook({ sandbox: checkout.sandbox, env, timeoutMs: 600_000 }).result;
  checkout.remove();
  if (status !== 0) throw new Error(log);
}

async function measureTime(run: () => Promise<void>): Promise<number> {
  const start = Date.now();
  await run();
  return (Date.now() - start) / 1000;
}

async function measureProcessors(run: () => Promise<void>): Promise<number> {
  const start = readProcessorSeconds();
  await run();
  return readProcessorSeconds() - start;
}

/** The busy time of all processors since the machine started. (proc(5), /proc/stat) */
function readProcessorSeconds(): number {
  const [user = 0, nice = 0, system = 0] =
    readFileSync('/proc/stat', 'utf8').split('\n')[0]?.split(/ +/).slice(1).map(Number) ?? [];
  return (user + nice + system) / 100;
}
