import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import path from 'node:path';
import { type Environment, findVariable } from '../settings/environment';
import { isJsonObject, type JsonObject, parseJsonObject } from './json-object';

/** What docker's configuration says of logins. (docker/cli, man/docker-config-json.5; Podman's auth.json is alike) */
export interface DockerConfig {
  /** By server: what is stored, or nothing where a helper stores it. */
  readonly auths: JsonObject;
  /** By server: the helper that has its credentials; an empty name switches `credsStore` off. */
  readonly credHelpers: JsonObject;
  /** The helper for all other servers. */
  readonly credsStore: unknown;
}

/** A place where logins are kept. */
export interface LoginFile {
  /** For a sentence about it: "docker's configuration". */
  readonly name: string;
  /** Undefined where it is no JSON object. */
  readonly config: DockerConfig | undefined;
}

/**
 * Whether docker has credentials for a registry:
 *  - `helper`: a helper answers for it by itself, so that a `docker login` is not needed and would fail with some
 *  - `logged-in`: a login has put them there
 */
export type CredentialState = 'helper' | 'logged-in' | 'none';

/** @param config undefined where it can't be understood: docker will say so */
export function findCredentialState(host: string, config: DockerConfig | undefined): CredentialState {
  if (config === undefined) return 'none';
  const helper = findHelper(host, config);
  // Other programs for all servers keep what a login gives them.
  if (helper !== undefined && (helper === 'ecr-login' || host in config.credHelpers)) return 'helper';
  return findEntry(host, config) === undefined ? 'none' : 'logged-in';
}

/** What follows `docker-credential-` in the name of the program that docker asks for the credentials of a server. */
export function findHelper(server: string, { credHelpers, credsStore }: DockerConfig): string | undefined {
  const helper = server in credHelpers ? credHelpers[server] : credsStore;
  return typeof helper === 'string' && helper !== '' ? helper : undefined;
}

/** The entry for this very server, else one whose key names the same host: a key may be a URL. (ConvertToHostname) */
export function findEntry(server: string, { auths }: DockerConfig): JsonObject | undefined {
  const entries = Object.entries(auths);
  const [, entry] =
    entries.find(([key]) => key === server) ??
    entries.find(([key]) => key.replace(/^https?:\/\//i, '').split('/', 1)[0] === server) ??
    [];
  return isJsonObject(entry) ? entry : undefined;
}

/** @returns undefined for what is no JSON object; docker takes an empty text for an empty configuration */
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

/** The folder of docker's configuration of this user. */
export function findConfigFolder(env: Environment, homeDirectory: string): string {
  return findVariable(env, 'DOCKER_CONFIG') ?? path.join(homeDirectory, '.docker');
}

/** Docker's configuration; undefined as for `parseDockerConfig`. */
export function readDockerConfig(folder: string): DockerConfig | undefined {
  return readConfigFile(path.join(folder, 'config.json'));
}

/** Every place where this user's docker, or podman in its place, keeps logins. What counts first comes first. */
export function readLoginFiles(env: Environment, homeDirectory: string): readonly LoginFile[] {
  // Known to docker/cli from 28.3 on; helpers in it do not count. (configfile/file.go: GetCredentialsStore)
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
    (folder === undefined
      ? `/run/containers/${userInfo().uid}/auth.json`
      : path.join(folder, 'containers/auth.json'))
  );
}

function readConfigFile(file: string): DockerConfig | undefined {
  let text = '';
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    // What keeps us from reading it keeps docker from it too, and docker will say so.
  }
  return parseDockerConfig(text);
}
