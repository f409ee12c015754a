import { renameSync, writeFileSync } from 'node:fs';
import { describeError, UserError } from '../errors';

/** What the rest of the step is told about the image. */
export interface ExportedImage {
  readonly repository: string;
  readonly tag: string;
  readonly digest: string;
  readonly hit: boolean;
}

/**
 * The variables for the rest of the step. Their names stay the same in a renamed fork.
 *
 * @param imageVariable the variable that receives `repository:tag`
 */
export function toExports(image: ExportedImage, imageVariable: string): ReadonlyMap<string, string> {
  const prefix = 'BUILDKITE_PLUGIN_DOCKER_ECR_CACHE_EXPORT_';
  return new Map([
    [imageVariable, `${image.repository}:${image.tag}`],
    [`${prefix}IMAGE`, image.repository],
    [`${prefix}TAG`, image.tag],
    [`${prefix}DIGEST`, image.digest],
    [`${prefix}HIT`, String(image.hit)],
  ]);
}

/**
 * Writes variables for the hook: name, NUL, value, NUL, and so on. No variable can contain NUL, so that the hook needs no
 * eval. The file appears complete or not at all.
 */
export function writeExports(file: string, exports: ReadonlyMap<string, string>): void {
  const text = [...exports].map(([name, value]) => `${name}\0${value}\0`).join('');
  try {
    writeFileSync(`${file}.part`, text, { mode: 0o600 });
    renameSync(`${file}.part`, file);
  } catch (error) {
    throw new UserError(
      `the variables for the rest of the step can't be written: ${describeError(error)}`,
      'Check that TMPDIR is a folder that this user can write to, and that its disk is not full.',
      error,
    );
  }
}
