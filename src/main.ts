import os from 'node:os';
import { version } from '../package.json';
import { type CheckResult, checkImage } from './commands/check';
import { ensureImage, type Outcome, type Tools } from './commands/ensure';
import { explainKey } from './commands/key';
import { Docker } from './docker/docker-cli';
import { readDockerConfig } from './docker/docker-config';
import { formatReference } from './docker/image-reference';
import { ProcessRunner } from './docker/process-runner';
import { type ExitStatus, quoteOdd, UserError } from './errors';
import { type CacheKey, computeCacheKey, toKeyDocument } from './key/cache-key';
import { parseCacheOnEntry } from './key/cache-on';
import type { KeyInputs } from './key/key-inputs';
import { createPacer } from './key/pacer';
import { readKeyInputs } from './key/read-key-inputs';
import { openRegistry } from './registry/open-registry';
import { toExports, writeExports } from './report/exports';
import { formatHelp } from './report/help';
import { createLog, type Log } from './report/log';
import { type Command, parseCommandLine } from './settings/command-line';
import type { RawOptions } from './settings/option-values';
import { parsePluginOptions } from './settings/plugin-options';
import {
  type BuildSettings,
  parseBuildSettings,
  parseSettings,
  type Settings,
  type Surroundings,
} from './settings/settings';

/** The bounds of everything that waits for another (README: how long it waits). */
const limits = {
  request: { connectMs: 3_000, answerMs: 10_000 },
  api: { attempts: 3, totalMs: 30_000, backoffMs: 500 },
  transfer: { attempts: 3, totalMs: 15 * 60_000, backoffMs: 2_000 },
  /** Between a signal and the end: the agent kills what is left after about 9 s. */
  endMs: 4_000,
  /** Synchronous work between two looks at signals and the network. */
  pauseMs: 25,
};

const env = { ...process.env };
// The SDK warns on standard error of every Node.js that it will give up; the bundled one goes on working.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
const isHook = process.argv[2] === 'hook';
const isBuildLog = isHook || env.BUILDKITE === 'true';
const log: Log = createLog((text) => process.stderr.write(text), isBuildLog);
const runner = new ProcessRunner(env, (text) => process.stderr.write(text));
const docker = new Docker(runner, !isBuildLog && process.stderr.isTTY ? 'terminal' : 'shown', () =>
  readDockerConfig(env, os.homedir()),
);
const workingDirectory = process.cwd();
const surroundings: Surroundings = { env, workingDirectory, architecture: process.arch };

async function run(argv: readonly string[]): Promise<ExitStatus> {
  const { command, options } = parseCommandLine(argv);
  switch (command.kind) {
    case 'help':
      return print(formatHelp(version));
    case 'version':
      return print(`${version}\n`);
    case 'key':
      return printKey(command, parseBuildSettings(options, surroundings));
    case 'check':
      return check(command, parseSettings(options, surroundings, log.warn));
    case 'ensure':
      return ensure(command, parseSettings(options, surroundings, log.warn));
    case 'hook':
      return hook(command.exportsFile, options);
  }
}

async function printKey(
  command: Extract<Command, { kind: 'key' }>,
  settings: BuildSettings,
): Promise<ExitStatus> {
  const inputs = await planInputs(settings)();
  const key = computeCacheKey(inputs);
  if (command.json) return print(toJson({ key: key.sha256, tag: key.tag, inputs: toKeyDocument(inputs) }));
  return print(command.explain ? `${explainKey(inputs, key)}\n` : `${key.sha256}\n`);
}

async function check(command: Extract<Command, { kind: 'check' }>, settings: Settings): Promise<ExitStatus> {
  const readKey = planKey(settings);
  const { registry } = await openTools(settings);
  const result: CheckResult = await checkImage(registry, readKey);
  await print(command.json ? toJson(result) : `${result.reference}\n`);
  return result.cached ? 0 : 3;
}

