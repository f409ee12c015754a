import { closeSync, mkdirSync, openSync, statSync, unlinkSync } from 'node:fs';
import path from 'node:path';
import { errorCode } from '../errors';

/** What the lock needs of the world, and its bounds in milliseconds. */
export interface LockSurroundings {
  /** The folder of docker's configuration. */
  readonly folder: string;
  /** How long a lock is respected: who holds one for longer is gone. */
  readonly heldMs: number;
  /** Between two looks at a lock that another job has. */
  readonly pollMs: number;
  /** Does something when the program ends early; returns what takes it back. */
  readonly atExit: (cleanUp: () => void) => () => void;
}

/**
 * Lets one job at a time change docker's configuration: `docker login` reads, changes and writes it without a lock, and
 * of logins at the same time all but the last to write are lost. Other programs do not know this lock; where the folder
 * can't be written to, there is none.
 */
export async function withLoginLock<Result>(
  surroundings: LockSurroundings,
  action: () => Promise<Result>,
): Promise<Result> {
  const release = await acquire(surroundings);
  try {
    return await action();
  } finally {
    release();
  }
}

async function acquire({ folder, heldMs, pollMs, atExit }: LockSurroundings): Promise<() => void> {
  const file = path.join(folder, 'docker-ecr-cache.lock');
  const deadline = Date.now() + heldMs;
  const noLock = () => {};
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch {
    return noLock;
  }
  for (;;) {
    try {
      closeSync(openSync(file, 'wx'));
      const takeBack = atExit(() => remove(file));
      return () => {
        takeBack();
        remove(file);
      };
    } catch (error) {
      if (errorCode(error) !== 'EEXIST' || Date.now() >= deadline) return noLock;
      // Two that break it at the same time log in at the same time: each still checks what became of its login.
      if (isOlderThan(file, heldMs)) remove(file);
      else await new Promise((resolve) => setTimeout(resolve, pollMs * (0.5 + Math.random())));
    }
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

function remove(file: string): void {
  try {
    unlinkSync(file);
  } catch {
    // Whoever took it for stale has removed it.
  }
}
