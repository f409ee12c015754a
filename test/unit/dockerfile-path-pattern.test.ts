import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { hasWildcard, toPartExpression } from '../../src/key/dockerfile/path-rules';

/** Of Go's `filepath.Match`; the results are those of Go 1.19. */
const cases: readonly [
  why: string,
  pattern: string,
  matching: readonly string[],
  other: readonly string[],
][] = [
  ['* matches anything', 'a*c', ['ac', 'abc', 'a.c'], ['abd', 'bac']],
  ['* matches a leading dot', '*', ['a', '.a', ''], []],
  ['? matches one character', 'a?', ['ab', 'a.', 'aé'], ['a', 'abc']],
  ['a set matches one of its characters', '[ab]c', ['ac', 'bc'], ['cc', 'abc']],
  ['a set may have ranges', '[a-cx]', ['b', 'x'], ['d', '-']],
  ['^ negates a set', '[^a]', ['b', '.'], ['a', '']],
  ['! does not', '[!a]', ['!', 'a'], ['b']],
  ['a backslash takes a character as it is', 'a\\*', ['a*'], ['ab', 'a\\*']],
  ['in a set too', '[\\]\\-a]', [']', '-', 'a'], ['\\', 'b']],
  [
    'what is special to JavaScript only is not special',
    'a.b+(c){d}|$^',
    ['a.b+(c){d}|$^'],
    ['axb+(c){d}|$^'],
  ],
  ['** is *', '**', ['a', '.b'], []],
  ['a range that ends before it starts is in doubt any character', '[b-ac]', ['a', 'b', 'c'], ['', 'ab']],
  ['an open set matches nothing', '[a', [], ['a', '[a']],
  ['an empty set matches nothing', '[]', [], ['[]', '']],
  ['a set that starts with ] matches nothing', '[]a]', [], [']', 'a', 'a]']],
  ['a backslash at the end matches nothing', 'a\\', [], ['a', 'a\\']],
];

for (const [why, pattern, matching, other] of cases) {
  test(why, () => {
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
