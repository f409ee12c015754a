/*
 * Lists of path patterns as docker applies them: .dockerignore, `--exclude` and `--parents` (moby/patternmatcher).
 * Written here because @balena/dockerignore leaves `|`, `+`, `(` and `{` to JavaScript's expressions: its `a|b`
 * excludes `alpha.txt`, and what is excluded wrongly leaves a stale image.
 */
import path from 'node:path';

/** What a list of patterns is for; it decides what a doubtful pattern does, always so that more counts. */
export type RulesPurpose = 'dockerignore' | 'exclude' | 'include';

/** What the rules made of a folder: what is in it starts from there. */
export interface RuleState {
  readonly matches: readonly RuleMatch[];
  /** Whether versions before BuildKit 0.10 pass over the folder. */
  readonly isClosed: boolean;
}

/** What a rule made of a path or the folder it is in, in each way that docker's versions ask it. */
interface RuleMatch {
  /** Since BuildKit 0.10: it is asked only where it could change something. */
  readonly whenAsked: boolean;
  readonly always: boolean;
  /** Before: of the folders only the one with as many parts as the pattern has is asked for. */
  readonly atDepth: boolean;
}

export const topState: RuleState = { matches: [], isClosed: false };

interface PathRule {
  readonly text: string;
  readonly isNegated: boolean;
  /** The pattern without `!`. */
  readonly plain: string;
  /** For a pattern that docker's versions, or Go and JavaScript, may read differently. */
  readonly doubtfulResult: boolean | undefined;
  readonly expression: RegExp;
  /** The expressions of its first parts, up to one that may match at any depth. */
  readonly parts: readonly RegExp[];
  readonly isDeep: boolean;
}

/**
 * Reads a .dockerignore (moby/patternmatcher, ignorefile): a line that starts with `#` is a comment, white space around
 * a pattern does not count, nor does a slash before or after it.
 */
export function parseDockerIgnore(text: string): PathRules {
  const patterns = text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .map((line) => {
      const [, mark = '', pattern = ''] = /^(!?)(.*)$/s.exec(trimSpace(line)) ?? [];
      const path = trimSpace(pattern);
      return path === '' ? mark : mark + cleanPath(path).replace(/^\/(?=.)/, '');
    });
  return PathRules.parse(patterns, 'dockerignore');
}

/** Go's white space: not the byte order mark, which JavaScript's `trim` takes away too. */
function trimSpace(text: string): string {
  const space = '[\\t-\\r \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+';
  return text.replace(new RegExp(`^${space}|${space}$`, 'g'), '');
}

/** Patterns in order, each of which may begin with `!` to take back what those before it matched. */
export class PathRules {
  private constructor(
    private readonly rules: readonly PathRule[],
    private readonly purpose: RulesPurpose,
  ) {}

  /** @param patterns without white space around them */
  static parse(patterns: readonly string[], purpose: RulesPurpose): PathRules {
    return new PathRules(
      patterns.flatMap((pattern) => parseRule(pattern, purpose) ?? []),
      purpose,
    );
  }

  /** The patterns that are not applied as they are written, to count more rather than less. */
  get doubtful(): readonly string[] {
    return this.rules.filter((rule) => rule.doubtfulResult !== undefined).map((rule) => rule.text);
  }

  /**
   * Whether a path is matched, by itself or with the folder it is in.
   *
   * @param parent the state of that folder; empty at the top
   */
  match(text: string, parent: RuleState): { readonly isMatched: boolean; readonly state: RuleState } {
    const depth = text.split('/').length;
    let [whenAsked, always, atDepth] = [false, false, false];
    const matches = this.rules.map((rule, index): RuleMatch => {
      const before = parent.matches[index];
      const own = rule.doubtfulResult ?? rule.expression.test(text);
      const match = {
        whenAsked: before?.whenAsked || (rule.isNegated === whenAsked && own),
        always: before?.always || own,
        atDepth: before?.atDepth || (own && depth === rule.plain.split('/').length),
      };
      if (match.whenAsked) whenAsked = !rule.isNegated;
      if (match.always) always = !rule.isNegated;
      if (match.atDepth || own) atDepth = !rule.isNegated;
      return match;
    });
    const isClosed = parent.isClosed || (atDepth && !this.isWayBack(text));
    const isMatched =
      this.purpose === 'dockerignore'
        ? whenAsked && always && (atDepth || isClosed)
        : this.purpose === 'exclude'
          ? whenAsked && always
          : whenAsked;
    return { isMatched, state: { matches, isClosed } };
  }

  /** Whether a pattern with `!` names something in a folder; up to 20.10 docker sends such a folder, even if empty. */
  isWayBack(folder: string): boolean {
    return this.rules.some(({ isNegated, plain }) => isNegated && plain.startsWith(`${folder}/`));
  }

