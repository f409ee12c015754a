import * as assert from 'uvu/assert';
import type { Agent } from './agent';
import type { HookResult } from './hook';

/** What the names of our exports begin with. */
export const EXPORT = 'BUILDKITE_PLUGIN_DOCKER_ECR_CACHE_EXPORT_';

/** Operations of the API that change nothing. */
export const READING = ['BatchGetImage', 'GetAuthorizationToken'];

/** Runs a step and expects it to end well. */
export async function succeed(agent: Agent, configuration: object = {}): Promise<HookResult> {
  const result = await agent.runStep({ ...configuration });
  assert.is(result.status, 0, result.log);
  return result;
}

/** Whether a step found its image in the registry, as its exports have it. */
export function hitOf({ exported }: HookResult): string | undefined {
  return exported[`${EXPORT}HIT`];
}

/** Operations of the API since the last time, each once, in alphabetical order. */
export function takeOperations({ api }: Agent): readonly string[] {
  return [...new Set(api.calls.splice(0).map(({ operation }) => operation))].sort();
}

/** What was asked of docker since the last time, but logins and what is about the engine's tags alone. */
export function takeCommands({ docker }: Agent): readonly string[] {
  const aside = ['login', 'version', 'image inspect', 'image ls', 'image rm', 'tag'];
  const commands = docker.commands().filter((command) => !aside.includes(command));
  docker.calls().splice(0);
  return commands;
}

let version = 0;

/** The configuration of another key each time, so that the run is a miss. */
export function miss(options: object = {}): { readonly [option: string]: unknown } {
  version += 1;
  return { 'cache-version': `v${version}`, ...options };
}
