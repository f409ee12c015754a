import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  type Instruction,
  isHeredocWord,
  parseDockerfile,
  splitQuotedWords,
} from '../../src/key/dockerfile/dockerfile-text';

/** An instruction: its name, its flags (`--name` or `--name=value`) and its words. */
function summarise(instruction: Instruction): readonly string[] {
  const flags = instruction.flags.map(({ name, value }) => `--${name}${value === undefined ? '' : `=${value}`}`);
  return [instruction.name, ...flags, ...instruction.words.flat()];
}

const cases: readonly [why: string, text: string, instructions: readonly (readonly string[])[]][] = [
  ['white space separates words', 'COPY  a\tb \v c\f d ', [['COPY', 'a', 'b', 'c', 'd']]],
  ['a name in lower case is the same', 'copy a b', [['COPY', 'a', 'b']]],
  ['a byte order mark is skipped', '\uFEFFCOPY a b', [['COPY', 'a', 'b']]],
  [
    'CR LF ends a line',
    'COPY a \\\r\n  b\r\nCOPY c d\r\n',
    [
      ['COPY', 'a', 'b'],
      ['COPY', 'c', 'd'],
    ],
  ],
  ['comments and empty lines are not instructions', '\n  # COPY a b\n\t\nCOPY c d', [['COPY', 'c', 'd']]],
  ['a continuation joins lines', 'COPY a \\\n b', [['COPY', 'a', 'b']]],
  ['a continuation joins words without white space', 'COPY a\\\nb c', [['COPY', 'ab', 'c']]],
  ['white space after the continuation does not matter', 'COPY a \\ \t\n b', [['COPY', 'a', 'b']]],
  [
    'comments and empty lines in a continuation are skipped',
    'COPY a \\\n# no\\\n\n   # no\n b \\\n\n c',
    [['COPY', 'a', 'b', 'c']],
  ],
  ['a comment is not continued', '# a \\\nCOPY a b', [['COPY', 'a', 'b']]],
  ['# within a line is not a comment', 'COPY a#b #c d', [['COPY', 'a#b', '#c', 'd']]],
  [
    'an escaped escape character does not continue',
    'COPY a\\\\\nCOPY b c',
    [
      ['COPY', 'a\\\\'],
      ['COPY', 'b', 'c'],
    ],
  ],
  ['a continuation at the end of the file ends there', 'COPY a b \\', [['COPY', 'a', 'b']]],
  ['a line may start with nothing but a continuation', '\\\nCOPY a b', [['COPY', 'a', 'b']]],
  [
    'the escape directive changes the continuation',
    '# escape=`\nCOPY a `\n b\\\nCOPY c d',
    [
      ['COPY', 'a', 'b\\'],
      ['COPY', 'c', 'd'],
    ],
  ],
  ['directives are case-insensitive and spaced', '#  Escape = ` \nCOPY a `\n b', [['COPY', 'a', 'b']]],
  ['a directive after a comment is a comment', '# a\n# escape=`\nCOPY a \\\n b', [['COPY', 'a', 'b']]],
  ['a directive after an empty line is a comment', '\n# escape=`\nCOPY a \\\n b', [['COPY', 'a', 'b']]],
  [
    'a directive after another one counts',
    '# syntax=docker/dockerfile:1\n# escape=`\nCOPY a `\n b',
    [['COPY', 'a', 'b']],
  ],
  ['flags come before the words', 'COPY --from=x --link a b', [['COPY', '--from=x', '--link', 'a', 'b']]],
  [
    'flags may follow a continuation',
    'RUN --mount=a \\\n  --mount=b \\\n true',
    [['RUN', '--mount=a', '--mount=b', 'true']],
  ],
  ['what looks like a flag later is a word', 'COPY a --b c', [['COPY', 'a', '--b', 'c']]],
  ['-- ends the flags', 'COPY -- --a b', [['COPY', '--a', 'b']]],
  ['one dash is not a flag', 'COPY -a b', [['COPY', '-a', 'b']]],
  [
    'quotes in flags keep white space and go away',
    'COPY --exclude="a b" --exclude=\'c "d\' e f',
    [['COPY', '--exclude=a b', '--exclude=c "d', 'e', 'f']],
  ],
  [
    'backslashes in flags go away',
    'COPY --exclude=a\\ b --chown="a\\"b" c d',
    [['COPY', '--exclude=a b', '--chown=a"b', 'c', 'd']],
  ],
  ['the JSON form gives its strings', 'COPY ["a b", "c\\u0041", "/d"]', [['COPY', 'a b', 'cA', '/d']]],
  ['the JSON form may go over lines', 'COPY ["a", \\\n  "b"]', [['COPY', 'a', 'b']]],
  ['the JSON form follows flags', 'COPY --link ["a b", "/c"]', [['COPY', '--link', 'a b', '/c']]],
  ['single quotes are not JSON', "COPY ['a', 'b']", [['COPY', "['a',", "'b']"]]],
  ['of JSON with something after it both readings count', 'COPY ["a"] b', [['COPY', '["a"]', 'b', 'a']]],
];

