import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { findStoredCredentials } from '../../src/docker/docker-credentials';
import { ProcessRunner } from '../../src/docker/process-runner';
import { OutageError, UserError } from '../../src/errors';
import { DistributionClient } from '../../src/registry/distribution-client';
import { parseImageName } from '../../src/settings/image-name';
import { type DockerRegistry, startDockerRegistry } from '../support/docker-registry';
import {
  basicAuthorization,
  type HttpAnswer,
  type HttpRequestOptions,
  httpRequest,
} from '../support/http-request';
import { MANIFEST_TYPES, sha256 } from '../support/image-store';
import { registryImages } from '../support/registry-images';

// The client of the distribution API with a real registry, without an engine.

const e2e = suite<{ open: DockerRegistry; closed: DockerRegistry }>('distribution client');

const credentials = { username: 'builder', password: 'pa:ss/wörd' };
const repository = 'team/app';
const config = JSON.stringify({
  architecture: 'amd64',
  os: 'linux',
  rootfs: { type: 'layers', diff_ids: [] },
});
const mediaType = MANIFEST_TYPES[2];
const manifest = JSON.stringify({
  schemaVersion: 2,
  mediaType,
  config: {
    mediaType: 'application/vnd.oci.image.config.v1+json',
    digest: sha256(config),
    size: config.length,
  },
  layers: [],
});
const digest = sha256(manifest);
const index = JSON.stringify({
  schemaVersion: 2,
  mediaType: MANIFEST_TYPES[3],
  manifests: [{ mediaType, digest, size: manifest.length, platform: { architecture: 'amd64', os: 'linux' } }],
});

/** Pushes the blob, the manifest as `v1` and an index of it as `multi`. */
async function fill(registry: DockerRegistry): Promise<void> {
  const request = async (url: string, options: HttpRequestOptions): Promise<HttpAnswer> => {
    const authorization =
      registry.credentials &&
      basicAuthorization(registry.credentials.username, registry.credentials.password);
    const headers = { ...options.headers, ...(authorization ? { authorization } : {}) };
    const answer = await httpRequest(url, { ...options, headers });
    assert.ok(answer.status < 300, `${options.method} ${url}: ${answer.status} ${answer.body}`);
    return answer;
  };
  const { headers } = await request(`${registry.url}/v2/${repository}/blobs/uploads/`, { method: 'POST' });
  const upload = new URL(String(headers.location), registry.url);
  upload.searchParams.set('digest', sha256(config));
  await request(upload.href, {
    method: 'PUT',
    headers: { 'content-type': 'application/octet-stream', 'content-length': Buffer.byteLength(config) },
    body: config,
  });
  const images = registryImages(registry);
  await images.put(repository, 'v1', manifest, mediaType);
  await images.put(repository, 'multi', index, MANIFEST_TYPES[3]);
}

e2e.before(async (context) => {
  context.open = await startDockerRegistry();
  context.closed = await startDockerRegistry({ credentials });
  await Promise.all([fill(context.open), fill(context.closed)]);
});

e2e.after(async ({ open, closed }) => {
  await Promise.all([open.stop(), closed.stop()]);
});

/** A client with these credentials in docker's configuration. */
function createClient(
  { host }: DockerRegistry,
  stored?: { username: string; password: string },
): DistributionClient {
  const auth = stored && Buffer.from(`${stored.username}:${stored.password}`).toString('base64');
  return new DistributionClient({
    env: {},
    findCredentials: (serverKey) =>
      findStoredCredentials(serverKey, {
        files: [{ name: 'a file', config: { auths: { [host]: { auth } }, credHelpers: {}, credsStore: '' } }],
        runner: new ProcessRunner({}, () => undefined),
        helperMs: 1_000,
        warn: assert.unreachable,
      }),
    exchangeLimits: { connectMs: 3_000, answerMs: 10_000, bodyBytes: 4 * 1024 * 1024 },
    retryLimits: { attempts: 1, totalMs: 30_000, backoffMs: 1 },
    say: assert.unreachable,
  });
}

async function assertDenied(operation: Promise<unknown>, words: RegExp): Promise<void> {
  try {
    await operation;
  } catch (error) {
    assert.instance(error, UserError);
    assert.not.instance(error, OutageError);
    assert.match((error as Error).message, words);
    assert.not((error as Error).message.includes(credentials.password));
    return;
  }
  assert.unreachable();
}

for (const kind of ['open', 'closed'] as const) {
  const title = kind === 'open' ? 'without authentication' : 'with authentication';

  e2e(`${title}: the digest and the manifest under a tag and a digest`, async (context) => {
    const registry = context[kind];
    const client = createClient(registry, registry.credentials);
    const name = parseImageName(`${registry.host}/${repository}:v1`);
    for (const reference of ['v1', digest]) {
      assert.is(await client.findDigest(name, reference), digest);
      assert.equal(await client.findManifest(name, reference), { digest, mediaType, manifest });
    }
  });

  e2e(`${title}: an index is not taken for one of its manifests`, async (context) => {
    const registry = context[kind];
    const client = createClient(registry, registry.credentials);
    const name = { host: registry.host, repository };
    assert.is(await client.findDigest(name, 'multi'), sha256(index));
    assert.is((await client.findManifest(name, 'multi'))?.mediaType, MANIFEST_TYPES[3]);
  });

  e2e(`${title}: an absent tag, digest and repository`, async (context) => {
    const registry = context[kind];
    const client = createClient(registry, registry.credentials);
    const { host } = registry;
    for (const [path, reference] of [
      [repository, 'absent'],
      [repository, sha256('absent')],
      ['no/such/repository', 'v1'],
    ] as const) {
      assert.is(await client.findDigest({ host, repository: path }, reference), undefined);
      assert.is(await client.findManifest({ host, repository: path }, reference), undefined);
    }
  });

  e2e(`${title}: a tag moves from one manifest to another`, async (context) => {
    const registry = context[kind];
    const client = createClient(registry, registry.credentials);
    const name = { host: registry.host, repository };
    assert.is(await client.putManifest(name, 'latest', manifest, mediaType), digest);
    assert.is(await client.findDigest(name, 'latest'), digest);
    assert.is(await client.putManifest(name, 'latest', index, MANIFEST_TYPES[3]), sha256(index));
    assert.is(await client.findDigest(name, 'latest'), sha256(index));
    assert.equal((await registryImages(registry).get(repository, 'latest'))?.manifest, index);
  });
}

e2e('a manifest without its blobs is refused', async ({ open }) => {
  const lacking = manifest.replace(sha256(config), sha256('absent'));
  await assertDenied(
    createClient(open).putManifest({ host: open.host, repository }, 'lacking', lacking, mediaType),
    /push of .*\/team\/app:lacking failed: .* status 400: MANIFEST_BLOB_UNKNOWN/,
  );
});

e2e('a wrong password is a denial, not an absence', async ({ closed }) => {
  const client = createClient(closed, { ...credentials, password: 'wrong' });
  for (const reference of ['v1', 'absent']) {
    await assertDenied(
      client.findDigest({ host: closed.host, repository }, reference),
      /was denied by .* status 401: UNAUTHORIZED: authentication required; it was asked with the credentials in /,
    );
  }
});

e2e('no password is a denial, for a push as well', async ({ closed }) => {
  const client = createClient(closed);
  const name = { host: closed.host, repository };
  const words = /was denied by .* status 401.*asked without credentials: docker has none$/;
  await assertDenied(client.findManifest(name, 'v1'), words);
  await assertDenied(client.putManifest(name, 'latest', manifest, mediaType), words);
});

e2e.run();
