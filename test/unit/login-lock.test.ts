import { existsSync, utimesSync, writeFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type LockSurroundings, withLoginLock } from '../../src/docker/login-lock';
import { makeScratchFolder, type ScratchFolder } from './scratch-folder';

const LOCK = 'docker/docker-ecr-cache.lock';

function surroundings(folder: ScratchFolder, change: Partial<LockSurroundings> = {}): LockSurroundings {
  return { folder: folder.path('docker'), heldMs: 2_000, pollMs: 5, atExit: () => () => {}, ...change };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test('of several at once one acts at a time, and all do', async () => {
  const folder = makeScratchFolder();
  let acting = 0;
  let most = 0;
  const act = () =>
    withLoginLock(surroundings(folder), async () => {
      acting++;
      most = Math.max(most, acting);
      await pause(10);
      acting--;
    });
  await Promise.all(Array.from({ length: 10 }, act));
  assert.is(most, 1);
  assert.not(existsSync(folder.path(LOCK)));
});

test('the lock is gone after an action that fails', async () => {
  const folder = makeScratchFolder();
  try {
    await withLoginLock(surroundings(folder), async () => {
      assert.ok(existsSync(folder.path(LOCK)));
      throw new Error('no login');
    });
    assert.unreachable();
  } catch (error) {
    assert.is((error as Error).message, 'no login');
  }
  assert.not(existsSync(folder.path(LOCK)));
});

test('the lock of a job that is gone is broken', async () => {
  const folder = makeScratchFolder({ [LOCK]: '' });
  const longAgo = Date.now() / 1000 - 3;
  utimesSync(folder.path(LOCK), longAgo, longAgo);
  const start = Date.now();
  assert.is(await withLoginLock(surroundings(folder), async () => 'done'), 'done');
  assert.ok(Date.now() - start < 1_000);
  assert.not(existsSync(folder.path(LOCK)));
});

test('a lock that is never given back holds nobody for longer than it is respected', async () => {
  const folder = makeScratchFolder({ [LOCK]: '' });
  const fresh = setInterval(() => writeFileSync(folder.path(LOCK), 'again'), 10);
  const start = Date.now();
  await withLoginLock(surroundings(folder, { heldMs: 200 }), async () => {});
  clearInterval(fresh);
  assert.ok(Date.now() - start < 1_000);
});

test('where the folder cannot be made there is no lock, and the action happens', async () => {
  const folder = makeScratchFolder({ docker: 'a file' });
  assert.is(await withLoginLock(surroundings(folder), async () => 'done'), 'done');
});

test('the lock goes with a program that ends early', async () => {
  const folder = makeScratchFolder();
  const cleanUps = new Set<() => void>();
  const atExit = (cleanUp: () => void) => {
    cleanUps.add(cleanUp);
    return () => cleanUps.delete(cleanUp);
  };
  await withLoginLock(surroundings(folder, { atExit }), async () => {
    for (const cleanUp of cleanUps) cleanUp();
    assert.not(existsSync(folder.path(LOCK)));
  });
  assert.is(cleanUps.size, 0);
});

test.run();
