import { describeError, OutageError } from './errors';

/** How often, and for how long at most, something is tried. */
export interface RetryLimits {
  readonly attempts: number;
  /** No attempt starts later than this after the first; in milliseconds. */
  readonly totalMs: number;
  /** The wait before the second attempt is between half of this and all of it, and doubles from then on. */
  readonly backoffMs: number;
}

/**
 * Tries an operation again after each outage, within limits: what else fails, fails for good.
 *
 * @param operation gets the number of the attempt, from 1
 * @param say called with a line about each retry, before it is waited for
 * @throws the error of the last attempt
 */
export async function retryOutages<Result>(
  operation: (attempt: number) => Promise<Result>,
  { attempts, totalMs, backoffMs }: RetryLimits,
  say: (line: string) => void,
): Promise<Result> {
  const start = Date.now();
  for (let attempt = 1; ; attempt++) {
    try {
      return await operation(attempt);
    } catch (error) {
      const waitMs = Math.round(backoffMs * 2 ** (attempt - 1) * (0.5 + Math.random() / 2));
      const isLast = attempt >= attempts || Date.now() - start + waitMs >= totalMs;
      if (isLast || !(error instanceof OutageError)) throw error;
      say(`${describeError(error)}; trying again in ${(waitMs / 1000).toFixed(1)} s`);
      await pause(waitMs);
    }
  }
}

/** Resolves after so many milliseconds. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
