import type { OutputMode } from '../docker/process-runner';
import type { Log } from '../report/log';
import type { Surroundings } from '../settings/surroundings';

/** The bounds of everything that waits (docs/timeouts.md), in milliseconds unless the name says otherwise. */
export const limits = {
  request: { connectMs: 3_000, answerMs: 10_000 },
  api: { attempts: 3, totalMs: 30_000, backoffMs: 500 },
  /** No registry has to take a larger manifest (OCI distribution specification 1.1, Pushing Manifests). */
  manifestBytes: 4 * 1024 * 1024,
  /** A credential helper may ask a service. */
  helperMs: 15_000,
  /** For a docker command that neither builds nor moves an image: an engine under load may take its time. */
  engineMs: 60_000,
  transfer: { attempts: 3, totalMs: 15 * 60_000, backoffMs: 2_000 },
  /** Of logins and builds that take turns. Nobody waits for a job that was killed for more than 10 s. */
  lock: { staleMs: 9_000, pollMs: 100 },
  loginAgeMs: 60 * 60_000,
  /** A step that takes longer says what it is. */
  slowMs: 1_000,
  /** How long reading files may hold up signals and the network. */
  pauseMs: 10,
  /** For the end of what runs after a signal, and then for the tag of a build: the agent kills what is left after 9 s. */
  endMs: 3_000,
  tagEndMs: 1_000,
  /** Amazon ECR and Docker Hub show some images only seconds after their push; the longest wait between two looks. */
  afterPush: { totalMs: 10_000, pauseMs: 1_000 },
  claim: {
    readBackMs: 1_000,
    renewMs: 20_000,
    deadMs: 60_000,
    pollMs: 2_000,
    showMs: 10_000,
    sayMs: 60_000,
    failedMs: 3_000,
    endMs: 3_000,
  },
} as const;

/** What main.ts, which alone knows the process, hands in. */
export interface World extends Surroundings {
  readonly homeDirectory: string;
  /** Who this run is, for other jobs: the URL of its job, or its host and process. */
  readonly self: string;
  readonly limits: typeof limits;
  readonly log: Log;
  /** How docker shows what it does. */
  readonly progress: Exclude<OutputMode, 'kept'>;
  /** Passes on what a child process shows. */
  readonly show: (text: string) => void;
  /** Writes to standard output. */
  readonly print: (text: string) => void;
  /** Milliseconds since the program started. */
  readonly now: () => number;
  /** Does something before the program ends, whatever the reason; returns what takes it back. */
  readonly beforeEnd: (action: (signal: NodeJS.Signals) => Promise<void>) => () => void;
  /** Does something at the very end; returns what takes it back. */
  readonly atExit: (cleanUp: () => void) => () => void;
}
