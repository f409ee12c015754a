import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  hasWildcard,
  PathRules,
  parseDockerIgnore,
  toPartExpression,
  topState,
} from '../../src/key/dockerfile/path-rules';

function isMatched(rules: PathRules, path: string): boolean {
  const parts = path.split('/');
  let result = { isMatched: false, state: topState };
  parts.forEach((_, index) => {
    result = rules.match(parts.slice(0, index + 1).join('/'), result.state);
  });
  return result.isMatched;
}

/** The results of moby/patternmatcher 0.5, or of docker 20.10 with either builder. */
const cases: readonly [why: string, text: string, ignored: readonly string[], left: readonly string[]][] = [
  ['a name is at the top only', 'a', ['a'], ['b', 'b/a', 'ab']],
  ['a folder and everything in it', 'a', ['a/b', 'a/b/c'], []],
  ['a path', 'a/b', ['a/b', 'a/b/c'], ['a', 'a/c', 'b']],
  ['a slash at the start does not matter', '/a', ['a'], ['b/a']],
  ['nor one at the end, for files too', 'a/', ['a', 'a/b'], ['b/a']],
  ['./ and .. are taken out', './a/../b', ['b'], ['a']],
  ['what is above the root is cut off', '/../a', ['a'], []],
  ['the root itself is never ignored', '.\n/', [], ['a', 'a/b']],
  ['* is anything within a part', '*.md\na/*/c', ['x.md', '.md', 'a/b/c'], ['a/x.md', 'a/c', 'a/b/b/c']],
  ['* matches dotfiles', '*', ['.a', 'a/.b'], []],
  ['? is one character', 'a?', ['ab', 'a.'], ['a', 'abc']],
  ['** is any depth, even none', '**/a', ['a', 'b/a', 'b/c/a', 'b/a/c'], ['ba', 'b/ca']],
  ['** in the middle', 'a/**/b', ['a/b', 'a/c/b', 'a/c/d/b'], ['b', 'a', 'a/cb']],
  ['** at the end is what is in it', 'a/**', ['a/b', 'a/b/c'], ['a', 'ab']],
  ['** alone is everything', '**', ['a', '.a/b'], []],
  ['a set', '[a-c]x', ['ax', 'cx'], ['dx', 'x']],
  ['a negated set', '[^a]x', ['bx'], ['ax', 'x']],
  ['a backslash makes a wildcard literal', 'a\\*', ['a*'], ['ab', 'a\\*']],
  ['what is special to JavaScript only is not special', 'a.b$c', ['a.b$c'], ['axb$c', 'a.b']],
  ['! leaves in what was ignored', 'a\n!a/b', ['a', 'a/c'], ['a/b', 'a/b/c']],
  ['the last line that matches decides', '!a/b\na', ['a/b'], []],
  ['! leaves a folder in', '*\n!a', ['b', '.c'], ['a', 'a/b']],
  ['! with a pattern', '*\n!*.js\n!**/*.ts', ['a.md'], ['b.js', 'x/y.ts']],
  ['white space around a pattern and after ! does not count', '  a  \n! \ta/b ', ['a'], ['a/b']],
  ['# starts a comment', '#a\n# b', [], ['#a', 'a', '# b']],
  ['not after white space', ' #a', ['#a'], []],
  ['empty lines do not matter', '\n\na\n\n', ['a'], ['b']],
  ['CR LF ends a line', 'a\r\nb\r\n', ['a', 'b'], ['a\r']],
  ['a byte order mark is skipped', '\uFEFFa', ['a'], []],
  ['one in the middle is part of the name', 'b\n\uFEFFa', ['\uFEFFa'], ['a']],
  ['spaces within a pattern count', 'a b', ['a b'], ['a', 'b']],
  ['upper case is another name', 'A', ['A'], ['a']],
  ['names that JavaScript knows are only names', 'constructor', ['constructor'], ['__proto__', 'toString']],
];

for (const [why, text, ignored, left] of cases) {
  test(why, () => {
    const rules = parseDockerIgnore(text);
    assert.equal(
      ignored.filter((path) => !isMatched(rules, path)),
      [],
    );
    assert.equal(
      left.filter((path) => isMatched(rules, path)),
      [],
    );
    assert.equal(rules.doubtful, []);
  });
}

const doubtful: readonly [why: string, text: string, left: readonly string[]][] = [
  ['| was an alternative up to 20.10', 'a|b', ['a', 'alpha.txt', 'b', 'a|b']],
  ['parentheses and braces were a group and a count', 'x(a)\ny{2}', ['x(a)', 'xa', 'yy', 'y{2}']],
  ['+ was a repetition', 'a+', ['a+', 'aa']],
  ['**a was not *a', '**.log', ['a.log', 'b/a.log']],
  ['^ is an anchor, also without a wildcard up to 20.10', '^a*\n^b', ['ab', '^ab', 'b', '^b']],
  ['an escaped letter is a class of characters', '\\d*', ['1', 'd']],
  ['a wildcard in a set', '[*]a', ['*a', '[*]a']],
  ['an open set', '[a', ['a', '[a']],
  ['what ! leaves in in doubt is left in', 'a\n!a+', ['a', 'a/b', 'ab']],
];