for (const [why, text, instructions] of cases) {
  test(why, () => assert.equal(parseDockerfile(text).instructions.map(summarise), instructions));
}

/** Instructions with what belongs to them. */
const heredocs: readonly [why: string, instruction: string, text: string][] = [
  ['its lines are not instructions', 'RUN <<EOF', 'COPY a b\nEOF\n'],
  ['white space before its end word', 'RUN cat << EOF > x', 'COPY a b\nEOF\n'],
  ['an end word in double quotes', 'RUN <<"EOF"', 'COPY a b\nEOF\n'],
  ['an end word in single quotes', "RUN <<'EOF'", 'COPY a b\nEOF\n'],
  ['<<- allows tabs before the end', 'RUN <<-EOF', 'COPY a b\n\t\tEOF\n'],
  ['<< does not', 'RUN <<EOF', '\tEOF\nCOPY a b\nEOF\n'],
  ['CR LF after its end word', 'RUN <<EOF', 'COPY a b\r\nEOF\r\n'],
  ['several, one after another', 'COPY <<A <<B /x/', 'B\nA\nA\nB\n'],
  ['a file descriptor', 'RUN 3<<EOF', 'COPY a b\nEOF\n'],
  ['ONBUILD', 'ONBUILD RUN <<EOF', 'COPY a b\nEOF\n'],
  ['other instructions have none', 'LABEL a=<<EOF', ''],
  ['<<< is none', 'RUN cat <<<EOF', ''],
  ['in quotes it is none', 'RUN echo "<<EOF"', ''],
  ['the JSON form has none', 'RUN ["<<EOF"]', ''],
  ['a shift only looks like one, and hides nothing', 'RUN echo $((1 << 4))', ''],
];

for (const [why, instruction, text] of heredocs) {
  test(`heredocs: ${why}`, () => {
    const found = parseDockerfile(`${instruction}\n${text}COPY c d`).instructions;
    assert.equal(
      found.map(({ text }) => text),
      [instruction, 'COPY c d'],
    );
  });
}

const syntaxes: readonly [why: string, text: string, syntax: string | undefined][] = [
  ['syntax: none', 'FROM a', undefined],
  ['syntax: the first word', '#syntax = docker/dockerfile:1 # newest\nFROM a', 'docker/dockerfile:1'],
  ['syntax: after a first line that starts with #!', '#!/usr/bin/env docker\n# syntax=a/b\nFROM a', 'a/b'],
  ['syntax: not after an instruction', 'FROM a\n# syntax=a/b', undefined],
];

for (const [why, text, syntax] of syntaxes) {
  test(why, () => assert.equal(parseDockerfile(text).syntax, syntax));
}

const quoted: readonly [why: string, text: string, escapeCharacter: string, words: readonly string[]][] = [
  ['ENV and ARG: white space separates words', 'a=1  b=2', '\\', ['a=1', 'b=2']],
  ['ENV and ARG: quotes keep white space and stay', `a="1 2" b='3 "4'`, '\\', ['a="1 2"', `b='3 "4'`]],
  ['ENV and ARG: an escaped space is part of the word', 'a=1\\ 2 b', '\\', ['a=1\\ 2', 'b']],
  ['ENV and ARG: an escaped quote opens nothing', 'a=\\" b=\\"', '\\', ['a=\\"', 'b=\\"']],
  ['ENV and ARG: in double quotes a quote may be escaped', 'a="\\" b" c', '\\', ['a="\\" b"', 'c']],
  ['ENV and ARG: in single quotes nothing is escaped', "a='\\' b", '\\', ["a='\\'", 'b']],
  ['ENV and ARG: the escape character may be a backtick', 'a=1` 2 b=\\ c', '`', ['a=1` 2', 'b=\\', 'c']],
  ['ENV and ARG: an open quotation goes to the end', 'a="1 2', '\\', ['a="1 2']],
];

for (const [why, text, escapeCharacter, words] of quoted) {
  test(why, () => assert.equal(splitQuotedWords(text, escapeCharacter), words));
}

test('a word that stands for a heredoc is known', () => {
  const words = ['<<EOF', '<<-EOF', '3<<EOF', '<<"E F"', '<<', '<<<a', 'a<<b', '<a'];
  assert.equal(words.map(isHeredocWord), [true, true, true, true, false, false, false, false]);
});

test.run();
