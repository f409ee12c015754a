import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Environment, findVariable } from '../settings/environment';

/** How docker keeps the credentials of a registry (docker/cli, man/docker-config-json.5). */
export type CredentialState =
  /** A credential helper answers for it: a `docker login` is not needed, and would fail with some. */
  'helper' | 'logged-in' | 'none';

/** @param config the text of docker's configuration; undefined where there is none */
export function findCredentialState(host: string, config: string | undefined): CredentialState {
  const { auths, credHelpers, credsStore } = parseConfig(config);
  const helper = credHelpers?.[host];
  if (helper === undefined ? credsStore === 'ecr-login' : helper !== '') return 'helper';
  return auths?.[host] === undefined ? 'none' : 'logged-in';
}

interface DockerConfig {
  readonly auths?: { readonly [host: string]: unknown };
  readonly credHelpers?: { readonly [host: string]: string };
  readonly credsStore?: string;
}

function parseConfig(text: string | undefined): DockerConfig {
  try {
    const config: unknown = JSON.parse(text ?? '{}');
    return typeof config === 'object' && config !== null ? config : {};
  } catch {
    // Docker itself will say what is wrong with its configuration.
    return {};
  }
}

/** The folder of docker's configuration of this user. */
export function findConfigFolder(env: Environment, homeDirectory: string): string {
  return findVariable(env, 'DOCKER_CONFIG') ?? path.join(homeDirectory, '.docker');
}

/** The text of docker's configuration; undefined where none can be read. */
export function readDockerConfig(folder: string): string | undefined {
  try {
    return readFileSync(path.join(folder, 'config.json'), 'utf8');
  } catch {
    // What keeps us from reading it keeps docker from it too, and docker will say so.
    return undefined;
  }
}
