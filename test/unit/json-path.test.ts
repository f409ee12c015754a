import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type JsonPath, parseJsonPath, selectJson } from '../../src/key/json-path';
import { readRefusal } from './refusal';

const paths: readonly [why: string, text: string, path: JsonPath][] = [
  ['the whole document', '.', []],
  ['a member', '.scripts', ['scripts']],
  ['a member of a member', '.scripts.build', ['scripts', 'build']],
  ['underscores and digits', '._a.b2', ['_a', 'b2']],
  ['a quoted name', '."@scope/name"', ['@scope/name']],
  ['a quoted name with dots, brackets and white space', '."a.b [0]"', ['a.b [0]']],
  ['a quoted name with escapes', '."\\"\\\\\\u00e9\\n"', ['"\\é\n']],
  ['a quoted name beyond ASCII', '."clé"', ['clé']],
  ['the empty name', '.""', ['']],
  ['a name in brackets', '.a["b c"]', ['a', 'b c']],
  ['a name in brackets behind a dot', '.["b c"].d', ['b c', 'd']],
  ['a name in brackets first', '["b c"]', ['b c']],
  ['a place in a list', '.list[10]', ['list', 10]],
  ['a place in a list behind a dot', '.list.[0]', ['list', 0]],
  ['a place in a list first', '.[0].a', [0, 'a']],
  ['a place from the end', '.list[-1]', ['list', -1]],
  ['places in a row', '.a[0][1]["b"]', ['a', 0, 1, 'b']],
  ['a name that every object has', '.__proto__.constructor', ['__proto__', 'constructor']],
];

for (const [why, text, path] of paths) {
  test(`path: ${why}`, () => assert.equal(parseJsonPath(text, 'entry'), path));
}

const refused: readonly [why: string, text: string, from: string][] = [
  ['a pipe', '.a | .b', ' | .b'],
  ['a wildcard', '.a.*', '.*'],
  ['a computed name', '.a[.b]', '[.b]'],
  ['recursive descent', '..', '..'],
  ['a function first', 'keys', 'keys'],
  ['the error suppression operator within', '.a?.b', '?.b'],
  ['a name with a dash, which jq takes for a subtraction', '.a.b-c', '-c'],
  ['a name that begins with a digit', '.a.2b', '.2b'],
  ['a name beyond ASCII without quotes', '.clé', 'é'],
  ['an open quotation', '.a."b', '."b'],
  ['an open bracket', '.a[0', '[0'],
  ['a dot at the end', '.a.', '.'],
  ['white space', '.a ', ' '],
  ['single quotes', ".['a']", ".['a']"],
];

for (const [why, text, from] of refused) {
  test(`refused: ${why}`, () => {
    const refusal = readRefusal(() => parseJsonPath(text, `a.json#${text}`));
    assert.match(
      refusal,
      `cache-on: ${JSON.stringify(`a.json#${text}`)} is not accepted from ${JSON.stringify(from)} on\nBehind # must be a plain path`,
    );
  });
}

const selected: readonly [why: string, document: string, path: string, value: string | undefined][] = [
  ['the whole document', '{"a":1}', '.', '{"a":1}'],
  ['a member', '{"a":{"b":"c"}}', '.a.b', '"c"'],
  ['an item', '["a","b"]', '.[1]', '"b"'],
  ['null is a value', '{"a":null}', '.a', 'null'],
  ['nothing has that name', '{"a":null}', '.b', undefined],
  ['nothing is at that place', '["a"]', '.[1]', undefined],
  ['nothing is at that place from the end', '["a"]', '.[-2]', undefined],
  ['null has no members', '{"a":null}', '.a.b', undefined],
  ['a string has no members', '{"a":"b"}', '.a.length', undefined],
  ['a string has no places', '{"a":"b"}', '.a[0]', undefined],
  ['a name of digits is not a place', '{"a":["b"]}', '.a["0"]', undefined],
  ['an object has no places', '{"a":{"0":"b"}}', '.a[0]', undefined],
  ['a name of digits is a name', '{"a":{"0":"b"}}', '.a["0"]', '"b"'],
  ['inherited members do not count', '{}', '.constructor', undefined],
  ['the prototype does not count', '{}', '.__proto__', undefined],
  ['a name may be __proto__', '{"__proto__":{"a":1}}', '.__proto__.a', '1'],
  ['of two equal names the last counts, as with jq', '{"a":1,"b":2,"a":3}', '.', '{"a":3,"b":2}'],
  ['two spellings of a name are equal', '{"a":1,"\\u0061":2}', '.', '{"a":2}'],
  ['a byte order mark is not part of it', '\uFEFF{"a":1}', '.a', '1'],
  ['members come sorted, at every depth', '{"b":[{"d":1,"c":2}],"a":{}}', '.', '{"a":{},"b":[{"c":2,"d":1}]}'],
  ['names of digits are sorted as text', '{"10":1,"9":2,"b":3}', '.', '{"10":1,"9":2,"b":3}'],
  ['items keep their order', '[3,1,2]', '.', '[3,1,2]'],
  ['white space goes', ' {\r\n\t"a" : [ 1 , 2 ] } ', '.', '{"a":[1,2]}'],
  ['escapes do not matter', '"\\u00e9\\/\\u0041"', '.', '"é/A"'],
  ['half a character stays what it is', '"\\ud83d"', '.', '"\\ud83d"'],
  ['a number keeps its digits', '[12345678901234567890,0.1,-0,1.0]', '.', '[12345678901234567890,0.1,-0,1.0]'],
  ['a number that no double can hold keeps its digits', '{"a":1e400}', '.a', '1e400'],
  ['a string that looks like our marks', '["n1","s","n"]', '.', '["n1","s","n"]'],
  ['a string with quotes, brackets and numbers', '{"a":"\\"{1:2}\\\\"}', '.a', '"\\"{1:2}\\\\"'],
];

for (const [why, document, path, value] of selected) {
  test(`selected: ${why}`, () => assert.is(selectJson(document, parseJsonPath(path, 'entry')), value));
}

test('selected: numbers that are one double are two values', () => {
  const [one, other] = ['12345678901234567890', '12345678901234567891'];
  assert.is(Number(one), Number(other));
  assert.is.not(selectJson(one, []), selectJson(other, []));
});

const extreme: readonly [why: string, document: string][] = [
  ['lists in lists', '['.repeat(100_000) + ']'.repeat(100_000)],
  ['objects in objects', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`],
  ['a long list', `[${'1,'.repeat(300_000)}1]`],
  ['a string of many escapes', `"${'\\n'.repeat(3_000_000)}"`],
];

for (const [why, document] of extreme) {
  // Not with assert.is, which would compare such texts line by line.
  test(`selected: ${why}`, () => assert.ok(selectJson(document, []) === document));
}

const noJson: readonly [why: string, document: string][] = [
  ['nothing', ''],
  ['a comment', '{"a":1} // b'],
  ['single quotes', "{'a':1}"],
  ['a number with a zero first', '{"a":01}'],
  ['what JavaScript calls a number', '{"a":NaN}'],
  ['two byte order marks', '\uFEFF\uFEFF{}'],
];

for (const [why, document] of noJson) {
  test(`not JSON, even where the value could be found: ${why}`, () => {
    assert.throws(
      () => selectJson(document, ['a']),
      (error: unknown) => error instanceof SyntaxError,
    );
  });
}

test.run();
