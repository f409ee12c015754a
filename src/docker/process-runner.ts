import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync } from 'node:fs';
import { constants } from 'node:os';
import { StringDecoder } from 'node:string_decoder';
import { describeError, errorCode } from '../errors';
import { pause } from '../retry';
import type { Environment } from '../settings/environment';

/** How a child process came to its end. */
export type Ending =
  | { readonly kind: 'exit'; readonly status: number }
  | { readonly kind: 'signal'; readonly signal: string }
  /** It took longer than it may, in milliseconds, and was ended for it. */
  | { readonly kind: 'timeout'; readonly limitMs: number }
  /** There is no such command, or it can't be run. */
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
  /** What the child's standard input has, which is otherwise empty: a text, or an open file that is closed then. */
  readonly input?: string | { readonly descriptor: number };
  /** Variables beside those of the program itself. */
  readonly env?: Environment;
  /** How long it may take, in milliseconds. Default: as long as it wants. */
  readonly limitMs?: number;
  /** Whether it runs even when everything was told to end. */
  readonly isLast?: boolean;
}

/** How much is kept of a stream that is shown as well, from its end, in characters. */
const keptCharacters = 64 * 1024;

/** How long a child that has ended may have its output held open by a process it left behind, in milliseconds. */
const heirMs = 1_000;

/** How long a child that took too long has for its end, in milliseconds. */
const graceMs = 1_000;

/** What a job is cancelled with, by the agent or by a person. */
const cancelSignals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

/** How long our own signal may come after that of a child, in milliseconds: both are sent at once, to the whole group. */
const signalLagMs = 1_000;

/** Starts child processes, without a shell, and knows which are running. */
export class ProcessRunner {
  private readonly running = new Set<ChildProcess>();
  /** What everything was told to end with; nothing is started after that. */
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

  /** @returns how it ended, where it has not even started */
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
      // Some failures are thrown: E2BIG for arguments that are too long.
      return { kind: 'not-started', code: errorCode(error) ?? describeError(error) };
    } finally {
      if (descriptor !== undefined) closeSync(descriptor);
    }
  }

  private async follow(
    child: ChildProcess,
    { output, input, limitMs }: ProcessOptions,
  ): Promise<ProcessResult> {
    this.running.add(child);
    const stdout = this.collect(child.stdout, output);
    const stderr = this.collect(child.stderr, output);
    // A child that ends without reading its input breaks the pipe; its status says why it ended.
    child.stdin?.on('error', () => {});
    if (typeof input === 'string') child.stdin?.end(input);
    const ending = await waitForEnd(child, limitMs);
    this.running.delete(child);
    // A cancel of the job is not the child's failure: nobody shall be told so before our own signal is here.
    if (isCancelled(ending) && this.stopped === undefined) {
      await pause(signalLagMs);
    }
    return { ending, stdout: stdout(), stderr: stderr() };
  }

  /**
   * Tells every child that runs to end, and waits until all have. None is started any more.
   *
   * @param graceMs milliseconds after which those that are left are killed
   */
  async stopAll(signal: NodeJS.Signals, graceMs: number): Promise<void> {
    this.stopped = signal;
    // One that has ended but left its output to another process is not waited for.
    const children = [...this.running].filter((child) => !hasEnded(child));
    const ended = Promise.all(children.map((child) => new Promise((resolve) => child.once('exit', resolve))));
    for (const child of children) child.kill(signal);
    const killing = setTimeout(() => {
      for (const child of children) child.kill('SIGKILL');
    }, graceMs);
    await ended;
    clearTimeout(killing);
  }

  /** @returns a function that gives what has been collected */
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
 * @param limitMs milliseconds after which it is ended; undefined where it may take as long as it wants
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
    // A helper that leaves a daemon behind, with its output, would keep us for as long as that runs.
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
        // Who waits for a disk that does not answer does not end by that either.
        end({ kind: 'signal', signal: 'SIGKILL' });
      });
    });
  });
}

/** Whether a signal that cancels a job ended it: as such, or as the status of a program that handles it. */
function isCancelled(ending: Ending): boolean {
  if (ending.kind === 'signal') return cancelSignals.some((name) => name === ending.signal);
  return (
    ending.kind === 'exit' && cancelSignals.some((name) => ending.status === 128 + constants.signals[name])
  );
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

/** Takes no more of a child's output than has come by now, after which it counts as closed. */
function closeOutput({ stdout, stderr }: ChildProcess): void {
  // What came while the program was busy is read between a timer and this.
  setImmediate(() => {
    stdout?.destroy();
    stderr?.destroy();
  });
}
