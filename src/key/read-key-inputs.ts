import { createHash } from 'node:crypto';
import path from 'node:path';
import { describeError, errorCode, UserError } from '../errors';
import type { BuildSettings, DockerfileSource } from '../settings/settings';
import { type CacheOnEntry, readCacheOn } from './cache-on';
import type { BuildArgInput, KeyInputs } from './key-inputs';
import type { KeySurroundings } from './key-surroundings';
import { readRegularFile } from './regular-file';

/**
 * Reads everything that the key of an image is made from.
 *
 * @param entries those of `cache-on`, read beforehand: a wrong one is an error before anything is asked of anyone
 * @throws UserError for a file that is missing, can't be read or changes meanwhile
 */
export async function readKeyInputs(
  settings: BuildSettings,
  entries: readonly CacheOnEntry[],
  surroundings: KeySurroundings,
): Promise<KeyInputs> {
  const dockerfile = await readDockerfile(settings.dockerfile, surroundings.workingDirectory);
  const { files, jsonValues } = await readCacheOn(entries, settings.cacheOnMissing, surroundings);
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

async function readDockerfile(source: DockerfileSource, workingDirectory: string): Promise<Buffer | string> {
  if (source.kind === 'inline') return source.text;
  try {
    return await readRegularFile(path.resolve(workingDirectory, source.path));
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
