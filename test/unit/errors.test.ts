import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { quoteOdd } from '../../src/errors';

const names: readonly [why: string, text: string, shown: string][] = [
  ['a plain name stays', 'src/a-b_c.ts', 'src/a-b_c.ts'],
  ['letters beyond ASCII stay', 'clé/日本/😀', 'clé/日本/😀'],
  ['a space within stays', 'two words/a file', 'two words/a file'],
  ['characters of a shell stay', "it's $HOME `a` \\*", "it's $HOME `a` \\*"],
  ['nothing', '', '""'],
  ['a space first', ' a', '" a"'],
  ['a space last', 'a ', '"a "'],
  ['two spaces look like a column', 'a  b', '"a  b"'],
  ['a quote', 'a"b', '"a\\"b"'],
  ['a line end', 'a\nb', '"a\\nb"'],
  ['a carriage return would hide the line', 'a\rb', '"a\\rb"'],
  ['a tab', 'a\tb', '"a\\tb"'],
  ['NUL', 'a\0b', '"a\\u0000b"'],
  ['an escape sequence', 'a\u001b[2Kb', '"a\\u001b[2Kb"'],
  ['DEL', 'a\u007fb', '"a\\u{7f}b"'],
  ['an escape sequence in one character', 'a\u009b2Kb', '"a\\u{9b}2Kb"'],
  ['what turns the direction of the text', 'a\u202eb', '"a\\u{202e}b"'],
  ['what isolates a direction', 'a\u2066b', '"a\\u{2066}b"'],
  ['a character without width', 'a\u200bb', '"a\\u{200b}b"'],
  ['a byte order mark', '\ufeffa', '"\\u{feff}a"'],
  ['a tag beyond the basic plane', 'a\u{e0041}', '"a\\u{e0041}"'],
  ['half a character', 'a\ud83d', '"a\\ud83d"'],
  ['a space that does not break', 'a\u00a0b', '"a\u00a0b"'],
  ['a line separator', 'a\u2028b', '"a\\u{2028}b"'],
];

for (const [why, text, shown] of names) {
  test(`a name in a line: ${why}`, () => assert.is(quoteOdd(text), shown));
}

test('no character breaks or hides its line', () => {
  const all = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code)).join('');
  assert.not.match(quoteOdd(all), /[\p{Cc}\p{Cf}]/u);
});

test.run();
