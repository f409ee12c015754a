import { type Dirent, lstatSync, type Stats } from 'node:fs';
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
  /** The Dockerfile beside which `<Dockerfile>.dockerignore` may be; undefined where it is inline. */
  readonly dockerfile: string | undefined;
  readonly fileReader: Pick<FileReader, 'listFolder' | 'digestFile'>;
  /** Called with a line about what a person should know. */
  readonly say: (line: string) => void;
}

/**
 * Reads every file that sources of a Dockerfile bring into the image: a file by its bytes and executable bit, a link
 * by its text, a folder that has nothing in it by its name (`{ path }`), as layers have them. A link that a source goes
 * through counts with what it leads to, for docker follows it, never out of the context. Anything called `.git` is left
 * out unless a source names it.
 *
 * @returns the files, their paths as in `cache-on`
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

/** The rules of `<Dockerfile>.dockerignore` or, where there is none, of `.dockerignore` in the context. */
function readIgnoreRules({ context, dockerfile, workingDirectory, say }: CopiedFilesOptions): PathRules {
  const specific = dockerfile === undefined ? [] : [`${dockerfile}.dockerignore`];
  for (const file of [...specific, path.posix.join(context, '.dockerignore')]) {
    const rules = readIgnoreFile(file, workingDirectory, say);
    if (rules) return rules;
  }
  return noRules;
}

/** Docker sees no more than the folder of the file: a link out of it starts at that folder, as at a root. */
function readIgnoreFile(
  file: string,
  workingDirectory: string,
  say: (line: string) => void,
): PathRules | undefined {
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
    throw new UserError(
      `${quoteOdd(file)} can't be read: ${describeError(error)}`,
      'Correct or remove it.',
      error,
    );
  }
}

/** What decides about the entries of a folder, and its state there. */
interface Place {
  /** From the root of the context. */
  readonly path: string;
  /** From the folder that the source stands for; empty for that folder. */
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
  /** Whether a folder that does not count is there all the same, on the way to what an ignore file leaves in. */
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
   * @param isNamed whether COPY or ADD names it, so that even `.git` counts
   * @returns whether something is there that the ignore files leave in
   */
  private async readTop(target: string, filter: Filter, isNamed: boolean): Promise<boolean> {
    const parts = target === '.' ? [] : target.split('/');
    let verdict: Verdict = { place: topPlace, counts: true, isOpen: true, isWay: false };
    for (const part of parts) {
      verdict = this.judge(verdict.place, part, noFilter);
      if (!verdict.isOpen && !verdict.counts) return false;
    }
    if (!isNamed && path.posix.basename(target) === gitFolder) {
      this.sayGit(target);
      return true;
    }
    const stats = findStats(this.toSystemPath(target), lstatSync);
    if (stats === undefined) return false;
    // A source is copied whatever `--exclude` says of its own name; with `--parents` a folder is only the way to it.
    const isRoot = filter.only !== undefined && stats.isDirectory();
    const place = { ...topPlace, path: target, ignored: verdict.place.ignored };
    return this.readEntry({ ...verdict, place, counts: verdict.counts && !isRoot }, filter);
  }

  /** What the rules say of an entry of a folder. */
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
      else this.addSpecial(place.path, stats);
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
    // The same file may be copied twice.
    if (this.files.get(this.toKeyPath(contextPath))?.content) return;
    this.add(contextPath, { content: await this.options.fileReader.digestFile(systemPath) });
  }

  private addSpecial(contextPath: string, stats: Stats): void {
    this.sayOnce(
      `${this.show(contextPath)} is ${stats.isFIFO() ? 'a FIFO' : stats.isSocket() ? 'a socket' : 'a device'}: only its name counts`,
    );
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

  /** The paths that a pattern of COPY stands for. `**` counts at any depth, more than docker takes without --parents. */
  private async findMatches(pattern: string): Promise<Iterable<string>> {
    const parts = pattern.split('/');
    const first = parts.findIndex((part) => part === '**' || hasWildcard(part));
    if (first < 0) return [pattern];
    // Docker follows links up to the first wildcard and no further.
    const folder = this.followLinks(parts.slice(0, first).join('/') || '.');
    const found = new Set<string>();
    if (folder !== undefined) await this.matchIn(folder, parts.slice(first), found);
    return found;
  }

  private async matchIn(
    folder: string,
    [part = '', ...later]: readonly string[],
    found: Set<string>,
  ): Promise<void> {
    const expression = part === '**' ? /^/ : toPartExpression(part);
    if (expression === undefined) return;
    if (part === '**' && later.length > 0) await this.matchIn(folder, later, found);
    for (const entry of await this.listFolder(folder)) {
      if (!expression.test(entry.name)) continue;
      const entryPath = folder === '.' ? entry.name : join(folder, entry.name);
      if (later.length === 0) found.add(entryPath);
      else if (entry.isDirectory())
        await this.matchIn(entryPath, part === '**' ? [part, ...later] : later, found);
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

  /** Where a path of the context leads; each link on the way counts by its text. */
  private followLinks(start: string): string | undefined {
    return followLinks(this.systemRoot, start, (contextPath, link) => this.add(contextPath, { link }));
  }

  private toSystemPath(contextPath: string): string {
    // With its dot too: a context that is a link is where that leads, as for docker (docker/cli, EvalSymlinks).
    return join(this.systemRoot, contextPath);
  }

  private toKeyPath(contextPath: string): string {
    if (contextPath === '.') return this.keyRoot;
    return this.keyRoot === '.' ? contextPath : join(this.keyRoot, contextPath);
  }

  /** A path for a sentence. */
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
 * Where a path leads when its links are followed within a folder, as within a root: `..` ends there, and an absolute link
 * starts there.
 *
 * @param onLink told of each link on the way, by its path from the folder
 * @returns the path from the folder, `.` for itself; undefined where there is nothing
 */
function followLinks(
  root: string,
  start: string,
  onLink: (path: string, link: string) => void,
): string | undefined {
  let done: readonly string[] = [];
  let rest: readonly string[] = start.split('/');
  // The limit of BuildKit and of Linux is lower.
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
