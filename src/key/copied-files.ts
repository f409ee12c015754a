import { type Dirent, lstatSync } from 'node:fs';
import path from 'node:path';
import { describeError, errorCode, quoteOdd, UserError } from '../errors';
import { relativePath } from '../settings/relative-path';
import {
  hasWildcard,
  PathRules,
  parseDockerIgnore,
  type RuleState,
  toPartExpression,
  topState,
} from './dockerfile/path-rules';
import type { CopiedSource } from './dockerfile/stage-walk';
import { describeFileProblem, type FileReader, readLinkText, readRegularFile } from './file-reader';
import { findStats, gitFolder, join } from './file-tree';
import type { FileInput } from './key-inputs';

export interface CopiedFilesOptions {
  /** The build context, relative to the working directory or absolute. */
  readonly context: string;
  readonly workingDirectory: string;
  /** The Dockerfile, which may have its own `<Dockerfile>.dockerignore`; undefined if it is inline. */
  readonly dockerfile: string | undefined;
  readonly fileReader: Pick<FileReader, 'listFolder' | 'digestFile'>;
  /** Called with a line for the log. */
  readonly say: (line: string) => void;
}

/**
 * Reads every file that the sources of a Dockerfile bring into the image: files by bytes and executable bit, links by
 * their text, empty folders by name (`{ path }`), as layers have them. Links on the way to a source are followed as docker
 * does, never out of the context, and count too. Anything called `.git` is skipped unless a source names it.
 *
 * @returns the files, with paths as in `cache-on`
 * @throws UserError that lists what can't be read
 */
export async function readCopiedFiles(
  sources: readonly CopiedSource[],
  options: CopiedFilesOptions,
): Promise<readonly FileInput[]> {
  const reader = new ContextReader(options, readIgnoreRules(options));
  for (const source of sources) await reader.readSource(source);
  return reader.finish();
}

/** The rules of `<Dockerfile>.dockerignore`, else of the context's `.dockerignore`. */
function readIgnoreRules({ context, dockerfile, workingDirectory, say }: CopiedFilesOptions): PathRules {
  const specific = dockerfile === undefined ? [] : [`${dockerfile}.dockerignore`];
  for (const file of [...specific, path.posix.join(context, '.dockerignore')]) {
    const rules = readIgnoreFile(file, workingDirectory, say);
    if (rules) return rules;
  }
  return noRules;
}

/** Docker resolves links of the ignore file as if its folder were the root. */
function readIgnoreFile(file: string, workingDirectory: string, say: (line: string) => void): PathRules | undefined {
  const folder = path.resolve(workingDirectory, path.posix.dirname(file));
  try {
    const target = followLinks(folder, path.posix.basename(file), () => {});
    if (target === undefined) return undefined;
    const rules = parseDockerIgnore(readRegularFile(path.join(folder, target)).toString());
    for (const pattern of rules.doubtful) {
      say(
        `${quoteOdd(file)}: docker's versions read ${quoteOdd(pattern)} differently; what only this line excludes counts`,
      );
    }
    return rules;
  } catch (error) {
    throw new UserError(`${quoteOdd(file)} can't be read: ${describeError(error)}`, 'Correct or remove it.', error);
  }
}

/** A place in the context, with the state of the rules there. */
interface Place {
  /** From the root of the context. */
  readonly path: string;
  /** From the source's folder; empty for that folder itself. */
  readonly parts: readonly string[];
  readonly ignored: RuleState;
  readonly excluded: RuleState;
  readonly included: RuleState;
}

interface Filter {
  readonly excludes: PathRules;
  readonly only: PathRules | undefined;
}

interface Verdict {
  readonly place: Place;
  readonly counts: boolean;
  /** Whether something beneath may count. */
  readonly isOpen: boolean;
  /** Whether an ignored folder exists in the image anyway, on the way to something that is not ignored. */
  readonly isWay: boolean;
}

class ContextReader {
  private readonly systemRoot: string;
  /** The context as paths of the key have it. */
  private readonly keyRoot: string;
  private readonly files = new Map<string, FileInput>();
  private readonly problems: string[] = [];
  private readonly said = new Set<string>();

  constructor(
    private readonly options: CopiedFilesOptions,
    private readonly ignoreRules: PathRules,
  ) {
    this.systemRoot = path.resolve(options.workingDirectory, options.context);
    this.keyRoot = relativePath(options.context, options.workingDirectory);
  }

