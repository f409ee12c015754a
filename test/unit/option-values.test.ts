import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type OptionName, optionNames } from '../../src/settings/option-table';
import { findNearestName, parseOptionValues, splitShellWords } from '../../src/settings/option-values';
import { readRefusal } from './refusal';

function parse(name: OptionName, value: unknown): unknown {
  return parseOptionValues(new Map([[name, { writtenAs: name, value }]]))[name];
}

const accepted: readonly [why: string, name: OptionName, value: unknown, becomes: unknown][] = [
  ['text is kept with its white space', 'target', ' my stage ', ' my stage '],
  ['text may be a whole number, which has one spelling', 'cache-version', 2, '2'],
  ['text keeps the digits of a number in quotes', 'cache-version', '1.10', '1.10'],
  ['text may look like a boolean', 'target', 'true', 'true'],
  ['a list may be one string', 'cache-on', 'a file', ['a file']],
  ['a list keeps its order', 'cache-on', ['b', 'a', 'b'], ['b', 'a', 'b']],
  ['a list may hold whole numbers', 'build-args', ['A=1', 2], ['A=1', '2']],
  ['a list may be empty', 'cache-on', [], []],
  ['words in a string are split as a shell would', 'additional-build-args', `--a 'b c' d\\ e`, ['--a', 'b c', 'd e']],
  ['words in a list are not split', 'additional-build-args', ['--a b', '"c"'], ['--a b', '"c"']],
  ['a string of white space holds no word', 'additional-build-args', ' \n', []],
  ['a switch is on', 'skip-pull-from-cache', true, true],
  ['a switch is off', 'skip-pull-from-cache', false, false],
  ['a switch as text is on', 'skip-pull-from-cache', 'true', true],
  ['a switch as text is off', 'skip-pull-from-cache', 'false', false],
  ['a count is a number', 'max-age-days', 30, 30],
  ['a count may be its minimum', 'max-age-days', 1, 1],
  ['a count may arrive as a string', 'max-age-days', '30', 30],
  ['a count in a string is decimal', 'max-age-days', '010', 10],
  ['a choice is one of its values', 'registry-provider', 'local', 'local'],
  [
    'a map keeps the case of its names',
    'ecr-tags',
    { Team: 'a', team: 'b' },
    new Map([
      ['Team', 'a'],
      ['team', 'b'],
    ]),
  ],
  [
    'a map takes whole numbers and booleans',
    'ecr-tags',
    { A: 1, B: true },
    new Map([
      ['A', '1'],
      ['B', 'true'],
    ]),
  ],
  ['a map may hold empty values', 'ecr-tags', { A: '' }, new Map([['A', '']])],
  ['a map may be empty', 'ecr-tags', {}, new Map()],
  ['a map may hold any name', 'ecr-tags', JSON.parse('{"__proto__":"a"}'), new Map([['__proto__', 'a']])],
  ['a text that can be switched off is a text', 'latest-tag', 'newest', 'newest'],
  ['a text that can be switched off is off', 'latest-tag', false, false],
  ['a text that can be switched off is off as text', 'latest-tag', 'false', false],
];

for (const [why, name, value, becomes] of accepted) {
  test(`accepted: ${why}`, () => assert.equal(parse(name, value), becomes));
}

for (const name of optionNames) {
  const standard = parseOptionValues(new Map())[name];
  test(`${name}: null counts as not given`, () => assert.equal(parse(name, null), standard));
  test(`${name}: nothing between the quotes counts as not given`, () => assert.equal(parse(name, ''), standard));
}

const inQuotes = 'Put the number in quotes.';

