import { type BigIntStats, statSync } from 'node:fs';
import path from 'node:path';

/**
 * A path as used in the key and passed to docker: with `/`, and relative to the working directory unless it is outside.
 * An absolute path may lead there through links: in a checkout behind a link, `$PWD` differs from the real path.
 */
export function relativePath(text: string, workingDirectory: string): string {
  const normal = path.posix.normalize(text).replace(/(.)\/$/, '$1');
  if (!path.posix.isAbsolute(normal)) return normal;
  const relative = path.posix.relative(workingDirectory, normal);
  if (relative !== '..' && !relative.startsWith('../')) return relative || '.';
  const folder = findSameFolder(normal, workingDirectory);
  return folder === undefined ? normal : path.posix.relative(folder, normal) || '.';
}

/** The shortest prefix of an absolute path that is another name of the working directory. */
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

/** @returns undefined if it does not exist or can't be read; the path is then used as written */
function findFolder(folder: string): BigIntStats | undefined {
  try {
    return statSync(folder, { bigint: true });
  } catch {
    return undefined;
  }
}
