import { PROGRAM } from '../support/program';
import type { RealWorld } from '../support/real-agent';
import type { BenchAgent } from './bench-agent';
import { timeCommand } from './command';
import type { Row } from './comparison';
import { pullByHand, timeBundle } from './step';

const API_DELAY_MS = 100;
const REGISTRY_DELAY_MS = 50;

/** Rows about hits. */
export function hitRows(agent: BenchAgent): readonly Row[] {
  const slow = `, ${API_DELAY_MS} ms added to the API's answers, ${REGISTRY_DELAY_MS} ms to the registry's`;
  return [
    hitRow(agent, { title: 'hit, image in the engine', isPulled: false, isSlow: false, aim: 1.5 }),
    hitRow(agent, { title: 'hit, image pulled', isPulled: true, isSlow: false, aim: 1.5 }),
    hitRow(agent, { title: `hit, image in the engine${slow}`, isPulled: false, isSlow: true, aim: 0.95 }),
    hitRow(agent, { title: `hit, image pulled${slow}`, isPulled: true, isSlow: true, aim: 1.2 }),
    waitingRow(agent),
  ];
}

interface HitCase {
  readonly title: string;
  /** Whether the image is removed from the engine before each run. */
  readonly isPulled: boolean;
  /** Whether the API and the registry have a realistic latency. */
  readonly isSlow: boolean;
  readonly aim: number;
}

function hitRow(agent: BenchAgent, { title, isPulled, isSlow, aim }: HitCase): Row {
  return {
    title,
    unit: 's',
    by: 'ratio',
    aim,
    open: async () => {
      const world = await agent.world();
      const { checkout, reference } = await agent.openCached();
      // Fails if the previous run didn't leave the image there.
      const removal = { prepare: () => world.engine.docker('image', 'rm', reference) };
      const prepare = isPulled ? removal : {};
      const byHand = pullByHand(checkout, world, reference);
      // By hand, the registry's host is known; with the API, at least one answer has to be awaited.
      const apiSeconds = isSlow ? API_DELAY_MS / 1000 : 0;
      return {
        ours: { ...prepare, run: (program) => timeBundle(checkout, true, program) },
        theirs: {
          ...prepare,
          title: `node -e 0, docker login, docker pull${isSlow ? `, and one answer's ${API_DELAY_MS} ms` : ''}`,
          run: async () => (await timeCommand(byHand)) + apiSeconds,
        },
        close: isSlow ? delayAnswers(world) : () => {},
      };
    },
  };
}

/** A hit only looks up the image; the claim is only looked up after a miss. */
function waitingRow(agent: BenchAgent): Row {
  return {
    title: 'hit, image in the engine, wait-for-build: true',
    unit: 's',
    by: 'ratio',
    open: async () => {
      const { checkout } = await agent.openCached();
      const runWith = (isWaiting: boolean) => (program: string) =>
        timeBundle(checkout, true, program, { 'wait-for-build': isWaiting });
      return {
        ours: { run: runWith(true) },
        theirs: { title: 'the same with wait-for-build: false', run: () => runWith(false)(PROGRAM) },
      };
    },
  };
}

/** Delays every answer. Returns a function that undoes it. */
function delayAnswers({ api, front }: RealWorld): () => void {
  const wait = (milliseconds: number) => async () => {
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    return undefined;
  };
  const ends = [api.intercept('*', wait(API_DELAY_MS)), front.intercept({}, wait(REGISTRY_DELAY_MS))];
  return () => {
    for (const end of ends) end();
  };
}
