import { HOOK } from '../support/hook';
import { PROGRAM } from '../support/program';
import type { BenchAgent } from './bench-agent';
import { measureMemory, timeCommand } from './command';
import type { Row } from './comparison';
import { nodeAlone } from './node-alone';
import { bundleCommand, inStep, timeBundle } from './step';

export function hookRow(agent: BenchAgent): Row {
  return {
    title: 'what the hook adds to a hit',
    unit: 's',
    by: 'difference',
    open: async () => {
      const { checkout } = await agent.openCached();
      // Like the agent: bash sources the hook and reads the variables afterwards.
      const script = '. "$1" && [ "${BUILDKITE_PLUGIN_DOCKER_ECR_CACHE_EXPORT_HIT}" = true ]';
      return {
        ours: { run: () => timeCommand(inStep(checkout, 'bash', '-c', script, 'bash', HOOK)) },
        theirs: { title: 'the bundle alone', run: () => timeBundle(checkout, true, PROGRAM) },
      };
    },
  };
}

/** The program's memory on a hit, without docker's. */
export function hitMemoryRow(agent: BenchAgent): Row {
  return {
    title: 'peak memory of a hit',
    unit: 'MB',
    by: 'difference',
    aim: 60,
    open: async () => {
      const { checkout } = await agent.openCached();
      const { root } = checkout.sandbox;
      return {
        ours: { run: (program) => measureMemory(bundleCommand(checkout, program), root) },
        theirs: {
          title: 'node -e 0',
          run: () => measureMemory(nodeAlone(checkout.sandbox.work, checkout.stepEnv()), root),
        },
      };
    },
  };
}