async function ensure(
  command: Extract<Command, { kind: 'ensure' }>,
  settings: Settings,
): Promise<ExitStatus> {
  const outcome = await ensureAndReport(settings);
  const reference = formatReference(outcome.image);
  return print(
    command.json
      ? toJson({ reference, ...outcome.image, digest: outcome.digest, hit: outcome.hit })
      : `${reference}\n`,
  );
}

async function hook(exportsFile: string, flags: RawOptions): Promise<ExitStatus> {
  const options = new Map([...parsePluginOptions(env, log.warn), ...flags]);
  const settings = parseSettings(options, surroundings, log.warn);
  const { image, digest, hit } = await ensureAndReport(settings);
  writeExports(exportsFile, toExports({ ...image, digest, hit }, settings.exportName));
  return 0;
}

async function ensureAndReport(settings: Settings): Promise<Outcome> {
  const start = Date.now();
  log.section(
    `Looking for the image in ${settings.registry.provider === 'local' ? 'the docker engine' : 'Amazon ECR'}`,
  );
  const readKey = planKey(settings);
  const outcome = await ensureImage(settings, readKey, await openTools(settings));
  const seconds = ((Date.now() - start) / 1000).toFixed(2);
  log.section(`${outcome.hit ? 'hit' : 'miss, built'} in ${seconds} s: ${formatReference(outcome.image)}`);
  return outcome;
}

async function openTools(settings: Settings): Promise<Tools> {
  const registry = await openRegistry(settings.registry, {
    env,
    engine: docker,
    requestLimits: limits.request,
    retryLimits: limits.api,
    say: log.line,
    warn: log.warn,
  });
  return { registry, docker, log, transferLimits: limits.transfer };
}

/** What reads the key once it is called for. */
function planKey({ build }: Settings): () => Promise<CacheKey> {
  const readInputs = planInputs(build);
  return async () => {
    const inputs = await readInputs();
    const key = computeCacheKey(inputs);
    const { dockerfile } = build;
    const counted = inputs.files.length + inputs.jsonValues.length;
    log.line(
      `The key is ${key.tag}, made from ${dockerfile.kind === 'file' ? quoteOdd(dockerfile.path) : 'the inline Dockerfile'}` +
        (counted > 0 ? ` and ${counted} ${counted === 1 ? 'file' : 'files'} of cache-on` : ''),
    );
    return key;
  };
}

function planInputs(settings: BuildSettings): () => Promise<KeyInputs> {
  const entries = settings.cacheOn.map(parseCacheOnEntry);
  return () =>
    readKeyInputs(settings, entries, {
      workingDirectory,
      pacer: createPacer(limits.pauseMs),
      say: log.line,
      warn: log.warn,
    });
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Writes the result, and waits until it is out: the process ends right after it. */
function print(text: string): Promise<ExitStatus> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => (error ? reject(error) : resolve(0)));
  });
}

/** Says what went wrong. A defect shows its stack, anything else only what a person can mend. */
function report(error: unknown): ExitStatus {
  log.openSection();
  if (error instanceof UserError) {
    process.stderr.write(`error: ${error.message}\n${error.hint === undefined ? '' : `${error.hint}\n`}`);
    return error.exitStatus;
  }
  const stack = error instanceof Error ? error.stack : String(error);
  process.stderr.write(
    `error: this is a defect of docker-ecr-cache ${version} (node ${process.version}):\n${stack}\n` +
      'Please report it with these lines: https://github.com/seek-oss/docker-ecr-cache-buildkite-plugin/issues\n',
  );
  return 70;
}

/** Runs the program to its end: its own, or that of the first signal, after which nothing else is said or done. */
function main(): void {
  let signalled = false;
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.on(signal, async () => {
      if (signalled) return;
      signalled = true;
      log.line(`Ended by ${signal}`);
      await runner.stopAll(signal, limits.endMs);
      process.exit(128 + os.constants.signals[signal]);
    });
  }
  const end = async (status: ExitStatus) => {
    await runner.stopAll('SIGTERM', limits.endMs);
    if (!signalled) process.exit(status);
  };
  run(process.argv.slice(2)).then(end, (error: unknown) => {
    if (!signalled) void end(report(error));
  });
}

main();
