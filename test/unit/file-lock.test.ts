import { chmodSync, existsSync, statSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type FileLock, takeFileLock } from '../../src/docker/file-lock';
import { asOrdinaryUser, makeScratchFolder, type ScratchFolder } from './scratch-folder';

const LOCK = 'docker/docker-ecr-cache.lock';

function surroundings(folder: ScratchFolder, change: Partial<FileLock> = {}): FileLock {
  return {
    folder: folder.path('docker'),
    name: 'docker-ecr-cache.lock',
    doing: 'building this image',
    staleMs: 2_000,
    pollMs: 5,
    slowMs: 10_000,
    isRenewed: false,
    say: () => {},
    atExit: () => () => {},
    ...change,
  };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Takes a lock; returns how long that took, in milliseconds. */
async function measure(lock: FileLock): Promise<{ readonly ms: number; readonly release: () => void }> {
  const start = Date.now();
  const release = await takeFileLock(lock);
  return { release, ms: Date.now() - start };
}

test('several at once: one at a time, and all get it', async () => {
  const folder = makeScratchFolder();
  let holders = 0;
  await Promise.all(
    Array.from({ length: 10 }, async () => {
      const release = await takeFileLock(surroundings(folder));
      holders++;
      assert.is(holders, 1);
      await pause(10);
      holders--;
      release();
    }),
  );
  assert.is(holders, 0);
  assert.not(existsSync(folder.path(LOCK)));
});

// The files' times don't matter, because another host's clock may be an hour off.
for (const [clock, hours] of [
  ['now', 0],
  ['an hour ago', -1],
  ['in an hour', 1],
] as const) {
  test(`the lock of a job that was killed, last touched ${clock}, holds up others for as long as it is respected`, async () => {
    const folder = makeScratchFolder({ [LOCK]: '' });
    const touched = Date.now() / 1000 + hours * 3600;
    utimesSync(folder.path(LOCK), touched, touched);
    const { ms, release } = await measure(surroundings(folder, { staleMs: 300 }));
    assert.ok(ms >= 300 && ms < 1_000, `${ms} ms`);
    release();
    assert.not(existsSync(folder.path(LOCK)));
  });
}

test('several that wait for a killed job: one at a time', async () => {
  const folder = makeScratchFolder({ [LOCK]: '' });
  let holders = 0;
  await Promise.all(
    Array.from({ length: 10 }, async () => {
      const release = await takeFileLock(surroundings(folder, { staleMs: 200, isRenewed: true }));
      holders++;
      assert.is(holders, 1);
      await pause(50);
      holders--;
      release();
    }),
  );
});

test('a lock that is renewed is waited for, however long it is held', async () => {
  const folder = makeScratchFolder();
  const bounds = { staleMs: 200, isRenewed: true };
  const release = await takeFileLock(surroundings(folder, bounds));
  setTimeout(release, 1_000);
  const next = await measure(surroundings(folder, bounds));
  assert.ok(next.ms > 900, `${next.ms} ms`);
  next.release();
});

test('one that is not renewed is broken while it is held, and its holder leaves the next one alone', async () => {
  const folder = makeScratchFolder();
  const releaseSlow = await takeFileLock(surroundings(folder));
  const releaseNext = await takeFileLock(surroundings(folder, { staleMs: 100 }));
  releaseSlow();
  assert.ok(existsSync(folder.path(LOCK)), 'the lock of the next one');
  releaseNext();
  assert.not(existsSync(folder.path(LOCK)));
});

test('the lock goes with a program that ends early, and none of another', async () => {
  for (const isOwn of [true, false]) {
    const folder = makeScratchFolder();
    let end = () => {};
    const atExit = (cleanUp: () => void) => {
      end = cleanUp;
      return () => {};
    };
    await takeFileLock(surroundings(folder, { atExit }));
    if (!isOwn) writeFileSync(folder.path(LOCK), 'of another');
    end();
    assert.is(existsSync(folder.path(LOCK)), !isOwn);
  }
});

for (const [why, change] of [
  ['the lock of another is not renewed', (file: string) => writeFileSync(file, 'of another')],
  ['nothing is renewed any more once it is released', (file: string) => writeFileSync(file, '')],
] as const) {
  test(why, async () => {
    const folder = makeScratchFolder();
    const release = await takeFileLock(surroundings(folder, { staleMs: 40, isRenewed: true }));
    if (why.startsWith('nothing')) release();
    change(folder.path(LOCK));
    utimesSync(folder.path(LOCK), 1, 1);
    await pause(60);
    assert.is(statSync(folder.path(LOCK)).mtimeMs, 1_000);
    release();
  });
}

test('a lock that someone removed is not an error for its holder', async () => {
  const folder = makeScratchFolder();
  const release = await takeFileLock(surroundings(folder, { staleMs: 40, isRenewed: true }));
  unlinkSync(folder.path(LOCK));
  await pause(60);
  release();
});

test('a wait says once what it is for, where the lock is, and how long it takes at most if that job is gone', async () => {
  const folder = makeScratchFolder({ [LOCK]: '' });
  const said: string[] = [];
  const bounds = { staleMs: 400, slowMs: 100, say: (line: string) => said.push(line) };
  (await takeFileLock(surroundings(folder, bounds)))();
  assert.equal(said, [
    `Another job on this machine is building this image: waiting for it, or for 0.4 s if it was killed (its lock is ${folder.path(LOCK)}) …`,
  ]);
});

test('a short wait is not logged', async () => {
  const folder = makeScratchFolder();
  const release = await takeFileLock(surroundings(folder));
  setTimeout(release, 50);
  const say = () => assert.unreachable();
  (await takeFileLock(surroundings(folder, { slowMs: 1_000, say })))();
});

test('locks of other names do not wait for one another', async () => {
  const folder = makeScratchFolder();
  await takeFileLock(surroundings(folder));
  const { ms } = await measure(surroundings(folder, { name: 'other.lock', pollMs: 1_000 }));
  assert.ok(ms < 500, `${ms} ms`);
});

test("if the folder can't be created, there is no lock", async () => {
  const release = await takeFileLock(surroundings(makeScratchFolder({ docker: 'a file' })));
  release();
});

test("if a killed job's lock can't be removed, there is none after that time", async () => {
  const folder = makeScratchFolder({ [LOCK]: '' });
  chmodSync(folder.path('docker'), 0o555);
  const { ms } = await asOrdinaryUser(() => measure(surroundings(folder, { staleMs: 100 })));
  assert.ok(ms < 1_000, `${ms} ms`);
  assert.ok(existsSync(folder.path(LOCK)));
});

test.run();
