import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type EngineImage, findConfigDigest, parseInspection } from '../../src/docker/engine-image';

const digest = `r.example.com/a@sha256:${'0'.repeat(64)}`;
const id = `sha256:${'1'.repeat(64)}`;
const whole = { Id: id, RepoDigests: [digest], Os: 'linux', Architecture: 'arm64', Variant: 'v8' };

const images: readonly [why: string, image: object, found: Partial<EngineImage>][] = [
  ['all that counts', whole, { id, repoDigests: [digest], platform: 'linux/arm64' }],
  [
    'a variant',
    { ...whole, Architecture: 'arm', Variant: 'v6' },
    { id, repoDigests: [digest], platform: 'linux/arm/v6' },
  ],
  ['an empty variant', { ...whole, Variant: '' }, { id, repoDigests: [digest], platform: 'linux/arm64' }],
  ['no digests', { ...whole, RepoDigests: [] }, { id, repoDigests: [], platform: 'linux/arm64' }],
  ['digests that are null', { ...whole, RepoDigests: null }, { id, repoDigests: [], platform: 'linux/arm64' }],
  [
    'digests that are not text',
    { ...whole, RepoDigests: [1, null, digest] },
    { id, repoDigests: [digest], platform: 'linux/arm64' },
  ],
  ['a system without a processor', { Id: id, Os: 'linux' }, { id, repoDigests: [], platform: '' }],
  ['a processor without a system', { Id: id, Architecture: 'amd64' }, { id, repoDigests: [], platform: '' }],
  [
    'a processor that is not a word',
    { Id: id, Os: 'linux', Architecture: 'x/y/z/w' },
    { id, repoDigests: [], platform: '' },
  ],
  [
    'an ID as podman writes it',
    { ...whole, Id: '1'.repeat(64) },
    { id, repoDigests: [digest], platform: 'linux/arm64' },
  ],
  [
    'labels and a time',
    { ...whole, Config: { Labels: { a: 'b' } }, Created: '2026-01-01T00:00:00Z' },
    {
      id,
      repoDigests: [digest],
      platform: 'linux/arm64',
      labels: { a: 'b' },
      created: '2026-01-01T00:00:00Z',
    },
  ],
  ['nothing that counts', {}, { id: '', repoDigests: [], platform: '' }],
];

for (const [why, image, found] of images) {
  test(`an image with ${why}`, () =>
    assert.equal(parseInspection(JSON.stringify([image])), { labels: {}, created: '', ...found }));
}

const manifests: readonly [why: string, manifest: string, digest: string | undefined][] = [
  ['a manifest', JSON.stringify({ config: { digest: id } }), id],
  ['an index', '{"manifests":[]}', undefined],
  ['a manifest of nonsense', '{"config":"a"}', undefined],
  ['no manifest, as of an image that is in the engine only', '', undefined],
];

for (const [why, manifest, found] of manifests) {
  test(`the configuration of ${why}`, () => assert.is(findConfigDigest(manifest), found));
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
