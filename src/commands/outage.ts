import { describeError, OutageError } from '../errors';
import type { Log } from '../report/log';
import type { Settings } from '../settings/settings';

/** What an outage of the registry means for a run; however often it shows, it is said once. */
export class OutagePolicy {
  private isSaid = false;

  constructor(
    private readonly settings: Pick<Settings, 'onMiss' | 'onRegistryError' | 'skipPull'>,
    private readonly log: Log,
  ) {}

  /** @throws the error where an outage is to end the run */
  goOnWithout(error: OutageError): void {
    const { onMiss, onRegistryError, skipPull } = this.settings;
    // Whoever only wants the image in the registry has nothing of one that isn't; who must not build has none at all.
    if (skipPull || onMiss === 'fail') throw withHint(error, 'Run the step again when the registry is back.');
    if (onRegistryError === 'fail') {
      throw withHint(
        error,
        'Run the step again; with on-registry-error: build it would go on without the registry.',
      );
    }
    const text = `Going on without the registry: ${describeError(error)}`;
    if (this.isSaid) this.log.line(text);
    else this.log.alarm(text);
    this.isSaid = true;
  }

  /**
   * Does something that needs the registry; where that is out of order, says so and goes on without.
   *
   * @returns undefined after an outage
   * @throws the error where an outage is to end the run, and any other
   */
  async orGoOn<Result>(action: () => Promise<Result>): Promise<Result | undefined> {
    try {
      return await action();
    } catch (error) {
      if (!(error instanceof OutageError)) throw error;
      this.goOnWithout(error);
      return undefined;
    }
  }
}

/** An outage is told with what to do about it, unless something better is known. */
function withHint(error: OutageError, hint: string): OutageError {
  return error.hint === undefined ? new OutageError(error.message, hint, error) : error;
}
