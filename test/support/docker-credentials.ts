import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export interface DockerCredentials {
  username: string;
  password: string;
}

/** The folder of docker's configuration, and the PATH that it looks for helpers on. */
export interface DockerConfiguration {
  folder: string;
  searchPath: string;
}

/** The credentials that docker would use for a registry, from a helper or from its configuration. */
export function findCredentials(configuration: DockerConfiguration, host: string): DockerCredentials | undefined {
  const config = readConfig(configuration.folder);
  const helper = config.credHelpers?.[host] ?? config.credsStore;
  if (helper) {
    const { status, stdout } = runHelper(configuration, helper, 'get', host);
    if (status !== 0) return undefined;
    const { Username: username, Secret: password } = JSON.parse(stdout);
    return { username, password };
  }
  const auth = config.auths?.[host]?.auth;
  if (!auth) return undefined;
  const [username = '', password = ''] = Buffer.from(auth, 'base64').toString().split(/:(.*)/s);
  return { username, password };
}

/**
 * Stores credentials as `docker login` does, with a helper or in its configuration, which is replaced by a rename. Throws
 * with docker's wording.
 */
export function storeCredentials(
  configuration: DockerConfiguration,
  host: string,
  { username, password }: DockerCredentials,
): void {
  const config = readConfig(configuration.folder);
  const helper = config.credHelpers?.[host] ?? config.credsStore;
  if (helper) {
    const credentials = JSON.stringify({ ServerURL: host, Username: username, Secret: password });
    const { status, stdout } = runHelper(configuration, helper, 'store', credentials);
    if (status === 0) return;
    throw new Error(
      `error saving credentials: error storing credentials - err: exit status ${status}, out: \`${stdout.trim()}\``,
    );
  }
  const auth = Buffer.from(`${username}:${password}`).toString('base64');
  const file = path.join(configuration.folder, 'config.json');
  mkdirSync(configuration.folder, { recursive: true, mode: 0o700 });
  writeFileSync(`${file}1`, JSON.stringify({ ...config, auths: { ...config.auths, [host]: { auth } } }));
  renameSync(`${file}1`, file);
}

interface ConfigFile {
  auths?: Record<string, { auth?: string }>;
  credHelpers?: Record<string, string>;
  credsStore?: string;
}

function readConfig(folder: string): ConfigFile {
  try {
    return JSON.parse(readFileSync(path.join(folder, 'config.json'), 'utf8'));
  } catch {
    // There is none yet, or it is invalid, and docker only warns.
    return {};
  }
}

function runHelper({ searchPath }: DockerConfiguration, helper: string, action: 'get' | 'store', input: string) {
  const env: NodeJS.ProcessEnv = { PATH: searchPath };
  const program = `docker-credential-${helper}`;
  return spawnSync('/usr/bin/env', [program, action], { env, input, encoding: 'utf8' });
}
