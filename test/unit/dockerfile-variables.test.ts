import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { expandWord } from '../../src/key/dockerfile/variables';

const values: { readonly [name: string]: string | null | undefined } = {
  a: 'one',
  path: 'src/app/main.js',
  empty: '',
  unset: null,
  star: 'a*b}c',
  unknown: undefined,
};

const cases: readonly [why: string, word: string, result: string | undefined][] = [
  ['a plain word stays', 'a/b.c', 'a/b.c'],
  ['quotes go away', `'a b'"c d"e`, 'a bc de'],
  ['in single quotes everything stays', `'$a \\"'`, '$a \\"'],
  ['in double quotes a quote, a dollar and itself are escaped', '"\\"\\$a\\\\"', '"$a\\'],
  ['in double quotes another escape stays', '"a\\b"', 'a\\b'],
  ['outside quotes, the next character is literal', '\\$a\\\\\\*\\"', '$a\\*"'],
  ['an escape character at the end goes away', 'a\\', 'a'],
  ['a variable is put in', 'x$a-y', 'xone-y'],
  ['a name ends where letters, digits and _ end', '$a.b/$a', 'one.b/one'],
  ['braces bound a name', '${a}b', 'oneb'],
  ['a variable is put in between double quotes', '"$a ${a}"', 'one one'],
  ['an unset variable is nothing', '<$unset>', '<>'],
  ['a lone dollar stays', 'a$/b$', 'a$/b$'],
  [':- takes the word for unset or empty', '${unset:-x}${empty:-y}${a:-z}', 'xyone'],
  ['- takes the word for unset only', '${unset-x}${empty-y}${a-z}', 'xone'],
  [':+ takes the word for what is set and not empty', '${unset:+x}${empty:+y}${a:+z}', 'z'],
  ['+ takes the word for what is set', '${unset+x}${empty+y}${a+z}', 'yz'],
  ['? gives a value that is set', '${a:?no}${empty?no}', 'one'],
  ['? without a value ends the build', '${unset?no}', undefined],
  [':? without text ends the build', '${empty:?no}', undefined],
  ['a word in braces may have variables, quotes and escapes', '${unset:-$a/"${a} }"\\}}', 'one/one }}'],
  ['# takes the shortest start away', '${path#*/}', 'app/main.js'],
  ['## takes the longest start away', '${path##*/}', 'main.js'],
  ['% takes the shortest end away', '${path%/*}', 'src/app'],
  ['%% takes the longest end away', '${path%%/*}', 'src'],
  ['a start that does not match stays', '${path#x*}', 'src/app/main.js'],
  ['? in a pattern is one character', '${path#?}', 'rc/app/main.js'],
  ['a dot in a pattern is a dot', '${path%.js}${path%?js}', 'src/app/mainsrc/app/main'],
  ['an escaped wildcard is itself', '${star#a\\*}', 'b}c'],
  ['/ replaces the first match', '${path/a/A}', 'src/App/main.js'],
  ['// replaces all matches', '${path//a/A}', 'src/App/mAin.js'],
  ['a replacement is not a JavaScript pattern', '${path/src/$unset\\$&}', '\\$&/app/main.js'],
  ['/ may be escaped in the pattern', '${path/\\/app/}', 'src/main.js'],
  ['what depends on the unknown is unknown', 'a$unknown', undefined],
  ['also with a default', '${unknown:-x}', undefined],
  ['also in a default that is taken', '${unset:-$unknown}', undefined],
  ['not in a default that is not taken', '${a:-$unknown}', 'one'],
  ['not in an alternative that is not taken', '${unset:+$unknown}', ''],
  ['an open quotation is refused', `"a`, undefined],
  ['an open single quotation is refused', `a'b`, undefined],
  ['an open brace is refused', '${a', undefined],
  ['an open default is refused', '${a:-b', undefined],
  ['a brace without a name is refused', '${}', undefined],
  ['an operator that docker does not have is refused', '${a^^}', undefined],
];

for (const [why, word, result] of cases) {
  test(why, () =>
    assert.is(
      expandWord(word, '\\', (name) => values[name] ?? (name in values ? values[name] : null)),
      result,
    ),
  );
}

test('the escape character may be a backtick', () => {
  assert.is(
    expandWord('a\\b`$c"`""', '`', () => null),
    'a\\b$c"',
  );
});

test.run();
