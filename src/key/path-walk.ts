import type { Dirent, Stats } from 'node:fs';
import { lstatSync, readdirSync, statSync } from 'node:fs';
import { errorCode } from '../errors';
import type { Glob } from './glob';

/** Git's own folder (or, in a worktree, file): it differs between two checkouts of the same commit. */
export const gitFolder = '.git';

/**
 * The paths that a pattern matches. Links to folders are followed, but not by `**`.
 *
 * @param toSystemPath from a path as the pattern has it to one that the system can open
 * @throws the system's error for a folder that can't be read
 */
export function findPaths(glob: Glob, toSystemPath: (path: string) => string): string[] {
  const found = new Set<string>();
  walk('', glob);
  return [...found];

  function walk(folder: string, [segment, ...later]: Glob): void {
    if (segment === undefined) return;
    if (segment.kind === 'literal') {
      const path = folder === '' && segment.text === '' ? '/' : join(folder, segment.text);
      if (later.length > 0 || findStats(toSystemPath(path), lstatSync)) visit(path, later);
      return;
    }
    if (segment.kind === 'globstar' && later.length > 0) walk(folder, later);
    for (const entry of readFolder(toSystemPath(folder))) {
      const path = join(folder, entry.name);
      if (entry.name === gitFolder) continue;
      if (segment.kind === 'wildcard') {
        if (segment.matches(entry.name)) visit(path, later);
      } else if (!entry.name.startsWith('.')) {
        if (entry.isDirectory()) walk(path, [segment, ...later]);
        else if (later.length === 0) found.add(path);
      }
    }
  }

  function visit(path: string, later: Glob): void {
    if (later.length === 0) found.add(path);
    else if (findStats(toSystemPath(path), statSync)?.isDirectory()) walk(path, later);
  }
}

/** The stats of a path; undefined where there is nothing. */
export function findStats(systemPath: string, stat: (path: string) => Stats): Stats | undefined {
  try {
    return stat(systemPath);
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}

function readFolder(systemPath: string): Dirent[] {
  try {
    return readdirSync(systemPath, { withFileTypes: true });
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw error;
  }
}

/** A folder's path (`` for the working directory) and a name in it. */
export function join(folder: string, name: string): string {
  if (folder === '') return name;
  return folder.endsWith('/') ? folder + name : `${folder}/${name}`;
}
