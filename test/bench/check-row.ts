import path from 'node:path';
import { build } from 'esbuild';
import { testNode } from '../support/sandbox';
import type { BenchAgent } from './bench-agent';
import { timeCommand } from './command';
import type { Row } from './comparison';
import { testNodeVersion } from './node-alone';
import { inStep } from './step';

export function checkRow(agent: BenchAgent): Row {
  return {
    title: 'check',
    unit: 's',
    by: 'ratio',
    aim: 1.25,
    open: async () => {
      const { checkout, tag } = await agent.openCached();
      const script = await bundleMinimalCheck(agent.scratch.tmp);
      const { repositoryName } = checkout;
      return {
        ours: { run: (program) => timeCommand(inStep(checkout, testNode(), program, 'check')) },
        theirs: {
          title: 'a minimal script with the same two calls',
          run: () => timeCommand(inStep(checkout, testNode(), script, repositoryName, tag)),
        },
      };
    },
  };
}

/** Bundles the script of this folder like build.mjs, but for the node in use. */
async function bundleMinimalCheck(folder: string): Promise<string> {
  const outfile = path.join(folder, 'minimal-check.cjs');
  await build({
    entryPoints: [path.join(__dirname, 'minimal-check.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: `node${testNodeVersion()}`,
    mainFields: ['module', 'main'],
    logLevel: 'warning',
  });
  return outfile;
}
