import { closeSync, existsSync, ftruncateSync, openSync, readdirSync } from 'node:fs';
import { constants } from 'node:os';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Agent, createAgent, REPOSITORY } from '../support/agent';
import type { Child } from '../support/child-process';
import { type HookResult, startHook } from '../support/hook';
import { pluginEnv } from '../support/plugin-env';

// The agent cancels a job by a signal to its process group and kills what is left after about 9 s. Whatever the hook
// is at then: docker is told, nothing is left behind, nothing is exported, and the status is that of the signal.

const cancellation = suite<{ agent: Agent }>('cancellation');

cancellation.before.each(async (context) => {
  context.agent = await createAgent();
  context.agent.sandbox.write('Dockerfile', 'FROM bash\n');
});

cancellation.after.each(({ agent }) => agent.close());

interface Stage {
  readonly stage: string;
  readonly configuration?: object;
  /** The image is in the registry, and not in the engine. */
  readonly isCached?: boolean;
  readonly arrange: (agent: Agent) => void;
  /** Resolves when the hook has come to the stage. */
  readonly reached: (agent: Agent, hook: Child<HookResult>) => Promise<unknown>;
  /** The docker command that runs then. */
  readonly command?: string;
}

function hangs(command: string) {
  return (agent: Agent) => agent.docker.rules([{ match: [command], hang: true }]);
}

/** Resolves when the API was asked for this, so often. */
async function asked(agent: Agent, operation: string, times = 1): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (agent.api.operations().filter((name) => name === operation).length < times) {
    if (Date.now() > deadline) throw new Error(`nobody asked for ${operation}`);
    await pause(10);
  }
}

