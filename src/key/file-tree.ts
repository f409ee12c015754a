import { lstatSync, readdirSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { describeError, errorCode, UserError } from '../errors';
import type { FileDigester } from './file-digest';
import type { FileInput } from './key-inputs';
import { gitFolder, join } from './path-walk';

/** Why a path does not count, for a sentence that starts with the path. */
export interface PathProblem {
  readonly path: string;
  readonly reason: string;
}

export interface TreeReader {
  readonly digester: FileDigester;
  readonly toSystemPath: (path: string) => string;
  readonly isExcluded: (path: string) => boolean;
  readonly isOutside: (systemPath: string) => boolean;
  /** Told of each link that leads out of the working directory. */
  readonly onLinkOutside: (path: string, systemPath: string) => void;
  /** What was read so far, by path: entries that contain one another count a file once. */
  readonly files: Map<string, FileInput>;
  readonly problems: PathProblem[];
}

/**
 * Reads a file, a link with what it leads to, or a folder with everything beneath it but `.git`.
 * What can't be read goes to `problems`.
 *
 * @returns whether anything was there
 */
export async function readTree(reader: TreeReader, root: string): Promise<boolean> {
  return readPath(reader, root, []);
}

/** @param above the real paths of the folders on the way here, to know a loop by */
async function readPath(reader: TreeReader, path: string, above: readonly string[]): Promise<boolean> {
  if (reader.files.has(path) || reader.isExcluded(path)) return true;
  try {
    const systemPath = reader.toSystemPath(path);
    const stats = lstatSync(systemPath);
    if (stats.isSymbolicLink()) return await readLink(reader, path, above);
    if (stats.isDirectory()) return await readFolder(reader, path, above);
    if (!stats.isFile()) throw new UserError('is neither a file nor a folder');
    reader.files.set(path, { path, content: await reader.digester.digestFile(systemPath) });
  } catch (error) {
    if (error instanceof UserError && error.hint !== undefined) throw error;
    reader.problems.push({ path, reason: describeProblem(error) });
  }
  return true;
}

async function readFolder(reader: TreeReader, path: string, above: readonly string[]): Promise<boolean> {
  const systemPath = reader.toSystemPath(path);
  const realPath = realpathSync(systemPath);
  if (above.includes(realPath)) throw new UserError('is a link into a folder that it lies in, a loop');
  let hasContent = false;
  for (const name of readdirSync(systemPath)) {
    if (name === gitFolder) continue;
    if (await readPath(reader, join(path === '.' ? '' : path, name), [...above, realPath])) hasContent = true;
  }
  return hasContent;
}

async function readLink(reader: TreeReader, path: string, above: readonly string[]): Promise<boolean> {
  const systemPath = reader.toSystemPath(path);
  const link = readlinkSync(systemPath);
  const stats = statSync(systemPath);
  const realPath = realpathSync(systemPath);
  if (reader.isOutside(realPath)) reader.onLinkOutside(path, realPath);
  if (stats.isFile()) {
    reader.files.set(path, { path, link, content: await reader.digester.digestFile(systemPath) });
    return true;
  }
  if (!stats.isDirectory()) throw new UserError('leads to neither a file nor a folder');
  reader.files.set(path, { path, link });
  // Where a link leads to another place in a folder that is being read, what is there is read there.
  if (!above.some((folder) => isBeneath(realPath, folder))) await readFolder(reader, path, above);
  return true;
}

/** Whether one real path is a folder's or of something in it. */
export function isBeneath(realPath: string, folder: string): boolean {
  const relative = path.relative(folder, realPath);
  return relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}

function describeProblem(error: unknown): string {
  if (error instanceof UserError) return error.message;
  switch (errorCode(error)) {
    case 'ENOENT':
      return 'is a link that leads nowhere, or its name is not UTF-8';
    case 'ELOOP':
      return 'is a loop of links';
    case 'EACCES':
    case 'EPERM':
      return 'may not be read by this user';
    default:
      return `can't be read: ${describeError(error)}`;
  }
}
