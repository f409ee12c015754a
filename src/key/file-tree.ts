import { type Dirent, lstatSync, readdirSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { describeError, errorCode } from '../errors';
import type { DigestBatch } from './digest-batch';
import type { FileContent, FileInput } from './key-inputs';
import { gitFolder, join } from './path-walk';
import { UncountableError } from './regular-file';
import { readLinkText, refuseTwin, replacementCharacter } from './text-bytes';

/** Why a path does not count, for a sentence that starts with the path. */
export interface PathProblem {
  readonly path: string;
  readonly reason: string;
}

/** A file whose content comes later: with many files another object for each would cost as much as its digest. */
type FoundFile = FileInput & { content?: FileContent };

export interface TreeReader {
  readonly toSystemPath: (path: string) => string;
  readonly isExcluded: (path: string) => boolean;
  readonly isOutside: (systemPath: string) => boolean;
  /** Told of each link that leads out of the working directory. */
  readonly onLinkOutside: (path: string, systemPath: string) => void;
  /** What was found so far, by path: entries that contain one another count a file once, in whatever order. */
  readonly files: Map<string, FoundFile>;
  /** Those of them whose content is still to be read, in the order of the batch. */
  readonly unread: Set<string>;
  readonly batch: DigestBatch;
  readonly problems: PathProblem[];
}

/**
 * Finds a file, a link with what it leads to, or a folder with everything beneath it but `.git`.
 * What can't be read goes to `problems`.
 *
 * @returns whether anything was there
 */
export function findTree(reader: TreeReader, root: string): boolean {
  let kind: PathKind;
  try {
    kind = lstatSync(reader.toSystemPath(root));
  } catch (error) {
    reader.problems.push(toProblem(root, error));
    return true;
  }
  return readPath(reader, root, kind, []);
}

/**
 * @param kind tells files, folders and links apart
 * @param above the real paths of the folders on the way here, to know a loop by
 */
function readPath(reader: TreeReader, path: string, kind: PathKind, above: readonly string[]): boolean {
  if (reader.isExcluded(path)) return true;
  try {
    if (path.includes(replacementCharacter)) refuseTwin(reader.toSystemPath(path));
    if (kind.isSymbolicLink()) return readLink(reader, path, above);
    if (kind.isDirectory()) return readFolder(reader, path, above);
    if (reader.files.has(path)) return true;
    reader.files.set(path, { path });
    addToBatch(reader, path);
  } catch (error) {
    reader.problems.push(toProblem(path, error));
  }
  return true;
}

/** What `lstat` and `readdir` tell alike. */
type PathKind = Pick<Dirent, 'isSymbolicLink' | 'isDirectory'>;

function readFolder(reader: TreeReader, path: string, above: readonly string[]): boolean {
  const systemPath = reader.toSystemPath(path);
  const realPath = realpathSync(systemPath);
  if (above.includes(realPath)) throw new UncountableError('is a link into a folder that it lies in, a loop');
  const here = [...above, realPath];
  const folder = path === '.' ? '' : path;
  let hasContent = false;
  // Which of them are links or folders comes with the names: a call for each would be the larger part of the work.
  for (const entry of readdirSync(systemPath, { withFileTypes: true })) {
    if (entry.name === gitFolder) continue;
    if (readPath(reader, join(folder, entry.name), entry, here)) hasContent = true;
  }
  return hasContent;
}

function readLink(reader: TreeReader, path: string, above: readonly string[]): boolean {
  const systemPath = reader.toSystemPath(path);
  const link = readLinkText(systemPath);
  const stats = statSync(systemPath);
  const realPath = realpathSync(systemPath);
  if (reader.isOutside(realPath) && !reader.files.has(path)) reader.onLinkOutside(path, realPath);
  reader.files.set(path, { path, link });
  if (stats.isDirectory()) readFolder(reader, path, above);
  else addToBatch(reader, path);
  return true;
}

function addToBatch({ unread, batch, toSystemPath }: TreeReader, path: string): void {
  if (unread.has(path)) return;
  unread.add(path);
  batch.add(toSystemPath(path));
}

/**
 * Reads the content of everything that was found.
 *
 * @returns the files by the code units of their paths
 */
export async function readContents({
  files,
  unread,
  batch,
  problems,
}: TreeReader): Promise<readonly FileInput[]> {
  // Where there are many files, others of them are digested meanwhile.
  const order = [...files.values()].sort(({ path: one }, { path: other }) => (one < other ? -1 : 1));
  const results = await batch.finish();
  let place = 0;
  for (const file of unread) {
    const result = results[place++];
    const found = files.get(file);
    if (found === undefined || result === undefined) continue;
    if ('content' in result) {
      found.content = result.content;
    } else {
      files.delete(file);
      problems.push(toProblem(file, result.error));
    }
  }
  return files.size === order.length ? order : order.filter((file) => files.has(file.path));
}

/** Whether one real path is a folder's or of something in it. */
export function isBeneath(realPath: string, folder: string): boolean {
  const relative = path.relative(folder, realPath);
  return relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}

/**
 * What the system said of a path, for a person.
 *
 * @throws the error itself where it is not the system's: a file that changed while it was read, or a defect
 */
export function toProblem(path: string, error: unknown): PathProblem {
  if (error instanceof UncountableError) return { path, reason: error.message };
  if (errorCode(error) === undefined) throw error;
  return { path, reason: describeSystemError(error) };
}

function describeSystemError(error: unknown): string {
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
