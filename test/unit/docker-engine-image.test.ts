import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type EngineImage, parseInspection } from '../../src/docker/engine-image';

const digest = `r.example.com/a@sha256:${'0'.repeat(64)}`;
const whole = { Id: 'sha256:1', RepoDigests: [digest], Os: 'linux', Architecture: 'arm64', Variant: 'v8' };

const images: readonly [why: string, image: object, found: EngineImage][] = [
  ['all that counts', whole, { repoDigests: [digest], platform: 'linux/arm64' }],
  [
    'a variant',
    { ...whole, Architecture: 'arm', Variant: 'v6' },
    { repoDigests: [digest], platform: 'linux/arm/v6' },
  ],
  ['an empty variant', { ...whole, Variant: '' }, { repoDigests: [digest], platform: 'linux/arm64' }],
  ['no digests', { ...whole, RepoDigests: [] }, { repoDigests: [], platform: 'linux/arm64' }],
  ['digests that are null', { ...whole, RepoDigests: null }, { repoDigests: [], platform: 'linux/arm64' }],
  [
    'digests that are one text',
    { ...whole, RepoDigests: digest },
    { repoDigests: [], platform: 'linux/arm64' },
  ],
  [
    'digests that are no texts',
    { ...whole, RepoDigests: [1, null, digest] },
    { repoDigests: [digest], platform: 'linux/arm64' },
  ],
  ['a system without a processor', { Os: 'linux' }, { repoDigests: [], platform: '' }],
  [
    'a system and a variant without a processor',
    { Os: 'linux', Variant: 'v8' },
    { repoDigests: [], platform: '' },
  ],
  ['a processor without a system', { Architecture: 'amd64' }, { repoDigests: [], platform: '' }],
  [
    'a processor that is no word',
    { Os: 'linux', Architecture: 'x/y/z/w' },
    { repoDigests: [], platform: '' },
  ],
  ['a processor that is no text', { Os: 'linux', Architecture: 64 }, { repoDigests: [], platform: '' }],
  ['nothing that counts', {}, { repoDigests: [], platform: '' }],
];

for (const [why, image, found] of images) {
  test(`an image with ${why}`, () => assert.equal(parseInspection(JSON.stringify([image])), found));
}

const nonsense: readonly [why: string, text: string][] = [
  ['nothing', ''],
  ['a page for people', '<html><body>502 Bad Gateway</body></html>'],
  ['a banner before the answer', `Welcome to our docker\n${JSON.stringify([whole])}`],
  ['an answer that is cut off', JSON.stringify([whole]).slice(0, -20)],
  ['no list', JSON.stringify(whole)],
  ['an empty list', '[]'],
  ['a list of null', '[null]'],
  ['a list of texts', '["linux"]'],
  ['a list of lists', '[[]]'],
  ['null', 'null'],
];

for (const [why, text] of nonsense) {
  test(`no image is described by ${why}`, () => assert.is(parseInspection(text), undefined));
}

test.run();
