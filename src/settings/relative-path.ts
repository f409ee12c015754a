import { type BigIntStats, statSync } from 'node:fs';
import path from 'node:path';

/**
 * A path as the key and docker see it: relative to the working directory unless it is outside, with `/`. An absolute
 * path may lead there through links: in a checkout that is reached by one, `$PWD` is another path than the system's.
 */
export function relativePath(text: string, workingDirectory: string): string {
  const normal = path.posix.normalize(text).replace(/(.)\/$/, '$1');
  if (!path.posix.isAbsolute(normal)) return normal;
  const relative = path.posix.relative(workingDirectory, normal);
  if (relative !== '..' && !relative.startsWith('../')) return relative || '.';
  const folder = findSameFolder(normal, workingDirectory);
  return folder === undefined ? normal : path.posix.relative(folder, normal) || '.';
}

/** The shortest beginning of an absolute path that is the working directory by another name. */
function findSameFolder(normal: string, workingDirectory: string): string | undefined {
  const own = findFolder(workingDirectory);
  const parts = normal.split('/');
  return parts
    .map((_, index) => parts.slice(0, index + 1).join('/') || '/')
    .find((beginning) => {
      const folder = findFolder(beginning);
      return own !== undefined && folder?.ino === own.ino && folder.dev === own.dev;
    });
}

/** @returns undefined for what is not there, or can't be looked at: it is then named as it is written */
function findFolder(folder: string): BigIntStats | undefined {
  try {
    return statSync(folder, { bigint: true });
  } catch {
    return undefined;
  }
}
