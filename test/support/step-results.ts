import * as assert from 'uvu/assert';
import type { Agent } from './agent';
import type { HookResult } from './hook';

/** The prefix of our exports. */
export const EXPORT = 'BUILDKITE_PLUGIN_DOCKER_ECR_CACHE_EXPORT_';

/** The API's read-only operations that a run calls. */
export const READING = ['BatchGetImage', 'GetAuthorizationToken'];

/** Runs a step and expects it to succeed. */
export async function succeed(agent: Agent, configuration: object = {}): Promise<HookResult> {
  const result = await agent.runStep({ ...configuration });
  assert.is(result.status, 0, result.log);
  return result;
}

/** Whether a step was a hit, according to its exports. */
export function hitOf({ exported }: HookResult): string | undefined {
  return exported[`${EXPORT}HIT`];
}

/** The API's operations since the last call of this function, sorted, without duplicates. */
export function takeOperations({ api }: Agent): readonly string[] {
  return [...new Set(api.calls.splice(0).map(({ operation }) => operation))].sort();
}

/** Docker's commands since the last call of this function, without logins and commands about the engine's tags. */
export function takeCommands({ docker }: Agent): readonly string[] {
  const aside = ['login', 'version', 'image inspect', 'image ls', 'image rm', 'tag'];
  const commands = docker.commands().filter((command) => !aside.includes(command));
  docker.calls().splice(0);
  return commands;
}

let version = 0;

/** A configuration with a new key on each call, so that the run is a miss. */
export function miss(options: object = {}): { readonly [option: string]: unknown } {
  version += 1;
  return { 'cache-version': `v${version}`, ...options };
}
