import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describeError, errorCode, UserError } from '../errors';
import type { BuildSettings, DockerfileSource } from '../settings/settings';
import { readCacheOn } from './cache-on';
import type { BuildArgInput, KeyInputs } from './key-inputs';
import type { Pacer } from './pacer';

/**
 * Reads everything that the key of an image is made from.
 *
 * @param say called with a line about what a person should know
 * @throws UserError for a file that is missing, can't be read or changes meanwhile
 */
export async function readKeyInputs(
  settings: BuildSettings,
  workingDirectory: string,
  pacer: Pacer,
  say: (line: string) => void,
): Promise<KeyInputs> {
  const dockerfile = readDockerfile(settings.dockerfile, workingDirectory);
  const { files, jsonValues } = await readCacheOn(settings.cacheOn, workingDirectory, pacer, say);
  return {
    dockerfileSha256: sha256(dockerfile),
    target: settings.target,
    platform: settings.platform,
    context: settings.context,
    buildArgs: settings.buildArgs.map(
      ({ name, value }): BuildArgInput => ({ name, sha256: value === undefined ? null : sha256(value) }),
    ),
    additionalBuildArgs: settings.additionalBuildArgs,
    secretIds: settings.secrets.map(({ id }) => id),
    cacheVersion: settings.cacheVersion,
    files,
    jsonValues,
  };
}

function readDockerfile(source: DockerfileSource, workingDirectory: string): Buffer | string {
  if (source.kind === 'inline') return source.text;
  try {
    return readFileSync(path.resolve(workingDirectory, source.path));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') {
      throw new UserError(
        `there is no Dockerfile at ${source.path} in ${workingDirectory}`,
        'Add it, name another one with the option dockerfile, or give its text with dockerfile-inline.',
        error,
      );
    }
    throw new UserError(
      `the Dockerfile ${source.path} can't be read: ${describeError(error)}`,
      undefined,
      error,
    );
  }
}

function sha256(data: Buffer | string): string {
  return createHash('sha256').update(data).digest('hex');
}
