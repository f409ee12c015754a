import net from 'node:net';
import path from 'node:path';
import type { EcrRegistryRules } from './ecr-service';
import { imageManifest } from './image-store';
import type { Sandbox } from './sandbox';
import { type CommandResult, type DockerWorld, runDockerCommand } from './stand-in-docker-commands';

export interface DockerCall {
  argv: string[];
  /** Standard input, if docker would read it (`--password-stdin`, `-`). */
  stdin: string | undefined;
  /** The DOCKER_*, BUILDKIT_*, BUILDX_* and AWS_* variables. */
  env: Record<string, string>;
  pid: number;
  /** Milliseconds since 1970. */
  at: number;
  /** When it ended, by an answer or a signal. */
  endedAt?: number;
  exit?: number;
  /** The signals that it got. */
  signals: NodeJS.Signals[];
}

/**
 * What to do with a matching call. Without `stdout`, `stderr`, `exit`, `hang` and `killedBy`, the built-in command runs
 * after the delay.
 */
export interface DockerRule {
  /** The first words of argv, a pattern for argv joined with NUL, or a predicate. */
  match: string[] | RegExp | ((call: DockerCall) => boolean);
  stdout?: string;
  stderr?: string;
  exit?: number;
  delayMs?: number;
  /** Runs in the test before the answer, to wait for another job or to change something. */
  before?: (call: DockerCall) => void | Promise<void>;
  /** Doesn't end by itself. */
  hang?: boolean;
  /** Ignores signals. */
  ignoreSignals?: boolean;
  /** Is killed by this signal. */
  killedBy?: NodeJS.Signals;
  /** How many calls it applies to. Default: all. */
  times?: number;
}

export interface StandInDocker {
  /** The engine and its registries; tests may change them. */
  world: DockerWorld;
  calls(): DockerCall[];
  /** Resolves with the first call, past or future, that matches; rejects after `timeoutMs` (20,000). */
  waitForCall(match: DockerRule['match'], timeoutMs?: number): Promise<DockerCall>;
  /** The commands that were called, in order, such as `['login', 'pull']`. */
  commands(): string[];
  /** Adds rules. The first rule that matches a call applies. */
  rules(rules: DockerRule[]): void;
  /** Adds a new image to the engine. Returns its id. */
  addImage(reference: string): string;
  /** Whether the engine has the image; with a digest, whether it has that digest in the reference's repository. */
  engineHas(reference: string, digest?: string): boolean;
  /** Removes all images from the engine, as if it were another machine. */
  forgetImages(): void;
  /** Throws if there was an unexpected call. */
  expectNothingUnexpected(): void;
  close(): Promise<void>;
}

interface ClientMessage extends Partial<Omit<DockerCall, 'at' | 'signals'>> {
  signal?: NodeJS.Signals;
  path?: string;
  home?: string;
}

const CLIENT = path.join(__dirname, 'stand-in-docker-client.cjs');

/**
 * Puts a `docker` into the sandbox that asks this process what to do. If no rule matches, the built-in commands run with an
 * engine and a registry in memory; a call that they don't know fails the test.
 */
