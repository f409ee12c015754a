import path from 'node:path';
import { type Child, type ChildOptions, type ChildResult, type Environment, startChild } from './child-process';
import { type Sandbox, testNode } from './sandbox';

/** The bundle under test. */
export const PROGRAM = path.resolve(__dirname, '../../bin/docker-ecr-cache.cjs');

export interface ProgramOptions extends Pick<ChildOptions, 'input' | 'streams' | 'timeoutMs'> {
  sandbox: Sandbox;
  argv?: string[];
  /** On top of the sandbox's environment. */
  env?: Environment;
  /** Default: the sandbox's checkout. */
  cwd?: string;
  /** The node binary. Default: the one to test with. */
  node?: string;
}

/** Runs the program to its end. */
export function runProgram(options: ProgramOptions): Promise<ChildResult> {
  return startProgram(options).result;
}

/** Starts the program, for tests that watch it or send it signals. */
export function startProgram({ sandbox, argv = [], env, cwd, node, ...rest }: ProgramOptions): Child {
  return startChild({
    ...rest,
    command: node ?? testNode(),
    args: [PROGRAM, ...argv],
    cwd: cwd ?? sandbox.work,
    env: { ...sandbox.env, ...env },
  });
}
