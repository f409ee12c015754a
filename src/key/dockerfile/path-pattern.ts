/*
 * The wildcards of COPY and ADD (Go's `filepath.Match`): `*` and `?` stand for anything but `/`, a leading dot
 * included, `[…]` for one character, a backslash takes the next one as it is.
 */

/** Whether a part of a path is a pattern to docker; else even its backslashes are meant. */
export function hasWildcard(part: string): boolean {
  return /^(?:[^*?[\\]|\\.)*[*?[]/s.test(part);
}

/** The expression for one part of a path between two slashes; undefined for a pattern that matches nothing. */
export function toPartExpression(pattern: string): RegExp | undefined {
  const token = /\*|\?|\[(\^?)((?:\\.|[^\]\\])*)\]|\\(.)|[^\\[]/gsu;
  let source = '';
  let length = 0;
  for (const [whole, negation, set, escaped] of pattern.matchAll(token)) {
    length += whole.length;
    if (whole === '*') source += '[^/]*';
    else if (whole === '?') source += '[^/]';
    else if (set === undefined) source += quote(escaped ?? whole);
    else {
      const ranges = toRanges(set);
      if (ranges === undefined) return undefined;
      source += `[${negation}${ranges}]`;
    }
  }
  return length === pattern.length ? new RegExp(`^${source}$`, 'u') : undefined;
}

/** `a`, `a-z`, with backslashes; undefined for what Go calls a bad pattern. */
function toRanges(set: string): string | undefined {
  const range = /(?:\\(.)|([^\\-]))(?:-(?:\\(.)|([^\\-])))?/gsuy;
  let source = '';
  let length = 0;
  for (const [whole, escapedFrom, plainFrom, escapedTo, plainTo] of set.matchAll(range)) {
    length += whole.length;
    const from = escapedFrom ?? plainFrom ?? '';
    const to = escapedTo ?? plainTo ?? from;
    // An empty range matches nothing in Go and is an error in JavaScript.
    if ((from.codePointAt(0) ?? 0) <= (to.codePointAt(0) ?? 0))
      source += `${quoteInSet(from)}-${quoteInSet(to)}`;
  }
  return length === set.length && set !== '' ? source : undefined;
}

/** A text as an expression with the flag `u` takes it. */
export function quote(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

function quoteInSet(character: string): string {
  return /[\\\]^-]/.test(character) ? `\\${character}` : character;
}
