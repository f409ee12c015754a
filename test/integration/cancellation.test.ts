import { readdirSync, truncateSync } from 'node:fs';
import { constants } from 'node:os';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Agent, createAgent } from '../support/agent';
import type { Child } from '../support/child-process';
import type { HookResult } from '../support/hook';
import { isAboutNewest } from '../support/image-line';
import { until } from '../support/until';

// The agent cancels a job with a signal to its process group and kills what is left after about 9 s. Whatever the hook is
// doing: docker gets the signal, nothing is left behind or exported, and the status is the signal's.

const cancellation = suite<{ agent: Agent }>('cancellation');

cancellation.before.each(async (context) => {
  context.agent = await createAgent();
  context.agent.sandbox.write('Dockerfile', 'FROM bash\n');
});

cancellation.after.each(({ agent }) => agent.close());

interface Stage {
  readonly stage: string;
  readonly configuration?: object;
  /** Whether the image is in the registry (but not in the engine). */
  readonly isCached?: boolean;
  readonly arrange: (agent: Agent) => void;
  /** The docker commands that have been started by then, in any order. */
  readonly called: readonly string[];
  /** Resolves when the hook has reached the stage, if docker's commands don't show it. */
  readonly reached?: (agent: Agent, hook: Child<HookResult>) => Promise<unknown>;
  /** The docker command that is running. */
  readonly command?: string;
}

function hangs(command: string) {
  return (agent: Agent) => agent.docker.rules([{ match: [command], hang: true }]);
}

/** Resolves when this operation has been called this often, not counting calls about newest images. */
function asked(agent: Agent, operation: string, times = 1): Promise<void> {
  const count = () => agent.operations().filter((name) => name === operation).length;
  return until(() => count() >= times, operation);
}

/** Resolves when docker has been called with all of these commands. */
function calledFor({ docker }: Agent, commands: readonly string[]): Promise<void> {
  const wanted = [...commands].sort().join();
  return until(() => docker.commands().sort().join() === wanted, wanted);
}

/** The runs' own tags that the engine still has. */
function ownTags({ docker }: Agent): readonly string[] {
  return [...docker.world.images.keys()].filter((reference) => reference.includes('docker-ecr-cache-build:'));
}

