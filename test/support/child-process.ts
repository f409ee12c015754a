import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** Variables for a child; `undefined` takes one away. */
export type Environment = Record<string, string | undefined>;

export interface ChildOptions {
  command: string;
  args?: string[];
  cwd: string;
  env: Environment;
  /** Text for standard input, which is otherwise empty. */
  input?: string;
  /**
   * `apart` keeps standard output and error in pipes of their own (the order within `log` is then that of
   * arrival); `merged` sends both into one pipe, so `log` and `stdout` hold the exact order; `terminal` does
   * the same through a pseudo-terminal of util-linux' `script`, as an agent does.
   */
  streams?: 'apart' | 'merged' | 'terminal';
  /** After this many milliseconds the child is killed and its result is an error. Default 60,000. */
  timeoutMs?: number;
}

export interface ChildResult {
  /** Exit status, `null` when a signal ended it. */
  status: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
  /** Standard output and error together. */
  log: string;
  durationMs: number;
}

export interface Child<Result = ChildResult> {
  pid: number;
  /** What it has written so far. */
  log(): string;
  /** Sends a signal to the whole process group. */
  signal(signal: NodeJS.Signals): void;
  /** Resolves as soon as the log contains the pattern; rejects when the child ends or `timeoutMs` pass first. */
  waitFor(pattern: string | RegExp, timeoutMs?: number): Promise<void>;
  /** Process ids of its process group that are still alive (Linux only). */
  survivors(): number[];
  result: Promise<Result>;
}

/** Starts a child in a process group of its own, as a Buildkite agent does. */
export function startChild(options: ChildOptions): Child {
  const { command, args } = commandFor(options);
  const startedAt = Date.now();
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: { ...options.env, PWD: options.cwd } as NodeJS.ProcessEnv,
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const chunks: { error: boolean; data: Buffer }[] = [];
  const text = (wanted?: boolean): string =>
    Buffer.concat(
      chunks.filter(({ error }) => wanted === undefined || error === wanted).map(({ data }) => data),
    ).toString();
  const watchers = new Set<() => void>();
  const collect = (error: boolean) => (data: Buffer) => {
    chunks.push({ error, data });
    for (const watcher of watchers) watcher();
  };
  child.stdout.on('data', collect(false));
  child.stderr.on('data', collect(true));
  // A child that never reads its input breaks the pipe; that is its right.
  child.stdin.on('error', () => undefined);
  child.stdin.end(options.input ?? '');

  const signal = (name: NodeJS.Signals): void => {
    if (child.pid !== undefined) signalGroup(child.pid, name);
  };
  const timeoutMs = options.timeoutMs ?? 60_000;
  const result = new Promise<ChildResult>((resolve, reject) => {
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      signal('SIGKILL');
    }, timeoutMs);
    child.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.on('exit', (status, signalName) => {
      clearTimeout(timer);
      // A process that outlives its parent may hold the pipes open: do not wait for it for ever.
      const grace = setTimeout(() => {
        child.stdout.destroy();
        child.stderr.destroy();
      }, 1000);
      child.on('close', () => {
        clearTimeout(grace);
        if (timedOut) {
          reject(new Error(`${command} was killed after ${timeoutMs} ms. It had written:\n${text()}`));
          return;
        }
        resolve({
          status,
          signal: signalName,
          stdout: text(false),
          stderr: text(true),
          log: text(),
          durationMs: Date.now() - startedAt,
        });
      });
    });
  });
  // The error is still there for whoever asks for the result; nobody may ask before it comes.
  result.catch(() => undefined);

  return {
    pid: child.pid ?? -1,
    log: () => text(),
    signal,
    survivors: () => processGroup(child.pid ?? -1),
    result,
    waitFor: (pattern, waitMs = 20_000) =>
      new Promise((resolve, reject) => {
        const settle = (action: () => void): void => {
          clearTimeout(timer);
          watchers.delete(look);
          action();
        };
        const fail = (why: string): void =>
          settle(() => reject(new Error(`${why} before ${pattern} was written. The log was:\n${text()}`)));
        const look = (): void => {
          const log = text();
          if (typeof pattern === 'string' ? log.includes(pattern) : pattern.test(log)) settle(resolve);
        };
        const timer = setTimeout(() => fail(`${waitMs} ms passed`), waitMs);
        watchers.add(look);
        const ended = (): void => fail('It ended');
        result.then(ended, ended);
        look();
      }),
  };
}

/** Ids of the living processes of a group, zombies left out. Linux only; elsewhere an empty list. */
export function processGroup(group: number): number[] {
  return runningProcesses().filter((pid) => {
    const fields = statFields(pid);
    return fields !== undefined && Number(fields[2]) === group && fields[0] !== 'Z';
  });
}

/** Ids of all processes that `/proc` shows. */
export function runningProcesses(): number[] {
  try {
    return readdirSync('/proc')
      .filter((entry) => /^\d+$/.test(entry))
      .map(Number);
  } catch {
    return [];
  }
}

/** The fields of /proc/PID/stat that follow the command name: state, parent, process group, … */
function statFields(pid: number): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

function signalGroup(leader: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-leader, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function commandFor({ command, args = [], streams = 'apart' }: ChildOptions): {
  command: string;
  args: string[];
} {
  switch (streams) {
    case 'apart':
      return { command, args };
    case 'merged':
      return { command: '/bin/sh', args: ['-c', 'exec "$@" 2>&1', 'sh', command, ...args] };
    case 'terminal':
      return {
        command: '/usr/bin/script',
        args: ['-q', '-e', '-f', '-c', [command, ...args].map(quoteForShell).join(' '), '/dev/null'],
      };
  }
}

function quoteForShell(text: string): string {
  return `'${text.replace(/'/g, "'\\''")}'`;
}
