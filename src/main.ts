import os from 'node:os';
import { isMainThread } from 'node:worker_threads';
import { version } from '../package.json';
import { type CheckResult, checkImage } from './commands/check';
import { ensureImage, type Outcome, type Tools } from './commands/ensure';
import { explainKey, toKeyReport } from './commands/key';
import { readKey } from './commands/key-reading';
import { Docker } from './docker/docker-cli';
import { findConfigFolder, readDockerConfig } from './docker/docker-config';
import { findStoredCredentials } from './docker/docker-credentials';
import { formatReference } from './docker/image-reference';
import { ProcessRunner } from './docker/process-runner';
import { type ExitStatus, UserError } from './errors';
import { computeCacheKey } from './key/cache-key';
import { createDigestThread, serveDigests } from './key/digest-thread';
import { KeyPlan } from './key/key-plan';
import { createPacer } from './key/pacer';
import { openRegistry } from './registry/open-registry';
import type { Registry, RegistryLogin } from './registry/registry';
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
  /** A registry takes no larger manifest (OCI distribution specification 1.1, Pushing Manifests). */
  manifestBytes: 4 * 1024 * 1024,
  /** A credential helper may ask a service. */
  helperMs: 15_000,
  transfer: { attempts: 3, totalMs: 15 * 60_000, backoffMs: 2_000 },
  login: { heldMs: 10_000, pollMs: 50, ageMs: 60 * 60_000 },
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
const configFolder = findConfigFolder(env, findHome());
const docker = new Docker(runner, !isBuildLog && process.stderr.isTTY ? 'terminal' : 'shown', {
  ...limits.login,
  folder: configFolder,
  atExit: (cleanUp) => {
    process.on('exit', cleanUp);
    return () => process.removeListener('exit', cleanUp);
  },
});
const workingDirectory = process.cwd();
const surroundings: Surroundings = { env, workingDirectory, architecture: process.arch };

/** A user that the system does not know has no home unless HOME names one. */
function findHome(): string {
  try {
    return os.homedir();
  } catch {
    return '/';
  }
}

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
  const plan = planKey(settings, async () => undefined);
  const inputs = await plan.readInputs();
  const key = computeCacheKey(inputs);
  if (!command.json && !command.explain) return print(`${key.sha256}\n`);
  const coverage = await plan.compareCoverage(inputs);
  return print(
    command.json ? toJson(toKeyReport(inputs, key, coverage)) : `${explainKey(inputs, key, coverage)}\n`,
  );
}

async function check(command: Extract<Command, { kind: 'check' }>, settings: Settings): Promise<ExitStatus> {
  const { plan, registry } = await openTools(settings);
  const result: CheckResult = await checkImage(registry, () => readKey(plan, settings.build, log));
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
  const { plan, ...tools } = await openTools(settings);
  const outcome = await ensureImage(settings, plan, tools);
  const seconds = ((Date.now() - start) / 1000).toFixed(2);
  log.section(`${outcome.hit ? 'hit' : 'miss, built'} in ${seconds} s: ${formatReference(outcome.image)}`);
  return outcome;
}

async function openTools(settings: Settings): Promise<Tools & { readonly plan: KeyPlan }> {
  let registry: Registry | undefined;
  // First of all: a wrong entry of cache-on is told before anything is asked of anyone.
  const plan = planKey(settings.build, async () => registry?.findLogin(Infinity));
  registry = await openRegistry(settings.registry, {
    env,
    engine: docker,
    requestLimits: limits.request,
    retryLimits: limits.api,
    say: log.line,
    warn: log.warn,
  });
  return { plan, registry, docker, log, transferLimits: limits.transfer, loginAgeMs: limits.login.ageMs };
}

/** @param findLogin what docker will log in with to the registry of our images; a base image may be there too */
function planKey(settings: BuildSettings, findLogin: () => Promise<RegistryLogin | undefined>): KeyPlan {
  return new KeyPlan(settings, {
    workingDirectory,
    pacer: createPacer(limits.pauseMs),
    digestHelper: createDigestThread(__filename),
    findBaseDigest: (reference) => findDigest(reference, findLogin),
    say: log.line,
    warn: log.warn,
  });
}

/** Asks the registry of a base image. Loaded where it is needed only: few runs do. */
async function findDigest(
  reference: string,
  findLogin: () => Promise<RegistryLogin | undefined>,
): Promise<string> {
  const { DistributionClient } = await import('./registry/distribution-client');
  const { findBaseDigest } = await import('./registry/base-image');
  const client = new DistributionClient({
    env,
    findCredentials: async (serverKey) => {
      const login = await findLogin();
      if (login?.host === serverKey)
        return { kind: 'password', source: 'the token of the registry', ...login };
      return findStoredCredentials(serverKey, {
        config: readDockerConfig(configFolder),
        env,
        runner,
        helperMs: limits.helperMs,
        warn: log.warn,
      });
    },
    exchangeLimits: { ...limits.request, bodyBytes: limits.manifestBytes },
    retryLimits: limits.api,
    say: log.line,
  });
  return findBaseDigest(client, reference);
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

if (isMainThread) main();
else void serveDigests();
