import { createHash } from 'node:crypto';
import { lstatSync, realpathSync, type Stats, statSync } from 'node:fs';
import path from 'node:path';
import { TextDecoder } from 'node:util';
import { describeError, errorCode, OptionError, quoteOdd, UserError } from '../errors';
import { relativePath } from '../settings/relative-path';
import type { BuildSettings } from '../settings/settings';
import { describeFileProblem, type FileReader, readRegularFile } from './file-reader';
import {
  findPaths,
  findStats,
  findTree,
  isBeneath,
  type PathProblem,
  readContents,
  type TreeReader,
  toProblem,
} from './file-tree';
import { type Glob, matchesGlob, parseGlob } from './glob';
import { type JsonPath, parseJsonPath, selectJson } from './json-path';
import type { FileInput, JsonInput } from './key-inputs';

/** One entry of `cache-on`, its text without the `!` of an exclusion. */
export type CacheOnEntry = { readonly text: string } & (
  | { readonly kind: 'paths'; readonly pattern: Pattern }
  | { readonly kind: 'exclusion'; readonly pattern: Pattern }
  | {
      readonly kind: 'value';
      /** The JSON files that have it. */
      readonly pattern: Pattern;
      readonly select: JsonPath;
      /** Whether the value may be absent from all of them. */
      readonly isOptional: boolean;
    }
);

/** A pattern; if a path with this very name exists, it means that path. */
interface Pattern {
  readonly text: string;
  readonly globs: readonly Glob[];
}

export interface CacheOnSurroundings {
  readonly workingDirectory: string;
  readonly fileReader: FileReader;
  /** Called with a line for the log. */
  readonly say: (line: string) => void;
  /** Called with a warning about what may make an image stale. */
  readonly warn: (line: string) => void;
}

export interface CacheOnInputs {
  readonly files: readonly FileInput[];
  readonly jsonValues: readonly JsonInput[];
}

/**
 * Parses one entry of `cache-on`.
 *
 * @throws OptionError for an invalid pattern or JSON path
 */
export function parseCacheOnEntry(text: string): CacheOnEntry {
  if (text.startsWith('!')) return { kind: 'exclusion', text: text.slice(1), pattern: parsePattern(text.slice(1)) };
  const [, file, select, optional] = /^(.+\.json)#([.[].*?)(\?)?$/s.exec(text) ?? [];
  if (file === undefined || select === undefined) return { kind: 'paths', text, pattern: parsePattern(text) };
  return {
    kind: 'value',
    text,
    pattern: parsePattern(file),
    select: parseJsonPath(select, text),
    isOptional: optional !== undefined,
  };
}

function parsePattern(text: string): Pattern {
  try {
    return { text, globs: parseGlob(text) };
  } catch (error) {
    throw new OptionError(
      `cache-on: ${JSON.stringify(text)} is not a pattern: ${describeError(error)}`,
      'A backslash before a character takes it as it is.',
      error,
    );
  }
}

/**
 * Reads what `cache-on` names.
 *
 * @throws UserError that lists every entry that matches nothing or can't be read, unless `cacheOnMissing` is `warn`
 */
export async function readCacheOn(
  entries: readonly CacheOnEntry[],
  cacheOnMissing: BuildSettings['cacheOnMissing'],
  { workingDirectory, fileReader, say, warn }: CacheOnSurroundings,
): Promise<CacheOnInputs> {
  const jsonValues = new Map<string, JsonInput>();
  const realDirectory = realpathSync(workingDirectory);
  const toSystemPath = (text: string) => path.resolve(workingDirectory, text);
  const exclusions = entries.flatMap((entry) =>
    entry.kind === 'exclusion' ? [readExclusion(entry.pattern, toSystemPath)] : [],
  );
  const isWanted = (text: string) => !isExcluded(toSystemPath(text), exclusions, workingDirectory);
  const reader: TreeReader = {
    fileReader,
    toSystemPath,
    isExcluded: (text) => !isWanted(text),
    isOutside: (systemPath) => !isBeneath(systemPath, realDirectory),
    onLinkOutside: (text, systemPath) =>
      say(`${quoteOdd(text)} is a link out of the working directory, to ${quoteOdd(systemPath)}`),
    files: new Map(),
    unread: new Set(),
    followed: new Map(),
    problems: [],
  };
  const problems: string[] = [];
  const passedBy: (readonly [text: string, folders: readonly string[]])[] = [];
  for (const entry of entries) {
    if (entry.kind === 'exclusion') continue;
    const found = await findEntryPaths(entry.pattern, toSystemPath, fileReader);
    const [paths, folders] = [found.paths.filter(isWanted), found.folders.filter(isWanted)];
    const unreadable = found.unreadable.filter((problem) => isWanted(problem.path));
    reader.problems.push(...unreadable);
    if (paths.length === 0 && unreadable.length === 0) {
      const isExcluded = folders.length === 0 && found.paths.length + found.folders.length > 0;
      problems.push(
        isExcluded
          ? `${quoteOdd(entry.text)}: all of it is excluded`
          : await describeMissing(entry, folders, toSystemPath, fileReader),
      );
    }
    if (entry.kind === 'value') {
      problems.push(...readValues(entry, paths, toSystemPath, jsonValues, say));
      continue;
    }
    if (paths.length > 0) passedBy.push([entry.text, folders]);
    for (const found of paths) {
      if (!(await findTree(reader, found)))
        problems.push(`${quoteOdd(entry.text)}: the folder ${quoteOdd(found)} is empty`);
    }
  }
  const files = await readContents(reader);
  problems.push(...reader.problems.map((problem) => `${quoteOdd(problem.path)} ${problem.reason}`));
  report([...new Set(problems)], cacheOnMissing, warn);
  warnOfFolders(passedBy, files, warn);
  return { files, jsonValues: [...jsonValues.values()] };
}

