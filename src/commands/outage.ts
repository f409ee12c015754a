import { describeError, OutageError } from '../errors';
import type { Log } from '../report/log';
import type { Settings } from '../settings/settings';

/** What an outage of the registry means for a run; however often it shows, it is said once. */
export class OutagePolicy {
  private isSaid = false;

  constructor(
    private readonly settings: Pick<Settings, 'onRegistryError' | 'skipPull'>,
    private readonly log: Log,
  ) {}

  /** @throws the error where an outage is to end the run */
  goOnWithout(error: OutageError): void {
    const { onRegistryError, skipPull } = this.settings;
    // Whoever only wants the image in the registry has nothing of one that isn't.
    if (onRegistryError === 'fail' || skipPull) throw error;
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
