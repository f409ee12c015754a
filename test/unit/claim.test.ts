import { performance } from 'node:perf_hooks';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  type BuildTurn,
  type ClaimLimits,
  type ClaimRegistry,
  type ClaimSurroundings,
  takeBuildTurn,
} from '../../src/commands/claim';
import { OutageError, UserError } from '../../src/errors';
import { formatClaim, parseClaim } from '../../src/registry/claim-note';

// One build for any number of jobs. The registry is scripted: one tag for the image, one for the claim, and the time that
// each request takes. e2e/claims has real registries.

const limits: ClaimLimits = {
  readBackMs: 40,
  renewMs: 30,
  // Long enough for a busy machine.
  deadMs: 5_000,
  pollMs: 10,
  showMs: 60,
  sayMs: 50,
  failedMs: 30,
  endMs: 1000,
};

const image = { digest: 'sha256:built', manifest: '{}', mediaType: 'application/x' };

class ScriptedRegistry implements ClaimRegistry {
  image: typeof image | undefined;
  /** The artifact with the claim's tag. */
  claim: string | undefined;
  /** All artifacts, tagged or not, by digest, which is the text itself here. */
  readonly artifacts = new Set<string>();
  readonly puts: string[] = [];
  /** The number of artifacts that had been put before each look. */
  readonly looks: number[] = [];
  refusal: Error | undefined;
  mayRemove = true;

  async look() {
    await pause(Math.random() * 4);
    if (this.refusal) throw this.refusal;
    this.looks.push(this.puts.length);
    const { claim } = this;
    return {
      image: this.image,
      claim: claim === undefined ? undefined : { digest: claim, manifest: claim, mediaType: '' },
    };
  }

  async put(manifest: string): Promise<string> {
    await pause(Math.random() * 4);
    if (this.refusal) throw this.refusal;
    this.puts.push(manifest);
    this.artifacts.add(manifest);
    this.claim = manifest;
    return manifest;
  }

  async remove(digests: readonly string[]): Promise<boolean> {
    await pause(Math.random() * 4);
    if (!this.mayRemove) return false;
    for (const digest of digests) {
      this.artifacts.delete(digest);
      if (this.claim === digest) this.claim = undefined;
    }
    return true;
  }

  get state(): string | undefined {
    return this.claim === undefined ? undefined : parseClaim(this.claim)?.state;
  }
}

interface Job extends ClaimSurroundings {
  readonly lines: string[];
  readonly endings: Set<() => Promise<void>>;
}

let jobs = 0;

function createJob(registry: ClaimRegistry, deadMs = limits.deadMs): Job {
  jobs += 1;
  const name = `job ${jobs}`;
  const lines: string[] = [];
  const endings = new Set<() => Promise<void>>();
  return {
    registry,
    limits: { ...limits, deadMs },
    self: name,
    createNonce: () => name,
    now: () => performance.now(),
    say: (line) => lines.push(line),
    beforeEnd: (action) => {
      endings.add(action);
      return () => endings.delete(action);
    },
    lines,
    endings,
  };
}

const claims = async () => true;
const noClaims = async () => false;

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function claimOf(turn: BuildTurn) {
  assert.is(turn.kind, 'ours');
  return turn.kind === 'ours' ? turn.claim : undefined;
}

/** Holds the claim for a while; then the registry has the image. */
async function build(registry: ScriptedRegistry, turn: BuildTurn, ms: number): Promise<void> {
  await pause(ms);
  registry.image = image;
  await claimOf(turn)?.free();
}

test('no other job builds: this one claims the build, and leaves nothing behind', async () => {
  const registry = new ScriptedRegistry();
  const job = createJob(registry);
  const turn = await takeBuildTurn(job, claims);
  assert.is(registry.state, 'building');
  assert.is(job.endings.size, 1);
  await build(registry, turn, 0);
  assert.is(registry.artifacts.size, 0);
  assert.is(job.endings.size, 0);
});

test('eight jobs: one builds, the others take its image when it is there', async () => {
  const registry = new ScriptedRegistry();
  const turns = await Promise.all(
    Array.from({ length: 8 }, async () => {
      await pause(Math.random() * 30);
      const turn = await takeBuildTurn(createJob(registry), claims);
      if (turn.kind === 'ours') await build(registry, turn, 300);
      return turn.kind;
    }),
  );
  assert.is(turns.filter((kind) => kind === 'ours').length, 1);
  assert.is(registry.artifacts.size, 0);
});

