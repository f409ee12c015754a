import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeBaseImage } from './base-image';
import { type ChildResult, startChild } from './child-process';
import { type EngineKind, type Program, testedEngine } from './engines';
import { isolatedFolder } from './isolation';
import { ensureNewerDebian } from './newer-debian';

export interface Engine {
  readonly kind: EngineKind;
  /** The client's executable, which need not be called `docker`. */
  readonly client: string;
  /** Variables that make a client use this engine. */
  readonly env: { readonly [name: string]: string };
  /** Runs the engine's client. Rejects when it fails. */
  docker(...args: string[]): Promise<ChildResult>;
  /** Imports a base image with busybox under these names, such as `bash:latest`. */
  importBase(names: string[]): Promise<void>;
  /** Makes it use HTTP for this registry, if it doesn't for all registries on this machine. */
  allowHttp(registryHost: string): void;
  /** Removes all containers, images and build caches except the imported base images. */
  clean(): Promise<void>;
  log(): string;
  /** Stops it. Whatever is left ends with the isolated process. */
  stop(): Promise<void>;
}

/** The daemon of a client. */
interface Server {
  readonly env: Engine['env'];
  allowHttp(registryHost: string): void;
  log(): string;
  stop(): Promise<void>;
}

const SYSTEM_PATH = '/usr/sbin:/usr/bin:/sbin:/bin';

/**
 * Starts an engine. Only in an isolated process (`isolation.ts`), with which everything ends that it mounts and starts.
 */