/** Lets what has just started settle. */
function settle(): Promise<void> {
  return pause(200);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

const looked = ['login', 'image inspect'];
const building = [...looked, 'image ls', 'build'];
const built = [...building, 'image inspect', 'tag', 'image rm'];

const stages: readonly Stage[] = [
  {
    stage: 'hashing a large file',
    configuration: { 'cache-on': 'large' },
    // A sparse file: many seconds to read, no disk space.
    arrange: ({ sandbox }) => truncateSync(sandbox.write('large', ''), 64 * 1024 ** 3),
    // Without the key, only the login can start.
    called: ['login'],
  },
  {
    stage: 'asking for the token',
    arrange: ({ api }) => api.intercept('GetAuthorizationToken', () => ({ hang: true })),
    called: [],
    reached: (agent) => asked(agent, 'GetAuthorizationToken'),
  },
  {
    stage: 'look-up',
    arrange: ({ api }) => api.intercept('BatchGetImage', () => ({ hang: true })),
    called: looked,
    reached: (agent) => asked(agent, 'BatchGetImage'),
  },
  {
    stage: 'waiting to look it up again',
    arrange: ({ api }) => api.intercept('BatchGetImage', () => ({ error: 'ThrottlingException' })),
    called: looked,
    reached: (_, hook) => hook.waitFor('trying again in'),
  },
  {
    stage: 'login',
    arrange: hangs('login'),
    called: looked,
    command: 'login',
  },
  {
    stage: 'pull',
    isCached: true,
    arrange: hangs('pull'),
    called: [...looked, 'pull'],
    command: 'pull',
  },
  {
    stage: 'build',
    arrange: hangs('build'),
    called: building,
    command: 'build',
  },
  {
    stage: 'creation of the repository',
    arrange: ({ api }) => api.intercept('CreateRepository', () => ({ hang: true })),
    called: looked,
    reached: (agent) => asked(agent, 'CreateRepository'),
  },
  {
    stage: 'tag',
    arrange: hangs('tag'),
    called: [...building, 'image inspect', 'tag'],
    command: 'tag',
  },
  {
    stage: 'push',
    arrange: hangs('push'),
    called: [...built, 'version', 'push'],
    command: 'push',
  },
  {
    stage: 'look-up after the push',
    arrange: (agent) => {
      // The image is looked up first, at the start of the turn, before the push and after it.
      agent.api.intercept('BatchGetImage', (input) =>
        !isAboutNewest({ input }) && agent.docker.commands().includes('push') ? { hang: true } : undefined,
      );
    },
    called: [...built, 'version', 'push', 'image inspect'],
    reached: (agent) => asked(agent, 'BatchGetImage', 4),
  },
  {
    stage: 'move of latest',
    arrange: ({ api }) => api.intercept('PutImage', () => ({ hang: true })),
    called: [...built, 'version', 'push', 'image inspect'],
    reached: (agent) => asked(agent, 'PutImage'),
  },
];

/** Starts a hook and waits until it has reached the stage. */
async function bringTo({ configuration, isCached, arrange, called, reached }: Stage, agent: Agent) {
  if (isCached) {
    await agent.runStep();
    agent.docker.forgetImages();
    agent.api.calls.length = 0;
    agent.docker.calls().length = 0;
  }
  arrange(agent);
  const hook = agent.startStep({ ...configuration });
  await Promise.all([calledFor(agent, called), reached?.(agent, hook)]);
  await settle();
  return hook;
}

const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

for (const [index, stage] of stages.entries()) {
  const signal = signals[index % signals.length] ?? 'SIGTERM';
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
    assert.equal(agent.locks(), []);
    assert.equal(hook.survivors(), []);
    assert.equal(readdirSync(agent.sandbox.work), files);
    assert.equal(result.leaked, []);
    assert.is(result.log.match(new RegExp(`^Ended by ${signal}$`, 'gm'))?.length, 1, result.log);
    assert.not.match(result.log, /^error: /m);
    // Docker is only started to remove the tag that a build may have left.
    const isBuilding = stage.called.includes('build') && !stage.called.includes('image rm');
    assert.equal(agent.docker.commands().slice(calls), isBuilding ? ['image rm'] : []);
    assert.equal(ownTags(agent), []);
    if (stage.command !== undefined) {
      const [call] = agent.docker.calls().filter(({ argv }) => argv[0] === stage.command);
      assert.ok(call?.signals.includes(signal), `docker got ${call?.signals}`);
    }
  });
}

cancellation('docker gets the signal from us if only the program gets it', async ({ agent }) => {
  agent.docker.rules([{ match: ['build'], hang: true }]);
  const hook = agent.startStep();
  const build = await agent.docker.waitForCall(['build']);
  await settle();
  // Only the program, not docker or the shell.
  const program = hook.survivors().filter((pid) => pid !== hook.pid && pid !== build.pid);
  for (const pid of program) process.kill(pid, 'SIGTERM');
  const result = await hook.result;
  assert.is(result.status, 143, result.log);
  assert.ok(build.signals.includes('SIGTERM'));
  assert.equal(result.exported, {});
});

// A signal to the whole group sometimes reaches docker first, which then exits with 129, 130 or 143 or is killed by it.
for (const signal of signals) {
  cancellation(`${signal} that ends docker a moment before it is ours: reported as a cancel`, async ({ agent }) => {
    agent.docker.rules([{ match: ['build'], hang: true }]);
    const hook = agent.startStep();
    const build = await agent.docker.waitForCall(['build']);
    await settle();
    process.kill(build.pid, signal);
    await until(() => build.endedAt !== undefined, 'the end of docker');
    await settle();
    hook.signal(signal);
    const result = await hook.result;
    assert.is(result.status, 128 + constants.signals[signal], result.log);
    assert.match(result.log, new RegExp(`^Ended by ${signal}$`, 'm'));
    assert.not.match(result.log, /^error: /m);
  });
}