test('two that claim at the same instant, 200 times: exactly one builds', async () => {
  const pairs = await Promise.all(
    Array.from({ length: 200 }, async () => {
      const registry = new ScriptedRegistry();
      const turns = await Promise.all(
        [createJob(registry), createJob(registry)].map(async (job) => {
          const turn = await takeBuildTurn(job, claims);
          if (turn.kind === 'ours') await build(registry, turn, 100);
          return turn.kind;
        }),
      );
      const builders = turns.filter((kind) => kind === 'ours').length;
      // On a busy machine, one may have read its claim back before the other was put.
      return { builders, isWithinReadBack: !registry.looks.includes(1) };
    }),
  );
  const within = pairs.filter(({ isWithinReadBack }) => isWithinReadBack);
  assert.ok(within.length > 20, `only ${within.length} of 200 at the same instant`);
  assert.equal(
    within.filter(({ builders }) => builders !== 1),
    [],
  );
  assert.equal(
    pairs.filter(({ builders }) => builders === 0),
    [],
  );
});

test('two whose claims are put further apart than the read-back: both build', async () => {
  const registry = new ScriptedRegistry();
  let other: Promise<BuildTurn> | undefined;
  const slow = createJob({
    look: () => registry.look(),
    remove: (digests) => registry.remove(digests),
    put: async (manifest) => {
      other ??= takeBuildTurn(createJob(registry), claims);
      await other;
      return registry.put(manifest);
    },
  });
  const second = await takeBuildTurn(slow, claims);
  const first = await other;
  assert.equal([first?.kind, second.kind], ['ours', 'ours']);
  // The first one notices that its claim was taken over: it stops renewing it and removes nothing.
  await pause(2 * limits.renewMs + 20);
  await claimOf(first as BuildTurn)?.free();
  assert.is(registry.state, 'building');
  await claimOf(second)?.free();
  assert.is(registry.claim, undefined);
});

test('a registry that shows a claim late: this job builds, and keeps it', async () => {
  const registry = new ScriptedRegistry();
  const job = createJob({
    look: async () => ({ ...(await registry.look()), claim: undefined }),
    put: (manifest) => registry.put(manifest),
    remove: (digests) => registry.remove(digests),
  });
  const turn = await takeBuildTurn(job, claims);
  assert.is(registry.state, 'building');
  await claimOf(turn)?.free();
  assert.is(registry.artifacts.size, 0);
});

test('a registry that goes down between the claim and its read-back: no claim stays', async () => {
  const registry = new ScriptedRegistry();
  let looks = 0;
  const job = createJob({
    look: async () => {
      looks += 1;
      if (looks === 2) throw new OutageError('it is down');
      return registry.look();
    },
    put: (manifest) => registry.put(manifest),
    remove: (digests) => registry.remove(digests),
  });
  assert.equal(await takeBuildTurn(job, claims), { kind: 'ours', claim: undefined });
  assert.is(registry.artifacts.size, 0);
  assert.is(job.endings.size, 0);
});

test('the claim moves between two artifacts during the build', async () => {
  const registry = new ScriptedRegistry();
  const turn = await takeBuildTurn(createJob(registry), claims);
  await pause(5 * limits.renewMs);
  assert.ok(registry.puts.length >= 4, `${registry.puts.length}`);
  assert.is(registry.artifacts.size, 2);
  await claimOf(turn)?.free();
  assert.is(registry.artifacts.size, 0);
});

test('a holder that dies is taken over by one of those who wait', async () => {
  const registry = new ScriptedRegistry();
  await registry.put(formatClaim({ state: 'building', nonce: 'dead', builder: 'a lost job', beat: 1 }));
  const turns = await Promise.all(
    Array.from({ length: 4 }, async () => {
      const turn = await takeBuildTurn(createJob(registry, 150), claims);
      if (turn.kind === 'ours') await build(registry, turn, 100);
      return turn.kind;
    }),
  );
  assert.is(turns.filter((kind) => kind === 'ours').length, 1);
});

test('a claim that moves is waited for, however long', async () => {
  const registry = new ScriptedRegistry();
  const holder = await takeBuildTurn(createJob(registry), claims);
  const waiter = createJob(registry, 1_000);
  const waiting = takeBuildTurn(waiter, claims);
  await build(registry, holder, 1_300);
  assert.is((await waiting).kind, 'built');
  assert.match(waiter.lines[0] ?? '', /^Another job is building this image: waiting for job \d+$/);
  assert.match(waiter.lines[1] ?? '', /^Still waiting for job \d+, \d+ s so far$/);
});

test('a build that fails: those who wait build on their own, all at once', async () => {
  const registry = new ScriptedRegistry();
  const holder = await takeBuildTurn(createJob(registry), claims);
  const waiting = [1, 2, 3].map(() => takeBuildTurn(createJob(registry), claims));
  await pause(30);
  await claimOf(holder)?.fail();
  const turns = await Promise.all(waiting);
  assert.equal(turns.map(claimOf), [undefined, undefined, undefined]);
  assert.is(registry.artifacts.size, 0);
});

test('a build that fails after another job took it over: that job is still waited for', async () => {
  const registry = new ScriptedRegistry();
  const holder = claimOf(await takeBuildTurn(createJob(registry), claims));
  const successor = formatClaim({ state: 'building', nonce: 'successor', builder: 'another job', beat: 0 });
  registry.claim = successor;
  registry.artifacts.add(successor);
  await holder?.fail();
  assert.is(registry.claim, successor);
  assert.equal([...registry.artifacts], [successor]);
});

