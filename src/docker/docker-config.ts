import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Environment, findVariable } from '../settings/environment';
import { isJsonObject, type JsonObject, parseJsonObject } from './json-object';

/** How docker keeps the credentials of a registry (docker/cli, man/docker-config-json.5). */
export type CredentialState =
  /** A credential helper answers for it: a `docker login` is not needed, and would fail with some. */
  'helper' | 'logged-in' | 'none';

/** @param config the text of docker's configuration; undefined where there is none */
export function findCredentialState(host: string, config: string | undefined): CredentialState {
  // Docker itself will say what is wrong with its configuration.
  const { auths, credHelpers, credsStore } = parseConfig(config) ?? {};
  const helper = findValue(credHelpers, host);
  if (helper === undefined ? credsStore === 'ecr-login' : helper !== '') return 'helper';
  return findValue(auths, host) === undefined ? 'none' : 'logged-in';
}

function findValue(entries: unknown, host: string): unknown {
  return isJsonObject(entries) ? entries[host] : undefined;
}

/**
 * @param text as for `findCredentialState`; docker takes an empty one for an empty configuration
 * @returns undefined for what is no JSON object
 */
export function parseConfig(text: string | undefined): JsonObject | undefined {
  return parseJsonObject(text?.trim() || '{}');
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
