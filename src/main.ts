import os from 'node:os';
import { version } from '../package.json';
import { limits, type World } from './commands/world';
import { describeError, type ExitStatus, UserError } from './errors';
import { formatHelp } from './report/help';
import { createLog } from './report/log';
import { writeLog, writeResult } from './report/output';
import { type Command, nameFlags, parseCommandLine } from './settings/command-line';
import type { RawOptions } from './settings/option-values';
import type { Environment } from './settings/surroundings';

/** The step's environment. hooks/pre-command renames variables that would affect node itself, with this prefix. */
const env: Environment = Object.fromEntries(
  Object.entries(process.env).map(([name, value]) => [name.replace(/^DOCKER_ECR_CACHE_STEP_/, ''), value]),
);
// The SDK warns of Node.js versions that it will drop; the bundled SDK keeps working.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
const isHook = process.argv[2] === 'hook';
const isBuildLog = isHook || env.BUILDKITE === 'true';
/** After the first signal nothing more is logged. */
const state = { isSignalled: false };
const log = createLog(say, isBuildLog);
const endings = new Set<(signal: NodeJS.Signals) => Promise<void>>();

function say(text: string): void {
  if (!state.isSignalled) writeLog(text);
}

function createWorld(): World {
  return {
    env,
    get workingDirectory() {
      return findWorkingDirectory();
    },
    architecture: process.arch,
    homeDirectory: findHomeDirectory(),
    self: nameThisRun(),
    limits,
    log,
    // Lazy, because opening the stream takes longer than the smallest commands.
    get progress() {
      return !isBuildLog && process.stderr.isTTY ? 'terminal' : 'shown';
    },
    show: say,
    print: writeResult,
    now: () => process.uptime() * 1000,
    beforeEnd: (action) => {
      endings.add(action);
      return () => endings.delete(action);
    },
    atExit: (cleanUp) => {
      process.on('exit', cleanUp);
      return () => process.removeListener('exit', cleanUp);
    },
  };
}

function nameThisRun(): string {
  const { BUILDKITE_BUILD_URL: build, BUILDKITE_JOB_ID: job } = env;
  return build && job ? `${build}#${job}` : `process ${process.pid} on ${os.hostname()}`;
}

function findWorkingDirectory(): string {
  try {
    return process.cwd();
  } catch (error) {
    throw new UserError(
      `the working directory can't be found: ${describeError(error)}`,
      'Was the checkout removed? Run the step again, in a folder that is there.',
      error,
    );
  }
}

/** As with docker, an empty HOME counts as unset. A user unknown to the system has no home without HOME. */
function findHomeDirectory(): string {
  try {
    return os.homedir() || os.userInfo().homedir;
  } catch {
    return '/';
  }
}

async function run(argv: readonly string[]): Promise<ExitStatus> {
  const { command, options } = parseCommandLine(argv);
  switch (command.kind) {
    case 'help':
      writeResult(formatHelp(version, process.stdout.columns ?? 80));
      return 0;
    case 'version':
      writeResult(`${version}\n`);
      return 0;
    default:
      return runCommand(createWorld(), command, options);
  }
}

/** Each command loads only the modules that it needs. */
async function runCommand(
  world: World,
  command: Exclude<Command, { kind: 'help' | 'version' }>,
  options: RawOptions,
): Promise<ExitStatus> {
  switch (command.kind) {
    case 'key':
      return (await import('./commands/key')).runKey(world, command, options);
    case 'check':
      return (await import('./commands/check')).runCheck(world, command, options);
    case 'ensure':
      return (await import('./commands/ensure')).runEnsure(world, command, options);
    case 'hook':
      return (await import('./commands/hook')).runHook(world, command, options);
  }
}

/** Logs what went wrong: a defect with its stack, anything else with what the user can do. */
function report(error: unknown): ExitStatus {
  log.openSection();
  log.showWarnings();
  if (error instanceof UserError) {
    const text = `${error.message}\n${error.hint === undefined ? '' : `${error.hint}\n`}`;
    writeLog(`error: ${isHook ? text : nameFlags(text)}`);
    return error.exitStatus;
  }
  const stack = error instanceof Error ? error.stack : String(error);
  writeLog(
    `error: internal error in docker-ecr-cache ${version} (node ${process.version}):\n${stack}\n` +
      'Please report it with these lines: https://github.com/seek-oss/docker-ecr-cache-buildkite-plugin/issues\n',
  );
  return 70;
}

/** Runs the program until it ends or the first signal arrives. */
function main(): void {
  const prepareEnd = (signal: NodeJS.Signals) => Promise.all([...endings].map((action) => action(signal)));
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.on(signal, async () => {
      if (state.isSignalled) return;
      log.line(`Ended by ${signal}`);
      state.isSignalled = true;
      await prepareEnd(signal);
      process.exit(128 + os.constants.signals[signal]);
    });
  }
  const end = async (status: ExitStatus) => {
    log.showWarnings();
    await prepareEnd('SIGTERM');
    if (!state.isSignalled) process.exit(status);
  };
  const fail = (error: unknown) => {
    if (!state.isSignalled) void end(report(error));
  };
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
  // Node.js exits with 0 when nothing is left to wait for, even if a promise never settled.
  process.once('beforeExit', () => process.exit(report(new Error('nothing is left to wait for'))));
  run(process.argv.slice(2)).then(end, fail);
}

main();