const refused: readonly [why: string, name: OptionName, value: unknown, ...says: string[]][] = [
  ['a boolean is not text', 'target', true, 'target: true is not accepted; it must be a string'],
  ['1.10 and 1.1 are one number but two texts', 'cache-version', 1.1, 'cache-version: 1.1 is not', inQuotes],
  ['a number beyond 2^53 has lost digits', 'cache-version', 2 ** 53, 'it must be a string', inQuotes],
  ['a variable can hold no NUL', 'target', 'a\0b', 'target: "a\\u0000b"', 'without a NUL character'],
  [
    'a boolean is not a list',
    'cache-on',
    true,
    'cache-on: true is not accepted; it must be a string or a list of strings',
  ],
  ['the item that is wrong is named', 'cache-on', ['a', { b: 1 }], 'cache-on: {"b":1} is not accepted'],
  ['a list in a list is refused', 'cache-on', [['a']], 'cache-on: ["a"] is not accepted'],
  ['an item that is null is refused', 'cache-on', ['a', null], 'cache-on: null is not accepted'],
  ['a list with 1.1 may mean 1.10', 'cache-on', [1.1], 'cache-on: 1.1 is not accepted', inQuotes],
  [
    'an item that may be a secret is not shown',
    'build-args',
    [1.1],
    'build-args: a value that is not shown is not accepted',
    inQuotes,
  ],
  [
    'words with an open quotation',
    'additional-build-args',
    "a 'b",
    `additional-build-args: "a 'b"`,
    'Close the quotation',
  ],
  [
    'yes is not a boolean',
    'skip-pull-from-cache',
    'yes',
    'skip-pull-from-cache: "yes" is not accepted; it must be true or false',
  ],
  ['a list is not a boolean', 'skip-pull-from-cache', [true], 'it must be true or false'],
  [
    'a count below its minimum',
    'max-age-days',
    0,
    'max-age-days: 0 is not accepted; it must be a whole number, 1 or more',
  ],
  ['a count that is not whole', 'max-age-days', 1.5, 'it must be a whole number, 1 or more'],
  ['a count in another notation', 'max-age-days', '1e3', 'max-age-days: "1e3" is not accepted'],
  ['a count that is too large to be exact', 'max-age-days', '9007199254740993', 'it must be a whole number'],
  ['a boolean is not a count', 'max-age-days', true, 'max-age-days: true is not accepted'],
  [
    'no value of the choice',
    'on-registry-error',
    'ignore',
    'on-registry-error: "ignore" is not accepted; it must be build or fail',
  ],
  ['a typo in a choice', 'on-registry-error', 'biuld', 'on-registry-error: "biuld"', 'Did you mean build?'],
  ['a string is not a map', 'ecr-tags', 'Team=a', 'ecr-tags: "Team=a" is not accepted; it must be names with values'],
  [
    'the entry that is wrong is named',
    'ecr-tags',
    { Team: ['a'] },
    'ecr-tags: Team: ["a"] is not accepted; it must be a string',
  ],
  ['an entry without a value is refused', 'ecr-tags', { Team: null }, 'ecr-tags: Team: null is not accepted'],
  ['an entry with 1.1 may mean 1.10', 'ecr-tags', { V: 1.1 }, 'ecr-tags: V: 1.1 is not accepted', inQuotes],
  [
    'on is not the opposite of off',
    'latest-tag',
    true,
    'latest-tag: true is not accepted; it must be a string or false',
  ],
];

for (const [why, name, value, ...says] of refused) {
  test(`refused: ${why}`, () => {
    const text = readRefusal(() => parse(name, value));
    for (const part of says) assert.match(text, part);
  });
}

const numbers: readonly [name: OptionName, value: unknown][] = [
  ['max-age-days', 0],
  ['max-age-days', 1.5],
  ['skip-pull-from-cache', 1],
  ['on-registry-error', 1],
  ['ecr-tags', 1],
];

for (const [name, value] of numbers) {
  test(`quotes are not suggested where no text is accepted: ${name}: ${value}`, () =>
    assert.not.match(
      readRefusal(() => parse(name, value)),
      'quotes',
    ));
}

const secrets: readonly [why: string, name: OptionName, value: unknown][] = [
  ['secrets that are a map', 'secrets', { NPM_TOKEN: 's3cr3t' }],
  ['a secret with a NUL', 'secrets', 's3cr3t\0'],
  ['a build arg that is a map', 'build-args', [{ A: 's3cr3t' }]],
];

for (const [why, name, value] of secrets) {
  test(`a refusal does not show what may be a secret: ${why}`, () => {
    const text = readRefusal(() => parse(name, value));
    assert.match(text, `${name}: a value that is not shown is not accepted; it must be a string`);
    assert.not.match(text, 's3cr3t');
  });
}

const nearest: readonly [why: string, name: string, known: readonly string[], found: string | undefined][] = [
  ['one letter too many', 'dockerfiles', optionNames, 'dockerfile'],
  ['two letters in the wrong order', 'cahce-on', optionNames, 'cache-on'],
  ['another spelling of a space', 'cache_on', optionNames, 'cache-on'],
  ['camel case', 'buildArgs', optionNames, 'build-args'],
  ['a short name may have two typos', 'kye', ['key', 'check'], 'key'],
  ['in a long name a third may be wrong', 'additional-args', optionNames, 'additional-build-args'],
  ['something else is not a typo', 'volumes', optionNames, undefined],
  ['a short word resembles no short name', 'run', ['key', 'check'], undefined],
];

for (const [why, name, known, found] of nearest) {
  test(`the nearest name: ${why}`, () => assert.is(findNearestName(name, known), found));
}

const shellWords: readonly [why: string, text: string, words: readonly string[] | undefined][] = [
  ['words end at any white space', ' --a  b\tc\nd ', ['--a', 'b', 'c', 'd']],
  ['nothing gives no word', '  ', []],
  ['quoted nothing is a word', `'' ""`, ['', '']],
  ['single quotes keep everything', `'a b\\$"c'`, ['a b\\$"c']],
  ['double quotes keep white space', '--label="two words"', ['--label=two words']],
  ['in double quotes a backslash escapes $ ` " and itself', '"\\$\\`\\"\\\\"', ['$`"\\']],
  ['in double quotes a backslash before another character stays', '"a\\b"', ['a\\b']],
  ['in double quotes an escaped line end is nothing', '"a\\\nb"', ['ab']],
  ['a backslash makes the next character literal', 'a\\ b\\"', ['a b"']],
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

for (const [why, text, words] of shellWords) {
  test(why, () => assert.equal(splitShellWords(text), words));
}

test.run();