for (const [why, text, left] of doubtful) {
  test(`where versions differ a file counts: ${why}`, () => {
    const rules = parseDockerIgnore(text);
    assert.equal(
      left.filter((path) => isMatched(rules, path)),
      [],
    );
    assert.ok(rules.doubtful.length > 0);
  });
}

const beforeExceptions: readonly [why: string, text: string, ignored: readonly string[], left: readonly string[]][] = [
  [
    'a pattern of another depth does not match what is in a folder',
    '**/dist\n!dist/keep.js',
    ['a/dist', 'a/dist/b', 'a/b/dist/c'],
    ['dist/a.js', 'dist/a/b', 'dist/keep.js'],
  ],
  ['one of its depth does', 'a/*\n!a/b/c', ['a/d', 'a/d/e', 'a/b/d'], ['a/b/c']],
  ['nor does it matter without an exception there', '**/dist\n!a.js', ['dist/b', 'dist/a/b'], ['a.js']],
];

for (const [why, text, ignored, left] of beforeExceptions) {
  test(`before BuildKit 0.10, where an exception keeps a folder open: ${why}`, () => {
    const rules = parseDockerIgnore(text);
    assert.equal(
      ignored.filter((path) => !isMatched(rules, path)),
      [],
    );
    assert.equal(
      left.filter((path) => isMatched(rules, path)),
      [],
    );
  });
}

test('where versions remember a folder differently, a file counts if either would send it', () => {
  // New versions don't try `!a` on a, which isn't ignored; old ones try it on a/b.
  assert.not(isMatched(parseDockerIgnore('a/*\n!a'), 'a/b'));
  // New versions don't try the last line on a/b, which is ignored already.
  assert.not(isMatched(parseDockerIgnore('a\n!a/b/c\na/b'), 'a/b/c'));
});

test('a folder is not read where no line can leave anything of it in', () => {
  const rules = parseDockerIgnore('*\n!src/**/*.ts\n!a/b\n!*.md');
  const isClosed = (folder: string) => !rules.mayDifferBeneath(folder.split('/'), true);
  assert.ok(isClosed('node_modules/x'));
  assert.ok(isClosed('a/c'));
  assert.not(isClosed('a'));
  assert.not(isClosed('src'));
});

test('in a list of what to take, doubt takes', () => {
  const rules = PathRules.parse(['\\d'], 'include');
  assert.ok(isMatched(rules, 'a'));
  assert.ok(isMatched(PathRules.parse(['src/i|*.js'], 'include'), 'package.json'));
});

test('--exclude is known to newer versions only, of one reading', () => {
  const rules = PathRules.parse(['a+(b)', '**.log', '/c'], 'exclude');
  assert.equal(rules.doubtful, []);
  assert.ok(isMatched(rules, 'a+(b)'));
  assert.ok(isMatched(rules, 'x/y.log'));
  assert.not(isMatched(rules, 'c'));
  assert.not(isMatched(PathRules.parse(['a|*.txt'], 'exclude'), 'b.txt'));
});

/** Results of `filepath.Match` in Go 1.19. */
const patterns: readonly [why: string, pattern: string, matching: readonly string[], other: readonly string[]][] = [
  ['* matches anything', 'a*c', ['ac', 'abc', 'a.c'], ['abd', 'bac']],
  ['* matches a leading dot', '*', ['a', '.a', ''], []],
  ['? matches one character', 'a?', ['ab', 'a.', 'aé'], ['a', 'abc']],
  ['a set matches one of its characters', '[ab]c', ['ac', 'bc'], ['cc', 'abc']],
  ['a set may have ranges', '[a-cx]', ['b', 'x'], ['d', '-']],
  ['^ negates a set', '[^a]', ['b', '.'], ['a', '']],
  ['! does not', '[!a]', ['!', 'a'], ['b']],
  ['a backslash makes a character literal', 'a\\*', ['a*'], ['ab', 'a\\*']],
  ['in a set too', '[\\]\\-a]', [']', '-', 'a'], ['\\', 'b']],
  ['what is special to JavaScript only is not special', 'a.b+(c){d}|$^', ['a.b+(c){d}|$^'], ['axb+(c){d}|$^']],
  ['** is *', '**', ['a', '.b'], []],
  ['a range that ends before it starts is in doubt any character', '[b-ac]', ['a', 'b', 'c'], ['', 'ab']],
  ['an open set matches nothing', '[a', [], ['a', '[a']],
  ['an empty set matches nothing', '[]', [], ['[]', '']],
  ['a set that starts with ] matches nothing', '[]a]', [], [']', 'a', 'a]']],
  ['a backslash at the end matches nothing', 'a\\', [], ['a', 'a\\']],
];

for (const [why, pattern, matching, other] of patterns) {
  test(`COPY: ${why}`, () => {
    const matches = (name: string) => toPartExpression(pattern)?.test(name) ?? false;
    assert.equal(
      matching.filter((name) => !matches(name)),
      [],
    );
    assert.equal(other.filter(matches), []);
  });
}

test('a part is a pattern if it has a wildcard that is not escaped', () => {
  const parts = ['a*', '?', '[a]', '[', '\\\\*', 'a\\*', '\\[a]', 'a.b', 'a\\'];
  assert.equal(parts.filter(hasWildcard), ['a*', '?', '[a]', '[', '\\\\*']);
});

test.run();
