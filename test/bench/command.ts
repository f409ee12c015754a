import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Environment } from '../support/child-process';

export interface Command {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Environment;
}

const LIMIT_MS = 120_000;
const PRELOADED = path.join(__dirname, 'peak-memory.cjs');

/**
 * Runs a command. Resolves with the seconds that it took; rejects if its status isn't 0. Doesn't block, because this process
 * may serve the command.
 */
export function timeCommand({ command, args, cwd, env }: Command): Promise<number> {
  return new Promise((resolve, reject) => {
    const start = process.hrtime.bigint();
    const child = spawn(command, args, {
      cwd,
      env: { ...env, PWD: cwd } as NodeJS.ProcessEnv,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const timer = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS);
    let stderr = '';
    child.stderr.on('data', (data: Buffer) => {
      stderr += data.toString();
    });
    let seconds = 0;
    child.on('exit', () => {
      seconds = Number(process.hrtime.bigint() - start) / 1e9;
    });
    child.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.on('close', (status, signal) => {
      clearTimeout(timer);
      if (status === 0) resolve(seconds);
      else reject(new Error(`${[command, ...args].join(' ')} ended with ${status ?? signal}:\n${stderr}`));
    });
  });
}

/**
 * Runs a Node.js program. Resolves with its peak memory in MB, without its children.
 *
 * @param folder for a temporary file
 */
export async function measureMemory(command: Command, folder: string): Promise<number> {
  const file = path.join(folder, 'peak-memory');
  rmSync(file, { force: true });
  await timeCommand({
    ...command,
    env: {
      ...command.env,
      NODE_OPTIONS: `--require ${JSON.stringify(PRELOADED)}`,
      PEAK_MEMORY_FILE: file,
    },
  });
  return (Number(readFileSync(file, 'utf8')) * 1024) / 1e6;
}
