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
 * Tries an operation until it succeeds, fails for good, or the limits are reached.
 *
 * @param mayPass whether an error may be gone at the next attempt
 * @param onRetry called before each wait, with the error and the milliseconds until the next attempt
 * @throws the error of the last attempt
 */
export async function retry<Result>(
  operation: (attempt: number) => Promise<Result>,
  limits: RetryLimits,
  mayPass: (error: unknown) => boolean,
  onRetry: (error: unknown, waitMs: number) => void,
): Promise<Result> {
  const start = Date.now();
  for (let attempt = 1; ; attempt++) {
    try {
      return await operation(attempt);
    } catch (error) {
      const waitMs = Math.round(limits.backoffMs * 2 ** (attempt - 1) * (0.5 + Math.random() / 2));
      const isLast = attempt >= limits.attempts || Date.now() - start + waitMs >= limits.totalMs;
      if (isLast || !mayPass(error)) throw error;
      onRetry(error, waitMs);
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
  }
}

/**
 * Tries an operation again after each outage: what else fails, fails for good.
 *
 * @param say called with a line about each retry
 * @throws the error of the last attempt
 */
export function retryOutages<Result>(
  operation: (attempt: number) => Promise<Result>,
  limits: RetryLimits,
  say: (line: string) => void,
): Promise<Result> {
  return retry(
    operation,
    limits,
    (error) => error instanceof OutageError,
    (error, waitMs) => say(`${describeError(error)}; trying again in ${(waitMs / 1000).toFixed(1)} s`),
  );
}
