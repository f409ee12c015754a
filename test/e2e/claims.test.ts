import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type DockerRegistry, startDockerRegistry } from '../support/docker-registry';
import { type Engine, startEngine } from '../support/engine';
import { findEngine } from '../support/engines';
import { type HookResult, startHook } from '../support/hook';
import { type Checkout, findBuilders, type RealWorld, startRealWorld } from '../support/real-agent';
import { registryImages } from '../support/registry-images';
import { testNode } from '../support/sandbox';
import { openSlowLink } from '../support/slow-link';
import { until } from '../support/until';

// One build for any number of jobs: agents with their own home and docker configuration, on two engines of different
// versions, which only share the registry.

const e2e = suite<{ world: RealWorld; newer: Engine; registry: DockerRegistry }>('claims');

e2e.before(async (context) => {
  context.world = await startRealWorld();
  context.newer = await startEngine(findEngine('28-containerd'));
  await context.newer.importBase(['bash:latest']);
  context.registry = await startDockerRegistry();
});

e2e.after(async ({ world, newer, registry }) => {
  await registry.stop();
  await newer.stop();
  await world.close();
});

const PREFIX = 'BUILDKITE_PLUGIN_DOCKER_ECR_CACHE_EXPORT_';
/** Unique, so that no engine has its layers from another test. */
const toDockerfile = (pipeline: string) =>
  `FROM bash\nRUN : ${pipeline}; sleep 8; cat /proc/sys/kernel/random/uuid > /id\n`;
const waiting = /^Another job is building this image: waiting for /m;

/** The delay in each direction between an agent and the registry, in milliseconds. */
const delays = [0, 5, 15, 40];

const fastClock = `
const RealDate = Date;
globalThis.Date = class extends RealDate {
  constructor(...parts) {
    super(...(parts.length > 0 ? parts : [Date.now()]));
  }
  static now() {
    return RealDate.now() + 3_600_000;
  }
};
`;

interface Agent {
  readonly checkout: Checkout;
  readonly env: Record<string, string>;
}

/** Agents on the two engines in turn, with different names. */
function openAgents(world: RealWorld, newer: Engine, pipeline: string, count: number): readonly Agent[] {
  const [builder] = findBuilders();
  if (builder === undefined) throw new Error('there is no builder');
  return Array.from({ length: count }, (_, job) => {
    const checkout = world.openCheckout(pipeline, builder);
    checkout.sandbox.write('Dockerfile', toDockerfile(pipeline));
    if (job % 2 === 1) checkout.sandbox.link('docker', newer.client);
    return {
      checkout,
      env: { ...(job % 2 === 1 ? newer.env : {}), BUILDKITE_JOB_ID: `job-${job}` },
    };
  });
}

function start({ checkout, env }: Agent, configuration: object = {}) {
  return startHook({
    sandbox: checkout.sandbox,
    env: { ...checkout.stepEnv({ ...configuration }), ...env },
    timeoutMs: 180_000,
  });
}

function expectOneBuild(results: readonly HookResult[]): void {
  const logs = results.map(({ log }) => log).join('\n=====\n');
  for (const { status } of results) assert.is(status, 0, logs);
  assert.is(results.filter(({ log }) => log.includes(':docker: Building the image')).length, 1, logs);
  assert.is(new Set(results.map(({ exported }) => exported[`${PREFIX}DIGEST`])).size, 1, logs);
  assert.ok(
    results.some(({ log }) => waiting.test(log)),
    logs,
  );
}

for (const kind of ['Amazon ECR', 'another registry'] as const) {
  e2e(
    `eight agents on two engines and links of different speed, one an hour ahead, ${kind}: one build, no claim left`,
    async (context) => {
      const { world, newer, registry } = context;
      const isEcr = kind === 'Amazon ECR';
      const agents = openAgents(world, newer, isEcr ? 'eight-ecr' : 'eight-oci', 8);
      const port = isEcr ? Number(new URL(world.api.url).port) : registry.port;
      const links = await Promise.all(delays.map((delayMs) => openSlowLink(port, delayMs)));
      const ahead = agents[3]?.checkout.sandbox;
      ahead?.install(
        'node',
        `#!/bin/sh\nexec '${testNode()}' --require '${ahead.write('clock.cjs', fastClock)}' "$@"\n`,
      );
      const steps = agents.map(({ checkout, env }, job) => {
        const host = `127.0.0.1:${links[Math.floor(job / 2)]?.port}`;
        return isEcr
          ? start({ checkout, env: { ...env, AWS_ENDPOINT_URL_ECR: `http://${host}` } })
          : start({ checkout, env }, { 'registry-provider': 'oci', registry: `${host}/team` });
      });
      const results = await Promise.all(steps.map(({ result }) => result));
      await Promise.all(links.map((link) => link.close()));
      expectOneBuild(results);
      const name = agents[0]?.checkout.repositoryName ?? '';
      const tags = isEcr
        ? await world.api.registry.images.tags(name)
        : await registryImages(registry).tags(`team/${name}`);
      assert.equal(
        [...tags.keys()].filter((tag) => tag.startsWith('building-')),
        [],
      );
      for (const { checkout } of agents) checkout.remove();
    },
  );
}

e2e('the building job is killed: a waiting job takes over', async ({ world, newer }) => {
  const [first, ...others] = openAgents(world, newer, 'killed', 3);
  if (first === undefined) throw new Error('there is no agent');
  const killed = start(first);
  const images = world.api.registry.images;
  const isClaimed = async () =>
    [...(await images.tags(first.checkout.repositoryName)).keys()].some((tag) => tag.startsWith('building-'));
  while (!(await isClaimed())) await new Promise((resolve) => setTimeout(resolve, 100));
  const steps = others.map((agent) => start(agent));
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  const killedAt = Date.now();
  killed.signal('SIGKILL');
  await killed.result.catch(() => undefined);
  while (!steps.some(({ log }) => log().includes(':docker: Building the image')))
    await new Promise((resolve) => setTimeout(resolve, 100));
  const seconds = (Date.now() - killedAt) / 1000;
  assert.ok(seconds > 50 && seconds < 90, `${seconds} s`);
  expectOneBuild(await Promise.all(steps.map(({ result }) => result)));
  for (const { checkout } of [first, ...others]) checkout.remove();
});

e2e('the registry goes down during the build and comes back: one build', async ({ world, newer, registry }) => {
  const agents = openAgents(world, newer, 'down', 4);
  const oci = { 'registry-provider': 'oci', registry: `${registry.host}/team` };
  const steps = agents.map((agent) => start(agent, oci));
  await until(() => steps.filter(({ log }) => waiting.test(log())).length === 3, 'three that wait for the fourth');
  // Longer than the retries of one look-up.
  await registry.goDownFor(5_000);
  const results = await Promise.all(steps.map(({ result }) => result));
  expectOneBuild(results);
  for (const { checkout } of agents) checkout.remove();
});

e2e('push: false waits for the build of another job, and claims nothing', async ({ world, newer }) => {
  const [first, second] = openAgents(world, newer, 'read-only', 2);
  if (first === undefined || second === undefined) throw new Error('there is no agent');
  const building = start(first);
  const images = world.api.registry.images;
  while ((await images.tags(first.checkout.repositoryName)).size === 0)
    await new Promise((resolve) => setTimeout(resolve, 100));
  expectOneBuild(await Promise.all([building.result, start(second, { push: false }).result]));
  first.checkout.remove();
  second.checkout.remove();
});

e2e.run();
