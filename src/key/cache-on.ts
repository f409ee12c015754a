import { createHash } from 'node:crypto';
import { lstatSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { describeError, errorCode, OptionError, quoteOdd, UserError } from '../errors';
import { relativePath } from '../settings/relative-path';
import type { BuildSettings } from '../settings/settings';
import type { FileReader } from './file-reader';
import { findTree, isBeneath, type PathProblem, readContents, type TreeReader, toProblem } from './file-tree';
import { type Glob, type GlobSegment, matchesGlob, parseGlob } from './glob';
import { type JsonPath, parseJsonPath, selectJson } from './json-path';
import type { FileInput, JsonInput } from './key-inputs';
import type { KeySurroundings } from './key-surroundings';
import { findPaths, findStats } from './path-walk';
import { UncountableError } from './regular-file';
import { readTextFile, refuseTwin } from './text-bytes';

/** One entry of `cache-on`. Where a path has the very name of a pattern, that path is meant. */
export type CacheOnEntry =
  | { readonly kind: 'paths'; readonly text: string; readonly globs: readonly Glob[] }
  | {
      readonly kind: 'json';
      readonly text: string;
      readonly file: string;
      readonly globs: readonly Glob[];
      readonly select: JsonPath;
    }
  | { readonly kind: 'exclusion'; readonly text: string; readonly globs: readonly Glob[] };

export interface CacheOnInputs {
  readonly files: readonly FileInput[];
  readonly jsonValues: readonly JsonInput[];
}

/**
 * What one entry of `cache-on` asks for.
 *
 * @throws OptionError for a pattern or JSON path that can't be read
 */
export function parseCacheOnEntry(text: string): CacheOnEntry {
  if (text.startsWith('!'))
    return { kind: 'exclusion', text: text.slice(1), globs: parsePattern(text.slice(1)) };
  const [, file, select] = /^(.+\.json)#([.[].*)$/s.exec(text) ?? [];
  return file === undefined || select === undefined
    ? { kind: 'paths', text, globs: parsePattern(text) }
    : { kind: 'json', text, file, globs: parsePattern(file), select: parseJsonPath(select) };
}

/**
 * Reads what `cache-on` names.
 *
 * @throws UserError that lists every entry that matches nothing or can't be read, unless that is to be a warning;
 *   OptionError for a bad pattern
 */
export async function readCacheOn(
  entries: readonly CacheOnEntry[],
  cacheOnMissing: BuildSettings['cacheOnMissing'],
  {
    workingDirectory,
    fileReader,
    say,
    warn,
  }: Pick<KeySurroundings, 'workingDirectory' | 'fileReader' | 'say' | 'warn'>,
): Promise<CacheOnInputs> {
  const jsonValues = new Map<string, JsonInput>();
  const realDirectory = realpathSync(workingDirectory);
  const toSystemPath = (text: string) => path.resolve(workingDirectory, text);
  const exclusions = entries.flatMap((entry) =>
    entry.kind === 'exclusion' ? [readExclusion(entry, toSystemPath)] : [],
  );
  const reader: TreeReader = {
    fileReader,
    toSystemPath,
    isExcluded: (text) => isExcluded(text, exclusions, toSystemPath),
    isOutside: (systemPath) => !isBeneath(systemPath, realDirectory),
    onLinkOutside: (text, systemPath) =>
      say(`${quoteOdd(text)} is a link out of the working directory, to ${quoteOdd(systemPath)}`),
    files: new Map(),
    unread: new Set(),
    followed: new Map(),
    problems: [],
  };
  const problems: string[] = [];
  for (const entry of entries) {
    if (entry.kind === 'exclusion') continue;
    const { paths, unreadable } = await findEntryPaths(entry, toSystemPath, fileReader);
    const uncounted = unreadable.filter(({ path: found }) => !reader.isExcluded(found));
    reader.problems.push(...uncounted);
    if (paths.length > 0 && paths.every(reader.isExcluded)) {
      problems.push(`${quoteOdd(entry.text)}: all of it is excluded`);
    } else if (paths.length === 0 && uncounted.length === 0) {
      problems.push(await describeMissing(entry.text, toSystemPath, fileReader));
    }
    for (const found of paths) {
      if (entry.kind === 'paths') {
        if (!(await findTree(reader, found)))
          problems.push(`${quoteOdd(entry.text)}: the folder ${quoteOdd(found)} is empty`);
      } else if (!reader.isExcluded(found)) {
        try {
          const value = readJsonValue(found, entry.select, toSystemPath(found));
          if (value.sha256 === null) say(`${quoteOdd(entry.text)}: ${quoteOdd(found)} has no such value`);
          jsonValues.set(JSON.stringify([value.path, value.select]), value);
        } catch (error) {
          problems.push(describeUnreadable(entry.text, found, error));
        }
      }
    }
  }
  const files = await readContents(reader);
  problems.push(...reader.problems.map(({ path, reason }: PathProblem) => `${quoteOdd(path)} ${reason}`));
  report([...new Set(problems)], cacheOnMissing, warn);
  return { files, jsonValues: [...jsonValues.values()] };
}

function report(
  problems: readonly string[],
  cacheOnMissing: 'fail' | 'warn',
  warn: (line: string) => void,
): void {
  if (problems.length === 0) return;
  const text = `cache-on has entries that match nothing or can't be read:\n${problems.map((problem) => `  ${problem}`).join('\n')}`;
  if (cacheOnMissing === 'fail') {
    throw new UserError(
      text,
      'An image would be reused though it may be stale. Correct the entries, exclude such paths with an entry that starts with `!`, or set cache-on-missing: warn.',
    );
  }
  warn(text);
}

function parsePattern(text: string): readonly Glob[] {
  try {
    return parseGlob(text);
  } catch (error) {
    throw new OptionError(
      `cache-on: ${JSON.stringify(text)} is not a pattern: ${describeError(error)}`,
      'A backslash before a character takes it as it is.',
      error,
    );
  }
}

/** The paths that an entry stands for, as they are written to the key, and those it can't be told of. */
interface EntryPaths {
  readonly paths: readonly string[];
  readonly unreadable: readonly PathProblem[];
}

/** The path that has this very name, or else those that match it as a pattern. */
async function findEntryPaths(
  entry: Exclude<CacheOnEntry, { kind: 'exclusion' }>,
  toSystemPath: (path: string) => string,
  fileReader: FileReader,
): Promise<EntryPaths> {
  const text = entry.kind === 'json' ? entry.file : entry.text;
  if (text === '') return { paths: [], unreadable: [] };
  const toKeyPath = (found: string) => relativePath(found, toSystemPath('.'));
  const unreadable: PathProblem[] = [];
  const onUnreadable = (found: string, error: unknown) => {
    unreadable.push(toProblem(toKeyPath(found), error));
  };
  if (isNameOf(text, toSystemPath)) return { paths: [toKeyPath(text)], unreadable };
  const paths = (await findPaths(entry.globs, toSystemPath, fileReader, onUnreadable))
    .filter((found) => !text.endsWith('/') || isFolder(toSystemPath(found), true))
    .map(toKeyPath);
  return { paths, unreadable };
}

/** What is left out: paths as they are written to the key. */
interface Exclusion {
  readonly globs: readonly Glob[];
  /** A slash at the end of a pattern means folders, as in an entry that includes. */
  readonly onlyFolders: boolean;
}

function readExclusion(
  { text, globs }: Extract<CacheOnEntry, { kind: 'exclusion' }>,
  toSystemPath: (path: string) => string,
): Exclusion {
  const directory = toSystemPath('.');
  if (isNameOf(text, toSystemPath)) {
    return { globs: [relativePath(text, directory).split('/').map(toLiteral)], onlyFolders: false };
  }
  return { globs: globs.map((glob) => toRelativeGlob(glob, directory)), onlyFolders: text.endsWith('/') };
}

function toLiteral(text: string): GlobSegment {
  return { kind: 'literal', text };
}

/** A pattern in the spelling of the paths in the key: without `..` behind a name, and relative within the working directory. */
function toRelativeGlob(glob: Glob, directory: string): Glob {
  const segments: GlobSegment[] = [];
  for (const segment of glob) {
    const previous = segments[segments.length - 1];
    const leadsBack = segment.kind === 'literal' && segment.text === '..';
    if (leadsBack && previous?.kind === 'literal' && !['', '..'].includes(previous.text)) segments.pop();
    else segments.push(segment);
  }
  const names: string[] = [];
  for (const segment of segments) {
    if (segment.kind !== 'literal') break;
    names.push(segment.text);
  }
  // An absolute path begins with an empty name.
  if (names[0] !== '') return segments;
  const relative = relativePath(names.join('/') || '/', directory);
  const start = relative === '.' ? [] : relative === '/' ? [''] : relative.split('/');
  return [...start.map(toLiteral), ...segments.slice(names.length)];
}

function isExcluded(
  text: string,
  exclusions: readonly Exclusion[],
  toSystemPath: (path: string) => string,
): boolean {
  if (exclusions.length === 0) return false;
  const parts = text.split('/');
  // A pattern never means the working directory itself, nor the one above it.
  return parts.some(
    (part, index) =>
      part !== '.' &&
      part !== '..' &&
      exclusions.some(
        ({ globs, onlyFolders }) =>
          globs.some((glob) => matchesGlob(glob, parts.slice(0, index + 1))) &&
          (!onlyFolders || index < parts.length - 1 || isFolder(toSystemPath(text), false)),
      ),
  );
}

/** Whether a path has this very name, and not only as a pattern. */
function isNameOf(text: string, toSystemPath: (path: string) => string): boolean {
  if (text === '') return false;
  if (text.endsWith('/')) return isFolder(toSystemPath(text), false);
  try {
    return findStats(toSystemPath(text), lstatSync) !== undefined;
  } catch (error) {
    // As a pattern it is asked for again, part by part, and what stands in the way is named.
    if (errorCode(error) === undefined) throw error;
    return false;
  }
}

/**
 * Whether this is a folder, or a link to one.
 *
 * @param unknown the answer where the system has none
 */
function isFolder(systemPath: string, unknown: boolean): boolean {
  try {
    return statSync(systemPath).isDirectory();
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return unknown;
  }
}

/** @throws SyntaxError for what is not JSON; as `readTextFile` for what can't be read */
function readJsonValue(file: string, select: JsonPath, systemPath: string): JsonInput {
  refuseTwin(systemPath);
  const value = selectJson(readTextFile(systemPath), select);
  const sha256 = value === undefined ? null : createHash('sha256').update(value).digest('hex');
  return { path: file, select, sha256 };
}

/**
 * Why a file has no JSON value that counts.
 *
 * @throws the error itself where it says nothing of the file
 */
function describeUnreadable(text: string, file: string, error: unknown): string {
  const isOfFile =
    error instanceof UncountableError || error instanceof SyntaxError || errorCode(error) !== undefined;
  if (!isOfFile) throw error;
  const which = text.startsWith(`${file}#`) ? quoteOdd(text) : `${quoteOdd(text)}: ${quoteOdd(file)}`;
  return `${which} can't be read: ${describeError(error)}`;
}

async function describeMissing(
  text: string,
  toSystemPath: (path: string) => string,
  fileReader: FileReader,
): Promise<string> {
  const parts = text.split(/\s+/).filter((part) => part !== '');
  const matches = async (part: string) => {
    const entry = parseCacheOnEntry(part);
    return (
      entry.kind !== 'exclusion' && (await findEntryPaths(entry, toSystemPath, fileReader)).paths.length > 0
    );
  };
  if (parts.length > 1 && (await Promise.all(parts.map(matches))).every((isThere) => isThere)) {
    return `${quoteOdd(text)}: matches nothing as one path; write it as a list: ${parts.map((part) => `"${part}"`).join(', ')}`;
  }
  return `${JSON.stringify(text)} matches nothing`;
}
