import { spawn } from 'node:child_process';
import { promises as fs } from 'node:fs';
import path from 'node:path';

export interface DockerCredentials {
  username: string;
  password: string;
}

/** Where the docker CLI of one call keeps its configuration, and the PATH on which it looks for helpers. */
export interface DockerConfiguration {
  folder: string;
  searchPath: string;
}

interface ConfigFile {
  auths?: Record<string, { auth?: string }>;
  credHelpers?: Record<string, string>;
  credsStore?: string;
}

/** The credentials that docker would use for a registry: from a helper, else from its configuration. */
export async function findCredentials(
  configuration: DockerConfiguration,
  host: string,
): Promise<DockerCredentials | undefined> {
  const config = await readConfig(configuration.folder);
  const helper = config.credHelpers?.[host] ?? config.credsStore;
  if (helper) {
    const { status, stdout } = await runHelper(configuration, helper, 'get', host);
    if (status !== 0) return undefined;
    const { Username, Secret } = JSON.parse(stdout);
    return { username: Username, password: Secret };
  }
  const auth = config.auths?.[host]?.auth;
  if (!auth) return undefined;
  const [username = '', ...password] = Buffer.from(auth, 'base64').toString().split(':');
  return { username, password: password.join(':') };
}

/**
 * Stores credentials as `docker login` does: with a helper, else in the configuration, replaced by a rename
 * and without a lock, so that of two logins at once one can be lost. Throws with docker's wording.
 */
export async function storeCredentials(
  configuration: DockerConfiguration,
  host: string,
  { username, password }: DockerCredentials,
): Promise<void> {
  const config = await readConfig(configuration.folder);
  const helper = config.credHelpers?.[host] ?? config.credsStore;
  if (helper) {
    const credentials = JSON.stringify({ ServerURL: host, Username: username, Secret: password });
    const { status, stdout } = await runHelper(configuration, helper, 'store', credentials);
    if (status === 0) return;
    throw new Error(
      `error saving credentials: error storing credentials - err: exit status ${status}, out: \`${stdout.trim()}\``,
    );
  }
  const auth = Buffer.from(`${username}:${password}`).toString('base64');
  const changed = { ...config, auths: { ...config.auths, [host]: { auth } } };
  const file = path.join(configuration.folder, 'config.json');
  const temporary = `${file}${Math.random().toString().slice(2)}`;
  await fs.mkdir(configuration.folder, { recursive: true, mode: 0o700 });
  await fs.writeFile(temporary, JSON.stringify(changed, undefined, '\t'), { mode: 0o600 });
  await fs.rename(temporary, file);
}

async function readConfig(folder: string): Promise<ConfigFile> {
  let text: string;
  try {
    text = await fs.readFile(path.join(folder, 'config.json'), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
  try {
    return JSON.parse(text);
  } catch {
    // docker warns of a configuration that it can't parse, and goes on without it.
    return {};
  }
}

function runHelper(
  { searchPath }: DockerConfiguration,
  helper: string,
  action: 'get' | 'store',
  input: string,
): Promise<{ status: number | null; stdout: string }> {
  return new Promise((resolve) => {
    const program = `docker-credential-${helper}`;
    const child = spawn('/usr/bin/env', [program, action], {
      env: { PATH: searchPath } as NodeJS.ProcessEnv,
    });
    let stdout = '';
    child.stdout.on('data', (data) => {
      stdout += data;
    });
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    child.on('close', (status) => {
      if (status === 127) stdout = `exec: "${program}": executable file not found in $PATH`;
      resolve({ status, stdout });
    });
  });
}
