import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parseRepositoryName, toRepositoryPart } from '../../src/settings/repository-name';
import { readRefusal } from './refusal';

const accepted: readonly [why: string, name: string][] = [
  ['two characters', 'ab'],
  ['the default', 'build-cache/acme/web'],
  ['digits', '0/1'],
  ['each separator', 'a.b_c__d-e--f---g'],
  ['256 characters', 'a'.repeat(256)],
];

for (const [why, name] of accepted) {
  test(`accepted: ${why}`, () => assert.is(parseRepositoryName(name, 'ecr-name'), name));
}

const refused: readonly [why: string, name: string][] = [
  ['nothing', ''],
  ['one character', 'a'],
  ['257 characters', 'a'.repeat(257)],
  ['an upper-case letter', 'acme/Web'],
  ['a letter beyond ASCII', 'acme/wéb'],
  ['white space', 'acme/my web'],
  ['a line end', 'acme/web\n'],
  ['a slash first', '/acme'],
  ['a slash last', 'acme/'],
  ['two slashes', 'acme//web'],
  ['a separator first', '-acme'],
  ['a separator before a slash', 'acme-/web'],
  ['two dots', 'acme..web'],
  ['three underscores', 'a___b'],
  ['two different separators', 'a._b'],
  ['a tag', 'acme/web:1'],
  ['a host with a port', 'localhost:5000/web'],
];

for (const [why, name] of refused) {
  test(`refused: ${why}`, () => {
    const text = readRefusal(() => parseRepositoryName(name, 'ecr-name'));
    assert.match(
      text,
      `ecr-name: ${JSON.stringify(name)} is not a repository name\nIt has 2 to 256 lower-case letters`,
    );
  });
}

test('refused under the name that it was written with', () => {
  const text = readRefusal(() => parseRepositoryName('A', '--ecr-name'));
  assert.match(text, /^--ecr-name: "A" is not a repository name/);
});

const parts: readonly [why: string, text: string, part: string][] = [
  ['a plain name stays', 'web-2', 'web-2'],
  ['upper case becomes lower case', 'MyApp', 'myapp'],
  ['anything else becomes a dash', 'my app_(v2.0)', 'my-app-v2-0'],
  ['no dash at either end', '.web!', 'web'],
  ['letters beyond ASCII have no place', 'wéb', 'w-b'],
  ['nothing is left', '…', 'image'],
];

for (const [why, text, part] of parts) {
  test(`a part from any text: ${why}`, () => {
    assert.is(toRepositoryPart(text), part);
    assert.is(parseRepositoryName(`build-cache/${part}`, 'ecr-name'), `build-cache/${part}`);
  });
}

test.run();
