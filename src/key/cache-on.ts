import { createHash } from 'node:crypto';
import { lstatSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { OptionError, UserError } from '../errors';
import { relativePath } from '../settings/relative-path';
import { FileDigester } from './file-digest';
import { isBeneath, type PathProblem, readTree, type TreeReader } from './file-tree';
import { type Glob, matchesGlob, parseGlob } from './glob';
import { type JsonPath, parseJsonPath, selectJson } from './json-path';
import type { FileInput, JsonInput } from './key-inputs';
import type { Pacer } from './pacer';
import { findPaths, findStats } from './path-walk';

/** One entry of `cache-on`. */
export type CacheOnEntry =
  | { readonly kind: 'paths'; readonly text: string }
  | { readonly kind: 'json'; readonly text: string; readonly file: string; readonly select: JsonPath }
  | { readonly kind: 'exclusion'; readonly globs: readonly Glob[] };

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
  if (text.startsWith('!')) return { kind: 'exclusion', globs: parsePattern(text.slice(1)) };
  const [, file, select] = /^(.+\.json)#([.[].*)$/s.exec(text) ?? [];
  return file === undefined || select === undefined
    ? { kind: 'paths', text }
    : { kind: 'json', text, file, select: parseJsonPath(select) };
}

/**
 * Reads what `cache-on` names.
 *
 * @param say called with a line about what a person should know: a link that leads out, a JSON value that is absent
 * @throws UserError that lists every entry that matches nothing or can't be read; OptionError for a bad pattern
 */
export async function readCacheOn(
  entries: readonly string[],
  workingDirectory: string,
  pacer: Pacer,
  say: (line: string) => void,
): Promise<CacheOnInputs> {
  const parsed = entries.map(parseCacheOnEntry);
  const excluding = parsed.flatMap((entry) => (entry.kind === 'exclusion' ? entry.globs : []));
  const jsonValues = new Map<string, JsonInput>();
  const realDirectory = realpathSync(workingDirectory);
  const toSystemPath = (text: string) => path.resolve(workingDirectory, text);
  const reader: TreeReader = {
    digester: new FileDigester(pacer),
    toSystemPath,
    isExcluded: (text) => isExcluded(text, excluding),
    isOutside: (systemPath) => !isBeneath(systemPath, realDirectory),
    onLinkOutside: (text, systemPath) =>
      say(`${text} is a link out of the working directory, to ${systemPath}`),
    files: new Map(),
    problems: [],
  };
  const problems: string[] = [];
  for (const entry of parsed) {
    if (entry.kind === 'exclusion') continue;
    const paths = findEntryPaths(entry.kind === 'json' ? entry.file : entry.text, toSystemPath);
    if (paths.length === 0) problems.push(describeMissing(entry.text, toSystemPath));
    for (const found of paths) {
      if (entry.kind === 'json') {
        if (reader.isExcluded(found)) continue;
        const value = readJsonValue(found, entry.select, toSystemPath(found));
        if (value.sha256 === null) say(`${entry.text}: ${found} has no such value`);
        jsonValues.set(JSON.stringify([value.path, value.select]), value);
      } else if (!(await readTree(reader, found))) {
        problems.push(`${entry.text}: the folder ${found} is empty`);
      }
    }
  }
  problems.push(...reader.problems.map(({ path, reason }: PathProblem) => `${path} ${reason}`));
  if (problems.length > 0) {
    throw new UserError(
      `cache-on names what can't be counted:\n${problems.map((problem) => `  ${problem}`).join('\n')}`,
      'Correct the entries or exclude such paths with an entry that starts with `!`: an image would be reused though it may be stale.',
    );
  }
  return { files: [...reader.files.values()], jsonValues: [...jsonValues.values()] };
}

function parsePattern(text: string): readonly Glob[] {
  try {
    return parseGlob(text);
  } catch (error) {
    throw new OptionError(`cache-on: ${JSON.stringify(text)} is not a pattern`, undefined, error);
  }
}

/** The paths an entry stands for: the one that has this very name, or else those that match it as a pattern. */
function findEntryPaths(text: string, toSystemPath: (path: string) => string): readonly string[] {
  if (text === '') return [];
  if (findStats(toSystemPath(text), lstatSync)) return [relativePath(text, toSystemPath('.'))];
  const paths = parsePattern(text).flatMap((glob) => findPaths(glob, toSystemPath));
  return paths.map((found) => relativePath(found, toSystemPath('.')));
}

function isExcluded(text: string, globs: readonly Glob[]): boolean {
  if (globs.length === 0) return false;
  const parts = text.split('/');
  return globs.some((glob) => parts.some((_, index) => matchesGlob(glob, parts.slice(0, index + 1))));
}

function readJsonValue(file: string, select: JsonPath, systemPath: string): JsonInput {
  try {
    const value = selectJson(readFileSync(systemPath, 'utf8'), select);
    const sha256 = value === undefined ? null : createHash('sha256').update(value).digest('hex');
    return { path: file, select, sha256 };
  } catch (error) {
    throw new UserError(
      `cache-on: ${file} can't be read as JSON: ${(error as Error).message}`,
      'Correct the file.',
      error,
    );
  }
}

function describeMissing(text: string, toSystemPath: (path: string) => string): string {
  const parts = text.split(/\s+/).filter((part) => part !== '');
  if (parts.length > 1 && parts.every((part) => findEntryPaths(part, toSystemPath).length > 0)) {
    return `${text}: matches nothing as one path; write it as a list: ${parts.map((part) => `"${part}"`).join(', ')}`;
  }
  return `${JSON.stringify(text)} matches nothing`;
}
