import { randomBytes } from 'node:crypto';
import {
  accessSync,
  closeSync,
  constants,
  mkdirSync,
  openSync,
  readFileSync,
  statSync,
  unlinkSync,
  utimesSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { errorCode } from '../errors';
import { pause } from '../retry';

/** A lock for the jobs of this user and machine. Times are in milliseconds. */
export interface FileLock {
  /** Where the lock file is. In a folder that is not writable there is no lock. */
  readonly folder: string;
  readonly name: string;
  /** What the job with the lock is doing, for the log. */
  readonly doing: string;
  /** A lock that was not touched for this long, by the waiter's own clock, belongs to a dead job. */
  readonly staleMs: number;
  /** How often a waiter looks at the lock. */
  readonly pollMs: number;
  /** After this time a waiter logs what it waits for. */
  readonly slowMs: number;
  /** Whether to touch it while it is held; otherwise it expires after `staleMs`. */
  readonly isRenewed: boolean;
  readonly say: (line: string) => void;
  /** Runs an action if the program ends early; returns a function that cancels it. */
  readonly atExit: (cleanUp: () => void) => () => void;
}

/**
 * Waits for a lock for as long as other jobs hold and renew it.
 *
 * @returns a function that releases it
 */
export async function takeFileLock(lock: FileLock): Promise<() => void> {
  const { folder, name, doing, staleMs, pollMs, slowMs, say } = lock;
  const file = path.join(folder, name);
  const token = randomBytes(8).toString('hex');
  const start = performance.now();
  let seen: { readonly state: string; readonly at: number } | undefined;
  let isSaid = false;
  const withoutLock = () => {};
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    // A lock left in a read-only folder could not be removed.
    accessSync(folder, constants.W_OK);
  } catch {
    return withoutLock;
  }
  for (;;) {
    try {
      create(file, token);
      return hold(lock, file, token);
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') return withoutLock;
    }
    const now = performance.now();
    const state = describe(file);
    if (state !== seen?.state) seen = { state, at: now };
    else if (now - seen.at > staleMs) {
      // Looking and removing are synchronous, so that another waiter's new lock is not removed.
      if (!remove(file)) return withoutLock;
      continue;
    }
    if (!isSaid && now - start > slowMs) {
      isSaid = true;
      say(
        `Another job on this machine is ${doing}: waiting for it, or for ${staleMs / 1000} s if it was killed (its lock is ${file}) …`,
      );
    }
    await pause(pollMs * (0.5 + Math.random()));
  }
}

/** @throws the system's error; EEXIST if another job has the lock */
function create(file: string, token: string): void {
  const descriptor = openSync(file, 'wx');
  try {
    writeSync(descriptor, token);
  } catch (error) {
    // Without its token, for example on a full disk, it would belong to nobody.
    remove(file);
    throw error;
  } finally {
    closeSync(descriptor);
  }
}

/** @returns a function that releases it */
function hold({ staleMs, isRenewed, atExit }: FileLock, file: string, token: string): () => void {
  const touchOwn = () => isOwn(file, token) && touch(file);
  const removeOwn = () => isOwn(file, token) && remove(file);
  const renewing = isRenewed ? setInterval(touchOwn, staleMs / 4) : undefined;
  const takeBack = atExit(removeOwn);
  return () => {
    if (renewing !== undefined) clearInterval(renewing);
    takeBack();
    removeOwn();
  };
}

/** Whether the lock still has this token: a job that took it for stale may have replaced it. */
function isOwn(file: string, token: string): boolean {
  try {
    return readFileSync(file, 'utf8') === token;
  } catch {
    // Whoever took it for stale has removed it.
    return false;
  }
}

function touch(file: string): void {
  try {
    utimesSync(file, new Date(), new Date());
  } catch {
    // Whoever took it for stale has removed it.
  }
}

/** A text that changes when the lock is touched or changes hands. */
function describe(file: string): string {
  try {
    const { ino, mtimeMs } = statSync(file);
    return `${ino} ${mtimeMs}`;
  } catch {
    // It has just been released.
    return '';
  }
}

/** @returns whether it is gone; in a read-only folder it stays */
function remove(file: string): boolean {
  try {
    unlinkSync(file);
  } catch (error) {
    // Whoever took it for stale has removed it.
    return errorCode(error) === 'ENOENT';
  }
  return true;
}
