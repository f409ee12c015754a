import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { formatSeconds, Steps } from '../../src/report/steps';

/** A clock that only moves when it is set, and the lines of the log. */
function start(ms: number, slowMs = 10_000) {
  const clock = { ms };
  const said: string[] = [];
  const steps = new Steps(
    () => clock.ms,
    (line) => said.push(line),
    slowMs,
  );
  const take = (name: string, spentMs: number) =>
    steps.run(name, undefined, async () => {
      clock.ms += spentMs;
    });
  return { clock, said, steps, take };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test('what passed before the first step is the startup', () => {
  const { steps } = start(60);
  assert.equal(steps.toSeconds(), { total: 0.06, startup: 0.06 });
  assert.is(steps.format(), '0.06 s (startup 0.06)');
});

test('steps in their order, and the total time', async () => {
  const { steps, take } = start(60);
  await take('key', 20);
  await take('look-up', 1_084);
  assert.is(steps.format(), '1.16 s (startup 0.06, key 0.02, look-up 1.08)');
  assert.equal(steps.toSeconds(), { total: 1.16, startup: 0.06, key: 0.02, 'look-up': 1.08 });
});

test('a step that is taken several times is one: its times add up', async () => {
  const { steps, take } = start(0);
  await take('push', 100);
  await take('pull', 10);
  await take('push', 200);
  assert.is(steps.format(), '0.31 s (push 0.30, pull 0.01)');
});

test('what takes no time is not shown in the log', async () => {
  const { steps, take } = start(60);
  await take('login', 4);
  await take('key', 5);
  assert.is(steps.format(), '0.07 s (startup 0.06, key 0.01)');
  assert.equal(steps.toSeconds(), { total: 0.07, startup: 0.06, login: 0, key: 0.01 });
});

test('the time of a step that fails counts, and its error is passed on', async () => {
  const { steps, clock } = start(0);
  try {
    await steps.run('build', undefined, async () => {
      clock.ms += 500;
      throw new Error('no build');
    });
    assert.unreachable();
  } catch (error) {
    assert.is((error as Error).message, 'no build');
  }
  assert.is(steps.format(), '0.50 s (build 0.50)');
});

test('a slow step is logged once while it runs', async () => {
  const { steps, said } = start(0, 10);
  await steps.run('look-up', 'Waiting for the registry', async () => {
    assert.equal(said, []);
    await pause(60);
    assert.equal(said, ['Waiting for the registry …']);
  });
  await pause(30);
  assert.equal(said, ['Waiting for the registry …']);
});

test('a quick step logs nothing, not even later', async () => {
  const { steps, said } = start(0, 20);
  await steps.run('look-up', 'Waiting for the registry', async () => {});
  await pause(50);
  assert.equal(said, []);
});

test('a step that shows its own progress logs nothing, however long it takes', async () => {
  const { steps, said } = start(0, 5);
  await steps.run('build', undefined, () => pause(30));
  assert.equal(said, []);
});

test('a step that failed logs nothing later', async () => {
  const { steps, said } = start(0, 20);
  await steps.run('login', 'Waiting for docker', async () => Promise.reject(new Error())).catch(() => {});
  await pause(50);
  assert.equal(said, []);
});

for (const [seconds, text] of [
  [0.34, '0.3 s'],
  [14.2, '14.2 s'],
  [59.6, '1 min 0 s'],
  [182, '3 min 2 s'],
] as const) {
  test(`a time for people: ${text}`, () => assert.is(formatSeconds(seconds), text));
}

test.run();
