import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Child, type ChildOptions, type ChildResult, type Environment, startChild } from './child-process';
import type { Sandbox } from './sandbox';

/** The hook under test. */
export const HOOK = path.resolve(__dirname, '../../hooks/pre-command');

export interface HookOptions extends Pick<ChildOptions, 'input' | 'streams' | 'timeoutMs'> {
  sandbox: Sandbox;
  /** On top of the sandbox's environment. */
  env?: Environment;
  /** Path of the hook. Default: the project's pre-command. */
  hook?: string;
  /** What the agent's `hooks-shell` setting would hold, split into words: `['dash']`. */
  shell?: string[];
  /** Default: the sandbox's checkout. */
  cwd?: string;
  /** Commands that the shell runs first. */
  prelude?: string;
}

export interface HookResult extends ChildResult {
  /** Variables that were added or changed. Empty when the hook exited early. */
  exported: Record<string, string>;
  /** Variables that were unset. */
  removed: string[];
  /** The hook called `exit` or was killed, so that the agent doesn't see its exports. */
  exitedEarly: boolean;
  /** The folder that the job would continue in, if it is another one. */
  cwdChanged: string | undefined;
  /** What the hook changed in the shell besides exports: options, functions, traps, variables. */
  leaked: string[];
}

/** Sources the hook as the agent does and waits for its end. */
export function runHook(options: HookOptions): Promise<HookResult> {
  return startHook(options).result;
}

/** Starts the hook as the agent does, for tests that watch it or send it signals. */
export function startHook({
  sandbox,
  env,
  hook = HOOK,
  shell,
  cwd,
  prelude = '',
  ...rest
}: HookOptions): Child<HookResult> {
  const folder = mkdtempSync(path.join(sandbox.root, 'agent-'));
  const wrapper = path.join(folder, 'hook-script-wrapper');
  writeFileSync(wrapper, wrapperScript(hook, folder, prelude), { mode: 0o700 });
  const [command = wrapper, ...args] = shell ? [...shell, wrapper] : [wrapper];
  const where = cwd ?? sandbox.work;
  const child = startChild({
    ...rest,
    command,
    args,
    cwd: where,
    env: { ...sandbox.env, ...env },
  });
  return {
    ...child,
    result: child.result.then(
      (result) => readResult(result, folder, where),
      (error: unknown) => {
        rmSync(folder, { recursive: true, force: true });
        throw error;
      },
    ),
  };
}

/**
 * The agent's wrapper (internal/job/hook/wrapper.go), with `env -0` in place of `buildkite-agent env dump`. Afterwards it
 * writes the state of the shell, with built-ins only, because a sub-shell doesn't have the traps.
 */
function wrapperScript(hook: string, folder: string, prelude: string): string {
  const shebang = readFileSync(hook, 'utf8').split('\n', 1)[0] ?? '';
  const file = (name: string): string => `"${path.join(folder, name)}"`;
  const state = (when: string): string =>
    `{ set +o; shopt -p; declare -F; trap; compgen -v; } > ${file(`state-${when}`)} 2>/dev/null || :`;
  return `${shebang.startsWith('#!') ? shebang : '#!/usr/bin/env bash'}
${prelude}
${state('before')}
/usr/bin/env -0 > ${file('env-before')}
. "${hook}"
export BUILDKITE_HOOK_EXIT_STATUS=$?
export BUILDKITE_HOOK_WORKING_DIR="\${PWD}"
/usr/bin/env -0 > ${file('env-after')}
${state('after')}
exit $BUILDKITE_HOOK_EXIT_STATUS
`;
}

function readResult(result: ChildResult, folder: string, cwd: string): HookResult {
  const before = parseEnvironment(read(folder, 'env-before'));
  const after = parseEnvironment(read(folder, 'env-after'));
  const [stateBefore, stateAfter] = ['before', 'after'].map((when) => read(folder, `state-${when}`).split('\n'));
  rmSync(folder, { recursive: true, force: true });

  const exitedEarly = after.size === 0;
  const workingDirectory = after.get('BUILDKITE_HOOK_WORKING_DIR');
  // Set by the agent or the shell.
  const agentNames = ['BUILDKITE_HOOK_EXIT_STATUS', 'BUILDKITE_HOOK_WORKING_DIR', '_'];
  for (const name of agentNames) {
    before.delete(name);
    after.delete(name);
  }
  const changes = [...after].filter(([name, value]) => before.get(name) !== value);
  const known = new Set([...agentNames, ...changes.map(([name]) => name)]);
  return {
    ...result,
    exported: Object.fromEntries(changes),
    removed: exitedEarly ? [] : [...before.keys()].filter((name) => !after.has(name)),
    exitedEarly,
    cwdChanged: workingDirectory === cwd ? undefined : workingDirectory,
    leaked: exitedEarly ? [] : findDifferences(stateBefore, stateAfter).filter((line) => !known.has(line)),
  };
}

/** The lines that only one of the two texts has. */
function findDifferences(one: string[] = [], other: string[] = []): string[] {
  return [...one.filter((line) => !other.includes(line)), ...other.filter((line) => !one.includes(line))];
}

function read(folder: string, name: string): string {
  try {
    return readFileSync(path.join(folder, name), 'utf8');
  } catch {
    // If the hook exits early, there is no second half.
    return '';
  }
}

function parseEnvironment(dump: string): Map<string, string> {
  const entries = dump.split('\0').filter((entry) => entry.includes('='));
  return new Map(
    entries.map((entry) => {
      const at = entry.indexOf('=');
      return [entry.slice(0, at), entry.slice(at + 1)];
    }),
  );
}
