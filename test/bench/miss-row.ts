import type { BenchAgent } from './bench-agent';
import { timeCommand } from './command';
import type { Row } from './comparison';
import { pushByHand, timeBundle } from './step';

/** A build and a push without anything to reuse. */
export function missRow(agent: BenchAgent): Row {
  return {
    title: 'miss, FROM a local base and RUN sleep 2, no layer cache',
    unit: 's',
    by: 'difference',
    // A claim is read back a second after it is put.
    aim: 1.5,
    open: async () => {
      const world = await agent.world();
      const checkout = await agent.openCheckout('miss', '');
      world.api.create(checkout.repositoryName);
      let builds = 0;
      // A new text makes a new layer, and a new key.
      const prepare = async (): Promise<void> => {
        builds += 1;
        checkout.sandbox.write('Dockerfile', `FROM bash\nRUN sleep 2 # ${builds}\n`);
      };
      return {
        ours: { prepare, run: (program) => timeBundle(checkout, false, program) },
        theirs: {
          prepare,
          title: 'docker login, docker build, docker push',
          run: () => timeCommand(pushByHand(checkout, world, `by-hand-${builds}`)),
        },
      };
    },
  };
}
