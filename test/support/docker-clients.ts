import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface DockerClient {
  path: string;
  /** `20.10.24+dfsg1` */
  version: string;
  /** Does `DOCKER_BUILDKIT=1 docker build` work with it? */
  buildkit: boolean;
}

/** The docker clients of this machine, oldest first: each `docker` on PATH and in the system's folders. */
export function dockerClients(): DockerClient[] {
  const folders = [...(process.env.PATH ?? '').split(path.delimiter), '/usr/bin', '/usr/local/bin'];
  const files = folders.map((folder) => path.join(folder, 'docker')).filter((file) => existsSync(file));
  const clients = [...new Set(files.map((file) => realpathSync(file)))].map(describeClient);
  return clients.sort((a, b) => majorOf(a.version) - majorOf(b.version));
}

function describeClient(file: string): DockerClient {
  // A home of its own: the plugins of whoever runs the tests are not those of a sandbox.
  const home = mkdtempSync(path.join(tmpdir(), 'docker-client-'));
  const run = (args: string[]) =>
    spawnSync(file, args, { env: { HOME: home, PATH: process.env.PATH }, encoding: 'utf8' });
  // Without an engine it fails, but has written the client's version.
  const version = run(['version', '--format', '{{.Client.Version}}']).stdout.trim();
  const buildkit = majorOf(version) < 23 || run(['buildx', 'version']).status === 0;
  rmSync(home, { recursive: true, force: true });
  return { path: file, version, buildkit };
}

function majorOf(version: string): number {
  return Number.parseInt(version, 10);
}
