import { describeError, OutageError } from './errors';

/** How often and how long something is tried. */
export interface RetryLimits {
  readonly attempts: number;
  /** No attempt starts later than this, in milliseconds after the first. */
  readonly totalMs: number;
  /** The longest pause before the second attempt, in milliseconds; the shortest is half of it. Doubles each time. */
  readonly backoffMs: number;
}

/**
 * Retries an operation after outages, within limits. Other errors are not retried.
 *
 * @param operation gets the number of the attempt, from 1
 * @param say called with a line before each retry
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
