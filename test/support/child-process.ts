import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** Variables for a child; undefined removes one. */
export type Environment = Record<string, string | undefined>;

export interface ChildOptions {
  command: string;
  args?: string[];
  cwd: string;
  env: Environment;
  /** Text for standard input. Default: empty. */
  input?: string;
  /**
   * `apart` gives standard output and error a pipe each, so that `log` is in the order of arrival. `merged` sends both to one
   * pipe, so that `log` and `stdout` have the exact order. `terminal` does that with a pseudo-terminal (`script` of
   * util-linux), as an agent does.
   */
  streams?: 'apart' | 'merged' | 'terminal';
  /** The child is killed after this many milliseconds, and its result is an error. Default: 60,000. */
  timeoutMs?: number;
}

export interface ChildResult {
  /** Exit status, or null if a signal ended it. */
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
  /** Its output so far. */
  log(): string;
  /** Sends a signal to the whole process group. */
  signal(signal: NodeJS.Signals): void;
  /** Resolves when the log contains the pattern; rejects if the child ends or `timeoutMs` pass first. */
  waitFor(pattern: string | RegExp, timeoutMs?: number): Promise<void>;
  /** The living processes of its group (Linux only). */
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
  // A child need not read its input.
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
      // A process that outlives its parent may keep the pipes open.
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
  // Keeps node from ending if nothing awaits the result yet; the error stays.
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

/** The ids of a group's living processes, without zombies. Empty except on Linux. */
export function processGroup(group: number): number[] {
  return runningProcesses().filter((pid) => {
    const fields = statFields(pid);
    return fields !== undefined && Number(fields[2]) === group && fields[0] !== 'Z';
  });
}

/** The ids of all processes in `/proc`. */
export function runningProcesses(): number[] {
  try {
    return readdirSync('/proc')
      .filter((entry) => /^\d+$/.test(entry))
      .map(Number);
  } catch {
    return [];
  }
}

/** The fields of /proc/PID/stat after the command: state, parent, process group, … */
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
