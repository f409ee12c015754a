import { randomBytes } from 'node:crypto';
import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  statSync,
  unlinkSync,
  utimesSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { errorCode } from '../errors';

/** A lock that jobs of this user on this machine take turns with, and its bounds in milliseconds. */
export interface FileLock {
  /** The lock is a file in here; where it can't be written to, there is no lock. */
  readonly folder: string;
  readonly name: string;
  /** Who has not touched a lock for longer is gone. */
  readonly staleMs: number;
  /** How long it is waited for. Who has not got it by then goes on without. */
  readonly waitMs: number;
  /** Between two looks at a lock that another job has. */
  readonly pollMs: number;
  /** Whether it is touched for as long as it is held; otherwise nobody respects it for longer than `staleMs`. */
  readonly isRenewed: boolean;
  /** Called once when another job has it. */
  readonly onWait?: () => void;
  /** Does something when the program ends early; returns what takes it back. */
  readonly atExit: (cleanUp: () => void) => () => void;
}

/** Does something while no other job that takes this lock does. Programs that do not know it are not kept from anything. */
export async function withFileLock<Result>(lock: FileLock, action: () => Promise<Result>): Promise<Result> {
  const release = await acquire(lock);
  try {
    return await action();
  } finally {
    release();
  }
}

async function acquire(lock: FileLock): Promise<() => void> {
  const { folder, name, staleMs, waitMs, pollMs, onWait } = lock;
  const file = path.join(folder, name);
  const token = randomBytes(8).toString('hex');
  const deadline = Date.now() + waitMs;
  const noLock = () => {};
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch {
    return noLock;
  }
  for (let attempt = 1; ; attempt++) {
    try {
      create(file, token);
      return hold(lock, file, token);
    } catch (error) {
      if (errorCode(error) !== 'EEXIST' || Date.now() >= deadline) return noLock;
      if (attempt === 1) onWait?.();
      // Two that break it at the same time go on at the same time: each still checks what came of what it did.
      if (!isOlderThan(file, staleMs)) {
        await new Promise((resolve) => setTimeout(resolve, pollMs * (0.5 + Math.random())));
      } else if (!remove(file)) return noLock;
    }
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

function isOlderThan(file: string, ms: number): boolean {
  try {
    return Date.now() - statSync(file).mtimeMs > ms;
  } catch {
    // It has just been released.
    return false;
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
