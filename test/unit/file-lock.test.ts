import { chmodSync, existsSync, statSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type FileLock, withFileLock } from '../../src/docker/file-lock';
import { asOrdinaryUser, makeScratchFolder, type ScratchFolder } from './scratch-folder';

const LOCK = 'docker/docker-ecr-cache.lock';

function surroundings(folder: ScratchFolder, change: Partial<FileLock> = {}): FileLock {
  return {
    folder: folder.path('docker'),
    name: 'docker-ecr-cache.lock',
    staleMs: 2_000,
    waitMs: 2_000,
    pollMs: 5,
    isRenewed: false,
    atExit: () => () => {},
    ...change,
  };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test('of several at once one acts at a time, and all do', async () => {
  const folder = makeScratchFolder();
  let acting = 0;
  let most = 0;
  const act = () =>
    withFileLock(surroundings(folder), async () => {
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
    await withFileLock(surroundings(folder), async () => {
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
  assert.is(await withFileLock(surroundings(folder), async () => 'done'), 'done');
  assert.ok(Date.now() - start < 1_000);
  assert.not(existsSync(folder.path(LOCK)));
});

test('a lock that is never given back holds nobody for longer than it is respected', async () => {
  const folder = makeScratchFolder({ [LOCK]: '' });
  const fresh = setInterval(() => writeFileSync(folder.path(LOCK), 'again'), 10);
  const start = Date.now();
  await withFileLock(surroundings(folder, { waitMs: 200 }), async () => {});
  clearInterval(fresh);
  assert.ok(Date.now() - start < 1_000);
});

test('a lock that is renewed is not broken, however long it is held', async () => {
  const folder = makeScratchFolder();
  const bounds = { staleMs: 100, waitMs: 5_000, isRenewed: true };
  const order: string[] = [];
  const first = withFileLock(surroundings(folder, bounds), async () => {
    await pause(500);
    order.push('first');
  });
  await withFileLock(surroundings(folder, bounds), async () => order.push('second'));
  await first;
  assert.equal(order, ['first', 'second']);
  assert.not(existsSync(folder.path(LOCK)));
});

test('a lock that is not renewed is broken while it is held', async () => {
  const folder = makeScratchFolder();
  const bounds = { staleMs: 100, waitMs: 5_000 };
  const order: string[] = [];
  const first = withFileLock(surroundings(folder, bounds), async () => {
    await pause(500);
    order.push('first');
  });
  await withFileLock(surroundings(folder, bounds), async () => order.push('second'));
  await first;
  assert.equal(order, ['second', 'first']);
});

test('who is slower than its lock is respected leaves the lock of the next one, which keeps a third out', async () => {
  const folder = makeScratchFolder();
  const acting = new Set<string>();
  const beside: string[] = [];
  const act = (name: string, ms: number, staleMs: number) =>
    withFileLock(surroundings(folder, { staleMs, waitMs: 10_000 }), async () => {
      beside.push(`${name} beside ${[...acting].join() || 'nobody'}`);
      acting.add(name);
      await pause(ms);
      acting.delete(name);
    });
  const slow = act('slow', 400, 10_000);
  const next = act('next', 1_000, 100);
  await slow;
  assert.ok(existsSync(folder.path(LOCK)), 'the lock of the next one');
  await act('third', 0, 10_000);
  await next;
  assert.equal(beside, ['slow beside nobody', 'next beside slow', 'third beside nobody']);
  assert.not(existsSync(folder.path(LOCK)));
});

test('who ends early takes no lock of another along', async () => {
  const folder = makeScratchFolder();
  let end = () => {};
  const atExit = (cleanUp: () => void) => {
    end = cleanUp;
    return () => {};
  };
  await withFileLock(surroundings(folder, { atExit }), async () => {
    writeFileSync(folder.path(LOCK), 'of another');
    end();
    assert.ok(existsSync(folder.path(LOCK)));
  });
  assert.ok(existsSync(folder.path(LOCK)));
});

test('the lock of another is not renewed', async () => {
  const folder = makeScratchFolder();
  await withFileLock(surroundings(folder, { staleMs: 40, isRenewed: true }), async () => {
    writeFileSync(folder.path(LOCK), 'of another');
    utimesSync(folder.path(LOCK), 1, 1);
    await pause(60);
    assert.is(statSync(folder.path(LOCK)).mtimeMs, 1_000);
  });
});

test('nothing is renewed any more when the lock is given back', async () => {
  const folder = makeScratchFolder();
  await withFileLock(surroundings(folder, { staleMs: 40, isRenewed: true }), async () => {});
  writeFileSync(folder.path(LOCK), '');
  utimesSync(folder.path(LOCK), 1, 1);
  await pause(60);
  assert.is(statSync(folder.path(LOCK)).mtimeMs, 1_000);
});

test('a lock that somebody has removed is no failure of who holds it', async () => {
  const folder = makeScratchFolder();
  const act = async () => {
    unlinkSync(folder.path(LOCK));
    await pause(60);
    return 'done';
  };
  assert.is(await withFileLock(surroundings(folder, { staleMs: 40, isRenewed: true }), act), 'done');
});

test('that another job has the lock is said once, however long it takes', async () => {
  const folder = makeScratchFolder();
  let said = 0;
  const onWait = () => {
    said += 1;
  };
  const bounds = { staleMs: 5_000, onWait };
  const first = withFileLock(surroundings(folder, bounds), () => pause(100));
  assert.is(said, 0);
  await withFileLock(surroundings(folder, bounds), async () => {});
  await first;
  assert.is(said, 1);
});

test('locks of other names do not wait for one another', async () => {
  const folder = makeScratchFolder();
  const onWait = () => assert.unreachable();
  await withFileLock(surroundings(folder, { onWait }), () =>
    withFileLock(surroundings(folder, { onWait, name: 'other.lock' }), async () => {}),
  );
});

test('where the folder cannot be made there is no lock, and the action happens', async () => {
  const folder = makeScratchFolder({ docker: 'a file' });
  assert.is(await withFileLock(surroundings(folder), async () => 'done'), 'done');
});

test('where the lock of a job that is gone cannot be removed there is none, and the action happens', async () => {
  const folder = makeScratchFolder({ [LOCK]: '' });
  utimesSync(folder.path(LOCK), 1, 1);
  chmodSync(folder.path('docker'), 0o555);
  const start = Date.now();
  const act = () => withFileLock(surroundings(folder), async () => 'done');
  assert.is(await asOrdinaryUser(act), 'done');
  assert.ok(Date.now() - start < 1_000);
});

test('the lock goes with a program that ends early', async () => {
  const folder = makeScratchFolder();
  const cleanUps = new Set<() => void>();
  const atExit = (cleanUp: () => void) => {
    cleanUps.add(cleanUp);
    return () => cleanUps.delete(cleanUp);
  };
  await withFileLock(surroundings(folder, { atExit }), async () => {
    for (const cleanUp of cleanUps) cleanUp();
    assert.not(existsSync(folder.path(LOCK)));
  });
  assert.is(cleanUps.size, 0);
});

test.run();
