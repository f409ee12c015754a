import { cleanPath, PathRules } from './path-rules';

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
