import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { splitShellWords } from '../../src/settings/shell-words';

const cases: readonly [why: string, text: string, words: readonly string[] | undefined][] = [
  ['words end at any white space', ' --a  b\tc\nd ', ['--a', 'b', 'c', 'd']],
  ['nothing gives no word', '  ', []],
  ['quoted nothing is a word', `'' ""`, ['', '']],
  ['single quotes keep everything', `'a b\\$"c'`, ['a b\\$"c']],
  ['double quotes keep white space', '--label="two words"', ['--label=two words']],
  ['in double quotes a backslash escapes $ ` " and itself', '"\\$\\`\\"\\\\"', ['$`"\\']],
  ['in double quotes a backslash before another character stays', '"a\\b"', ['a\\b']],
  ['in double quotes an escaped line end is nothing', '"a\\\nb"', ['ab']],
  ['a backslash takes the next character as it is', 'a\\ b\\"', ['a b"']],
  ['an escaped line end between words is nothing', 'a\\\nb', ['ab']],
  ['pieces side by side are one word', `a'b'"c"\\d`, ['abcd']],
  [
    'nothing is expanded and nothing is an operator',
    '$HOME $(id) `id` *;|& #x',
    ['$HOME', '$(id)', '`id`', '*;|&', '#x'],
  ],
  ['an open single quotation is refused', "a 'b", undefined],
  ['an open double quotation is refused', 'a "b\\"', undefined],
  ['a lone backslash at the end is refused', 'a\\', undefined],
];

for (const [why, text, words] of cases) {
  test(why, () => assert.equal(splitShellWords(text), words));
}

test.run();
