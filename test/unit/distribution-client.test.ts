import { createHash } from 'node:crypto';
import http from 'node:http';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { OutageError, UserError } from '../../src/errors';
import { DistributionClient } from '../../src/registry/distribution-client';
import { manifestTypes } from '../../src/registry/registry';
import {
  type FindCredentials,
  parseChallenges,
  RegistryAuthorization,
  type RegistryCredentials,
} from '../../src/registry/registry-authorization';
import { listen } from '../support/http-fault';
import { readAll } from '../support/http-request';
import { imageManifest, sha256 } from '../support/image-store';

// What a registry is asked, and how its answers are interpreted. unit/http-client has what can happen to any request.

const { manifest, mediaType } = imageManifest();
const digest = sha256(manifest);
const repository = 'team/app';
const api = `/v2/${repository}/manifests`;
const secret = 'pässword-"hunter2"';
const password: RegistryCredentials = {
  kind: 'password',
  username: 'me',
  password: secret,
  source: 'the credentials of the tests',
};
const basic = `Basic ${Buffer.from(`me:${secret}`).toString('base64')}`;
const identity: RegistryCredentials = {
  kind: 'identity-token',
  identityToken: secret,
  source: 'the identity token of the tests',
};

interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

interface Reply {
  readonly status: number;
  readonly headers?: http.OutgoingHttpHeaders;
  readonly body?: string;
}

interface Site {
  /** `127.0.0.1:port`. */
  readonly host: string;
  /** Every request as `METHOD path`. */
  readonly asked: readonly string[];
  readonly seen: readonly Seen[];
}

const closings: (() => Promise<void>)[] = [];

test.after.each(async () => {
  await Promise.all(closings.splice(0).map((close) => close()));
});