  /**
   * Whether something in a folder may be matched where the folder is not, or the other way round.
   *
   * @param parts the parts of the folder's path
   */
  mayDifferBeneath(parts: readonly string[], isMatched: boolean): boolean {
    return this.rules.some((rule) => {
      if (rule.isNegated !== isMatched) return false;
      const isOnTheWay = rule.parts.every((part, index) => {
        const name = parts[index];
        return name === undefined || part.test(name);
      });
      return isOnTheWay && (rule.isDeep || rule.parts.length > parts.length);
    });
  }
}

function parseRule(pattern: string, purpose: RulesPurpose): PathRule | undefined {
  const isNegated = pattern.startsWith('!');
  const plain = cleanPath(isNegated ? pattern.slice(1) : pattern);
  if (pattern === '' || pattern === '!') return undefined;
  const expression = isReadDifferently(plain, purpose) ? undefined : toExpression(plain);
  const parts = expression ? plain.split('/') : [];
  // A set may match a slash, as it may in docker.
  const deep = parts.findIndex((part) => part.includes('**') || part.includes('['));
  return {
    text: pattern,
    isNegated,
    plain,
    doubtfulResult: expression ? undefined : isNegated === (purpose !== 'include'),
    expression: expression ?? /^/,
    parts: parts.slice(0, deep < 0 ? parts.length : deep).flatMap((part) => toExpression(part) ?? []),
    isDeep: expression === undefined || deep >= 0,
  };
}

/** A path without `.`, `..` and needless slashes (Go's `filepath.Clean`). */
export function cleanPath(text: string): string {
  return path.posix.normalize(text).replace(/(.)\/$/, '$1');
}

/**
 * Patterns that go to Go's regular expressions in a way that differs from one version of docker to another (up to
 * 20.10 only `.` and `$` were escaped, and `**x` did not stand for `*x` at any depth), or from JavaScript's. `^`, `{`,
 * `|` and `}` are not escaped by any of them (moby/patternmatcher, shouldEscape).
 */
function isReadDifferently(pattern: string, purpose: RulesPurpose): boolean {
  const withoutSets = pattern.replace(/\[\^?[^\]\\[*?^]+\]/g, '');
  if (/[[\]]|\\(?:[\p{L}\p{N}]|$)/u.test(withoutSets)) return true;
  if (/[*?[]/.test(pattern) && /[\^{|}]/.test(withoutSets)) return true;
  return purpose === 'dockerignore' && /[\^+(){}|]|\*\*[^/]/.test(withoutSets);
}

/** The expression for a pattern; undefined where docker finds it wrong too. */
function toExpression(pattern: string): RegExp | undefined {
  const token = /\*\*\/?(?=(.?))|\*|\?|\[[^\]]*\]|\\(.)|./gsu;
  // Where only one end is open docker compares plain text; in an expression Go's dot leaves line ends out.
  const isAtEnd = /^(?:\*\*[^*?[\\]*|[^*?[\\]*\*\*)$/.test(pattern);
  const any = isAtEnd ? '.*' : '[^\\n]*';
  const source = pattern.replace(token, (whole, after?: string, escaped?: string) => {
    if (whole.startsWith('**')) {
      if (after === '') return any;
      return whole.endsWith('/') || !isAtEnd ? `(?:${any}/)?` : any;
    }
    if (whole === '*') return '[^/]*';
    if (whole === '?') return '[^/]';
    if (whole.length > 1 && whole.startsWith('[')) return whole;
    return quote(escaped ?? whole);
  });
  return createExpression(`^${source}$`);
}

/*
 * The wildcards of COPY and ADD (Go's `filepath.Match`): `*` and `?` stand for anything but `/`, a leading dot
 * included, `[…]` for one character, a backslash takes the next one as it is.
 */

/** Whether a part of a path is a pattern to docker; else even its backslashes are meant. */
export function hasWildcard(part: string): boolean {
  return /^(?:[^*?[\\]|\\.)*[*?[]/s.test(part);
}

/** The expression for one part of a path between two slashes; undefined for a pattern that docker refuses. */
export function toPartExpression(pattern: string): RegExp | undefined {
  const token = /\*|\?|\[(\^?)((?:\\.|[^\]\\])+)\]|\\(.)|[^\\[]/gsu;
  let length = 0;
  const source = pattern.replace(token, (whole, negation?: string, set?: string, escaped?: string) => {
    length += whole.length;
    if (whole === '*') return '[^/]*';
    if (whole === '?') return '[^/]';
    if (set === undefined) return quote(escaped ?? whole);
    const plain = set.replace(/\\(.)/gsu, (_, it) => (/[\\\]^-]/.test(it) ? `\\${it}` : it));
    // Where a range means something to only one of Go and JavaScript, the set stands for any character.
    return createExpression(`[${negation}${plain}]`) ? `[${negation}${plain}]` : '[^/]';
  });
  return length === pattern.length ? createExpression(`^${source}$`) : undefined;
}

function createExpression(source: string): RegExp | undefined {
  try {
    return new RegExp(source, 'su');
  } catch {
    return undefined;
  }
}

/** A text as an expression with the flag `u` takes it. */
function quote(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
