import { expand } from 'brace-expansion';

/** One part of a pattern between two slashes. */
export type GlobSegment =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'wildcard'; readonly matches: (name: string) => boolean }
  | { readonly kind: 'globstar' };

/** A pattern without braces, part by part. */
export type Glob = readonly GlobSegment[];

/**
 * Reads a path pattern with bash's rules (bash(1), Pattern Matching, with `globstar` set): `*`, `?` and `[…]`
 * match within one part of the path and skip a leading dot unless the pattern names it, `**` as a whole part matches any
 * number of folders, a backslash escapes the next character. Braces are expanded.
 *
 * @throws SyntaxError or RangeError for an invalid pattern
 */
export function parseGlob(pattern: string): readonly Glob[] {
  // The expansion halves backslashes.
  const doubled = pattern.replace(/\\\\/g, '$&$&');
  const paths = pattern.includes('{') ? expand(doubled, { max: maxExpansions + 1 }) : [pattern];
  if (paths.length > maxExpansions) throw new RangeError(`it stands for more than ${maxExpansions} patterns`);
  return paths.map(parsePath);
}

/** A typo such as {1..1000000000} must not fill the memory. */
const maxExpansions = 10_000;

function parsePath(pattern: string): Glob {
  const parts = pattern.split('/').filter((part, index) => part !== '.' && (part !== '' || index === 0));
  // `**` and `**/*` match the same files.
  if (parts[parts.length - 1] === '*' && parts[parts.length - 2] === '**') parts.pop();
  return parts.map(parseSegment);
}

function parseSegment(text: string): GlobSegment {
  if (text === '**') return { kind: 'globstar' };
  if (!/[*?[\\]/.test(text)) return { kind: 'literal', text };
  const expression = toExpression(text);
  // A leading dot is matched only by a pattern that starts with one.
  const namesDot = /^\\?\./.test(text);
  return { kind: 'wildcard', matches: (name) => name.startsWith('.') === namesDot && expression.test(name) };
}

/** The regular expression for one part of a pattern. */
function toExpression(pattern: string): RegExp {
  const token = /\*+|\?|\[([!^]?)(\]?(?:\[:[a-z]+:\]|\\.|[^\]\\])*)\]|\\?(.)/gsu;
  const source = pattern.replace(token, (whole, negation?: string, set?: string, character?: string) => {
    if (whole.startsWith('*')) return '.*';
    if (whole === '?') return '.';
    return set === undefined ? escapeCharacter(character ?? '') : `[${negation ? '^' : ''}${toCharacterSet(set)}]`;
  });
  return new RegExp(`^${source}$`, 'su');
}

/** The inside of a bracket expression, in the syntax of a regular expression. */
function toCharacterSet(set: string): string {
  return set.replace(
    /\[:([a-z]+):\]|\\(.)|([^-])|-/gsu,
    (whole, name?: string, escaped?: string, character?: string) => {
      if (name !== undefined) return characterClasses[name] ?? '';
      if (escaped === '-') return '\\-';
      return escapeCharacter(escaped ?? character ?? whole);
    },
  );
}

const characterClasses: { readonly [name: string]: string } = {
  alnum: '\\p{L}\\p{N}',
  alpha: '\\p{L}',
  ascii: '\\x00-\\x7f',
  blank: ' \\t',
  cntrl: '\\p{Cc}',
  digit: '0-9',
  lower: '\\p{Ll}',
  punct: '!-\\/:-@\\[-`\\{-~',
  space: '\\s',
  upper: '\\p{Lu}',
  word: '\\p{L}\\p{N}_',
  xdigit: '0-9A-Fa-f',
};

function escapeCharacter(character: string): string {
  return /[\\^$.*+?()[\]{}|/]/.test(character) ? `\\${character}` : character;
}

/**
 * Whether a pattern matches a path.
 *
 * @param path its parts, none of them `.` or empty, except the first of an absolute path
 */
export function matchesGlob(glob: Glob, path: readonly string[]): boolean {
  const [segment, ...laterSegments] = glob;
  const [part, ...laterParts] = path;
  if (segment === undefined) return part === undefined;
  if (part === undefined) return false;
  switch (segment.kind) {
    case 'literal':
      return segment.text === part && matchesGlob(laterSegments, laterParts);
    case 'wildcard':
      return segment.matches(part) && matchesGlob(laterSegments, laterParts);
    case 'globstar':
      if (laterSegments.length > 0 && matchesGlob(laterSegments, path)) return true;
      return (
        !part.startsWith('.') && (laterParts.length === 0 ? laterSegments.length === 0 : matchesGlob(glob, laterParts))
      );
  }
}
