import { spawnSync } from 'node:child_process';
import type { Environment } from '../support/child-process';
import { testNode } from '../support/sandbox';
import type { Command } from './command';

/** `node -e 0`: the minimum for any Node.js program. */
export function nodeAlone(cwd: string, env: Environment): Command {
  return { command: testNode(), args: ['-e', '0'], cwd, env };
}

/** The version of the node in use, such as `20.20.2`. */
export function testNodeVersion(): string {
  return spawnSync(testNode(), ['--version'], { encoding: 'utf8' }).stdout.trim().replace(/^v/, '');
}