export async function installStandInDocker(sandbox: Sandbox, registry: EcrRegistryRules): Promise<StandInDocker> {
  const world: DockerWorld = {
    builder: 'docker',
    engineRunning: true,
    architecture: process.arch === 'x64' ? 'amd64' : process.arch,
    images: new Map(),
    registries: new Map([[registry.host, registry]]),
  };
  const calls: DockerCall[] = [];
  const unexpected: string[] = [];
  const rules: (DockerRule & { used: number })[] = [];
  const sockets = new Set<net.Socket>();
  const watchers = new Set<(call: DockerCall) => void>();

  async function answer(call: DockerCall, message: ClientMessage, socket: net.Socket): Promise<void> {
    const tell = (words: object): void => {
      if (!socket.destroyed) socket.write(`${JSON.stringify(words)}\n`);
    };
    const rule = rules.find(
      (candidate) => candidate.used < (candidate.times ?? Infinity) && isMatch(candidate.match, call),
    );
    if (rule) {
      rule.used += 1;
      if (rule.ignoreSignals) tell({ ignoreSignals: true });
      await rule.before?.(call);
      if (rule.delayMs) await new Promise((resolve) => setTimeout(resolve, rule.delayMs));
      const { stdout, stderr, exit } = rule;
      if (rule.hang || rule.killedBy) {
        tell({ stdout, stderr, kill: rule.killedBy });
        return;
      }
      if (stdout !== undefined || stderr !== undefined || exit !== undefined) {
        call.exit = exit ?? 0;
        tell({ stdout, stderr, exit: call.exit });
        return;
      }
    }
    // A client that was killed while it waited does nothing.
    if (call.endedAt !== undefined) return;
    const result = await builtIn(call, message);
    call.exit = result.exit;
    tell(result);
  }

  async function builtIn(call: DockerCall, message: ClientMessage): Promise<CommandResult> {
    try {
      const result = await runDockerCommand(
        { ...call, home: message.home ?? sandbox.home, searchPath: message.path ?? '' },
        world,
      );
      if (result) return result;
      unexpected.push(call.argv.join(' '));
    } catch (error) {
      unexpected.push(`${call.argv.join(' ')}: ${(error as Error).stack}`);
    }
    return { stdout: '', stderr: `stand-in docker: unexpected call: ${call.argv.join(' ')}\n`, exit: 1 };
  }

  const server = net.createServer((socket) => {
    sockets.add(socket);
    let pending = '';
    let call: DockerCall | undefined;
    socket.setEncoding('utf8');
    socket.on('data', (text) => {
      pending += text;
      for (let at = pending.indexOf('\n'); at >= 0; at = pending.indexOf('\n')) {
        const message: ClientMessage = JSON.parse(pending.slice(0, at));
        pending = pending.slice(at + 1);
        if (message.signal) {
          call?.signals.push(message.signal);
          continue;
        }
        const { argv = [], stdin, env = {}, pid = 0 } = message;
        call = { argv, stdin, env, pid, at: Date.now(), signals: [] };
        calls.push(call);
        for (const watcher of watchers) watcher(call);
        answer(call, message, socket).catch((error: Error) => unexpected.push(error.stack ?? error.message));
      }
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      sockets.delete(socket);
      if (call) call.endedAt = Date.now();
    });
  });
  const socketPath = path.join(sandbox.root, 'docker.sock');
  await new Promise<void>((resolve, reject) => {
    server.on('error', reject);
    server.listen(socketPath, resolve);
  });
  // The stand-in doesn't take part in coverage.
  sandbox.install(
    'docker',
    `#!/bin/sh\nunset NODE_V8_COVERAGE NODE_OPTIONS\nexec '${process.execPath}' '${CLIENT}' '${socketPath}' "$@"\n`,
  );

  return {
    world,
    calls: () => calls,
    waitForCall: (match, timeoutMs = 20_000) =>
      new Promise((resolve, reject) => {
        const look = (call: DockerCall): void => {
          if (!isMatch(match, call)) return;
          clearTimeout(timer);
          watchers.delete(look);
          resolve(call);
        };
        const timer = setTimeout(() => {
          watchers.delete(look);
          reject(new Error(`No call matched ${match} within ${timeoutMs} ms`));
        }, timeoutMs);
        watchers.add(look);
        for (const call of calls) look(call);
      }),
    commands: () => calls.map(({ argv }) => commandOf(argv)),
    rules: (added) => {
      rules.push(...added.map((rule) => ({ ...rule, used: 0 })));
    },
    addImage: (reference) => {
      const { manifest, mediaType } = imageManifest();
      const id: string = JSON.parse(manifest).config.digest;
      world.images.set(reference, {
        id,
        manifest,
        mediaType,
        repoDigests: new Set(),
        architecture: world.architecture,
        os: 'linux',
        labels: {},
      });
      return id;
    },
    engineHas: (reference, digest) => {
      const image = world.images.get(reference);
      if (!image || digest === undefined) return image !== undefined;
      return image.repoDigests.has(`${reference.replace(/:[^:/]*$/, '')}@${digest}`);
    },
    forgetImages: () => world.images.clear(),
    expectNothingUnexpected: () => {
      if (unexpected.length) throw new Error(`docker got unexpected calls:\n${unexpected.join('\n')}`);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function isMatch(match: DockerRule['match'], call: DockerCall): boolean {
  if (typeof match === 'function') return match(call);
  if (match instanceof RegExp) return match.test(call.argv.join('\0'));
  return match.every((word, index) => call.argv[index] === word);
}

function commandOf(argv: string[]): string {
  const words = argv.filter((word) => !word.startsWith('-'));
  return ['image', 'buildx'].includes(words[0] ?? '') ? words.slice(0, 2).join(' ') : (words[0] ?? argv.join(' '));
}