async function serve(reply: (request: Seen) => Reply): Promise<Site> {
  const seen: Seen[] = [];
  const asked: string[] = [];
  const server = http.createServer(async (request, response) => {
    const { method = '', url = '', headers } = request;
    const entry = { method, url, headers, body: (await readAll(request)).toString() };
    seen.push(entry);
    asked.push(`${method} ${url}`);
    const answer = reply(entry);
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  const { port, close } = await listen(server);
  closings.push(close);
  return { host: `127.0.0.1:${port}`, asked, seen };
}

/** A registry without authentication. */
function serveOpenly(reply: (request: Seen) => Reply): Promise<Site> {
  return serve((request) => (request.url === '/v2/' ? { status: 200 } : reply(request)));
}

const found: Reply = {
  status: 200,
  headers: { 'content-type': mediaType, 'docker-content-digest': digest },
  body: manifest,
};

function failure(status: number, code: string, message = ''): Reply {
  return { status, body: JSON.stringify({ errors: [{ code, message, detail: {} }] }) };
}

function challenge(header: string): Reply {
  return {
    status: 401,
    headers: { 'www-authenticate': header },
    body: '{"errors":[{"code":"UNAUTHORIZED"}]}',
  };
}

interface Given {
  readonly credentials?: RegistryCredentials | undefined;
  readonly findCredentials?: FindCredentials;
  readonly attempts?: number;
}

function createClient({ credentials, findCredentials, attempts = 1 }: Given = {}) {
  const lines: string[] = [];
  const keys: string[] = [];
  const client = new DistributionClient({
    env: {},
    findCredentials:
      findCredentials ??
      (async (key) => {
        keys.push(key);
        return credentials;
      }),
    exchangeLimits: { connectMs: 2_000, answerMs: 2_000, bodyBytes: 10_000 },
    retryLimits: { attempts, totalMs: 5_000, backoffMs: 1 },
    say: (line) => lines.push(line),
  });
  return { client, lines, keys };
}

/** The error of an operation, which must not contain a secret. */
async function refusalOf(operation: Promise<unknown>, isOutage: boolean, words: RegExp): Promise<UserError> {
  const error = await operation.then(
    (result) => assert.unreachable(`it gave ${JSON.stringify(result)}`),
    (reason: unknown) => reason,
  );
  assert.instance(error, UserError, String((error as Error).stack));
  const { message, hint } = error as UserError;
  assert.is(error instanceof OutageError, isOutage, message);
  assert.match(message, words);
  for (const hidden of [secret, basic.slice(6), 'issued-token'])
    assert.not(`${message} ${hint}`.includes(hidden), `no secret is told: ${message}`);
  return error as UserError;
}

// ---- What a manifest is ----

test('a manifest comes with its digest and its media type, every kind of image being accepted', async () => {
  const { host, asked, seen } = await serveOpenly(() => found);
  const { client, keys } = createClient();
  assert.equal(await client.findManifest({ host, repository }, 'v1'), { digest, mediaType, manifest });
  assert.equal(asked, ['GET /v2/', `GET ${api}/v1`]);
  assert.is(
    seen[1]?.headers.accept,
    'application/vnd.docker.distribution.manifest.v2+json, ' +
      'application/vnd.docker.distribution.manifest.list.v2+json, ' +
      'application/vnd.oci.image.manifest.v1+json, application/vnd.oci.image.index.v1+json',
  );
  assert.equal(keys, [], 'nobody looks for credentials that nobody wants');
});

const index = String(manifestTypes[3]);
const ownType = JSON.stringify({ schemaVersion: 2, mediaType: index, manifests: [] });
const noType = JSON.stringify({ schemaVersion: 2, manifests: [] });
const mediaTypes: readonly [why: string, header: string | undefined, body: string, expected: string][] = [
  ['the header has it, with parameters', `${index}; charset=utf-8`, noType, index],
  ['the header is about files', 'application/json', ownType, index],
  ['no header', undefined, ownType, index],
];

for (const [why, header, body, expected] of mediaTypes) {
  test(`media type: ${why}`, async () => {
    const headers = header === undefined ? {} : { 'content-type': header };
    const { host } = await serveOpenly(() => ({ status: 200, headers, body }));
    const result = await createClient().client.findManifest({ host, repository }, 'v1');
    assert.equal(result, { digest: sha256(body), mediaType: expected, manifest: body });
  });
}

test('a manifest is looked up by its digest, of whichever kind', async () => {
  const sha512 = `sha512:${createHash('sha512').update(manifest).digest('hex')}`;
  const { host } = await serveOpenly(() => found);
  const { client } = createClient();
  assert.is((await client.findManifest({ host, repository }, digest))?.digest, digest);
  assert.is((await client.findManifest({ host, repository }, sha512))?.digest, sha512);
});

test('an absence is taken from HEAD alone where that is enough', async () => {
  const { host, asked } = await serveOpenly(() => ({ status: 404 }));
  const { client } = createClient();
  assert.is(await client.findDigest({ host, repository }, 'v1', true), undefined);
  assert.equal(asked, ['GET /v2/', `HEAD ${api}/v1`]);
});

// ---- Absent, denied, broken ----

for (const code of ['MANIFEST_UNKNOWN', 'NAME_UNKNOWN', 'NOT_FOUND', 'TAG_EXPIRED']) {
  test(`an absence is confirmed: ${code}`, async () => {
    const { host } = await serveOpenly(() => failure(404, code));
    const { client } = createClient();
    assert.is(await client.findManifest({ host, repository }, 'v1'), undefined);
    assert.is(await client.findDigest({ host, repository }, 'v1'), undefined);
  });
}

const page = '<!doctype html><title>Welcome to the hotel</title>';
const wrong = JSON.stringify({ schemaVersion: 2, mediaType, layers: [] });

const failures: readonly [why: string, isOutage: boolean, reply: Reply, words: RegExp][] = [
  ['an absence that no registry confirms', true, { status: 404, body: page }, /not in the form of a registry's error/],
  ['throttling', true, failure(429, 'TOOMANYREQUESTS', 'slow down'), /status 429: TOOMANYREQUESTS: slow down$/],
  ['throttling under another status', true, failure(400, 'TOOMANYREQUESTS'), /status 400: TOOMANYREQUESTS$/],
  ['a registry out of order', true, { status: 503, body: page }, /status 503$/],
  ['a page in place of a manifest', true, { status: 200, body: page }, /the answer is not JSON/],
  [
    'a manifest with the digest of another',
    true,
    { status: 200, headers: { 'docker-content-digest': digest }, body: wrong },
    /received sha256:\w+ instead of sha256:/,
  ],
  [
    'denied',
    false,
    failure(403, 'DENIED', 'requested access'),
    /was denied by .* status 403: DENIED: requested access; it was asked without credentials: it wanted none$/,
  ],
  ['denied in the words of an absence', false, failure(403, 'NAME_UNKNOWN'), /was denied by .* status 403/],
  ['a demand for credentials without a challenge', false, { status: 401 }, /was denied by .* status 401; it/],
  ['another error of the API', false, failure(404, 'UNSUPPORTED', 'no'), /status 404: UNSUPPORTED: no$/],
  [
    'a manifest of schema 1',
    false,
    { status: 200, body: JSON.stringify({ schemaVersion: 1, signatures: [] }) },
    /format of Docker 1\.9/,
  ],
];

for (const [why, isOutage, reply, words] of failures) {
  test(`${why} is ${isOutage ? 'tried again, then an outage' : 'not tried again'}`, async () => {
    const { host, asked } = await serveOpenly(() => reply);
    const { client, lines } = createClient({ attempts: 3 });
    const error = await refusalOf(client.findManifest({ host, repository }, 'v1'), isOutage, words);
    assert.match(error.message, `look-up of ${host}/${repository}:v1 `);
    assert.is(asked.filter((line) => line === `GET ${api}/v1`).length, isOutage ? 3 : 1);
    assert.is(lines.length, isOutage ? 2 : 0);
  });
}

test('a manifest that is not what its digest names is an outage', async () => {
  const { host } = await serveOpenly(() => ({
    ...found,
    headers: { 'docker-content-digest': sha256(wrong) },
    body: wrong,
  }));
  const { client } = createClient();
  await refusalOf(client.findManifest({ host, repository }, digest), true, /received sha256:\w+ instead of/);
  await refusalOf(client.findDigest({ host, repository }, digest), true, /received sha256:\w+ instead of/);
});

test('what a server says is shown on one line, cut short', async () => {
  const { host } = await serveOpenly(() => failure(400, 'CODE', `a\n\u001b[31m  b${'x'.repeat(5_000)}`));
  const looking = createClient().client.findManifest({ host, repository }, 'v1');
  const { message } = await refusalOf(looking, false, /: CODE: a \[31m bx+…$/);
  assert.ok(message.length < 450);
});

test('a passing outage is logged and retried', async () => {
  const replies = [failure(429, 'TOOMANYREQUESTS'), { status: 502 }];
  const { host } = await serve(() => replies.shift() ?? found);
  const { client, lines } = createClient({ attempts: 3 });
  assert.is((await client.findManifest({ host, repository }, 'v1'))?.digest, digest);
  assert.match(lines[0] ?? '', /look-up of .* failed: .* status 429: TOOMANYREQUESTS; trying again in 0\.0 s/);
  assert.is(lines.length, 2);
});

// ---- Digests ----

test('a digest is found without the manifest', async () => {
  const { host, asked } = await serveOpenly(() => found);
  const { client } = createClient();
  assert.is(await client.findDigest({ host, repository }, 'v1'), digest);
  assert.is(await client.findDigest({ host, repository }, digest), digest);
  assert.equal(asked, ['GET /v2/', `HEAD ${api}/v1`, `HEAD ${api}/${digest}`]);
});

const digestFallbacks: readonly [why: string, head: Reply][] = [
  ['no header has it', { status: 200 }],
  ['the header has something else', { status: 200, headers: { 'docker-content-digest': 'sha256:abc' } }],
  ['HEAD is not allowed', { status: 405 }],
  ['HEAD says that it is missing', { status: 404 }],
];

for (const [why, head] of digestFallbacks) {
  test(`the digest is that of the manifest's bytes where ${why}`, async () => {
    const { host, asked } = await serveOpenly(({ method }) =>
      method === 'HEAD' ? head : { status: 200, body: manifest },
    );
    assert.is(await createClient().client.findDigest({ host, repository }, 'v1'), digest);
    assert.equal(asked.slice(1), [`HEAD ${api}/v1`, `GET ${api}/v1`]);
  });
}

test('an outage at HEAD is not asked again by GET', async () => {
  const { host, asked } = await serveOpenly(() => ({ status: 503 }));
  await refusalOf(createClient().client.findDigest({ host, repository }, 'v1'), true, /status 503/);
  assert.equal(asked.slice(1), [`HEAD ${api}/v1`]);
});

// ---- Labels ----

const configuration = JSON.stringify({ os: 'linux', config: { Labels: { a: 'b' } } });

function imageOf(config: string): string {
  return JSON.stringify({ schemaVersion: 2, config: { digest: sha256(config) }, layers: [] });
}

function indexOf(...manifests: readonly unknown[]): string {
  return JSON.stringify({ schemaVersion: 2, manifests });
}

const image = imageOf(configuration);
const entry = (architecture: string, variant?: string, of = image) => ({
  digest: sha256(of),
  platform: { os: 'linux', architecture, variant },
});
const attestation = { digest: sha256('x'), platform: { os: 'unknown', architecture: 'unknown' } };
const others = [null, 'x', { digest: sha256('x') }, { platform: null }, attestation, entry('arm', 'v7', 'x')];
const nested = indexOf(entry('arm64'));

const labels: readonly [why: string, manifest: string, platform: string, config?: string, expected?: object][] = [
  ['an image of any platform, by its tag', image, 'linux/arm64'],
  ['of an index the image for the platform, attestations aside', indexOf(...others, entry('arm64')), 'linux/arm64'],
  ['with its variant written out', indexOf(entry('arm64', 'v8')), 'linux/arm64'],
  ['another variant than the usual one', indexOf(...others, entry('arm', 'v6')), 'linux/arm/v6'],
  ['an index within an index', indexOf(entry('arm64', undefined, nested)), 'linux/arm64'],
  ...['null', '[]', '{"config":null}', '{"config":{"Labels":null}}', '{"config":{}}'].map(
    (config) =>
      [`none in ${config}`, imageOf(config), 'linux/amd64', config, {}] as [string, string, string, string, object],
  ),
];

for (const [why, text, platform, config = configuration, expected = { a: 'b' }] of labels) {
  test(`labels: ${why}`, async () => {
    const content = new Map([image, nested, config].map((one) => [sha256(one), one]));
    const { host } = await serveOpenly(({ url }) => {
      const body = content.get(url.slice(url.lastIndexOf('/') + 1));
      return body === undefined ? failure(404, 'BLOB_UNKNOWN') : { status: 200, body };
    });
    const { client } = createClient();
    assert.equal(await client.findLabels({ host, repository }, { manifest: text }, platform), expected);
  });
}

const unlabelled: readonly [why: string, manifest: string, blob: string, isOutage: boolean, words: RegExp][] = [
  ['no image for the platform', indexOf(entry('arm64')), '', true, /has no image for linux\/amd64/],
  ['neither an image nor an index', 'null', '', true, /has no image for linux\/amd64/],
  ['a configuration that is not JSON', imageOf('<html>'), '<html>', true, /not JSON/],
  ['a configuration with another digest', image, '{}', true, /received sha256:\w+ instead of sha256:/],
];

for (const [why, text, body, isOutage, words] of unlabelled) {
  test(`no labels: ${why}`, async () => {
    const { host } = await serveOpenly(() => ({ status: 200, body }));
    const looking = createClient().client.findLabels({ host, repository }, { manifest: text }, 'linux/amd64');
    await refusalOf(looking, isOutage, words);
  });
}

test('no labels: the registry does not have the configuration', async () => {
  const { host } = await serveOpenly(() => failure(404, 'BLOB_UNKNOWN', 'blob unknown'));
  const looking = createClient().client.findLabels({ host, repository }, { manifest: image }, 'linux/amd64');
  await refusalOf(looking, false, /status 404: BLOB_UNKNOWN: blob unknown$/);
});

// ---- Push ----

for (const headers of [{ 'docker-content-digest': digest }, {}]) {
  test(`a manifest is put under a tag, and its digest ${'docker-content-digest' in headers ? 'taken from the answer' : 'computed'}`, async () => {
    const { host, seen } = await serveOpenly(() => ({ status: 201, headers }));
    const { client } = createClient();
    assert.is(await client.putManifest({ host, repository }, 'latest', manifest, mediaType), digest);
    const { method, url, body, headers: sent } = seen[1] as Seen;
    assert.equal([method, url, body, sent['content-type']], ['PUT', `${api}/latest`, manifest, mediaType]);
  });
}

const pushes: readonly [why: string, reply: Reply, isOutage: boolean, words: RegExp][] = [
  ['denied', failure(403, 'DENIED'), false, /push of .* was denied/],
  ['an outage', { status: 502 }, true, /status 502/],
  [
    'the registry stored something else',
    { status: 201, headers: { 'docker-content-digest': sha256(wrong) } },
    true,
    /received .* instead of/,
  ],
];

for (const [why, reply, isOutage, words] of pushes) {
  test(`a push fails: ${why}`, async () => {
    const { host } = await serveOpenly(() => reply);
    const { client } = createClient();
    await refusalOf(client.putManifest({ host, repository }, 'latest', manifest, mediaType), isOutage, words);
  });
}

test('a blob is uploaded where the registry says', async () => {
  const { host, asked, seen } = await serveOpenly(({ method }) =>
    method === 'POST' ? { status: 202, headers: { location: '/upload?state=1' } } : { status: 201 },
  );
  await createClient().client.putBlob({ host, repository }, '{}', digest);
  assert.equal(asked.slice(1), [
    `POST /v2/${repository}/blobs/uploads/`,
    `PUT /upload?state=1&digest=${encodeURIComponent(digest)}`,
  ]);
  assert.is(seen[2]?.body, '{}');
});

test('a blob that the registry refuses is a failure', async () => {
  const { host } = await serveOpenly(({ method }) =>
    method === 'POST' ? { status: 202, headers: { location: '/upload' } } : failure(403, 'DENIED'),
  );
  await refusalOf(
    createClient().client.putBlob({ host, repository }, '{}', digest),
    false,
    /was denied by .* status 403/,
  );
});

test('a blob is not uploaded to another server, which would get the credentials', async () => {
  const other = await serveOpenly(() => ({ status: 201 }));
  const { host } = await serveOpenly(() => ({
    status: 202,
    headers: { location: `http://${other.host}/upload` },
  }));
  const { client } = createClient();
  await refusalOf(client.putBlob({ host, repository }, '{}', digest), false, /status 202$/);
  assert.equal(other.asked, []);
});

// ---- Authentication ----

const realm = 'https://auth.example/token';
const challenges: readonly [why: string, header: string, expected: readonly (readonly [string, object])[]][] = [
  ['none', '', []],
  [
    'a comma in quotes',
    `Bearer realm="${realm}",service="registry.example",scope="repository:a/b:pull,push"`,
    [['bearer', { realm, service: 'registry.example', scope: 'repository:a/b:pull,push' }]],
  ],
  [
    'space in every place, names in any case',
    ' BEARER  Realm = "r" ,\tSERVICE="" ',
    [['bearer', { realm: 'r', service: '' }]],
  ],
  ['escapes', 'Basic realm="a \\"b\\" \\\\ c"', [['basic', { realm: 'a "b" \\ c' }]]],
  [
    'a URL without quotes',
    `Bearer realm=${realm}?a=b,service=s`,
    [['bearer', { realm: `${realm}?a=b`, service: 's' }]],
  ],
  [
    'several',
    'Negotiate, Bearer realm="r",service="s", Basic realm="b"',
    [
      ['negotiate', {}],
      ['bearer', { realm: 'r', service: 's' }],
      ['basic', { realm: 'b' }],
    ],
  ],
  ['a parameter without a scheme', 'realm="r"', []],
];

for (const [why, header, expected] of challenges) {
  test(`challenge: ${why}`, () => {
    const parsed = parseChallenges(header);
    assert.equal(
      parsed.map(({ scheme, parameters }) => [scheme, Object.fromEntries(parameters)]),
      expected,
    );
  });
}

const badChallenges: readonly [why: string, header: string, isOutage: boolean, words: RegExp][] = [
  ['an unknown kind', 'Negotiate, NTLM', false, /asks for an unknown kind of authentication: negotiate, ntlm$/],
  ['one without a name', '"', false, /unknown kind of authentication: one without a name$/],
  ['bearer tokens from nowhere', 'Bearer service="x"', false, /unknown kind of authentication: bearer$/],
  ['bearer tokens from no URL', 'Bearer realm="token"', true, /names an invalid URL as its token server$/],
  [
    'bearer tokens over plain HTTP',
    'Bearer realm="http://me:x@auth.example/token"',
    false,
    /names http:\/\/auth\.example\/token as its token server, which is not contacted$/,
  ],
  [
    'bearer tokens of the instance',
    'Bearer realm="https://169.254.169.254/latest"',
    false,
    /names https:\/\/169\.254\.169\.254\/latest as its token server, which is not contacted$/,
  ],
];

for (const [why, header, isOutage, words] of badChallenges) {
  test(`authentication that is not answered: ${why}`, async () => {
    const { host, asked } = await serve(() => challenge(header));
    const looking = createClient({ credentials: password }).client.findManifest({ host, repository }, 'v1');
    await refusalOf(looking, isOutage, words);
    assert.equal(asked, ['GET /v2/']);
  });
}

function needsBasic({ headers }: Seen): Reply {
  return headers.authorization === basic ? found : challenge('Basic realm="tests"');
}

test('basic authentication: the root is asked once without, then everything with', async () => {
  const { host, seen } = await serve(needsBasic);
  const { client, keys } = createClient({ credentials: password });
  await Promise.all(['v1', 'v2'].map((tag) => client.findDigest({ host, repository }, tag)));
  assert.equal(
    seen.map(({ headers }) => headers.authorization),
    [undefined, basic, basic],
  );
  assert.equal(keys, [host], 'credentials are looked up once');
});

test('Docker Hub has another address, and its credentials another name', async () => {
  const asked: string[] = [];
  const send = async ({ url }: { readonly url: URL }) => {
    asked.push(url.href);
    const headers = { 'www-authenticate': 'Basic realm="hub"' };
    return { status: 401, url, headers, body: Buffer.from('') };
  };
  const authorization = new RegistryAuthorization({ send }, async (key) => {
    asked.push(key);
    return password;
  });
  const wanted = { host: 'docker.io', repository: 'library/bash', access: 'pull', doing: 'the look-up' } as const;
  assert.is((await authorization.find(wanted)).authorization, basic);
  assert.equal(asked, ['https://registry-1.docker.io/v2/', 'https://index.docker.io/v1/']);
});

test('basic authentication: a registry may ask for writes only', async () => {
  const { host } = await serveOpenly((request) => (request.method === 'PUT' ? needsBasic(request) : found));
  const { client } = createClient({ credentials: password });
  assert.is(await client.putManifest({ host, repository }, 'latest', manifest, mediaType), digest);
});

test('what a registry hides without credentials is found with them', async () => {
  const { host } = await serve((request) =>
    request.headers.authorization || request.url === '/v2/' ? needsBasic(request) : failure(404, 'MANIFEST_UNKNOWN'),
  );
  const { client } = createClient({ credentials: password });
  assert.is((await client.findManifest({ host, repository }, 'v1'))?.digest, digest);
});

const denials: readonly [why: string, credentials: RegistryCredentials | undefined, shown: RegExp][] = [
  ['no credentials', undefined, /status 401.*asked without credentials: docker has none$/],
  [
    'the credentials are wrong',
    { ...password, password: `${secret}!` } as RegistryCredentials,
    /asked with the credentials of the tests$/,
  ],
  ['an identity token is not a password', identity, /asked with the identity token of the tests$/],
];

for (const [why, credentials, shown] of denials) {
  test(`basic authentication is denied: ${why}`, async () => {
    const { host } = await serve(needsBasic);
    const looking = createClient({ credentials }).client.findDigest({ host, repository }, 'v1');
    const error = await refusalOf(looking, false, shown);
    assert.match(error.hint ?? '', `docker login ${host}.`);
  });
}

/** A registry that accepts the tokens of another server: `issued-token-1` and so on. */
async function serveTokens(
  reply: (request: Seen, count: number) => Reply = (_, count) => ({
    status: 200,
    body: JSON.stringify({ token: `issued-token-${count}`, expires_in: 300 }),
  }),
  accepts = /^Bearer issued-token-\d+$/,
  onAccepted: (request: Seen) => Reply = () => found,
): Promise<{ registry: Site; auth: Site }> {
  let count = 0;
  const auth = await serve((request) => {
    count += 1;
    return reply(request, count);
  });
  const registry = await serve((request) =>
    accepts.test(request.headers.authorization ?? '')
      ? onAccepted(request)
      : challenge(
          `Basic realm="no", Bearer realm="http://${auth.host}/token?old=1",service="s/1",scope="repository:user/image:pull"`,
        ),
  );
  return { registry, auth };
}

test('bearer: a token without credentials, kept for what is done to the repository', async () => {
  const { registry, auth } = await serveTokens();
  const { client } = createClient();
  const name = { host: registry.host, repository };
  assert.is(await client.findDigest(name, 'v1'), digest);
  assert.is((await client.findManifest(name, 'v1'))?.digest, digest);
  await client.findDigest({ ...name, repository: 'other' }, 'v1');
  await client.putManifest(name, 'v1', manifest, mediaType);
  const ask = 'GET /token?old=1&service=s%2F1&scope=repository%3A';
  assert.equal(auth.asked, [`${ask}team%2Fapp%3Apull`, `${ask}other%3Apull`, `${ask}team%2Fapp%3Apull%2Cpush`]);
  assert.is(auth.seen[0]?.headers.authorization, undefined);
  assert.equal(
    registry.seen.map(({ headers }) => headers.authorization),
    [undefined, ...[1, 1, 2, 3].map((number) => `Bearer issued-token-${number}`)],
  );
});

test('bearer: a token for user and password, which the registry itself is not shown', async () => {
  const { registry, auth } = await serveTokens();
  const { client } = createClient({ credentials: password });
  assert.is(await client.findDigest({ host: registry.host, repository }, 'v1'), digest);
  assert.match(auth.asked[0] ?? '', /&account=me$/);
  assert.is(auth.seen[0]?.headers.authorization, basic);
  assert.ok(registry.seen.every(({ headers }) => headers.authorization !== basic));
});

test('bearer: a token for an identity token', async () => {
  const { registry, auth } = await serveTokens((_, count) => ({
    status: 200,
    body: JSON.stringify({ access_token: `issued-token-${count}` }),
  }));
  const { client } = createClient({ credentials: identity });
  assert.is(await client.findDigest({ host: registry.host, repository }, 'v1'), digest);
  assert.equal(auth.asked, ['POST /token?old=1']);
  assert.is(auth.seen[0]?.headers['content-type'], 'application/x-www-form-urlencoded');
  assert.equal(Object.fromEntries(new URLSearchParams(auth.seen[0]?.body)), {
    grant_type: 'refresh_token',
    client_id: 'docker-ecr-cache',
    refresh_token: secret,
    scope: 'repository:team/app:pull',
    service: 's/1',
  });
});

test('bearer: a token that is no longer accepted is replaced', async () => {
  const accepts = /token-1$/;
  const { registry, auth } = await serveTokens(undefined, {
    test: (text: string) => accepts.test(text),
  } as RegExp);
  const { client } = createClient();
  await client.findDigest({ host: registry.host, repository }, 'v1');
  accepts.test = RegExp.prototype.test.bind(/token-2$/);
  assert.is(await client.findDigest({ host: registry.host, repository }, 'v1'), digest);
  assert.is(auth.asked.length, 2);
});

test('bearer: a token that is not accepted is a denial', async () => {
  const { registry } = await serveTokens(undefined, /never/);
  const looking = createClient({ credentials: password }).client.findDigest({ host: registry.host, repository }, 'v1');
  await refusalOf(looking, false, /was denied by .* asked with the credentials of the tests/);
});

const tokenFailures: readonly [why: string, reply: Reply, isOutage: boolean, words: RegExp][] = [
  [
    'denied',
    failure(401, 'UNAUTHORIZED', 'incorrect username or password'),
    false,
    /app:v1: asking for a token was denied by .* status 401: UNAUTHORIZED: incorrect.*; it was asked with the credentials of the tests$/,
  ],
  ['not found', { status: 404, body: page }, true, /asking for a token failed: .* status 404/],
  ['out of order', { status: 503 }, true, /status 503$/],
  ['not JSON', { status: 200, body: '<html> issued-token' }, true, /answers without a token/],
  ['no token in it', { status: 200, body: '{"token":""}' }, true, /answers without a token/],
  ['a token that fits no header', { status: 200, body: '{"token":"issued-token\\n"}' }, true, /without a token/],
];

for (const [why, reply, isOutage, words] of tokenFailures) {
  test(`bearer: no token: ${why}`, async () => {
    const { registry } = await serveTokens(() => reply);
    const { client } = createClient({ credentials: password });
    await refusalOf(client.findDigest({ host: registry.host, repository }, 'v1'), isOutage, words);
  });
}

test('a server that repeats a password does not get it into the log', async () => {
  const { host } = await serve(({ headers }) =>
    headers.authorization
      ? failure(403, 'DENIED', `not with ${headers.authorization}, which is ${secret}`)
      : challenge('Basic realm="r"'),
  );
  const { client } = createClient({ credentials: password });
  const words = /DENIED: not with Basic \*\*\*, which is \*\*\*; it was/;
  await refusalOf(client.findManifest({ host, repository }, 'v1'), false, words);
});

test('a server that repeats a token does not get it into the log', async () => {
  const { registry } = await serveTokens(undefined, undefined, ({ headers }) =>
    failure(403, 'DENIED', `not with ${headers.authorization}`),
  );
  const looking = createClient().client.findManifest({ host: registry.host, repository }, 'v1');
  await refusalOf(looking, false, /DENIED: not with Bearer \*\*\*; it was/);
});

test('a token server that repeats an identity token does not get it into the log', async () => {
  const { registry } = await serveTokens(({ body }) =>
    failure(401, 'DENIED', `not with ${new URLSearchParams(body).get('refresh_token')}`),
  );
  const looking = createClient({ credentials: identity }).client.findManifest(
    { host: registry.host, repository },
    'v1',
  );
  await refusalOf(looking, false, /DENIED: not with \*\*\*; it was/);
});

test("credentials that can't be read at first are looked up again", async () => {
  const { host } = await serve(needsBasic);
  let calls = 0;
  const findCredentials = async () => {
    calls += 1;
    if (calls === 1) throw new OutageError('the keychain is far away');
    return password;
  };
  const { client, lines } = createClient({ findCredentials, attempts: 2 });
  assert.is(await client.findDigest({ host, repository }, 'v1'), digest);
  assert.match(lines.join(), /^the keychain is far away; trying again/);
});

test('another host that a registry redirects to gets no credentials, however it asks', async () => {
  for (const scheme of ['Basic', 'Bearer']) {
    const thief = await serve(({ headers }) => challenge(`${scheme} realm="http://${headers.host}/token"`));
    const { host } = await serve((request) =>
      request.headers.authorization
        ? { status: 307, headers: { location: `http://${thief.host}/` } }
        : needsBasic(request),
    );
    const looking = createClient({ credentials: password }).client.findManifest({ host, repository }, 'v1');
    await refusalOf(looking, false, /was denied by .* status 401/);
    assert.equal(thief.asked, ['GET /']);
    assert.is(thief.seen[0]?.headers.authorization, undefined);
  }
});

test('another host that a token server redirects to is shown no password', async () => {
  const thief = await serve(() => ({ status: 200, body: JSON.stringify({ token: 'issued-token-1' }) }));
  const { registry } = await serveTokens(() => ({
    status: 302,
    headers: { location: `http://${thief.host}/` },
  }));
  const { client } = createClient({ credentials: password });
  assert.is(await client.findDigest({ host: registry.host, repository }, 'v1'), digest);
  assert.is(thief.seen[0]?.headers.authorization, undefined);
});

test('another host that the root redirects to gets no credentials', async () => {
  const thief = await serve(() => challenge('Basic realm="give"'));
  const { host } = await serve(({ url }) =>
    url === '/v2/' ? { status: 307, headers: { location: `http://${thief.host}/` } } : found,
  );
  const { client, keys } = createClient({ credentials: password });
  assert.is(await client.findDigest({ host, repository }, 'v1'), digest);
  assert.equal(keys, []);
});

test.run();
