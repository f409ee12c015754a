/*
 * Lists of path patterns as docker applies them: .dockerignore, `--exclude` and `--parents` (moby/patternmatcher).
 * @balena/dockerignore is not exact enough: it passes `|`, `+`, `(` and `{` to JavaScript's regular expressions, so that
 * `a|b` excludes `alpha.txt`. Excluding too much makes stale images.
 */
import path from 'node:path';

/** What the patterns are for. Decides how doubtful ones are applied: always so that more files count. */
export type RulesPurpose = 'dockerignore' | 'exclude' | 'include';

/** The result of the rules for a folder, from which its contents start. */
export interface RuleState {
  readonly matches: readonly RuleMatch[];
  /** Whether BuildKit before 0.10 skips the folder. */
  readonly isClosed: boolean;
}

/** Whether a rule matches a path or its folder, in each of the ways docker's versions apply it. */
interface RuleMatch {
  /** Since BuildKit 0.10: tried only where it could change the result. */
  readonly whenAsked: boolean;
  readonly always: boolean;
  /** Before: of the parent folders only the one with as many parts as the pattern is compared. */
  readonly atDepth: boolean;
}

export const topState: RuleState = { matches: [], isClosed: false };

interface PathRule {
  readonly text: string;
  readonly isNegated: boolean;
  /** The pattern without `!`. */
  readonly plain: string;
  /** The result of a pattern that docker's versions, or Go and JavaScript, may read differently. */
  readonly doubtfulResult: boolean | undefined;
  readonly expression: RegExp;
  /** The expressions of its first parts, up to one that matches at any depth. */
  readonly parts: readonly RegExp[];
  readonly isDeep: boolean;
}

/**
 * Parses a .dockerignore (moby/patternmatcher, ignorefile): lines that start with `#` are comments; white space and
 * slashes around a pattern are ignored.
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

/** Go's white space; unlike JavaScript's, it does not include the byte order mark. */
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

  /** The patterns that are not applied as written, so that more counts rather than less. */
  get doubtful(): readonly string[] {
    return this.rules.filter((rule) => rule.doubtfulResult !== undefined).map((rule) => rule.text);
  }

  /**
   * Whether a path is matched, by itself or through its folder.
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

  /** Whether a pattern with `!` names something in a folder; docker up to 20.10 then sends the folder, even if empty. */
  isWayBack(folder: string): boolean {
    return this.rules.some(({ isNegated, plain }) => isNegated && plain.startsWith(`${folder}/`));
  }

  /**
   * Whether the result for something in a folder may differ from the folder's own.
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
  // As in docker, a set may match a slash.
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
 * Whether a pattern becomes a different regular expression in different versions of docker (up to 20.10 only `.` and `$`
 * were escaped, and `**x` did not match `*x` at any depth), or in JavaScript. `^`, `{`, `|` and `}` are never escaped
 * (moby/patternmatcher, shouldEscape).
 */
function isReadDifferently(pattern: string, purpose: RulesPurpose): boolean {
  const withoutSets = pattern.replace(/\[\^?[^\]\\[*?^]+\]/g, '');
  if (/[[\]]|\\(?:[\p{L}\p{N}]|$)/u.test(withoutSets)) return true;
  if (/[*?[]/.test(pattern) && /[\^{|}]/.test(withoutSets)) return true;
  return purpose === 'dockerignore' && /[\^+(){}|]|\*\*[^/]/.test(withoutSets);
}

/** The expression for a pattern; undefined if docker rejects it too. */
function toExpression(pattern: string): RegExp | undefined {
  const token = /\*\*\/?(?=(.?))|\*|\?|\[[^\]]*\]|\\(.)|./gsu;
  // With `**` at one end only, docker compares plain text; otherwise Go's dot does not match line ends.
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
 * The wildcards of COPY and ADD (Go's `filepath.Match`): `*` and `?` match anything but `/`, including a leading dot,
 * `[…]` matches one character, a backslash escapes the next one.
 */

/** Whether docker treats a part of a path as a pattern; if not, even backslashes are literal. */
export function hasWildcard(part: string): boolean {
  return /^(?:[^*?[\\]|\\.)*[*?[]/s.test(part);
}

/** The expression for one part of a path; undefined for a pattern that docker rejects. */
export function toPartExpression(pattern: string): RegExp | undefined {
  const token = /\*|\?|\[(\^?)((?:\\.|[^\]\\])+)\]|\\(.)|[^\\[]/gsu;
  let length = 0;
  const source = pattern.replace(token, (whole, negation?: string, set?: string, escaped?: string) => {
    length += whole.length;
    if (whole === '*') return '[^/]*';
    if (whole === '?') return '[^/]';
    if (set === undefined) return quote(escaped ?? whole);
    const plain = set.replace(/\\(.)/gsu, (_, it) => (/[\\\]^-]/.test(it) ? `\\${it}` : it));
    // A range that only one of Go and JavaScript accepts matches any character.
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

/** Escapes a text for a regular expression with the flag `u`. */
function quote(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
