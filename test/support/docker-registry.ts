import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { hashSync } from 'bcryptjs';
import { type Child, startChild } from './child-process';
import { listen } from './http-fault';
import { httpRequest } from './http-request';
import { findExecutable } from './sandbox';

export interface DockerRegistryOptions {
  /** If given, the registry asks for basic authentication. */
  credentials?: { username: string; password: string };
}

export interface DockerRegistry {
  /** `127.0.0.1:port`. */
  host: string;
  port: number;
  url: string;
  credentials: { username: string; password: string } | undefined;
  /** Its log since it was last started. */
  log(): string;
  /** Stops it for this many milliseconds; it keeps its images. */
  goDownFor(ms: number): Promise<void>;
  /** Stops it and removes its storage. */
  stop(): Promise<void>;
}

/** Starts Debian's docker-registry with an empty storage on a free port of 127.0.0.1. */
export async function startDockerRegistry({ credentials }: DockerRegistryOptions = {}): Promise<DockerRegistry> {
  const program = findExecutable('docker-registry');
  if (!program) throw new Error('docker-registry is not installed: apt-get install docker-registry');
  const folder = mkdtempSync(path.join(tmpdir(), 'docker-registry-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const htpasswd = path.join(folder, 'htpasswd');
  if (credentials) {
    // The lowest cost, because the registry checks the password on every request.
    writeFileSync(htpasswd, `${credentials.username}:${hashSync(credentials.password, 4)}\n`, {
      mode: 0o600,
    });
  }
  // JSON is YAML.
  const config = {
    version: '0.1',
    log: { level: 'warn' },
    storage: { filesystem: { rootdirectory: path.join(folder, 'storage') }, delete: { enabled: true } },
    http: { addr: `127.0.0.1:${port}`, secret: 'only for tests' },
    ...(credentials ? { auth: { htpasswd: { realm: 'tests', path: htpasswd } } } : {}),
  };
  const configFile = path.join(folder, 'config.yml');
  writeFileSync(configFile, JSON.stringify(config));
  const start = async (): Promise<Child> => {
    const child = startChild({
      command: program,
      args: ['serve', configFile],
      cwd: folder,
      // REGISTRY_* variables would override the file.
      env: { PATH: process.env.PATH },
      timeoutMs: 3_600_000,
    });
    const ended = child.result.then(
      () => true,
      () => true,
    );
    const deadline = Date.now() + 15_000;
    while (!(await answers(url))) {
      if ((await Promise.race([ended, pause(50)])) || Date.now() > deadline)
        throw new Error(`docker-registry does not answer at ${url}. It logged:\n${child.log()}`);
    }
    return child;
  };
  let child = await start();
  const end = async (): Promise<void> => {
    child.signal('SIGTERM');
    await child.result;
  };
  return {
    host: `127.0.0.1:${port}`,
    port,
    url,
    credentials,
    log: () => child.log(),
    goDownFor: async (ms) => {
      await end();
      await pause(ms);
      child = await start();
    },
    stop: async () => {
      await end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

async function freePort(): Promise<number> {
  const { port, close } = await listen(net.createServer());
  await close();
  return port;
}

async function answers(url: string): Promise<boolean> {
  try {
    const { status } = await httpRequest(`${url}/v2/`);
    return status === 200 || status === 401;
  } catch {
    return false;
  }
}
