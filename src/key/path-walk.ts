import type { Dirent, Stats } from 'node:fs';
import { lstatSync, statSync } from 'node:fs';
import { errorCode } from '../errors';
import type { FileReader } from './file-reader';
import type { Glob } from './glob';
import { UncountableError } from './regular-file';
import { refuseTwin, replacementCharacter } from './text-bytes';

/** Git's own folder (or, in a worktree, file): it differs between two checkouts of the same commit. */
export const gitFolder = '.git';

/** What `lstat` and `readdir` tell alike. */
type PathKind = Pick<Dirent, 'isSymbolicLink' | 'isDirectory'>;

/** What patterns match, each path once. */
export interface FoundPaths {
  /** Files, links to files, and links that lead nowhere. */
  readonly files: ReadonlySet<string>;
  /** Folders that the last part of a pattern matches, and links to folders: what is in them is not matched by that. */
  readonly folders: ReadonlySet<string>;
}

/**
 * The paths that any of some patterns matches. Links to folders are followed, but not by `**`.
 *
 * @param toSystemPath from a path as the pattern has it to one that the system can open
 * @param onUnreadable told of each path on the way that can't be looked at, with the reason: something that
 *   matches may be beneath it
 */
export async function findPaths(
  globs: readonly Glob[],
  toSystemPath: (path: string) => string,
  fileReader: FileReader,
  onUnreadable: (path: string, error: unknown) => void,
): Promise<FoundPaths> {
  const [files, folders] = [new Set<string>(), new Set<string>()];
  for (const glob of globs) await walk('', glob);
  return { files, folders };

  async function walk(folder: string, [segment, ...later]: Glob): Promise<void> {
    if (segment === undefined) return;
    const isLast = later.length === 0;
    if (segment.kind === 'literal') {
      const path = folder === '' && segment.text === '' ? '/' : join(folder, segment.text);
      const stats = await look(path, (system) => findStats(system, lstatSync));
      if (stats) await meet(path, stats, later);
      return;
    }
    if (segment.kind === 'globstar' && !isLast) await walk(folder, later);
    for (const entry of (await look(folder, listFolder)) ?? []) {
      if (entry.name === gitFolder) continue;
      const path = join(folder, entry.name);
      if (segment.kind === 'wildcard') {
        if (segment.matches(entry.name)) await meet(path, entry, later);
      } else if (!entry.name.startsWith('.')) {
        if (entry.isDirectory()) await walk(path, [segment, ...later]);
        else if (isLast) await meet(path, entry, later);
      }
    }
  }

  /** Goes on in a folder that matches so far, or has found what the whole pattern matches. */
  async function meet(path: string, entry: PathKind, later: Glob): Promise<void> {
    const isFolder = await look(path, (system) => leadsToFolder(path, entry, system));
    if (later.length === 0) {
      if (isFolder !== undefined) (isFolder ? folders : files).add(path);
    } else if (isFolder) await walk(path, later);
  }

  async function look<Result>(
    path: string,
    ask: (systemPath: string) => Result | Promise<Result>,
  ): Promise<Result | undefined> {
    try {
      return await ask(toSystemPath(path));
    } catch (error) {
      if (errorCode(error) === undefined && !(error instanceof UncountableError)) throw error;
      onUnreadable(path, error);
      return undefined;
    }
  }

  function listFolder(systemPath: string): Promise<readonly Dirent[]> {
    refuseTwin(systemPath);
    return fileReader.listFolder(systemPath);
  }
}

function leadsToFolder(path: string, entry: PathKind, systemPath: string): boolean {
  if (path.includes(replacementCharacter)) {
    // The system knows no path of a name that is not UTF-8.
    lstatSync(systemPath);
    refuseTwin(systemPath);
  }
  return (
    entry.isDirectory() || (entry.isSymbolicLink() && findStats(systemPath, statSync)?.isDirectory() === true)
  );
}

/** What the system says of a path that names nothing, or can't name anything. */
const absences = ['ENOENT', 'ENOTDIR', 'ENAMETOOLONG'];

/** The stats of a path; undefined where there is nothing. */
export function findStats(systemPath: string, stat: (path: string) => Stats): Stats | undefined {
  try {
    return stat(systemPath);
  } catch (error) {
    const code = errorCode(error);
    if (code !== undefined && absences.includes(code)) return undefined;
    throw error;
  }
}

/** A folder's path (`` for the working directory) and a name in it. */
export function join(folder: string, name: string): string {
  if (folder === '') return name;
  return folder.endsWith('/') ? folder + name : `${folder}/${name}`;
}
