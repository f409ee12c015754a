import { type Dirent, lstatSync, realpathSync, type Stats, statSync } from 'node:fs';
import path from 'node:path';
import { errorCode, quoteOdd, UserError } from '../errors';
import { describeFileProblem, type FileReader, readLinkText, UncountableError } from './file-reader';
import type { Glob } from './glob';
import type { FileContent, FileInput } from './key-inputs';

/** Git's own folder (or, in a worktree, file): it differs between two checkouts of the same commit. */
export const gitFolder = '.git';

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
  if (reader.files.has(path)) return true;
  reader.files.set(path, { path });
  reader.unread.add(path);
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
    return await (kind.isSymbolicLink() ? readLink : readFolder)(reader, path, place, above);
  } catch (error) {
    reader.problems.push(toProblem(path, error));
    return true;
  }
}

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
  if (above.includes(realPath)) throw new UncountableError('is a link to a folder that contains it');
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

/** @throws as `describeFileProblem` */
export function toProblem(path: string, error: unknown): PathProblem {
  return { path, reason: describeFileProblem(error) };
}

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
 *   matches may be beneath it; it throws what says nothing of the path
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
    for (const entry of (await look(folder, (system) => fileReader.listFolder(system))) ?? []) {
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
    const isFolder = await look(path, (system) => leadsToFolder(entry, system));
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
      onUnreadable(path, error);
      return undefined;
    }
  }
}

function leadsToFolder(entry: PathKind, systemPath: string): boolean {
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