function report(problems: readonly string[], cacheOnMissing: 'fail' | 'warn', warn: (line: string) => void): void {
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

/** Warns of folders that a pattern matches along with files, unless another entry covers their contents. */
function warnOfFolders(
  passedBy: readonly (readonly [text: string, folders: readonly string[]])[],
  files: readonly FileInput[],
  warn: (line: string) => void,
): void {
  for (const [text, folders] of passedBy) {
    const lost = folders.filter((folder) => !files.some((file) => file.path.startsWith(`${folder}/`))).sort();
    if (lost.length === 0) continue;
    const names = lost.slice(0, 3).map(quoteOdd).join(', ');
    const more = lost.length > 3 ? ` and ${lost.length - 3} more` : '';
    warn(
      `cache-on: ${quoteOdd(text)} counts nothing in the folders that it matches: ${names}${more}. Write "${toContents(text, lost[0])}" to count what is in them, or exclude them with "!${text}/".`,
    );
  }
}

/** The entry that would cover the contents of matched folders. What `**` matches but does not enter is a link. */
function toContents(pattern: string, folder = ''): string {
  if (pattern.endsWith('**')) return folder;
  return pattern.replace(/\/?$/, '/**').replace(/(^|\/)\*\/\*\*$/, '$1**');
}

/** What an entry matches, as paths of the key. */
interface EntryPaths {
  readonly paths: readonly string[];
  /** Folders that a pattern matches, whose contents don't count. */
  readonly folders: readonly string[];
  /** What can't be read: something in it might match. */
  readonly unreadable: readonly PathProblem[];
}

/** The path with this very name, else those that match it as a pattern. */
async function findEntryPaths(
  { text, globs }: Pattern,
  toSystemPath: (path: string) => string,
  fileReader: FileReader,
): Promise<EntryPaths> {
  const toKeyPath = (found: string) => relativePath(found, toSystemPath('.'));
  const unreadable: PathProblem[] = [];
  if (text === '') return { paths: [], folders: [], unreadable };
  if (isNameOf(text, toSystemPath)) return { paths: [toKeyPath(text)], folders: [], unreadable };
  const { files, folders } = await findPaths(globs, toSystemPath, fileReader, (found, error) => {
    unreadable.push(toProblem(toKeyPath(found), error));
  });
  const paths = text.endsWith('/') ? [] : [...files];
  return { paths: paths.map(toKeyPath), folders: [...folders].map(toKeyPath), unreadable };
}

/** What is excluded, as patterns of absolute paths. */
interface Exclusion {
  readonly globs: readonly Glob[];
  /** Set by a slash at the end. */
  readonly onlyFolders: boolean;
}

function readExclusion({ text, globs }: Pattern, toSystemPath: (path: string) => string): Exclusion {
  const toAbsolute = (found: string): Glob =>
    toSystemPath(relativePath(found, toSystemPath('.')))
      .split('/')
      .map((name) => ({ kind: 'literal', text: name }));
  if (isNameOf(text, toSystemPath)) return { globs: [toAbsolute(text)], onlyFolders: false };
  const makeAbsolute = (glob: Glob): Glob => {
    const names = takeNames(glob);
    return [...toAbsolute(names.length === 1 && names[0] === '' ? '/' : names.join('/')), ...glob.slice(names.length)];
  };
  return { globs: globs.map(makeAbsolute), onlyFolders: text.endsWith('/') };
}

/** The names before a pattern's first wildcard. */
function takeNames([segment, ...later]: Glob): readonly string[] {
  return segment?.kind === 'literal' ? [segment.text, ...takeNames(later)] : [];
}

/** Whether a path or a folder above it is excluded. The working directory itself and what is above it never are. */
function isExcluded(systemPath: string, exclusions: readonly Exclusion[], directory: string): boolean {
  if (exclusions.length === 0) return false;
  const parts = systemPath.split('/');
  const own = directory.split('/');
  const shared = parts.findIndex((part, index) => part !== own[index]);
  if (shared < 0) return false;
  return parts.slice(shared).some((_, index) => {
    const above = parts.slice(0, shared + index + 1);
    return exclusions.some(
      ({ globs, onlyFolders }) =>
        globs.some((glob) => matchesGlob(glob, above)) &&
        (!onlyFolders || above.length < parts.length || isFolder(systemPath)),
    );
  });
}

/** Whether a path with this very name exists. */
function isNameOf(text: string, toSystemPath: (path: string) => string): boolean {
  if (text.endsWith('/')) return isFolder(toSystemPath(text));
  return text !== '' && tryStats(toSystemPath(text), lstatSync) !== undefined;
}

/** Whether this is a folder, or a link to one. */
function isFolder(systemPath: string): boolean {
  return tryStats(systemPath, statSync)?.isDirectory() === true;
}

/** Ignores what can't be read: the text is then tried as a pattern, which reports what is in the way. */
function tryStats(systemPath: string, stat: (path: string) => Stats): Stats | undefined {
  try {
    return findStats(systemPath, stat);
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return undefined;
  }
}

/**
 * Reads one value from each file.
 *
 * @param values collects the values
 * @returns what is wrong
 */
function readValues(
  { text, select, isOptional }: Extract<CacheOnEntry, { kind: 'value' }>,
  paths: readonly string[],
  toSystemPath: (path: string) => string,
  values: Map<string, JsonInput>,
  say: (line: string) => void,
): readonly string[] {
  const problems: string[] = [];
  const absent: string[] = [];
  for (const file of paths) {
    try {
      const sha256 = digestValue(toSystemPath(file), select);
      if (sha256 === null) absent.push(file);
      values.set(JSON.stringify([file, select]), { path: file, select, sha256 });
    } catch (error) {
      const problem = error instanceof SyntaxError ? `can't be read: ${error.message}` : describeFileProblem(error);
      problems.push(`${quoteOdd(text)}: ${quoteOdd(file)} ${problem}`);
    }
  }
  if (absent.length === paths.length && paths.length > 0 && !isOptional)
    problems.push(`${quoteOdd(text)}: there is no such value; write ${quoteOdd(`${text}?`)} where it may be absent`);
  else for (const file of absent) say(`${quoteOdd(text)}: ${quoteOdd(file)} has no such value`);
  return problems;
}

/**
 * The SHA-256 of a value; null if the file has no such value.
 *
 * @throws SyntaxError for invalid JSON; the decoder's or the system's error for an unreadable file
 */
function digestValue(systemPath: string, select: JsonPath): string | null {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const value = selectJson(decoder.decode(readRegularFile(systemPath)), select);
  return value === undefined ? null : createHash('sha256').update(value).digest('hex');
}

async function describeMissing(
  { kind, text }: CacheOnEntry,
  folders: readonly string[],
  toSystemPath: (path: string) => string,
  fileReader: FileReader,
): Promise<string> {
  if (kind === 'paths' && folders.length > 0)
    return `${quoteOdd(text)}: matches folders only, and a pattern counts nothing in them; write "${toContents(text, folders[0])}"`;
  const parts = text.split(/\s+/).filter((part) => part !== '');
  const matches = async (part: string) => {
    const { kind: partKind, pattern } = parseCacheOnEntry(part);
    return partKind !== 'exclusion' && (await findEntryPaths(pattern, toSystemPath, fileReader)).paths.length > 0;
  };
  if (parts.length > 1 && (await Promise.all(parts.map(matches))).every((isThere) => isThere)) {
    return `${quoteOdd(text)}: matches nothing as one path; write it as a list: ${parts.map((part) => `"${part}"`).join(', ')}`;
  }
  return `${JSON.stringify(text)} matches nothing`;
}
