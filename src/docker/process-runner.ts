import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync } from 'node:fs';
import { constants } from 'node:os';
import { StringDecoder } from 'node:string_decoder';
import { describeError, errorCode } from '../errors';
import { pause } from '../retry';
import type { Environment } from '../settings/surroundings';

/** How a child process ended. */
export type Ending =
  | { readonly kind: 'exit'; readonly status: number }
  | { readonly kind: 'signal'; readonly signal: string }
  /** It exceeded its time limit, in milliseconds, and was ended. */
  | { readonly kind: 'timeout'; readonly limitMs: number }
  /** The command does not exist or can't be run. */
  | { readonly kind: 'not-started'; readonly code: string };

export interface ProcessResult {
  readonly ending: Ending;
  readonly stdout: string;
  /** Empty where `output` is `terminal`. */
  readonly stderr: string;
}

/**
 * What becomes of a child's output:
 *  - `kept`: only in the result
 *  - `shown`: passed on line by line as well
 *  - `terminal`: the child writes to the terminal itself, so that its progress display works
 */
export type OutputMode = 'kept' | 'shown' | 'terminal';

export interface ProcessOptions {
  readonly output: OutputMode;
  /** Standard input, which is otherwise empty: a text, or an open file, which is closed here. */
  readonly input?: string | { readonly descriptor: number };
  /** Variables in addition to the program's own. */
  readonly env?: Environment;
  /** The time limit, in milliseconds. Default: none. */
  readonly limitMs?: number;
  /** Whether to run it even after `stopAll`. */
  readonly isLast?: boolean;
}

/** How much of a stream is kept if it is also shown, in characters from its end. */
const keptCharacters = 64 * 1024;

/** How long to read on when a child has ended but left its output open to another process, in milliseconds. */
const heirMs = 1_000;

/** How long a child has to end after its time limit, in milliseconds. */
const graceMs = 1_000;

/** The signals that cancel a job. */
const cancelSignals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

/** How long our own signal may arrive after a child's, in milliseconds: it is sent to the whole process group. */
const signalLagMs = 1_000;

/** Runs child processes, without a shell. */
export class ProcessRunner {
  private readonly running = new Set<ChildProcess>();
  /** The signal of `stopAll`, after which nothing is started. */
  private stopped: NodeJS.Signals | undefined;

  constructor(
    private readonly env: Environment,
    private readonly show: (text: string) => void,
  ) {}

  /** Runs a command to its end. Never rejects: how it ended is part of the result. */
  run(command: string, args: readonly string[], options: ProcessOptions): Promise<ProcessResult> {
    const child = this.start(command, args, options);
    if ('kind' in child) return Promise.resolve({ ending: child, stdout: '', stderr: '' });
    return this.follow(child, options);
  }

  /** @returns how it ended, if it did not even start */
  private start(
    command: string,
    args: readonly string[],
    { output, input, env, isLast }: ProcessOptions,
  ): ChildProcess | Ending {
    if (this.stopped !== undefined && !isLast) return { kind: 'signal', signal: this.stopped };
    const piped = output === 'terminal' ? (2 as const) : ('pipe' as const);
    const descriptor = typeof input === 'object' ? input.descriptor : undefined;
    const stdin = descriptor ?? (input === undefined ? 'ignore' : 'pipe');
    try {
      return spawn(command, args, {
        stdio: [stdin, piped, piped],
        env: { ...this.env, ...env },
      });
    } catch (error) {
      // Some errors are thrown, such as E2BIG for arguments that are too long.
      return { kind: 'not-started', code: errorCode(error) ?? describeError(error) };
    } finally {
      if (descriptor !== undefined) closeSync(descriptor);
    }
  }

  private async follow(child: ChildProcess, { output, input, limitMs }: ProcessOptions): Promise<ProcessResult> {
    this.running.add(child);
    const stdout = this.collect(child.stdout, output);
    const stderr = this.collect(child.stderr, output);
    // A child that does not read its input breaks the pipe; its status tells why it ended.
    child.stdin?.on('error', () => {});
    if (typeof input === 'string') child.stdin?.end(input);
    const ending = await waitForEnd(child, limitMs);
    this.running.delete(child);
    // When a job is cancelled, don't report the child's failure before our own signal arrives.
    if (isCancelled(ending) && this.stopped === undefined) {
      await pause(signalLagMs);
    }
    return { ending, stdout: stdout(), stderr: stderr() };
  }

  /**
   * Ends every running child and waits for them. No more are started.
   *
   * @param graceMs milliseconds after which the rest are killed
   */
  async stopAll(signal: NodeJS.Signals, graceMs: number): Promise<void> {
    this.stopped = signal;
    // Don't wait for one that has ended but left its output open to another process.
    const children = [...this.running].filter((child) => !hasEnded(child));
    const ended = Promise.all(children.map((child) => new Promise((resolve) => child.once('exit', resolve))));
    for (const child of children) child.kill(signal);
    const killing = setTimeout(() => {
      for (const child of children) child.kill('SIGKILL');
    }, graceMs);
    await ended;
    clearTimeout(killing);
  }

  /** @returns a function that returns what has been collected */
  private collect(stream: NodeJS.ReadableStream | null, output: OutputMode): () => string {
    const decoder = new StringDecoder('utf8');
    let kept = '';
    stream?.on('data', (data: Buffer) => {
      const text = decoder.write(data);
      kept = output === 'kept' ? kept + text : (kept + text).slice(-keptCharacters);
      if (output === 'shown') this.show(text);
    });
    return () => kept;
  }
}

/**
 * Waits until a child has ended and its output is closed.
 *
 * @param limitMs milliseconds after which it is ended; undefined for no limit
 */
function waitForEnd(child: ChildProcess, limitMs: number | undefined): Promise<Ending> {
  return new Promise((resolve) => {
    const timers: NodeJS.Timeout[] = [];
    const after = (ms: number, action: () => void) => timers.push(setTimeout(action, ms));
    let timeout: Ending | undefined;
    const end = (ending: Ending) => {
      for (const timer of timers) clearTimeout(timer);
      resolve(timeout ?? ending);
    };
    child.on('error', (error: NodeJS.ErrnoException) => {
      if (child.pid === undefined) end({ kind: 'not-started', code: error.code ?? error.message });
    });
    // A helper may leave behind a daemon that holds its output open.
    child.on('exit', () => after(heirMs, () => closeOutput(child)));
    child.on('close', (status, signal) => {
      end(signal === null ? { kind: 'exit', status: status ?? 1 } : { kind: 'signal', signal });
    });
    if (limitMs === undefined) return;
    after(limitMs, () => {
      if (hasEnded(child)) return;
      timeout = { kind: 'timeout', limitMs };
      child.kill('SIGTERM');
      after(graceMs, () => {
        if (hasEnded(child)) return;
        child.kill('SIGKILL');
        // A process in uninterruptible sleep does not even end now.
        end({ kind: 'signal', signal: 'SIGKILL' });
      });
    });
  });
}

/** Whether a signal that cancels jobs ended it, directly or by the status of a program that handles it. */
function isCancelled(ending: Ending): boolean {
  if (ending.kind === 'signal') return cancelSignals.some((name) => name === ending.signal);
  return ending.kind === 'exit' && cancelSignals.some((name) => ending.status === 128 + constants.signals[name]);
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

/** Stops reading a child's output, after what has already arrived. */
function closeOutput({ stdout, stderr }: ChildProcess): void {
  // Output that arrived meanwhile is read between timers and immediates.
  setImmediate(() => {
    stdout?.destroy();
    stderr?.destroy();
  });
}
