import { existsSync, lstatSync, mkdirSync, realpathSync, type Stats } from 'node:fs';
import path from 'node:path';
import { errorCode } from '../errors';
import { type Environment, findVariable } from '../settings/environment';

/** A folder to keep code in, which need not be there yet. */
export interface CodeFolder {
  readonly path: string;
  /** @returns whether it is there now, and nobody else can put code of theirs into it */
  make(): boolean;
}

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
): CodeFolder | undefined {
  const caches = findVariable(env, 'XDG_CACHE_HOME');
  const names = ['docker-ecr-cache', nodeName];
  if (caches !== undefined && path.isAbsolute(caches)) return findPrivateFolder(caches, names, userId);
  return path.isAbsolute(homeDirectory)
    ? findPrivateFolder(homeDirectory, ['.cache', ...names], userId)
    : undefined;
}

/**
 * A folder that nobody but this user can write to, or what is there of it if it has yet to be made.
 *
 * @param parent a folder that is there
 * @param names of the folders in it, each within the one before
 * @param userId undefined where the system has none: then no folder is trusted
 */
export function findPrivateFolder(
  parent: string,
  names: readonly string[],
  userId: number | undefined,
): CodeFolder | undefined {
  if (userId === undefined) return undefined;
  return unlessItFails(() => {
    const top = realpathSync(parent);
    const ways = names.map((_, index) => path.join(top, ...names.slice(0, index + 1)));
    const folder = path.join(top, ...names);
    const nearest = [top, ...ways.filter((way) => existsSync(way))].pop() ?? top;
    // What is made in the folder of another user would be in that user's way.
    const isSafe = nearest === folder ? isPrivate(folder, userId) : isOutOfReach(nearest, userId);
    if (!isSafe) return undefined;
    const make = () => {
      for (const way of ways) if (!existsSync(way)) mkdirSync(way, { mode: 0o700 });
      return isPrivate(folder, userId);
    };
    return { path: folder, make: () => unlessItFails(make) ?? false };
  });
}

/** @returns undefined where the system says no: then nothing is kept */
function unlessItFails<Result>(action: () => Result): Result | undefined {
  try {
    return action();
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return undefined;
  }
}

/** Whether nobody but this user can write to a folder. */
function isPrivate(folder: string, userId: number): boolean {
  const own = lstatSync(folder);
  return own.uid === userId && !isWritableByOthers(own) && isOutOfReach(folder, userId);
}

/** Whether nobody but this user and root can replace what this user has in a folder, or the folder itself. */
function isOutOfReach(folder: string, userId: number): boolean {
  // A link leads to where others may be at home.
  return (
    realpathSync(folder) === folder && listAncestors(folder).every((way) => isHeld(lstatSync(way), userId))
  );
}

/** A path and every folder that it lies in. */
function listAncestors(folder: string): readonly string[] {
  const parent = path.dirname(folder);
  return parent === folder ? [folder] : [folder, ...listAncestors(parent)];
}

/** Whether nobody but this user and root can replace what lies in a folder; in a sticky one only what is theirs. */
function isHeld(stats: Stats, userId: number): boolean {
  const isSticky = (stats.mode & 0o1000) !== 0;
  return (stats.uid === userId || stats.uid === 0) && (isSticky || !isWritableByOthers(stats));
}

function isWritableByOthers({ mode }: Stats): boolean {
  return (mode & 0o022) !== 0;
}