  async readSource(source: CopiedSource): Promise<void> {
    const filter: Filter = {
      excludes: PathRules.parse(source.excludes, 'exclude'),
      only: source.only === undefined ? undefined : PathRules.parse([source.only], 'include'),
    };
    let isThere = false;
    try {
      for (const match of source.isPattern ? await this.findMatches(source.path) : [source.path]) {
        const target = this.followLinks(match);
        if (target === undefined) continue;
        if (await this.readTop(target, filter, source.isPattern && match === source.path)) isThere = true;
      }
    } catch (error) {
      this.addProblem(source.path, error);
      return;
    }
    if (!isThere && !source.isDoubtful) {
      this.sayOnce(`${source.instruction}: nothing in the build context matches ${quoteOdd(source.path)}`);
    }
  }

  finish(): readonly FileInput[] {
    if (this.problems.length > 0) {
      throw new UserError(
        `the Dockerfile copies files that can't be read:\n${this.problems.map((line) => `  ${line}`).join('\n')}`,
        'Make it readable, or exclude it in .dockerignore: an image would be reused though it may be stale.',
      );
    }
    return [...this.files.values()];
  }

  /**
   * Reads what one match of a source leads to.
   *
   * @param isNamed whether COPY or ADD names it, in which case even `.git` counts
   * @returns whether anything is there that is not ignored
   */
  private async readTop(target: string, filter: Filter, isNamed: boolean): Promise<boolean> {
    let verdict: Verdict = { place: topPlace, counts: true, isOpen: true, isWay: false };
    for (const part of target === '.' ? [] : target.split('/')) verdict = this.judge(verdict.place, part, noFilter);
    if (!isNamed && verdict.counts && path.posix.basename(target) === gitFolder) {
      this.sayGit(target);
      return true;
    }
    const stats = findStats(this.toSystemPath(target), lstatSync);
    if (stats === undefined) return false;
    // `--exclude` does not apply to the source's own name; with `--parents` a folder is only on the way.
    const isRoot = filter.only !== undefined && stats.isDirectory();
    const place = { ...topPlace, path: target, ignored: verdict.place.ignored };
    return this.readEntry({ ...verdict, place, counts: verdict.counts && !isRoot }, filter);
  }

  /** What the rules say about an entry of a folder. */
  private judge(folder: Place, name: string, { excludes, only }: Filter): Verdict {
    const place = folder.path === '.' ? name : join(folder.path, name);
    const parts = [...folder.parts, name];
    const contextParts = place.split('/');
    const relative = parts.join('/');
    const ignored = this.ignoreRules.match(place, folder.ignored);
    const excluded = excludes.match(relative, folder.excluded);
    const included = only?.match(relative, folder.included);
    const isIncluded = included?.isMatched ?? true;
    return {
      place: {
        path: place,
        parts,
        ignored: ignored.state,
        excluded: excluded.state,
        included: included?.state ?? topState,
      },
      counts: !ignored.isMatched && !excluded.isMatched && isIncluded,
      isOpen:
        (!ignored.isMatched || this.ignoreRules.mayDifferBeneath(contextParts, true)) &&
        (!excluded.isMatched || excludes.mayDifferBeneath(parts, true)) &&
        (isIncluded || (only?.mayDifferBeneath(parts, false) ?? false)),
      isWay: ignored.isMatched && isIncluded && this.ignoreRules.isWayBack(place),
    };
  }

  /** @returns whether something was counted */
  private async readEntry({ place, counts, isOpen, isWay }: Verdict, filter: Filter): Promise<boolean> {
    const systemPath = this.toSystemPath(place.path);
    try {
      const stats = lstatSync(systemPath);
      if (stats.isDirectory()) {
        const hasContent = isOpen && (await this.readFolder(place, filter));
        if ((counts || isWay) && !hasContent) this.add(place.path, {});
        return counts || isWay || hasContent;
      }
      if (!counts) return false;
      if (stats.isSymbolicLink()) this.add(place.path, { link: readLinkText(systemPath) });
      else if (stats.isFile()) await this.readFile(place.path, systemPath);
      else this.addSpecial(place.path);
      return true;
    } catch (error) {
      this.addProblem(place.path, error);
      return true;
    }
  }

  private async readFolder(place: Place, filter: Filter): Promise<boolean> {
    let hasContent = false;
    for (const { name } of await this.options.fileReader.listFolder(this.toSystemPath(place.path))) {
      const verdict = this.judge(place, name, filter);
      if (!verdict.counts && !verdict.isOpen) continue;
      if (name === gitFolder) this.sayGit(verdict.place.path);
      else if (await this.readEntry(verdict, filter)) hasContent = true;
    }
    return hasContent;
  }

  private async readFile(contextPath: string, systemPath: string): Promise<void> {
    // A file may be copied twice.
    if (this.files.get(this.toKeyPath(contextPath))?.content) return;
    this.add(contextPath, { content: await this.options.fileReader.digestFile(systemPath) });
  }

