import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { PluginConfiguration } from '../support/plugin-env';
import type { Checkout, RealWorld } from '../support/real-agent';
import { testNode } from '../support/sandbox';
import { type Command, timeCommand } from './command';

export function inStep(checkout: Checkout, command: string, ...args: readonly string[]): Command {
  return { command, args, cwd: checkout.sandbox.work, env: checkout.stepEnv() };
}

/** The bundle as the hook runs it. */
export function bundleCommand(checkout: Checkout, program: string, configuration: PluginConfiguration = {}): Command {
  const command = inStep(checkout, testNode(), program, 'hook', '--exports', exportsFile(checkout));
  return { ...command, env: checkout.stepEnv(configuration) };
}

function exportsFile({ sandbox }: Checkout): string {
  return path.join(sandbox.root, 'exports');
}

/** Seconds of the bundle, run like the hook does. Rejects if it wasn't a hit or a miss, as expected. */
export async function timeBundle(
  checkout: Checkout,
  isHit: boolean,
  program: string,
  configuration: PluginConfiguration = {},
): Promise<number> {
  const file = exportsFile(checkout);
  rmSync(file, { force: true });
  const seconds = await timeCommand(bundleCommand(checkout, program, configuration));
  const exported = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (exported.includes(`DOCKER_ECR_CACHE_EXPORT_HIT\0${isHit}\0`)) return seconds;
  throw new Error(`it was no ${isHit ? 'hit' : 'miss'}: ${JSON.stringify(exported)}`);
}

const LOGIN = 'docker login --username="$1" --password-stdin "$2" <"$3"';

export function pullByHand(checkout: Checkout, world: RealWorld, reference: string): Command {
  return byHand(checkout, world, `node -e 0 && ${LOGIN} && docker pull "$4"`, reference);
}

export function pushByHand(checkout: Checkout, world: RealWorld, tag: string): Command {
  const reference = `${world.login.host}/${checkout.repositoryName}:${tag}`;
  return byHand(checkout, world, `${LOGIN} && docker build --tag="$4" . && docker push "$4"`, reference);
}

/** One shell for all commands, for the least overhead. */
function byHand(checkout: Checkout, { login }: RealWorld, script: string, reference: string): Command {
  const password = checkout.sandbox.write('../password', login.password);
  return inStep(checkout, 'sh', '-c', script, 'sh', login.username, login.host, password, reference);
}
