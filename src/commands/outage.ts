import { describeError, OutageError } from '../errors';
import type { Run } from './run';

/**
 * Goes on without a registry that is out of order, where that is allowed.
 *
 * @throws the error where an outage is to end the run
 */
export function goOnWithout({ settings, tools }: Pick<Run, 'settings' | 'tools'>, error: OutageError): void {
  const { onMiss, onRegistryError, skipPull } = settings;
  // These need the registry: skip-pull-from-cache does nothing else than fill it, require-cached must not build.
  if (skipPull || onMiss === 'fail') throw withHint(error, 'Run the step again when the registry is back.');
  if (onRegistryError === 'fail') {
    throw withHint(
      error,
      'Run the step again; with on-registry-error: build it would go on without the registry.',
    );
  }
  tools.log.warn(`Going on without the registry: ${describeError(error)}`);
}

/**
 * Does something that needs the registry; where that is out of order, goes on without.
 *
 * @returns undefined after an outage
 * @throws the error where an outage is to end the run, and any other
 */
export async function orGoOn<Result>(
  run: Pick<Run, 'settings' | 'tools'>,
  action: () => Promise<Result>,
): Promise<Result | undefined> {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof OutageError)) throw error;
    goOnWithout(run, error);
    return undefined;
  }
}

/** An outage is told with what to do about it, unless something better is known. */
function withHint(error: OutageError, hint: string): OutageError {
  return error.hint === undefined ? new OutageError(error.message, hint, error) : error;
}
