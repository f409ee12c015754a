import type { OutputMode } from '../docker/process-runner';
import type { Log } from '../report/log';
import type { Surroundings } from '../settings/surroundings';

/** All time limits (docs/timeouts.md), in milliseconds unless the name says otherwise. */
export const limits = {
  request: { connectMs: 3_000, answerMs: 10_000 },
  api: { attempts: 3, totalMs: 30_000, backoffMs: 500 },
  /** Registries need not accept larger manifests. (OCI distribution specification 1.1, Pushing Manifests) */
  manifestBytes: 4 * 1024 * 1024,
  /** A credential helper may ask a service. */
  helperMs: 15_000,
  /** For docker commands that neither build nor transfer an image: a busy engine may be slow. */
  engineMs: 60_000,
  transfer: { attempts: 3, totalMs: 15 * 60_000, backoffMs: 2_000 },
  /** For logins and builds that take turns. Nobody waits more than 10 s for a job that was killed. */
  lock: { staleMs: 9_000, pollMs: 100 },
  loginAgeMs: 60 * 60_000,
  /** A step that takes longer is announced in the log. */
  slowMs: 1_000,
  /** How long reading files may block signals and the network. */
  pauseMs: 10,
  /** After a signal, for children to end and then for removing the build's tag: the agent kills what is left after 9 s. */
  endMs: 3_000,
  tagEndMs: 1_000,
  /** Amazon ECR and Docker Hub list some images only seconds after their push; `pauseMs` is the longest pause between looks. */
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

/** What main.ts, the only file that knows the process, provides. */
export interface World extends Surroundings {
  readonly homeDirectory: string;
  /** What other jobs call this run: the URL of its job, or its host and process. */
  readonly self: string;
  readonly limits: typeof limits;
  readonly log: Log;
  /** How docker's progress is shown. */
  readonly progress: Exclude<OutputMode, 'kept'>;
  /** Passes on a child's output. */
  readonly show: (text: string) => void;
  /** Writes to standard output. */
  readonly print: (text: string) => void;
  /** Milliseconds since the program started. */
  readonly now: () => number;
  /** Runs an action before the program ends, for whatever reason; returns a function that cancels it. */
  readonly beforeEnd: (action: (signal: NodeJS.Signals) => Promise<void>) => () => void;
  /** Does something at the very end; returns what takes it back. */
  readonly atExit: (cleanUp: () => void) => () => void;
}
