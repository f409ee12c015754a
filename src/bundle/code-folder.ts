import { existsSync, lstatSync, mkdirSync, realpathSync, type Stats } from 'node:fs';
import path from 'node:path';
import { errorCode } from '../errors';
import { type Environment, findVariable } from '../settings/environment';

/**
 * Where code may be kept for the next run; undefined where there is no safe place. A path that is not absolute counts as
 * none: it would lead into the checkout. (XDG Base Directory Specification)
 *
 * @param nodeName of this very version of Node.js: what one keeps is of no use to another
 */
export function findCodeFolder(
  env: Environment,
  homeDirectory: string,
  userId: number | undefined,
  nodeName: string,
): string | undefined {
  const caches = findVariable(env, 'XDG_CACHE_HOME');
  const names = ['docker-ecr-cache', nodeName];
  if (caches !== undefined && path.isAbsolute(caches)) return openPrivateFolder(caches, names, userId);
  return path.isAbsolute(homeDirectory)
    ? openPrivateFolder(homeDirectory, ['.cache', ...names], userId)
    : undefined;
}

/**
 * A folder to keep code in, made if it is missing; undefined where another user could put code of theirs into it.
 *
 * @param parent a folder that is there: else nothing is made
 * @param names of the folders in it, each within the one before
 * @param userId undefined where the system has none: then no folder is trusted
 */
export function openPrivateFolder(
  parent: string,
  names: readonly string[],
  userId: number | undefined,
): string | undefined {
  if (userId === undefined) return undefined;
  try {
    const real = path.join(realpathSync(parent), ...names);
    if (!existsSync(real)) names.reduce((folder, name) => makeFolder(path.join(folder, name)), parent);
    const [own, ...ways] = listAncestors(real).map((folder) => lstatSync(folder));
    const isPrivate = own?.uid === userId && !isWritableByOthers(own);
    return isPrivate && ways.every((way) => isOutOfReach(way, userId)) ? real : undefined;
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return undefined;
  }
}

function makeFolder(folder: string): string {
  if (!existsSync(folder)) mkdirSync(folder, { mode: 0o700 });
  return folder;
}

/** A path and every folder that it lies in. */
function listAncestors(folder: string): readonly string[] {
  const parent = path.dirname(folder);
  return parent === folder ? [folder] : [folder, ...listAncestors(parent)];
}

/** Whether nobody but this user and root can replace what lies in a folder; in a sticky one only what is theirs. */
function isOutOfReach(stats: Stats, userId: number): boolean {
  const isSticky = (stats.mode & 0o1000) !== 0;
  return (stats.uid === userId || stats.uid === 0) && (isSticky || !isWritableByOthers(stats));
}

function isWritableByOthers({ mode }: Stats): boolean {
  return (mode & 0o022) !== 0;
}
