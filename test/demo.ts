// The main job from nothing, as a user would see it: example (a) and (b) of the README, a miss and then a hit, with
// a real Docker engine, a real registry and the ECR API answering from what the registry holds.
import { isolateThisProcess } from './support/isolation';
import { ensureNewerDebian } from './support/newer-debian';
import { type Checkout, startRealWorld } from './support/real-agent';
import { ensureEngineRequirements } from './support/requirements';

const EXAMPLES = [
  {
    title: 'No configuration at all',
    pipeline: 'expensive',
    configuration: {},
    files: { Dockerfile: 'FROM bash\nRUN echo "my expensive build step" && sleep 3\n' },
  },
  {
    title: 'Caching npm packages: cache-on package.json and package-lock.json',
    pipeline: 'npm',
    configuration: { 'cache-on': ['package.json', 'package-lock.json'] },
    files: {
      Dockerfile:
        'FROM node:24\nWORKDIR /workdir\nCOPY package.json package-lock.json /workdir/\nRUN npm ci && sleep 3\n',
      'package.json': '{"name":"shop"}',
      'package-lock.json': '{"name":"shop","lockfileVersion":3,"packages":{}}',
    },
  },
];

async function runStep(title: string, checkout: Checkout, configuration: object): Promise<number> {
  console.log(`\n${'='.repeat(100)}\n${title}\n${'='.repeat(100)}`);
  const { status, log, exported, durationMs } = await checkout.runStep({ ...configuration });
  console.log(log.trim());
  for (const [name, value] of Object.entries(exported)) console.log(`    export ${name}=${value}`);
  if (status !== 0) throw new Error(`the hook ended with status ${status}`);
  return durationMs / 1000;
}

async function main(): Promise<void> {
  const world = await startRealWorld();
  try {
    const times: string[] = [];
    for (const { title, pipeline, configuration, files } of EXAMPLES) {
      const checkout = world.openCheckout(pipeline);
      for (const [path, text] of Object.entries(files)) checkout.sandbox.write(path, text);
      const miss = await runStep(`${title}: the first run, a miss`, checkout, configuration);
      await world.engine.clean();
      const hit = await runStep(
        `${title}: the next run, on an agent that has nothing: a hit`,
        checkout,
        configuration,
      );
      times.push(`${title}: miss ${miss.toFixed(2)} s, hit ${hit.toFixed(2)} s`);
      checkout.remove();
    }
    console.log(`\n${times.join('\n')}`);
  } finally {
    await world.close();
  }
}

/** The newest engine that can be had here. */
function chooseEngine(): string {
  try {
    ensureNewerDebian();
    return '28-containerd';
  } catch (error) {
    console.log((error as Error).message);
    return '20.10';
  }
}

ensureEngineRequirements();
process.env.TEST_ENGINE ??= chooseEngine();
isolateThisProcess();
main().catch((error: Error) => {
  console.error(error.stack);
  process.exitCode = 1;
});