test('a run that is cancelled: one of those who wait claims the build anew', async () => {
  const registry = new ScriptedRegistry();
  const holder = createJob(registry);
  await takeBuildTurn(holder, claims);
  const waiting = [1, 2, 3].map(async () => {
    const turn = await takeBuildTurn(createJob(registry), claims);
    if (turn.kind === 'ours') await build(registry, turn, 100);
    return turn.kind;
  });
  await pause(30);
  await Promise.all([...holder.endings].map((end) => end()));
  assert.is(registry.artifacts.size, 0);
  assert.equal((await Promise.all(waiting)).sort(), ['built', 'built', 'ours']);
});

test('a registry that shows the image some time after its claim has gone', async () => {
  const registry = new ScriptedRegistry();
  const holder = await takeBuildTurn(createJob(registry), claims);
  const waiting = takeBuildTurn(createJob(registry), claims);
  await pause(30);
  await claimOf(holder)?.free();
  await pause(limits.showMs / 2);
  registry.image = image;
  assert.is((await waiting).kind, 'built');
});

test('a run that may not push waits, and claims nothing', async () => {
  const registry = new ScriptedRegistry();
  assert.equal(await takeBuildTurn(createJob(registry), noClaims), { kind: 'ours', claim: undefined });
  assert.equal(registry.puts, []);
  const holder = await takeBuildTurn(createJob(registry), claims);
  const waiting = takeBuildTurn(createJob(registry), noClaims);
  await build(registry, holder, 50);
  assert.is((await waiting).kind, 'built');
});

test('a registry that refuses claims: one line, and this job builds', async () => {
  const registry = new ScriptedRegistry();
  const job = createJob({
    look: () => registry.look(),
    remove: () => assert.unreachable() as never,
    put: async () => {
      throw new UserError('PutImage was denied');
    },
  });
  assert.equal(await takeBuildTurn(job, claims), { kind: 'ours', claim: undefined });
  assert.equal(job.lines, ["The build can't be claimed, so other jobs may build this image too: PutImage was denied"]);
  assert.is(job.endings.size, 0);
});

test('a registry that refuses deletions: the tag ends on an ended claim, and the next job claims over it', async () => {
  const registry = new ScriptedRegistry();
  registry.mayRemove = false;
  const turn = await takeBuildTurn(createJob(registry), claims);
  await claimOf(turn)?.free();
  assert.is(registry.state, 'ended');
  assert.is.not(claimOf(await takeBuildTurn(createJob(registry), claims)), undefined);
});

test('a registry that goes down and comes back: one build', async () => {
  const registry = new ScriptedRegistry();
  const turn = await takeBuildTurn(createJob(registry), claims);
  const waiting = takeBuildTurn(createJob(registry), claims);
  await pause(30);
  registry.refusal = new OutageError('it is down');
  await pause(5 * limits.pollMs);
  registry.refusal = undefined;
  await build(registry, turn, limits.renewMs);
  assert.equal(await waiting, { kind: 'built', image });
});

test('a registry that stays down: the holder continues, and waiting jobs say why they stop', async () => {
  const registry = new ScriptedRegistry();
  const holder = createJob(registry);
  const turn = await takeBuildTurn(holder, claims);
  const waiting = takeBuildTurn(createJob(registry, 100), claims);
  await pause(30);
  registry.refusal = new OutageError('it is down');
  await waiting.then(
    () => assert.unreachable(),
    (error) => assert.instance(error, OutageError),
  );
  await pause(2 * limits.renewMs);
  registry.refusal = undefined;
  await build(registry, turn, limits.renewMs);
  assert.is(registry.artifacts.size, 0);
  assert.equal(holder.lines, []);
});

for (const [what, manifest] of [
  ['no JSON', 'nonsense'],
  ['an image', '{"schemaVersion":2,"config":{}}'],
  ['a claim of another form', '{"annotations":{"docker-ecr-cache.claim.state":"queued"}}'],
] as const) {
  test(`what is under the tag is ${what}: no claim`, () => assert.is(parseClaim(manifest), undefined));
}

test('a claim reads as it was written', () => {
  const note = { state: 'building', nonce: 'n', builder: 'https://buildkite.com/a/b/1#2', beat: 1 } as const;
  assert.equal(parseClaim(formatClaim(note)), note);
});

test("a claim can't write control characters to the log", async () => {
  const registry = new ScriptedRegistry();
  const builder = `\u001b[2J\n+++ error ${'x'.repeat(1000)}`;
  await registry.put(formatClaim({ state: 'building', nonce: 'other', builder, beat: 1 }));
  const job = createJob(registry);
  const waiting = takeBuildTurn(job, claims);
  await pause(30);
  registry.image = image;
  await waiting;
  assert.match(job.lines[0] ?? '', /^Another job is building this image: waiting for "\\u\{?001?b[^\n\u001b]{1,300}$/);
});

test.run();
