import type { Dirent, Stats } from 'node:fs';
import { lstatSync, statSync } from 'node:fs';
import { errorCode } from '../errors';
import type { FileReader } from './file-reader';
import type { Glob } from './glob';
import { UncountableError } from './regular-file';
import { refuseTwin, replacementCharacter } from './text-bytes';

/** Git's own folder (or, in a worktree, file): it differs between two checkouts of the same commit. */
export const gitFolder = '.git';

/**
 * The paths that any of some patterns matches, each once. Links to folders are followed, but not by `**`.
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
): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const glob of globs) await walk('', glob);
  return [...found];

  async function walk(folder: string, [segment, ...later]: Glob): Promise<void> {
    if (segment === undefined) return;
    if (segment.kind === 'literal') {
      const path = folder === '' && segment.text === '' ? '/' : join(folder, segment.text);
      const stats = await look(path, (system) =>
        findStats(system, later.length === 0 ? lstatSync : statSync),
      );
      if (later.length === 0 && stats) found.add(path);
      else if (stats?.isDirectory()) await walk(path, later);
      return;
    }
    if (segment.kind === 'globstar' && later.length > 0) await walk(folder, later);
    for (const entry of (await look(folder, listFolder)) ?? []) {
      if (entry.name === gitFolder) continue;
      const path = join(folder, entry.name);
      if (segment.kind === 'wildcard') {
        if (!segment.matches(entry.name)) continue;
        if (later.length === 0) found.add(path);
        else if (await look(path, (system) => leadsToFolder(entry, system))) await walk(path, later);
      } else if (!entry.name.startsWith('.')) {
        if (entry.isDirectory()) await walk(path, [segment, ...later]);
        else if (later.length === 0) found.add(path);
      }
    }
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

function leadsToFolder(entry: Dirent, systemPath: string): boolean {
  if (entry.name.includes(replacementCharacter)) {
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