  private addSpecial(contextPath: string): void {
    this.sayOnce(`${this.show(contextPath)} is not a regular file: only its name counts`);
    this.add(contextPath, {});
  }

  /** @throws as `describeFileProblem` */
  private addProblem(contextPath: string, error: unknown): void {
    this.problems.push(`${this.show(contextPath)} ${describeFileProblem(error)}`);
  }

  private add(contextPath: string, rest: Omit<FileInput, 'path'>): void {
    const keyPath = this.toKeyPath(contextPath);
    this.files.set(keyPath, { path: keyPath, ...rest });
  }

  /** The paths that match a pattern of COPY. `**` matches at any depth, which is more than docker matches without --parents. */
  private async findMatches(pattern: string): Promise<Iterable<string>> {
    const parts = pattern.split('/');
    const first = parts.findIndex((part) => part === '**' || hasWildcard(part));
    if (first < 0) return [pattern];
    // Docker follows links only before the first wildcard.
    const folder = this.followLinks(parts.slice(0, first).join('/') || '.');
    const found = new Set<string>();
    if (folder !== undefined) await this.matchIn(folder, parts.slice(first), found);
    return found;
  }

  private async matchIn(folder: string, [part = '', ...later]: readonly string[], found: Set<string>): Promise<void> {
    const expression = part === '**' ? /^/ : toPartExpression(part);
    if (expression === undefined) return;
    if (part === '**' && later.length > 0) await this.matchIn(folder, later, found);
    for (const entry of await this.listFolder(folder)) {
      if (!expression.test(entry.name)) continue;
      const entryPath = folder === '.' ? entry.name : join(folder, entry.name);
      if (later.length === 0) found.add(entryPath);
      else if (entry.isDirectory()) await this.matchIn(entryPath, part === '**' ? [part, ...later] : later, found);
    }
  }

  private async listFolder(folder: string): Promise<readonly Dirent[]> {
    try {
      return await this.options.fileReader.listFolder(this.toSystemPath(folder));
    } catch (error) {
      const code = errorCode(error);
      if (code !== 'ENOENT' && code !== 'ENOTDIR') this.addProblem(folder, error);
      return [];
    }
  }

  /** Where a path of the context leads; adds each link on the way. */
  private followLinks(start: string): string | undefined {
    return followLinks(this.systemRoot, start, (contextPath, link) => this.add(contextPath, { link }));
  }

  private toSystemPath(contextPath: string): string {
    // `/.` makes the system follow a context that is a link, as docker does. (docker/cli, EvalSymlinks)
    return join(this.systemRoot, contextPath);
  }

  private toKeyPath(contextPath: string): string {
    if (contextPath === '.') return this.keyRoot;
    return this.keyRoot === '.' ? contextPath : join(this.keyRoot, contextPath);
  }

  /** A path for a message. */
  private show(contextPath: string): string {
    return quoteOdd(this.toKeyPath(contextPath));
  }

  private sayGit(contextPath: string): void {
    this.sayOnce(
      `${this.show(contextPath)} is used by the build but does not count: it differs with every checkout; exclude it in .dockerignore if the build does not need it`,
    );
  }

  private sayOnce(line: string): void {
    if (this.said.has(line)) return;
    this.said.add(line);
    this.options.say(line);
  }
}

/**
 * Follows the links of a path as if a folder were the root: `..` stops there and absolute links start there.
 *
 * @param onLink called for each link on the way, with its path from the folder
 * @returns the path from the folder, `.` for itself; undefined if nothing is there
 */
function followLinks(root: string, start: string, onLink: (path: string, link: string) => void): string | undefined {
  let done: readonly string[] = [];
  let rest: readonly string[] = start.split('/');
  // BuildKit's and Linux's own limits are lower.
  for (let links = 0; links < 256; ) {
    const [part, ...later] = rest;
    if (part === undefined) return done.join('/') || '.';
    rest = later;
    if (part === '' || part === '.') continue;
    if (part === '..') {
      done = done.slice(0, -1);
      continue;
    }
    const next = [...done, part];
    const systemPath = join(root, next.join('/'));
    const stats = findStats(systemPath, lstatSync);
    if (stats === undefined) return undefined;
    if (!stats.isSymbolicLink()) {
      done = next;
      continue;
    }
    const link = readLinkText(systemPath);
    onLink(next.join('/'), link);
    if (link.startsWith('/')) done = [];
    rest = [...link.split('/'), ...later];
    links += 1;
  }
  return undefined;
}

const topPlace: Place = { path: '.', parts: [], ignored: topState, excluded: topState, included: topState };

const noRules = PathRules.parse([], 'exclude');

const noFilter: Filter = { excludes: noRules, only: undefined };