cancellation('a docker that ignores the signal is killed in time', async ({ agent }) => {
  agent.docker.rules([{ match: ['push'], hang: true, ignoreSignals: true }]);
  const hook = agent.startStep();
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

cancellation(
  'a docker command that the signal ended is not repeated while another is slow to end',
  async ({ agent }) => {
    agent.docker.rules([
      { match: ['image', 'inspect'], hang: true, ignoreSignals: true },
      { match: ['login'], hang: true },
    ]);
    const hook = agent.startStep();
    await calledFor(agent, looked);
    await settle();
    hook.signal('SIGTERM');
    const result = await hook.result;
    assert.is(result.status, 143, result.log);
    assert.equal(agent.docker.commands().sort(), [...looked].sort());
    assert.match(result.log, /^Ended by SIGTERM\n+$/m);
    assert.equal(hook.survivors(), []);
  },
);

cancellation('cancelling a job that waits leaves the other job and its lock alone', async ({ agent }) => {
  agent.docker.rules([{ match: ['push'], hang: true }]);
  const pushing = agent.startStep();
  const push = await agent.docker.waitForCall(['push']);
  const waiting = agent.startStep();
  await waiting.waitFor('Another job on this machine is building this image');
  const locks = agent.locks();
  assert.is(locks.length, 1);
  assert.match(locks[0] ?? '', /^docker-ecr-cache-[0-9a-f]{16}\.lock$/);
  waiting.signal('SIGTERM');
  assert.is((await waiting.result).status, 143);
  assert.equal(agent.locks(), locks);
  assert.equal(push.signals, []);
  pushing.signal('SIGTERM');
  assert.is((await pushing.result).status, 143);
  assert.equal(agent.locks(), []);
  assert.equal([...waiting.survivors(), ...pushing.survivors()], []);
});

/** The hook's other commands, slowed down; each prints a line first. */
const beside: readonly [what: string, arrange: (agent: Agent) => void, isDone: boolean][] = [
  ['making the temporary folder', ({ sandbox }) => slowDown(sandbox, 'mktemp', 'after'), false],
  ['removing the temporary folder', ({ sandbox }) => slowDown(sandbox, 'rm', 'before'), true],
];

function slowDown({ root, install }: Agent['sandbox'], tool: string, when: 'before' | 'after'): void {
  const real = `'${path.join(root, 'tools', tool)}' "$@"`;
  const pause = 'echo slow >&2; sleep 1';
  install(tool, `#!/bin/sh\n${when === 'before' ? `${pause}; ${real}` : `${real}; ${pause}`}\n`);
}

for (const [what, arrange, isDone] of beside) {
  for (const signal of signals) {
    cancellation(`${signal} at: ${what}`, async ({ agent }) => {
      arrange(agent);
      const hook = agent.startStep();
      await hook.waitFor(/^slow$/m);
      hook.signal(signal);
      const result = await hook.result;
      assert.is(result.status, 128 + constants.signals[signal], result.log);
      assert.equal(agent.sandbox.leftovers(), []);
      assert.equal(hook.survivors(), []);
      assert.equal(result.leaked, []);
      assert.not.match(result.log, /error: /);
      assert.is(agent.docker.commands().includes('push'), isDone);
    });
  }
}

cancellation('two signals: the same as one', async ({ agent }) => {
  agent.docker.rules([{ match: ['build'], hang: true }]);
  const hook = agent.startStep();
  await agent.docker.waitForCall(['build']);
  hook.signal('SIGTERM');
  hook.signal('SIGINT');
  const result = await hook.result;
  assert.ok([130, 143].includes(result.status ?? 0), result.log);
  assert.equal(result.exported, {});
  assert.equal(agent.sandbox.leftovers(), []);
  assert.equal(hook.survivors(), []);
});

cancellation('the next run starts from scratch', async ({ agent }) => {
  agent.docker.rules([{ match: ['push'], hang: true, times: 1 }]);
  const hook = agent.startStep();
  await agent.docker.waitForCall(['push']);
  hook.signal('SIGTERM');
  await hook.result;
  assert.equal([...(await agent.imageTags()).keys(), ...(await agent.newestTags()).keys()], []);
  const result = await agent.runStep();
  assert.is(result.status, 0, result.log);
  assert.is((await agent.imageTags()).size, 2);
});

cancellation.run();
