import type { OutputMode } from '../docker/process-runner';
import type { Log } from '../report/log';
import type { RetryLimits } from '../retry';
import type { Surroundings } from '../settings/surroundings';

/** The bounds of everything that waits for another, in milliseconds where nothing else is said. */
export interface Limits {
  readonly request: { readonly connectMs: number; readonly answerMs: number };
  readonly api: RetryLimits;
  /** The largest manifest that is read, in bytes. */
  readonly manifestBytes: number;
  readonly helperMs: number;
  /** For a docker command that neither builds nor moves an image. */
  readonly engineMs: number;
  readonly transfer: RetryLimits;
  /** Of logins and pushes that take turns. */
  readonly lock: {
    readonly staleMs: number;
    readonly pollMs: number;
    readonly loginMs: number;
    readonly pushMs: number;
  };
  readonly loginAgeMs: number;
  /** What takes longer says what it is. */
  readonly slowMs: number;
  /** Between a signal and the end. */
  readonly endMs: number;
  /** Synchronous work between two looks at signals and the network: the token's request waits for the first. */
  readonly pauseMs: number;
}

/** What main.ts, which alone knows the process, hands in. */
export interface World extends Surroundings {
  readonly homeDirectory: string;
  /** The file that the program was started from: a second thread starts from it too. */
  readonly program: string;
  readonly limits: Limits;
  readonly log: Log;
  /** How docker shows what it does. */
  readonly progress: Exclude<OutputMode, 'kept'>;
  /** Passes on what a child process shows. */
  readonly show: (text: string) => void;
  /** Writes to standard output. */
  readonly print: (text: string) => void;
  /** Milliseconds since the program started. */
  readonly now: () => number;
  /** Does something before the program ends, whatever the reason. */
  readonly beforeEnd: (action: (signal: NodeJS.Signals) => Promise<void>) => void;
  /** Does something at the very end; returns what takes it back. */
  readonly atExit: (cleanUp: () => void) => () => void;
}
