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

/** A lock that jobs of this user on this machine take turns with, and its bounds in milliseconds. */
export interface FileLock {
  /** The lock is a file in here; where it can't be written to, there is no lock. */
  readonly folder: string;
  readonly name: string;
  /** What a job that has the lock is doing, for the log. */
  readonly doing: string;
  /** A job that has not touched its lock for this long is gone. Each waiter measures it with its own clock. */
  readonly staleMs: number;
  /** Between two looks at a lock that another job has. */
  readonly pollMs: number;
  /** Who waits for longer says what for. */
  readonly slowMs: number;
  /** Whether it is touched for as long as it is held; otherwise nobody respects it for longer than `staleMs`. */
  readonly isRenewed: boolean;
  readonly say: (line: string) => void;
  /** Does something when the program ends early; returns what takes it back. */
  readonly atExit: (cleanUp: () => void) => () => void;
}

/**
 * Waits for a lock for as long as other jobs hold and renew it. Programs that do not know it are not kept from anything.
 *
 * @returns what releases it
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
    // There may be a lock that nobody could take away.
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
      // Nothing happens between that look and this: another waiter's new lock is not taken away.
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

/** @throws what keeps it from being made: with EEXIST another job has it */
function create(file: string, token: string): void {
  const descriptor = openSync(file, 'wx');
  try {
    writeSync(descriptor, token);
  } catch (error) {
    // Without its token it is nobody's, on a full disk for example.
    remove(file);
    throw error;
  } finally {
    closeSync(descriptor);
  }
}

/** @returns what releases it */
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

/** Whether the lock is still the one with this token: who took that for stale may have made another since. */
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

/** A text that changes when the lock is touched or another job takes it; times are compared for nothing else. */
function describe(file: string): string {
  try {
    const { ino, mtimeMs } = statSync(file);
    return `${ino} ${mtimeMs}`;
  } catch {
    // It has just been released.
    return '';
  }
}

/** @returns whether it is gone; it stays in a folder that can't be written to */
function remove(file: string): boolean {
  try {
    unlinkSync(file);
  } catch (error) {
    // Whoever took it for stale has removed it.
    return errorCode(error) === 'ENOENT';
  }
  return true;
}
