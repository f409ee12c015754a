import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Environment, findVariable } from '../settings/environment';

/**
 * Whether a credential helper answers for a registry: it then needs no `docker login`, which would fail with some.
 * (docker/cli, man/docker-config-json.5: `credHelpers`, `credsStore`)
 *
 * @param readConfig the text of docker's configuration; undefined where there is none
 */
export function hasCredentialHelper(host: string, readConfig: () => string | undefined): boolean {
  const config = parseConfig(readConfig());
  const helper = config.credHelpers?.[host];
  return helper !== undefined ? helper !== '' : config.credsStore === 'ecr-login';
}

interface DockerConfig {
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

/** The text of docker's configuration of this user; undefined where none can be read. */
export function readDockerConfig(env: Environment, homeDirectory: string): string | undefined {
  const folder = findVariable(env, 'DOCKER_CONFIG') ?? path.join(homeDirectory, '.docker');
  try {
    return readFileSync(path.join(folder, 'config.json'), 'utf8');
  } catch {
    // What keeps us from reading it keeps docker from it too, and docker will say so.
    return undefined;
  }
}
