import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeBaseImage } from './base-image';
import { type ChildResult, runningProcesses, startChild } from './child-process';
import { dockerClients } from './docker-clients';
import { atExit } from './exit-cleanup';
import { ensureEngineRequirements, staticBusybox } from './requirements';
import { findExecutable } from './sandbox';

export interface Engine {
  /** `unix://…` */
  host: string;
  /** Variables that lead docker here. */
  env: { DOCKER_HOST: string };
  /** Runs the machine's oldest docker client on this engine. Rejects when it fails. */
  docker(...args: string[]): Promise<ChildResult>;
  /** Imports a base image made of busybox under these names: `bash:latest`, `node:24`. */
  importBase(names: string[]): Promise<void>;
  /** Removes all containers, images and build caches but the imported base images. */
  clean(): Promise<void>;
  log(): string;
  /** Ends it and removes all it has made: processes, mounts, its network bridge, its folder. */
  stop(): Promise<void>;
}

const SYSTEM_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const TRUST_KEY = '/etc/docker/key.json';

/**
 * Starts a private Docker engine: its data, its socket and its network bridge are its own, so that it goes
 * beside any other. Needs root, and what `ensureEngineRequirements` sees to.
 */
export async function startEngine(): Promise<Engine> {
  ensureEngineRequirements();
  const [client] = dockerClients();
  const dockerd = findExecutable('dockerd');
  if (!client || !dockerd) throw new Error('There is no docker');
  // A short path: that of a socket may have 107 bytes.
  const folder = mkdtempSync(path.join(tmpdir(), 'engine-'));
  const socketPath = path.join(folder, 'docker.sock');
  const host = `unix://${socketPath}`;
  const hadKey = existsSync(TRUST_KEY);
  const bridge = createBridge();
  writeFileSync(path.join(folder, 'daemon.json'), '{}');
  const child = startChild({
    command: dockerd,
    args: [
      `--host=${host}`,
      // Whatever the machine's own engine is set to is no matter of this one.
      `--config-file=${path.join(folder, 'daemon.json')}`,
      `--data-root=${path.join(folder, 'data')}`,
      `--exec-root=${path.join(folder, 'exec')}`,
      `--pidfile=${path.join(folder, 'dockerd.pid')}`,
      // If the machine's containerd runs, dockerd takes it: then in name spaces of its own.
      `--containerd-namespace=${bridge}`,
      `--containerd-plugins-namespace=${bridge}-plugins`,
      // BuildKit's RUN needs the default bridge; nothing here needs to reach the network by it.
      `--bridge=${bridge}`,
      '--iptables=false',
      '--ip6tables=false',
      '--ip-forward=false',
      '--ip-masq=false',
    ],
    cwd: folder,
    // containerd writes its stacks into the temporary folder when it is slow to stop.
    env: { PATH: SYSTEM_PATH, HOME: folder, TMPDIR: folder },
    timeoutMs: 4 * 3_600_000,
  });
  let hasEnded = false;
  const ended = child.result
    .catch(() => undefined)
    .then(() => {
      hasEnded = true;
    });
  const cleanUp = (): void => {
    child.signal('SIGKILL');
    killProcessesOf(folder);
    unmountAllIn(folder);
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    busyboxIp('link', 'delete', bridge);
    // dockerd 20.10 leaves its identity outside of its own folders.
    if (!hadKey) rmSync(TRUST_KEY, { force: true });
  };
  const forget = atExit(cleanUp);
  const stop = async (): Promise<void> => {
    forget();
    child.signal('SIGTERM');
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 20_000))]);
    cleanUp();
    await ended;
  };

  const deadline = Date.now() + 60_000;
  while (!(await answersPing(socketPath))) {
    if (hasEnded || Date.now() > deadline) {
      const log = child.log();
      await stop();
      throw new Error(`dockerd does not answer at ${host}. The end of its log:\n${log.slice(-4000)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }

  const bases: string[] = [];
  const docker = async (...args: string[]): Promise<ChildResult> => {
    const env = { PATH: SYSTEM_PATH, HOME: folder, DOCKER_HOST: host };
    const result = await startChild({ command: client.path, args, cwd: folder, env, timeoutMs: 120_000 })
      .result;
    if (result.status === 0) return result;
    throw new Error(`docker ${args.join(' ')} ended with ${result.status}:\n${result.log}`);
  };
  return {
    host,
    env: { DOCKER_HOST: host },
    docker,
    importBase: async (names) => {
      const file = writeBaseImage(folder);
      for (const name of names) {
        await docker('import', '--change', 'CMD ["bash"]', file, name);
        bases.push(name.includes(':') ? name : `${name}:latest`);
      }
      rmSync(file);
    },
    clean: async () => {
      const idsOf = async (...args: string[]): Promise<string[]> =>
        (await docker(...args)).stdout.split('\n').filter(Boolean);
      const containers = await idsOf('ps', '--all', '--quiet');
      if (containers.length) await docker('rm', '--force', ...containers);
      const tagged = await idsOf(
        'image',
        'ls',
        '--format',
        '{{.Repository}}:{{.Tag}} {{.ID}}',
        '--filter',
        'dangling=false',
      );
      const others = tagged
        .map((line) => line.split(' '))
        .filter(([reference = '']) => !bases.includes(reference))
        // One that lost its tag to another has only its digest left.
        .map(([reference = '', id = '']) => (reference.endsWith('>') ? id : reference));
      if (others.length) await docker('image', 'rm', '--force', ...others);
      await docker('image', 'prune', '--force');
      await docker('builder', 'prune', '--all', '--force');
    },
    log: child.log,
    stop,
  };
}

function createBridge(): string {
  const [first = 0, second = 0] = randomBytes(2);
  // As long as a name of an interface may be: several engines run at a time.
  const name = `dkt${randomBytes(6).toString('hex')}`;
  const address = `10.${200 + (first % 50)}.${second}.1/24`;
  for (const args of [
    ['link', 'add', 'name', name, 'type', 'bridge'],
    ['addr', 'add', address, 'dev', name],
    ['link', 'set', name, 'up'],
  ]) {
    const { status, stderr } = busyboxIp(...args);
    if (status !== 0) throw new Error(`A network bridge for the engine can't be made: ${stderr.trim()}`);
  }
  return name;
}

function busyboxIp(...args: string[]): { status: number | null; stderr: string } {
  return spawnSync(staticBusybox() ?? 'busybox', ['ip', ...args], { encoding: 'utf8' });
}

/**
 * Kills what is left of an engine in this folder: containerd and its shims, which name it on their command
 * line, and the processes of containers, whose root file system is in it.
 */
function killProcessesOf(folder: string): void {
  for (const pid of runningProcesses()) {
    if (pid === process.pid) continue;
    try {
      const commandLine = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      const mounts = readFileSync(`/proc/${pid}/mountinfo`, 'utf8').split('\n');
      const root = mounts.find((line) => line.split(' ')[4] === '/') ?? '';
      if (`${commandLine} ${root}`.includes(`${folder}/`)) process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended meanwhile.
    }
  }
}

function unmountAllIn(folder: string): void {
  const mounts = readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[4] ?? '')
    .filter((mount) => mount.startsWith(`${folder}/`));
  // The innermost first.
  for (const mount of mounts.sort().reverse())
    spawnSync(staticBusybox() ?? 'busybox', ['umount', '-l', mount]);
}

function answersPing(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const request = http.get({ socketPath, path: '/_ping' }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.on('error', () => resolve(false));
  });
}
