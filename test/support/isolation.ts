import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ensureEngineRequirements } from './requirements';

/** A command line that runs isolated, with its folder. */
export interface Isolated {
  readonly command: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Removes its folder; call it once the command has ended. */
  remove(): void;
}

const PREFIX = 'docker-ecr-e2e-';
const FOLDER_VARIABLE = 'DOCKER_ECR_CACHE_TEST_FOLDER';
// Process 1 of the namespace has to reap orphans, which node doesn't. The empty /run hides the sockets of the machine's own
// docker and containerd.
const FIRST_PROCESS = 'busybox ip link set lo up && mount -t tmpfs tmpfs /run && "$@"; exit $?';

/**
 * Puts a command into its own mount, network and process namespaces, with its own temporary folder. Whatever it mounts,
 * starts or adds to the network is invisible outside and ends with it, and it ends with this process, however that ends.
 * Needs root. Removes the folders of killed runs first.
 */
export function isolate(command: readonly string[], env: NodeJS.ProcessEnv = {}): Isolated {
  ensureEngineRequirements();
  sweep();
  const folder = mkdtempSync(path.join(tmpdir(), PREFIX));
  return {
    command: [
      ...['setpriv', '--pdeathsig=KILL'],
      // The lock tells the next run that the folder is in use.
      ...['flock', '--no-fork', '--nonblock', folder],
      ...['unshare', '--mount', '--propagation=private', '--net', '--pid', '--mount-proc'],
      ...['--fork', '--kill-child', '--', 'sh', '-c', FIRST_PROCESS, 'sh', ...command],
    ],
    env: { ...process.env, ...env, TMPDIR: folder, [FOLDER_VARIABLE]: folder },
    remove: () => remove(folder),
  };
}

/** Runs this process again, isolated, and exits with its status. Does nothing if it is already isolated. */
export function isolateThisProcess(): void {
  if (process.env[FOLDER_VARIABLE] !== undefined) return;
  const isolated = isolate([process.execPath, ...process.execArgv, ...process.argv.slice(1)]);
  const [program = '', ...args] = isolated.command;
  const { status } = spawnSync(program, args, { env: isolated.env, stdio: 'inherit' });
  isolated.remove();
  process.exit(status ?? 1);
}

/** The folder of this isolated process. Throws if it isn't isolated. */
export function isolatedFolder(): string {
  const folder = process.env[FOLDER_VARIABLE];
  if (folder !== undefined) return folder;
  throw new Error('an engine runs isolated only: start the test by `npx tsx test/run.ts e2e --only=NAME`');
}

function sweep(): void {
  for (const name of readdirSync(tmpdir())) {
    const folder = path.join(tmpdir(), name);
    // A new folder may not be locked yet.
    if (name.startsWith(PREFIX) && Date.now() - statSync(folder).mtimeMs > 60_000) remove(folder);
  }
}

/** Removes a folder, and the control groups of its name, unless a running process has it locked. */
function remove(folder: string): void {
  const { status } = spawnSync('flock', ['--nonblock', folder, 'rm', '-rf', '--one-file-system', folder]);
  if (status !== 0 || !existsSync('/sys/fs/cgroup')) return;
  const name = path.basename(folder);
  spawnSync('find', ['/sys/fs/cgroup', '-depth', '-type', 'd', '-path', `*/${name}*`, '-exec', 'rmdir', '{}', ';']);
}
