import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { UserError } from '../../src/errors';
import {
  isDigest,
  isRegistryHost,
  isTag,
  parseImageName,
  parseRepositoryName,
  toRepositoryPart,
} from '../../src/settings/image-name';
import { readRefusal } from './refusal';

const hub = 'docker.io';
const sha256 = `sha256:${'0123456789abcdef'.repeat(4)}`;
const sha512 = `sha512:${'0123456789abcdef'.repeat(8)}`;

interface Parts {
  readonly host: string;
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
}

const names: readonly [why: string, text: string, parts: Parts][] = [
  ['a word is an official image', 'alpine', { host: hub, repository: 'library/alpine', tag: 'latest' }],
  ['a tag', 'alpine:3.20', { host: hub, repository: 'library/alpine', tag: '3.20' }],
  ['a digest needs no tag', `alpine@${sha256}`, { host: hub, repository: 'library/alpine', digest: sha256 }],
  ['a tag and a digest', `alpine:3@${sha512}`, { host: hub, repository: 'library/alpine', tag: '3', digest: sha512 }],
  ['a name with a slash is a user of Docker Hub', 'a/b', { host: hub, repository: 'a/b', tag: 'latest' }],
  ['Docker Hub written out', 'docker.io/x', { host: hub, repository: 'library/x', tag: 'latest' }],
  ["Docker Hub's old name", 'index.docker.io/a/b:1', { host: hub, repository: 'a/b', tag: '1' }],
  ['a dot makes a host', 'ghcr.io/x', { host: 'ghcr.io', repository: 'x', tag: 'latest' }],
  ['a port makes a host', 'host:5000/a/b:tag', { host: 'host:5000', repository: 'a/b', tag: 'tag' }],
  ['without a slash the number is a tag', 'host:5000', { host: hub, repository: 'library/host', tag: '5000' }],
  ['localhost is a host', 'localhost/x', { host: 'localhost', repository: 'x', tag: 'latest' }],
  ['localhost alone is an image', 'localhost', { host: hub, repository: 'library/localhost', tag: 'latest' }],
  ['a capital makes a host', 'Host/x', { host: 'Host', repository: 'x', tag: 'latest' }],
  ['an address', '127.0.0.1:5000/x', { host: '127.0.0.1:5000', repository: 'x', tag: 'latest' }],
  ['an IPv6 address', '[::1]:5000/x:1', { host: '[::1]:5000', repository: 'x', tag: '1' }],
];

for (const [why, text, parts] of names) {
  test(`image name: ${why}`, () => assert.equal(parseImageName(text), parts));
}

const refusals: readonly [why: string, text: string, words: RegExp][] = [
  ['nothing', '', /is not a repository/],
  ['the id of an image', 'a'.repeat(64), /ID of an image/],
  ['a capital in the repository', 'ghcr.io/Some/x', /'Some\/x' has to be in lower case/],
  ['a URL', 'https://ghcr.io/x', /'https:' is not a host/],
  ['a space', 'al pine', /is not a repository/],
  ['a variable that was not replaced', '${BASE}:1', /lower case|is not a repository/],
  ['two slashes', 'a//b', /is not a repository/],
  ['a slash in front', '/a', /is not a repository/],
  ['two dots', 'a..b', /is not a repository/],
  ['a line end', 'alpine\n', /is not a repository/],
  ['a repository of 256 characters', `ghcr.io/${'a'.repeat(256)}`, /longer than 255/],
  ['an empty tag', 'alpine:', /'' is not a tag/],
  ['a tag of 129 characters', `alpine:${'a'.repeat(129)}`, /is not a tag/],
  ['a digest that is too short', 'alpine@sha256:abc', /'sha256:abc' is not a digest/],
  ['a digest of an unknown algorithm', `alpine@md5:${'a'.repeat(32)}`, /is not a digest/],
  ['two digests', `alpine@${sha256}@${sha256}`, /is not a digest/],
  ['a port that is invalid', 'host:port/x', /'host:port' is not a host/],
  ['a port that is too high', 'host:70000/x', /'host:70000' is not a host/],
  ['an IPv6 address that is invalid', '[:::::]/x', /is not a host/],
  ['a host with a user', 'me:secret@ghcr.io/x', /is not a digest/],
];

for (const [why, text, words] of refusals) {
  test(`not an image name: ${why}`, () => {
    try {
      parseImageName(text);
    } catch (error) {
      assert.instance(error, UserError);
      assert.match((error as UserError).message, words);
      assert.match((error as UserError).hint ?? '', 'repository[:tag][@digest]');
      return;
    }
    assert.unreachable();
  });
}

test('tags and digests are distinguished', () => {
  assert.equal([isTag('latest'), isTag(sha256), isDigest(sha256), isDigest('latest')], [true, false, true, false]);
});

const accepted: readonly [why: string, name: string][] = [
  ['two characters', 'ab'],
  ['the default', 'build-cache/acme/web'],
  ['digits', '0/1'],
  ['each separator', 'a.b_c__d-e--f---g'],
  ['256 characters', 'a'.repeat(256)],
];

for (const [why, name] of accepted) {
  test(`repository: ${why}`, () => assert.is(parseRepositoryName(name, 'ecr-name'), name));
}

const refusedNames: readonly [why: string, name: string][] = [
  ['nothing', ''],
  ['one character', 'a'],
  ['257 characters', 'a'.repeat(257)],
  ['an upper-case letter', 'acme/Web'],
  ['a letter beyond ASCII', 'acme/wéb'],
  ['a line end', 'acme/web\n'],
  ['two slashes', 'acme//web'],
  ['a separator before a slash', 'acme-/web'],
  ['two dots', 'acme..web'],
  ['a tag', 'acme/web:1'],
  ['a host with a port', 'localhost:5000/web'],
];

for (const [why, name] of refusedNames) {
  test(`not a repository: ${why}`, () => {
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
  ['letters beyond ASCII are left out', 'wéb', 'w-b'],
  ['nothing is left', '…', 'image'],
];

for (const [why, text, part] of parts) {
  test(`a part from any text: ${why}`, () => {
    assert.is(toRepositoryPart(text), part);
    assert.is(parseRepositoryName(`build-cache/${part}`, 'ecr-name'), `build-cache/${part}`);
  });
}

for (const host of ['ghcr.io', 'localhost', 'localhost:5000', 'Host', '[::1]:5000', '10.0.0.1:65535']) {
  test(`a registry's host: ${host}`, () => assert.ok(isRegistryHost(host)));
}

for (const host of ['', ...'ghcr ghcr.io/ https://ghcr.io ghcr.io:99999 a_b.c -a.b me@ghcr.io [::z]'.split(' ')]) {
  test(`not a registry's host: ${JSON.stringify(host)}`, () => assert.not(isRegistryHost(host)));
}

test.run();
