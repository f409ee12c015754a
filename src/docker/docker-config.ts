import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import path from 'node:path';
import { type Environment, findVariable } from '../settings/surroundings';
import { isJsonObject, type JsonObject, parseJsonObject } from './json-object';

/** The logins in docker's configuration. (docker/cli, man/docker-config-json.5; podman's auth.json has the same form) */
export interface DockerConfig {
  /** By server: the stored login, or an empty object if a helper has it. */
  readonly auths: JsonObject;
  /** By server: the helper with its credentials; an empty name disables `credsStore`. */
  readonly credHelpers: JsonObject;
  /** The helper for all other servers. */
  readonly credsStore: unknown;
}

/** A file with logins. */
export interface LoginFile {
  /** What messages call it: "docker's configuration". */
  readonly name: string;
  /** Undefined if it is not a JSON object. */
  readonly config: DockerConfig | undefined;
}

/**
 * Whether docker has credentials for a registry:
 *  - `helper`: from a helper, without a `docker login`, which some helpers would even reject
 *  - `logged-in`: from a login
 */
export type CredentialState = 'helper' | 'logged-in' | 'none';

/** @param config undefined if it is invalid, which docker will report */
export function findCredentialState(host: string, config: DockerConfig | undefined): CredentialState {
  if (config === undefined) return 'none';
  const helper = findHelper(host, config);
  // Other helpers for all servers only store logins.
  if (helper !== undefined && (helper === 'ecr-login' || host in config.credHelpers)) return 'helper';
  return findEntry(host, config) === undefined ? 'none' : 'logged-in';
}

/** The helper for a server's credentials: the program's name without `docker-credential-`. */
export function findHelper(server: string, { credHelpers, credsStore }: DockerConfig): string | undefined {
  const helper = server in credHelpers ? credHelpers[server] : credsStore;
  return typeof helper === 'string' && helper !== '' ? helper : undefined;
}

/** The entry for a server, else one whose key is a URL with its host. (docker/cli, ConvertToHostname) */
export function findEntry(server: string, { auths }: DockerConfig): JsonObject | undefined {
  const entries = Object.entries(auths);
  const [, entry] =
    entries.find(([key]) => key === server) ??
    entries.find(([key]) => key.replace(/^https?:\/\//i, '').split('/', 1)[0] === server) ??
    [];
  return isJsonObject(entry) ? entry : undefined;
}

/** @returns undefined for anything but a JSON object; as with docker, an empty text is an empty configuration */
export function parseDockerConfig(text: string): DockerConfig | undefined {
  const config = parseJsonObject(text.trim() || '{}');
  const toObject = (value: unknown) => (isJsonObject(value) ? value : {});
  return (
    config && {
      auths: toObject(config.auths),
      credHelpers: toObject(config.credHelpers),
      credsStore: config.credsStore,
    }
  );
}

/** The folder of this user's docker configuration. */
export function findConfigFolder(env: Environment, homeDirectory: string): string {
  return findVariable(env, 'DOCKER_CONFIG') ?? path.join(homeDirectory, '.docker');
}

/** Docker's configuration; undefined if it is invalid. */
export function readDockerConfig(folder: string): DockerConfig | undefined {
  return readConfigFile(path.join(folder, 'config.json'));
}

/** Every place where docker or podman keep this user's logins, in order of precedence. */
export function readLoginFiles(env: Environment, homeDirectory: string): readonly LoginFile[] {
  // Since docker 28.3, which ignores helpers in it. (docker/cli, configfile/file.go: GetCredentialsStore)
  const variable = parseDockerConfig(findVariable(env, 'DOCKER_AUTH_CONFIG') ?? '');
  return [
    {
      name: 'DOCKER_AUTH_CONFIG',
      config: variable && { auths: variable.auths, credHelpers: {}, credsStore: '' },
    },
    { name: "docker's configuration", config: readDockerConfig(findConfigFolder(env, homeDirectory)) },
    { name: "podman's auth.json", config: readConfigFile(findPodmanLogins(env)) },
  ];
}

/** Where `podman login` writes to. (containers/image, pkg/docker/config: getPathToAuth) */
function findPodmanLogins(env: Environment): string {
  const folder = findVariable(env, 'XDG_RUNTIME_DIR');
  return (
    findVariable(env, 'REGISTRY_AUTH_FILE') ??
    (folder === undefined ? `/run/containers/${userInfo().uid}/auth.json` : path.join(folder, 'containers/auth.json'))
  );
}

function readConfigFile(file: string): DockerConfig | undefined {
  let text = '';
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    // Docker can't read it either, and will say so.
  }
  return parseDockerConfig(text);
}
