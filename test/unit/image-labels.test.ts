import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { OutageError, UserError } from '../../src/errors';
import type { DistributionClient } from '../../src/registry/distribution-client';
import { findImageLabels } from '../../src/registry/image-labels';
import { MANIFEST_TYPES, sha256 } from '../support/image-store';

const name = { host: 'registry.example', repository: 'team/app' };

/** What a registry has, by digest. */
type Content = { readonly [digest: string]: string };

/** A client of a registry that has nothing but this. */
function serve(content: Content): { readonly client: DistributionClient; readonly asked: readonly string[] } {
  const asked: string[] = [];
  const client: Pick<DistributionClient, 'findManifest' | 'readBlob'> = {
    findManifest: async (_, digest) => {
      asked.push(`manifest ${digest}`);
      const manifest = content[digest];
      return manifest === undefined ? undefined : { digest, mediaType: MANIFEST_TYPES[2], manifest };
    },
    readBlob: async (_, digest) => {
      asked.push(`blob ${digest}`);
      const blob = content[digest];
      if (blob === undefined) throw new UserError(`no blob ${digest}`);
      return blob;
    },
  };
  return { client: client as DistributionClient, asked };
}

/** An image with these labels: its digest, its manifest, and all that a registry has of it. */
function image(labels: object | null | undefined) {
  const config = JSON.stringify({ os: 'linux', config: labels === undefined ? {} : { Labels: labels } });
  const manifest = JSON.stringify({ schemaVersion: 2, config: { digest: sha256(config) }, layers: [] });
  const digest = sha256(manifest);
  return { digest, manifest, content: { [sha256(config)]: config, [digest]: manifest } };
}

function index(...entries: readonly unknown[]): string {
  return JSON.stringify({ schemaVersion: 2, manifests: entries });
}

const amd = image({ for: 'amd64' });
const arm = image({ for: 'arm64' });
const armv6 = image({ for: 'arm/v6' });
const attestation = image({ for: 'nobody' });
const entry = ({ digest }: { digest: string }, architecture: string, variant?: string) => ({
  digest,
  platform: { os: 'linux', architecture, ...(variant === undefined ? {} : { variant }) },
});
const unknown = { digest: attestation.digest, platform: { os: 'unknown', architecture: 'unknown' } };
const content: Content = { ...amd.content, ...arm.content, ...armv6.content, ...attestation.content };

const found: readonly [why: string, manifest: string, platform: string, labels: object][] = [
  ['an image', amd.manifest, 'linux/amd64', { for: 'amd64' }],
  ['an image of whatever platform: the tag names it', amd.manifest, 'linux/arm64', { for: 'amd64' }],
  [
    'of an index the image for the platform',
    index(entry(amd, 'amd64'), entry(arm, 'arm64')),
    'linux/arm64',
    { for: 'arm64' },
  ],
  ['with its variant written out', index(entry(arm, 'arm64', 'v8')), 'linux/arm64', { for: 'arm64' }],
  [
    'with another variant than the usual one',
    index(entry(arm, 'arm', 'v7'), entry(armv6, 'arm', 'v6')),
    'linux/arm/v6',
    { for: 'arm/v6' },
  ],
  [
    'attestations beside it are no image',
    index(unknown, entry(amd, 'amd64'), unknown),
    'linux/amd64',
    { for: 'amd64' },
  ],
  [
    'entries without a platform, or of none at all, are passed over',
    index(
      null,
      'entry',
      { digest: arm.digest },
      { platform: null },
      { ...amd, platform: { os: 'linux' } },
      entry(amd, 'amd64'),
    ),
    'linux/amd64',
    { for: 'amd64' },
  ],
  [
    'an index within an index',
    index({ digest: sha256('inner'), platform: { os: 'linux', architecture: 'amd64' } }),
    'linux/amd64',
    { for: 'amd64' },
  ],
];

for (const [why, manifest, platform, labels] of found) {
  test(`labels: ${why}`, async () => {
    const { client } = serve({ ...content, [sha256('inner')]: index(entry(amd, 'amd64')) });
    assert.equal(await findImageLabels(client, name, { manifest }, platform), labels);
  });
}

for (const labels of [null, undefined, {}]) {
  test(`an image without labels has none: ${JSON.stringify(labels)}`, async () => {
    const { manifest, content } = image(labels);
    assert.equal(await findImageLabels(serve(content).client, name, { manifest }, 'linux/amd64'), {});
  });
}

test('nothing but manifest and configuration is asked for', async () => {
  const { client, asked } = serve(content);
  await findImageLabels(client, name, { manifest: index(entry(amd, 'amd64')) }, 'linux/amd64');
  assert.equal(asked, [`manifest ${amd.digest}`, `blob ${JSON.parse(amd.manifest).config.digest}`]);
});

const configOf = (text: string) => ({
  manifest: JSON.stringify({ config: { digest: sha256(text) } }),
  content: { [sha256(text)]: text },
});

const failures: readonly [why: string, manifest: string, content: Content, says: RegExp][] = [
  ['no image for the platform', index(entry(arm, 'arm64')), content, /has no image for linux\/amd64/],
  ['an index of attestations alone', index(unknown), content, /has no image for linux\/amd64/],
  ['an index with nothing in it', index(), content, /has no image for linux\/amd64/],
  ['an index whose list is none', '{"manifests":{"a":1}}', content, /has no image for linux\/amd64/],
  ['an index whose image is gone', index(entry(amd, 'amd64')), {}, /has no image for linux\/amd64/],
  ['neither an image nor an index', '{}', content, /has no image for linux\/amd64/],
  ['a manifest that is null', 'null', content, /has no image for linux\/amd64/],
  ['a manifest that is no JSON', '<html>', content, /no JSON/],
  ['an image whose configuration is gone', amd.manifest, {}, /no blob sha256:/],
  ['a configuration that is no JSON', configOf('<html>').manifest, configOf('<html>').content, /no JSON/],
];

for (const [why, manifest, content, says] of failures) {
  test(`no labels, and an error that a person may read: ${why}`, async () => {
    try {
      await findImageLabels(serve(content).client, name, { manifest }, 'linux/amd64');
    } catch (error) {
      assert.instance(error, UserError);
      assert.match((error as Error).message, says);
      return;
    }
    assert.unreachable();
  });
}

for (const text of ['null', '[]', '{"config":null}', '{"config":{"Labels":null}}']) {
  test(`a configuration without labels has none: ${text}`, async () => {
    const { manifest, content } = configOf(text);
    assert.equal(await findImageLabels(serve(content).client, name, { manifest }, 'linux/amd64'), {});
  });
}

test('what the registry can not answer now is an outage', async () => {
  const { client } = serve({});
  const failing = { ...client, findManifest: async () => Promise.reject(new OutageError('503')) };
  try {
    const manifest = index(entry(amd, 'amd64'));
    await findImageLabels(failing as unknown as DistributionClient, name, { manifest }, 'linux/amd64');
    assert.unreachable();
  } catch (error) {
    assert.instance(error, OutageError);
  }
});

test.run();
