// The main job from scratch, as a user sees it, on the newest engine available, with a real registry and an ECR API backed
// by it. --draw also draws docs/log-*.svg from the logs.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { startHook } from './support/hook';
import { isolateThisProcess } from './support/isolation';
import { drawLogs, type LoggedStep, themeNames } from './support/log-picture';
import { ensureNewerDebian } from './support/newer-debian';
import { type Checkout, startRealWorld } from './support/real-agent';
import { ensureEngineRequirements } from './support/requirements';

const dockerfile =
  'FROM node:24\nWORKDIR /workdir\nCOPY package.json package-lock.json /workdir/\nRUN npm ci && sleep 8\n';
const configuration = { 'cache-on': 'package*.json' };

/** The registry's host in the pictures, in place of a port of this machine. */
const ecrHost = '123456789012.dkr.ecr.eu-west-1.amazonaws.com';

function startStep(checkout: Checkout, job: string) {
  const env = { ...checkout.stepEnv(configuration), BUILDKITE_JOB_ID: job };
  return startHook({ sandbox: checkout.sandbox, env }).result;
}

async function main(): Promise<void> {
  const world = await startRealWorld();
  const readable = (log: string) => log.split(world.front.host).join(ecrHost);
  const steps: LoggedStep[] = [];
  const openCheckout = (lock: string) => {
    const checkout = world.openCheckout('shop');
    checkout.sandbox.write('Dockerfile', dockerfile);
    checkout.sandbox.write('package.json', '{"name":"shop"}');
    checkout.sandbox.write('package-lock.json', lock);
    return checkout;
  };
  const show = (title: string, { status, log, durationMs }: Awaited<ReturnType<typeof startStep>>) => {
    if (status !== 0) throw new Error(`the hook ended with status ${status}:\n${log}`);
    const step = { title, log: readable(log), seconds: durationMs / 1000 };
    steps.push(step);
    console.log(`\n${title} (${step.seconds.toFixed(1)} s)\n${'='.repeat(100)}\n${shorten(step.log)}`);
  };
  try {
    const [first, second] = [openCheckout('{"version":1}'), openCheckout('{"version":1}')];
    show('A first run: nothing is cached', await startStep(first, 'job-1'));
    await world.engine.clean();
    show('The next run, on an agent that has nothing: pulled', await startStep(second, 'job-2'));
    const changed = '{"version":2}';
    first.sandbox.write('package-lock.json', changed);
    second.sandbox.write('package-lock.json', changed);
    const builder = startStep(first, 'job-3');
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    const waiter = startStep(second, 'job-4');
    show('package-lock.json has changed: a miss that says so', await builder);
    show('The same on another agent, 4 s later: it waits for that build', await waiter);
    if (process.argv.includes('--draw')) {
      for (const theme of themeNames) {
        const file = path.join(__dirname, `../docs/log-${theme}.svg`);
        writeFileSync(
          file,
          drawLogs(
            [steps[2], steps[1]].flatMap((step) => step ?? []),
            theme,
          ),
        );
      }
    }
  } finally {
    await world.close();
  }
}

/** Shortens docker's own output. */
function shorten(log: string): string {
  const lines = log.trim().split('\n');
  const isDocker = (line: string) => /^(?:#\d+ |$)/.test(line);
  return lines
    .filter((line, index) => !isDocker(line) || (line !== '' && !isDocker(lines[index - 1] ?? '')))
    .join('\n');
}

/** The newest engine available. */
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
