import { type Dirent, lstatSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { describeError, errorCode, quoteOdd, UserError } from '../errors';
import type { FileReader } from './file-reader';
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
  /** Those of them whose content is still to be read. */
  readonly unread: Set<string>;
  readonly fileReader: FileReader;
  /** How often each link to a folder was followed, by where it lies for the system. */
  readonly followed: Map<string, number>;
  readonly problems: PathProblem[];
}

/**
 * By how many paths one link may be reached. Links that lead to folders with links multiply: from one folder to the
 * next two of them are a million paths at the twentieth. Those of pnpm lead to folders without links, but for packages
 * of a workspace: there a link has as many paths as there are ways from package to package.
 */
const mostPathsOfLink = 10_000;

/**
 * Finds a file, a link with what it leads to, or a folder with everything beneath it but `.git`.
 * What can't be read goes to `problems`.
 *
 * @returns whether anything was there
 * @throws UserError for links that lead to more paths than anyone can mean
 */
export async function findTree(reader: TreeReader, root: string): Promise<boolean> {
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
 * No promise for a file: for many of them that would be a large part of the work.
 *
 * @param kind tells files, folders and links apart
 * @param above the real paths of the folders on the way here, to know a loop by
 */
function readPath(
  reader: TreeReader,
  path: string,
  kind: PathKind,
  above: readonly string[],
): boolean | Promise<boolean> {
  if (reader.isExcluded(path)) return true;
  if (kind.isSymbolicLink() || kind.isDirectory()) return readBranch(reader, path, kind, above);
  try {
    if (path.includes(replacementCharacter)) refuseTwin(reader.toSystemPath(path));
    if (reader.files.has(path)) return true;
    reader.files.set(path, { path });
    reader.unread.add(path);
  } catch (error) {
    reader.problems.push(toProblem(path, error));
  }
  return true;
}

async function readBranch(
  reader: TreeReader,
  path: string,
  kind: PathKind,
  above: readonly string[],
): Promise<boolean> {
  try {
    const place = findPlace(reader, path, above);
    refuseTwin(place);
    return await (kind.isSymbolicLink() ? readLink : readFolder)(reader, path, place, above);
  } catch (error) {
    reader.problems.push(toProblem(path, error));
    return true;
  }
}

/** What `lstat` and `readdir` tell alike. */
type PathKind = Pick<Dirent, 'isSymbolicLink' | 'isDirectory'>;

/** Where a path lies for the system: beneath a real path, for each link on the way would be looked up again. */
function findPlace({ toSystemPath }: TreeReader, path: string, above: readonly string[]): string {
  const folder = above[above.length - 1];
  return folder === undefined ? toSystemPath(path) : join(folder, path.slice(path.lastIndexOf('/') + 1));
}

async function readFolder(
  reader: TreeReader,
  path: string,
  place: string,
  above: readonly string[],
): Promise<boolean> {
  const realPath = realpathSync(place);
  if (above.includes(realPath)) throw new UncountableError('is a link into a folder that it lies in, a loop');
  const here = [...above, realPath];
  const folder = path === '.' ? '' : path;
  let hasContent = false;
  // Which of them are links or folders comes with the names: a call for each would be the larger part of the work.
  for (const entry of await reader.fileReader.listFolder(realPath)) {
    if (entry.name === gitFolder) continue;
    const isThere = readPath(reader, join(folder, entry.name), entry, here);
    if (isThere === true || (await isThere)) hasContent = true;
  }
  return hasContent;
}

async function readLink(
  reader: TreeReader,
  path: string,
  place: string,
  above: readonly string[],
): Promise<boolean> {
  const link = readLinkText(place);
  const stats = statSync(place);
  const realPath = realpathSync(place);
  if (reader.isOutside(realPath) && !reader.files.has(path)) reader.onLinkOutside(path, realPath);
  reader.files.set(path, { path, link });
  if (!stats.isDirectory()) {
    reader.unread.add(path);
    return true;
  }
  countPath(reader, path, place);
  await readFolder(reader, path, realPath, above);
  return true;
}

/** @throws UserError where one more path leads through a link than may */
function countPath({ followed }: TreeReader, path: string, place: string): void {
  const count = (followed.get(place) ?? 0) + 1;
  followed.set(place, count);
  if (count <= mostPathsOfLink) return;
  throw new UserError(
    `cache-on: more than ${mostPathsOfLink} paths lead to the same link, ${quoteOdd(path)} among them`,
    'Links to folders that hold such links multiply. Exclude them with an entry that starts with `!`, as `!**/node_modules`.',
  );
}

/**
 * Reads the content of everything that was found.
 *
 * @returns the files by the code units of their paths
 */
export async function readContents({
  files,
  unread,
  fileReader,
  toSystemPath,
  problems,
}: TreeReader): Promise<readonly FileInput[]> {
  for (const path of unread) {
    const file = files.get(path);
    if (file === undefined) continue;
    try {
      file.content = await fileReader.digestFile(toSystemPath(path));
    } catch (error) {
      files.delete(path);
      problems.push(toProblem(path, error));
    }
  }
  return [...files.values()].sort(({ path: one }, { path: other }) => (one < other ? -1 : 1));
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
