import { type Dirent, lstatSync, realpathSync, type Stats, statSync } from 'node:fs';
import path from 'node:path';
import { errorCode, quoteOdd, UserError } from '../errors';
import { describeFileProblem, type FileReader, readLinkText, UncountableError } from './file-reader';
import type { Glob } from './glob';
import type { FileContent, FileInput } from './key-inputs';

/** Git's folder (a file in a worktree), which differs between checkouts of the same commit. */
export const gitFolder = '.git';

/** Why a path can't be read. */
export interface PathProblem {
  readonly path: string;
  readonly reason: string;
}

/** A file whose content is filled in later: a second object per file would cost as much as its digest. */
type FoundFile = FileInput & { content?: FileContent };

export interface TreeReader {
  readonly toSystemPath: (path: string) => string;
  readonly isExcluded: (path: string) => boolean;
  readonly isOutside: (systemPath: string) => boolean;
  /** Called for each link that leads out of the working directory. */
  readonly onLinkOutside: (path: string, systemPath: string) => void;
  /** Files found so far, by path: overlapping entries count a file once. */
  readonly files: Map<string, FoundFile>;
  /** Those whose content is still to be read. */
  readonly unread: Set<string>;
  readonly fileReader: FileReader;
  /** How often each link to a folder was followed, by its real location. */
  readonly followed: Map<string, number>;
  readonly problems: PathProblem[];
}

/**
 * How many paths may lead to one link. Links to folders that hold such links multiply: two per folder make a million
 * paths twenty folders deep. pnpm's links multiply only between the packages of a workspace.
 */
const mostPathsOfLink = 10_000;

/**
 * Finds a file, a link and its target, or a folder with everything beneath it except `.git`. Adds what can't be read to
 * `problems`.
 *
 * @returns whether anything was there
 * @throws UserError if links multiply beyond reason
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
 * Returns no promise for a file: with many files, that would be much of the work.
 *
 * @param above the real paths of the folders on the way here, to detect loops
 */
function readPath(
  reader: TreeReader,
  path: string,
  kind: PathKind,
  above: readonly string[],
): boolean | Promise<boolean> {
  if (reader.isExcluded(path)) return true;
  if (kind.isSymbolicLink() || kind.isDirectory()) return readBranch(reader, path, kind, above);
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

/** The path to open: beneath a real path, so that the system need not resolve every link on the way again. */
function findPlace({ toSystemPath }: TreeReader, path: string, above: readonly string[]): string {
  const folder = above[above.length - 1];
  return folder === undefined ? toSystemPath(path) : join(folder, path.slice(path.lastIndexOf('/') + 1));
}

async function readFolder(reader: TreeReader, path: string, place: string, above: readonly string[]): Promise<boolean> {
  const realPath = realpathSync(place);
  if (above.includes(realPath)) throw new UncountableError('is a link to a folder that contains it');
  const here = [...above, realPath];
  const folder = path === '.' ? '' : path;
  let hasContent = false;
  // The listing tells links, folders and files apart; a stat for each would be most of the work.
  for (const entry of await reader.fileReader.listFolder(realPath)) {
    if (entry.name === gitFolder) continue;
    const isThere = readPath(reader, join(folder, entry.name), entry, here);
    if (isThere === true || (await isThere)) hasContent = true;
  }
  return hasContent;
}

async function readLink(reader: TreeReader, path: string, place: string, above: readonly string[]): Promise<boolean> {
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

/** @throws UserError if too many paths lead through a link */
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
 * Digests every file that was found.
 *
 * @returns the files, sorted by path
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

/** Whether a real path is a folder or something in it. */
export function isBeneath(realPath: string, folder: string): boolean {
  const relative = path.relative(folder, realPath);
  return relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}

/** @throws as `describeFileProblem` */
export function toProblem(path: string, error: unknown): PathProblem {
  return { path, reason: describeFileProblem(error) };
}

/** What both `lstat` and `readdir` tell. */
type PathKind = Pick<Dirent, 'isSymbolicLink' | 'isDirectory'>;

/** What patterns match. */
export interface FoundPaths {
  /** Files, links to files, and broken links. */
  readonly files: ReadonlySet<string>;
  /** Folders and links to folders. Their contents are not matched. */
  readonly folders: ReadonlySet<string>;
}

/**
 * The paths that match any of some patterns. Links to folders are followed, except by `**`.
 *
 * @param toSystemPath converts a path of the pattern to one that can be opened
 * @param onUnreadable called with each path on the way that can't be read, under which something might match; rethrows
 *   errors that are not about the path
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

  /** Continues in a folder that matches so far, or records a match of the whole pattern. */
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
  return entry.isDirectory() || (entry.isSymbolicLink() && findStats(systemPath, statSync)?.isDirectory() === true);
}

/** Error codes of paths that don't or can't exist. */
const absences = ['ENOENT', 'ENOTDIR', 'ENAMETOOLONG'];

/** The stats of a path; undefined if nothing is there. */
export function findStats(systemPath: string, stat: (path: string) => Stats): Stats | undefined {
  try {
    return stat(systemPath);
  } catch (error) {
    const code = errorCode(error);
    if (code !== undefined && absences.includes(code)) return undefined;
    throw error;
  }
}

/** Joins a folder (empty for the working directory) and a name. */
export function join(folder: string, name: string): string {
  if (folder === '') return name;
  return folder.endsWith('/') ? folder + name : `${folder}/${name}`;
}