export async function startEngine(kind: EngineKind = testedEngine()): Promise<Engine> {
  isolatedFolder();
  // A short path, because a socket's may only have 107 bytes.
  const folder = mkdtempSync(path.join(tmpdir(), 'engine-'));
  const client = executableOf(kind.client);
  if (kind.client.debian === 'newer' && !kind.client.withoutPlugins) installPlugins();
  const server = kind.daemon ? await startDaemon(kind.daemon, folder) : configurePodman(folder);

  const bases: string[] = [];
  const docker = async (...args: string[]): Promise<ChildResult> => {
    const env = { PATH: SYSTEM_PATH, HOME: folder, ...server.env };
    const result = await startChild({ command: client, args, cwd: folder, env, timeoutMs: 120_000 }).result;
    if (result.status === 0) return result;
    throw new Error(`docker ${args.join(' ')} ended with ${result.status}:\n${result.log}`);
  };
  return {
    ...server,
    kind,
    client,
    docker,
    importBase: async (names) => {
      const file = writeBaseImage(folder);
      for (const name of names) {
        await docker('import', '--change', 'CMD ["bash"]', file, name);
        bases.push(name);
      }
      rmSync(file);
    },
    clean: async () => {
      const listLines = async (...args: string[]): Promise<string[]> =>
        (await docker(...args)).stdout.split('\n').filter(Boolean);
      const containers = await listLines('ps', '--all', '--quiet');
      if (containers.length) await docker('rm', '--force', ...containers);
      const format = '{{.Repository}}:{{.Tag}} {{.ID}}';
      const tagged = await listLines('image', 'ls', '--format', format, '--filter', 'dangling=false');
      const others = tagged
        .map((line) => line.split(' '))
        .filter(([reference = '']) => !bases.includes(reference.replace(/^localhost\//, '')))
        // An image that lost its tag only has a digest.
        .map(([reference = '', id = '']) => (reference.endsWith('>') ? id : reference));
      if (others.length) await docker('image', 'rm', '--force', ...others);
      await docker('image', 'prune', '--force');
      if (kind.daemon) await docker('builder', 'prune', '--all', '--force');
    },
  };
}

/** Its name and its programs' versions. */
export function describeEngine({ name, client, daemon }: EngineKind): string {
  const versions = [client, ...(daemon ? [daemon] : [])].map(({ debian, program }) => {
    const root = debian === 'newer' ? ensureNewerDebian() : '/';
    const { stdout } = spawnSync('chroot', [root, program, '--version'], {
      env: { PATH: SYSTEM_PATH },
      encoding: 'utf8',
    });
    return `${program} ${/version ([^\s,]+)/.exec(stdout)?.[1] ?? 'of unknown version'}`;
  });
  return `${name}: ${versions.join(', ')}`;
}

async function startDaemon(daemon: NonNullable<EngineKind['daemon']>, folder: string): Promise<Server> {
  const socketPath = path.join(folder, 'docker.sock');
  const host = `unix://${socketPath}`;
  const root = daemon.debian === 'newer' ? mountNewerDebian(folder) : '/';
  const config = path.join(folder, 'daemon.json');
  writeFileSync(config, JSON.stringify(daemon.config ?? {}));
  const child = startChild({
    command: 'chroot',
    args: [
      root,
      daemon.program,
      `--host=${host}`,
      `--config-file=${config}`,
      `--data-root=${path.join(folder, 'data')}`,
      `--exec-root=${path.join(folder, 'exec')}`,
      `--pidfile=${path.join(folder, 'dockerd.pid')}`,
      `--cgroup-parent=/${path.basename(isolatedFolder())}`,
      // BuildKit's RUN needs a bridge, even without a network.
      `--bridge=${createBridge()}`,
      '--iptables=false',
      '--ip6tables=false',
      '--ip-forward=false',
      '--ip-masq=false',
    ],
    cwd: folder,
    // containerd writes its stacks to the temporary folder if it is slow to stop.
    env: { PATH: SYSTEM_PATH, HOME: folder, TMPDIR: folder, ...daemon.env },
    timeoutMs: 4 * 3_600_000,
  });
  let hasEnded = false;
  const ended = child.result
    .catch(() => undefined)
    .then(() => {
      hasEnded = true;
    });
  const stop = async (): Promise<void> => {
    child.signal('SIGTERM');
    // The timer must not keep the process alive once the engine has ended.
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 20_000).unref())]);
    child.signal('SIGKILL');
    await ended;
  };

  const deadline = Date.now() + 60_000;
  while (!(await answersPing(socketPath))) {
    if (hasEnded || Date.now() > deadline) {
      await stop();
      throw new Error(`dockerd does not answer at ${host}. The end of its log:\n${child.log().slice(-4000)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  // A registry on 127.0.0.0/8 may use plain HTTP.
  return { env: { DOCKER_HOST: host }, allowHttp: () => undefined, log: child.log, stop };
}

function configurePodman(folder: string): Server {
  const write = (name: string, text: string): string => {
    const file = path.join(folder, name);
    writeFileSync(file, text);
    return file;
  };
  const storage = `driver = "overlay"\ngraphroot = "${folder}/data"\nrunroot = "${folder}/run"\n`;
  const registries: string[] = [];
  const writeRegistries = () => write('registries.conf', registries.join(''));
  return {
    env: {
      CONTAINERS_STORAGE_CONF: write('storage.conf', `[storage]\n${storage}`),
      // Its own network would need iptables, which isn't on a sandbox's PATH.
      CONTAINERS_CONF: write('containers.conf', '[containers]\nnetns = "host"\n'),
      CONTAINERS_REGISTRIES_CONF: writeRegistries(),
    },
    allowHttp: (registryHost) => {
      registries.push(`[[registry]]\nlocation = "${registryHost}"\ninsecure = true\n`);
      writeRegistries();
    },
    log: () => '',
    stop: async () => undefined,
  };
}

function executableOf({ debian, program }: Program): string {
  return path.join(debian === 'newer' ? ensureNewerDebian() : '/', 'usr/bin', program);
}

/** Makes buildx available to every client of this isolated process. */
function installPlugins(): void {
  const folder = '/usr/libexec';
  const layers = `lowerdir=${folder}:${path.join(ensureNewerDebian(), folder)}`;
  mount('-t', 'overlay', '-o', layers, 'overlay', folder);
}

/**
 * Makes a writable root on top of the newer Debian. It isn't in the engine's folder, whose removal would remove what is
 * mounted here.
 */
function mountNewerDebian(folder: string): string {
  const place = path.join('/run', path.basename(folder));
  const [root, upper, work] = ['root', 'upper', 'work'].map((name) => path.join(place, name)) as [
    string,
    string,
    string,
  ];
  for (const made of [root, upper, work]) mkdirSync(made, { recursive: true });
  const layers = `lowerdir=${ensureNewerDebian()},upperdir=${upper},workdir=${work}`;
  mount('-t', 'overlay', '-o', layers, 'overlay', root);
  for (const shared of ['/proc', '/sys', '/dev', tmpdir()]) {
    mkdirSync(path.join(root, shared), { recursive: true });
    mount('--rbind', shared, path.join(root, shared));
  }
  return root;
}

function mount(...args: string[]): void {
  const { status, stderr } = spawnSync('mount', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`mount ${args.join(' ')} failed: ${stderr}`);
}

let bridges = 0;

function createBridge(): string {
  bridges += 1;
  const name = `bridge${bridges}`;
  for (const args of [
    ['link', 'add', 'name', name, 'type', 'bridge'],
    ['addr', 'add', `10.200.${bridges}.1/24`, 'dev', name],
    ['link', 'set', name, 'up'],
  ]) {
    const { status, stderr } = spawnSync('busybox', ['ip', ...args], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`A network bridge for the engine can't be made: ${stderr.trim()}`);
  }
  return name;
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