/** What has just started gets to where it stays. */
function settle(): Promise<void> {
  return pause(200);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** A file of a size that takes many seconds to read, though it takes no room. */
function writeSparse(agent: Agent, name: string): void {
  const file = openSync(path.join(agent.sandbox.work, name), 'w');
  ftruncateSync(file, 64 * 1024 ** 3);
  closeSync(file);
}

const stages: readonly Stage[] = [
  {
    stage: 'hashing a large file',
    configuration: { 'cache-on': 'large' },
    arrange: (agent) => writeSparse(agent, 'large'),
    // The key is not known: nothing but the token can have been asked for.
    reached: (agent) => asked(agent, 'GetAuthorizationToken'),
  },
  {
    stage: 'hashing many large files',
    configuration: { 'cache-on': '*' },
    arrange: (agent) => {
      for (const name of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']) writeSparse(agent, name);
    },
    reached: (agent) => asked(agent, 'GetAuthorizationToken'),
  },
  {
    stage: 'asking for the token',
    arrange: ({ api }) => api.intercept('GetAuthorizationToken', () => ({ hang: true })),
    reached: (agent) => asked(agent, 'GetAuthorizationToken'),
  },
  {
    stage: 'look-up',
    arrange: ({ api }) => api.intercept('BatchGetImage', () => ({ hang: true })),
    reached: (agent) => asked(agent, 'BatchGetImage'),
  },
  {
    stage: 'waiting to look it up again',
    arrange: ({ api }) => api.intercept('BatchGetImage', () => ({ error: 'ThrottlingException' })),
    reached: (_, hook) => hook.waitFor('trying again in'),
  },
  {
    stage: 'login',
    arrange: hangs('login'),
    reached: ({ docker }) => docker.waitForCall(['login']),
    command: 'login',
  },
  {
    stage: 'pull',
    isCached: true,
    arrange: hangs('pull'),
    reached: ({ docker }) => docker.waitForCall(['pull']),
    command: 'pull',
  },
  {
    stage: 'waiting to pull again',
    isCached: true,
    arrange: ({ docker }) => docker.rules([{ match: ['pull'], stderr: 'EOF\n', exit: 1 }]),
    reached: (_, hook) => hook.waitFor('trying again in'),
  },
  {
    stage: 'build',
    arrange: hangs('build'),
    reached: ({ docker }) => docker.waitForCall(['build']),
    command: 'build',
  },
  {
    stage: 'build of an inline Dockerfile',
    configuration: { 'dockerfile-inline': 'FROM bash\n' },
    arrange: hangs('build'),
    reached: ({ docker }) => docker.waitForCall(['build']),
    command: 'build',
  },
  {
    stage: 'build, while the repository is made',
    arrange: (agent) => {
      hangs('build')(agent);
      agent.api.intercept('CreateRepository', () => ({ hang: true }));
    },
    reached: (agent) => Promise.all([asked(agent, 'CreateRepository'), agent.docker.waitForCall(['build'])]),
    command: 'build',
  },
  {
    stage: 'push',
    arrange: hangs('push'),
    reached: ({ docker }) => docker.waitForCall(['push']),
    command: 'push',
  },
  {
    stage: 'look-up after the push',
    arrange: ({ api }) =>
      api.intercept('BatchGetImage', (_, attempt) => (attempt === 3 ? { hang: true } : undefined)),
    reached: (agent) => asked(agent, 'BatchGetImage', 3),
  },
  {
    stage: 'move of latest',
    arrange: ({ api }) => api.intercept('PutImage', () => ({ hang: true })),
    reached: (agent) => asked(agent, 'PutImage'),
  },
];

/** Brings a hook to a stage. */
async function bringTo({ configuration, isCached, arrange, reached }: Stage, agent: Agent) {
  if (isCached) {
    await agent.runStep();
    agent.docker.forgetImages();
    agent.api.calls.length = 0;
    agent.docker.calls().length = 0;
  }
  arrange(agent);
  const hook = startHook({
    sandbox: agent.sandbox,
    env: { ...agent.api.env, AWS_REGION: 'eu-west-1', ...pluginEnv({ ...configuration }) },
  });
  await reached(agent, hook);
  await settle();
  return hook;
}

for (const [index, stage] of stages.entries()) {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    // A hang-up is handled as the others are: two stages show it.
    if (signal === 'SIGHUP' && index % 5 !== 3) continue;
    cancellation(`${signal} at: ${stage.stage}`, async ({ agent }) => {
      const hook = await bringTo(stage, agent);
      const files = readdirSync(agent.sandbox.work);
      const calls = agent.docker.calls().length;
      const start = Date.now();
      hook.signal(signal);
      const result = await hook.result;
      assert.ok(Date.now() - start < 5_000, `took ${Date.now() - start} ms`);
      assert.is(result.status, 128 + constants.signals[signal], result.log);
      assert.equal(result.exported, {});
      assert.equal(agent.sandbox.leftovers(), []);
      assert.not.ok(existsSync(path.join(agent.sandbox.home, '.docker/docker-ecr-cache.lock')));
      assert.equal(hook.survivors(), []);
      assert.equal(readdirSync(agent.sandbox.work), files);
      assert.equal(result.leaked, { functions: [], shellOptions: [], traps: [] });
      assert.is(result.log.match(new RegExp(`^Ended by ${signal}$`, 'gm'))?.length, 1, result.log);
      assert.not.match(result.log, /^error: /m);
      assert.is(agent.docker.calls().length, calls, 'docker is started once more');
      if (stage.command !== undefined) {
        const [call] = agent.docker.calls().filter(({ argv }) => argv[0] === stage.command);
        assert.ok(call?.signals.includes(signal), `docker got ${call?.signals}`);
      }
    });
  }
}

cancellation(
  'docker is told by us too where only the leader of the group gets the signal',
  async ({ agent }) => {
    agent.docker.rules([{ match: ['build'], hang: true }]);
    const hook = startHook({
      sandbox: agent.sandbox,
      env: { ...agent.api.env, AWS_REGION: 'eu-west-1', ...pluginEnv({}) },
    });
    const build = await agent.docker.waitForCall(['build']);
    await settle();
    // Not docker, and not the shell: the program alone.
    const program = hook.survivors().filter((pid) => pid !== hook.pid && pid !== build.pid);
    for (const pid of program) process.kill(pid, 'SIGTERM');
    const result = await hook.result;
    assert.is(result.status, 143, result.log);
    assert.ok(build.signals.includes('SIGTERM'));
    assert.equal(result.exported, {});
  },
);

cancellation('a docker that takes no notice is killed, and the end is in time', async ({ agent }) => {
  agent.docker.rules([{ match: ['push'], hang: true, ignoreSignals: true }]);
  const hook = startHook({
    sandbox: agent.sandbox,
    env: { ...agent.api.env, AWS_REGION: 'eu-west-1', ...pluginEnv({}) },
  });
  await agent.docker.waitForCall(['push']);
  await settle();
  const start = Date.now();
  hook.signal('SIGTERM');
  const result = await hook.result;
  assert.ok(Date.now() - start < 5_000, `took ${Date.now() - start} ms`);
  assert.is(result.status, 143, result.log);
  assert.equal(hook.survivors(), []);
  assert.equal(agent.sandbox.leftovers(), []);
});

cancellation('the signal twice: as once', async ({ agent }) => {
  agent.docker.rules([{ match: ['build'], hang: true }]);
  const hook = startHook({
    sandbox: agent.sandbox,
    env: { ...agent.api.env, AWS_REGION: 'eu-west-1', ...pluginEnv({}) },
  });
  await agent.docker.waitForCall(['build']);
  hook.signal('SIGTERM');
  hook.signal('SIGINT');
  const result = await hook.result;
  assert.ok([130, 143].includes(result.status ?? 0), result.log);
  assert.equal(result.exported, {});
  assert.equal(agent.sandbox.leftovers(), []);
  assert.equal(hook.survivors(), []);
});

cancellation('the next run starts as if nothing had been', async ({ agent }) => {
  agent.docker.rules([{ match: ['push'], hang: true, times: 1 }]);
  const hook = startHook({
    sandbox: agent.sandbox,
    env: { ...agent.api.env, AWS_REGION: 'eu-west-1', ...pluginEnv({}) },
  });
  await agent.docker.waitForCall(['push']);
  hook.signal('SIGTERM');
  await hook.result;
  assert.equal([...(await agent.api.registry.images.tags(REPOSITORY)).keys()], []);
  const result = await agent.runStep();
  assert.is(result.status, 0, result.log);
  assert.is((await agent.api.registry.images.tags(REPOSITORY)).size, 2);
});

cancellation.run();
