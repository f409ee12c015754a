import { describeError, OutageError } from '../errors';
import type { Run } from './run';

/**
 * Goes on without the registry if the settings allow it.
 *
 * @throws the error if they don't
 */
export function goOnWithout({ settings, tools }: Pick<Run, 'settings' | 'tools'>, error: OutageError): void {
  const { onMiss, onRegistryError, skipPull } = settings;
  // skip-pull-from-cache only fills the registry, and require-cached must not build.
  if (skipPull || onMiss === 'fail') throw withHint(error, 'Run the step again when the registry is back.');
  if (onRegistryError === 'fail') {
    throw withHint(error, 'Run the step again; with on-registry-error: build it would go on without the registry.');
  }
  tools.log.warn(`Going on without the registry: ${describeError(error)}`);
}

/**
 * Does something that needs the registry, or goes on without it.
 *
 * @returns undefined after an outage
 * @throws the outage if it has to end the run, and any other error
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

/** The outage with a hint, unless it has one already. */
function withHint(error: OutageError, hint: string): OutageError {
  return error.hint === undefined ? new OutageError(error.message, hint, error) : error;
}
