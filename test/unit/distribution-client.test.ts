import { spawn } from 'node:child_process';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { generate } from 'selfsigned';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { OutageError, type UserError } from '../../src/errors';
import { parseChallenges } from '../../src/registry/auth-challenge';
import { DistributionClient, type DistributionSurroundings } from '../../src/registry/distribution-client';
import { toTransportError } from '../../src/registry/distribution-failure';
import { ExchangeError } from '../../src/registry/http-exchange';
import { manifestTypes } from '../../src/registry/manifest-types';
import type { RegistryCredentials } from '../../src/registry/registry-credentials';
import { listen } from '../support/http-fault';
import { readAll } from '../support/http-request';
import { imageManifest, sha256 } from '../support/image-store';
import { makeScratchFolder } from './scratch-folder';

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

/** An answer, or what is done in place of one. */
type Reply =
  | { readonly status: number; readonly headers?: http.OutgoingHttpHeaders; readonly body?: string }
  | ((response: http.ServerResponse) => void);

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

/** Starts a server; `reply` says what it answers to which request. */
async function serve(
  reply: (request: Seen, site: Site) => Reply,
  tls?: { readonly key: string; readonly cert: string },
): Promise<Site> {
  const seen: Seen[] = [];
  const asked: string[] = [];
  const onRequest = async (request: http.IncomingMessage, response: http.ServerResponse) => {
    const body = (await readAll(request)).toString();
    const entry = {
      method: String(request.method),
      url: String(request.url),
      headers: request.headers,
      body,
    };
    seen.push(entry);
    asked.push(`${entry.method} ${entry.url}`);
    const answer = reply(entry, site);
    if (typeof answer === 'function') return answer(response);
    response.writeHead(answer.status, answer.headers).end(answer.body);
  };
  const server = tls ? https.createServer(tls, onRequest) : http.createServer(onRequest);
  const { port, close } = await listen(server);
  closings.push(close);
  const site = { host: `127.0.0.1:${port}`, asked, seen };
  return site;
}

/** Replies in order, the last one for ever. */
function inTurn(...replies: readonly Reply[]): () => Reply {
  let next = 0;
  return () => replies[Math.min(next++, replies.length - 1)] as Reply;
}

const found: Reply = {
  status: 200,
  headers: { 'content-type': mediaType, 'docker-content-digest': digest },
  body: manifest,
};

function failure(status: number, code: string, message = ''): Reply {
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ errors: [{ code, message, detail: {} }] }),
  };
}

const unknown = failure(404, 'MANIFEST_UNKNOWN', 'manifest unknown');

function challenge(header: string): Reply {
  return {
    status: 401,
    headers: { 'www-authenticate': header },
    body: '{"errors":[{"code":"UNAUTHORIZED"}]}',
  };
}

interface Overrides extends Partial<DistributionSurroundings> {
  readonly credentials?: RegistryCredentials;
  readonly Client?: typeof DistributionClient;
}

function createClient({ credentials, Client = DistributionClient, ...overrides }: Overrides = {}) {
  const lines: string[] = [];
  const keys: string[] = [];
  const client = new Client({
    env: {},
    findCredentials: async (key) => {
      keys.push(key);
      return credentials;
    },
    exchangeLimits: { connectMs: 2_000, answerMs: 2_000, bodyBytes: 10_000 },
    retryLimits: { attempts: 1, totalMs: 5_000, backoffMs: 1 },
    say: (line) => lines.push(line),
    ...overrides,
  });
  return { client, lines, keys };
}

/** The error of an operation, which must tell no secret. */
async function refusalOf(operation: Promise<unknown>): Promise<UserError> {
  let result: unknown;
  try {
    result = await operation;
  } catch (error) {
    if (!isUserError(error)) throw error;
    const text = `${error.message} ${error.hint}`;
    for (const hidden of [secret, basic.slice(6), 'issued-token'])
      assert.not(text.includes(hidden), `no secret is told: ${text}`);
    return error;
  }
  return assert.unreachable(`it gave ${JSON.stringify(result)}`) as never;
}

/** By its name, since the bundle below has classes of its own. */
function isUserError(error: unknown): error is UserError {
  return error instanceof Error && ['UserError', 'OutageError'].includes(error.name);
}

function assertOutage(error: UserError, words: RegExp): void {
  assert.is(error.name, 'OutageError', error.message);
  assert.match(error.message, words);
}

function assertFinal(error: UserError, words: RegExp): void {
  assert.is(error.name, 'UserError', error.message);
  assert.match(error.message, words);
}

// ---- What a manifest is ----

test('a manifest comes with its digest and its media type', async () => {
  const { host, seen } = await serve(() => found);
  const { client, keys } = createClient();
  assert.equal(await client.findManifest({ host, repository }, 'v1'), { digest, mediaType, manifest });
  assert.equal(
    seen.map(({ method, url }) => [method, url]),
    [['GET', `${api}/v1`]],
  );
  assert.is(seen[0]?.headers.accept, manifestTypes.join(', '));
  assert.is(seen[0]?.headers.authorization, undefined);
  assert.equal(keys, [], 'nobody looks for credentials that nobody wants');
});

const index = 'application/vnd.oci.image.index.v1+json';
const ownType = JSON.stringify({ schemaVersion: 2, mediaType: index, manifests: [] });
const noType = JSON.stringify({ schemaVersion: 2, manifests: [] });
const mediaTypes: readonly [why: string, header: string | undefined, body: string, expected: string][] = [
  ['the header has it', index, noType, index],
  ['the header has parameters', `${index}; charset=utf-8`, noType, index],
  ['the header is about files', 'application/json', ownType, index],
  ['there is no header', undefined, ownType, index],
  ['nobody knows it', 'text/plain', noType, 'text/plain'],
];

for (const [why, header, body, expected] of mediaTypes) {
  test(`media type: ${why}`, async () => {
    const headers = header === undefined ? {} : { 'content-type': header };
    const { host } = await serve(() => ({ status: 200, headers, body }));
    const result = await createClient().client.findManifest({ host, repository }, 'v1');
    assert.equal(result, { digest: sha256(body), mediaType: expected, manifest: body });
  });
}

test('a manifest is looked up by its digest, of whichever kind', async () => {
  const { createHash } = await import('node:crypto');
  const sha512 = `sha512:${createHash('sha512').update(manifest).digest('hex')}`;
  const { host, asked } = await serve(() => found);
  const { client } = createClient();
  assert.is((await client.findManifest({ host, repository }, digest))?.digest, digest);
  assert.is((await client.findManifest({ host, repository }, sha512))?.digest, sha512);
  assert.equal(asked, [`GET ${api}/${digest}`, `GET ${api}/${sha512}`]);
});

test('a reference that is neither a tag nor a digest is refused unasked', async () => {
  const { client } = createClient();
  for (const reference of ['', '../x', 'sha256:abc', '.x']) {
    assertFinal(
      await refusalOf(client.findManifest({ host: '127.0.0.1:1', repository }, reference)),
      /neither a tag nor a digest/,
    );
  }
  assertFinal(
    await refusalOf(client.putManifest({ host: '127.0.0.1:1', repository }, digest, manifest, mediaType)),
    /is no tag/,
  );
});

// ---- Absent, denied, broken ----

const absences: readonly [who: string, reply: Reply][] = [
  ['a tag', unknown],
  ['a repository', failure(404, 'NAME_UNKNOWN', 'repository name not known to registry')],
  ["anything in Harbor's words", failure(404, 'NOT_FOUND', 'artifact team/app:v1 not found')],
  ['a tag that Quay took away', failure(404, 'TAG_EXPIRED')],
];

for (const [who, reply] of absences) {
  test(`the absence of ${who} is confirmed`, async () => {
    const { host } = await serve(() => reply);
    const { client } = createClient();
    assert.is(await client.findManifest({ host, repository }, 'v1'), undefined);
    assert.is(await client.findDigest({ host, repository }, 'v1'), undefined);
  });
}

const page = '<!doctype html><title>Welcome to the hotel</title>';
const wrong = JSON.stringify({ schemaVersion: 2, mediaType, layers: [] });

const outages: readonly [why: string, reply: Reply, words: RegExp][] = [
  ['an absence that no registry confirms', { status: 404, body: page }, /not as a registry says/],
  ['throttling', failure(429, 'TOOMANYREQUESTS', 'slow down'), /status 429: TOOMANYREQUESTS: slow down$/],
  ['throttling under another status', failure(400, 'TOOMANYREQUESTS'), /status 400: TOOMANYREQUESTS$/],
  ['a registry out of order', { status: 503, body: page }, /status 503$/],
  ['a page in place of a manifest', { status: 200, body: page }, /the answer is no manifest/],
  ['JSON in place of a manifest', { status: 200, body: 'null' }, /the answer is no manifest/],
  ['half a manifest', { status: 200, body: manifest.slice(0, 100) }, /the answer is no manifest/],
  [
    'a manifest with the digest of another',
    { status: 200, headers: { 'docker-content-digest': digest }, body: wrong },
    /what came is sha256:\w+, but should be sha256:/,
  ],
  ['an answer that is too long', { status: 200, body: 'x'.repeat(20_000) }, /longer than 10000 bytes/],
  [
    'an answer that breaks off',
    (response) => {
      response.writeHead(200, { 'content-length': 1000 });
      response.write(manifest.slice(0, 10), () => response.socket?.destroy());
    },
    /broke off/,
  ],
  [
    'an answer in pieces that breaks off',
    (response) => {
      response.writeHead(200);
      response.write(manifest.slice(0, 10), () => response.socket?.destroy());
    },
    /broke off/,
  ],
  ['a cut connection', (response) => response.socket?.destroy(), /socket hang up|ECONNRESET/],
  ['what is not HTTP', (response) => response.socket?.end('220 mail.example ESMTP\r\n'), /Parse Error/],
  [
    'a redirect to nowhere',
    { status: 307, headers: { location: 'http://[' } },
    /redirects to what is no URL/,
  ],
];

for (const [why, reply, words] of outages) {
  test(`${why} is an outage`, async () => {
    const { host } = await serve(() => reply);
    const error = await refusalOf(createClient().client.findManifest({ host, repository }, 'v1'));
    assertOutage(error, words);
    assert.match(error.message, `look-up of ${host}/${repository}:v1 failed`);
  });
}

test('a manifest that is not what its digest names is an outage', async () => {
  const { host } = await serve(() => ({ status: 200, body: wrong }));
  const { client } = createClient();
  const error = await refusalOf(client.findManifest({ host, repository }, digest));
  assertOutage(error, /what came is sha256:\w+, but should be/);
  assert.match(error.message, `${host}/${repository}@${digest}`);
});

test('a registry that nobody runs is an outage', async () => {
  const { host } = await serve(() => found);
  await Promise.all(closings.splice(0).map((close) => close()));
  assertOutage(
    await refusalOf(createClient().client.findManifest({ host, repository }, 'v1')),
    /ECONNREFUSED/,
  );
});

test('no answer in time is an outage', async () => {
  const { host } = await serve(() => () => undefined);
  const exchangeLimits = { connectMs: 1_000, answerMs: 150, bodyBytes: 1_000 };
  const { client } = createClient({ exchangeLimits });
  const start = Date.now();
  assertOutage(
    await refusalOf(client.findManifest({ host, repository }, 'v1')),
    /no whole answer from 127\.0\.0\.1:\d+ in 0\.15 s/,
  );
  assert.ok(Date.now() - start < 1_000);
});

test('an answer that comes byte by byte is ended in time', async () => {
  const { host } = await serve(() => (response) => {
    response.writeHead(200);
    const drip = setInterval(() => response.write(' '), 20);
    response.on('close', () => clearInterval(drip));
  });
  const exchangeLimits = { connectMs: 1_000, answerMs: 200, bodyBytes: 1_000 };
  assertOutage(
    await refusalOf(createClient({ exchangeLimits }).client.findManifest({ host, repository }, 'v1')),
    /no whole answer/,
  );
});

const finals: readonly [why: string, reply: Reply, words: RegExp][] = [
  [
    'denied',
    failure(403, 'DENIED', 'requested access'),
    /was denied by .* status 403: DENIED: requested access; it was asked without credentials/,
  ],
  ['denied by something in between', { status: 403, body: page }, /was denied by .* status 403; it/],
  ['asked who it is without a way to tell', { status: 401 }, /was denied by .* status 401; it/],
  ['another error of the API', failure(404, 'UNSUPPORTED', 'no'), /status 404: UNSUPPORTED: no$/],
  ['another status', { status: 418 }, /status 418$/],
  [
    'a manifest of old',
    { status: 200, body: JSON.stringify({ schemaVersion: 1, signatures: [] }) },
    /format of Docker 1\.9/,
  ],
  [
    'an unknown way of authentication',
    challenge('Negotiate, NTLM TlRM='),
    /not known here: negotiate, ntlm$/,
  ],
  ['authentication without a name', challenge('"'), /not known here: one without a name$/],
  ['bearer tokens from nowhere', challenge('Bearer service="x"'), /not known here: bearer$/],
  [
    'bearer tokens over plain HTTP',
    challenge('Bearer realm="http://me:x@auth.example/token"'),
    /names http:\/\/auth\.example\/token as its token server, which is not asked$/,
  ],
  [
    'bearer tokens of the instance',
    challenge('Bearer realm="https://169.254.169.254/latest"'),
    /names https:\/\/169\.254\.169\.254\/latest as its token server, which is not asked$/,
  ],
];

for (const [why, reply, words] of finals) {
  test(`${why} is not tried again`, async () => {
    const { host, asked } = await serve(({ url }) => (url === '/v2/' ? { status: 200 } : reply));
    const { client, lines, keys } = createClient({
      retryLimits: { attempts: 3, totalMs: 5_000, backoffMs: 1 },
    });
    assertFinal(await refusalOf(client.findManifest({ host, repository }, 'v1')), words);
    assert.equal(lines, []);
    assert.equal(keys, [], 'no credentials are looked up');
    assert.is(asked.filter((line) => line === `GET ${api}/v1`).length, 1);
  });
}

test('what a server says is shown on one line, cut short', async () => {
  const { host } = await serve(() => failure(400, 'CODE', `a\n\u001b[31m  b${'x'.repeat(5_000)}`));
  const { message } = await refusalOf(createClient().client.findManifest({ host, repository }, 'v1'));
  assert.match(message, /: CODE: a \[31m bx+…$/);
  assert.ok(message.length < 450);
});

test('throttling passes: it is tried again and said', async () => {
  const { host, asked } = await serve(inTurn(failure(429, 'TOOMANYREQUESTS'), { status: 502 }, found));
  const { client, lines } = createClient({ retryLimits: { attempts: 3, totalMs: 5_000, backoffMs: 1 } });
  assert.is((await client.findManifest({ host, repository }, 'v1'))?.digest, digest);
  assert.is(asked.length, 3);
  assert.is(lines.length, 2);
  assert.match(
    lines[0] ?? '',
    /look-up of .* failed: .* status 429: TOOMANYREQUESTS; trying again in 0\.0 s/,
  );
});

test('an outage that lasts is told after the last attempt', async () => {
  const { host, asked } = await serve(() => ({ status: 500 }));
  const { client, lines } = createClient({ retryLimits: { attempts: 3, totalMs: 5_000, backoffMs: 1 } });
  assertOutage(await refusalOf(client.findDigest({ host, repository }, 'v1')), /status 500/);
  assert.equal([asked.length, lines.length], [3, 2]);
});

const transportErrors: readonly [
  why: string,
  code: string,
  message: string,
  isOutage: boolean,
  words: RegExp,
][] = [
  [
    'the name server is busy',
    'EAI_AGAIN',
    'getaddrinfo EAI_AGAIN x',
    true,
    /failed: getaddrinfo EAI_AGAIN x/,
  ],
  ['nobody knows the host', 'ENOTFOUND', 'getaddrinfo ENOTFOUND x', false, /no such host/],
  [
    'nobody knows who signed',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'unable to verify',
    false,
    /x is not trusted/,
  ],
  ['it signed itself', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'self signed', false, /x is not trusted/],
  ['its authority signed itself', 'SELF_SIGNED_CERT_IN_CHAIN', 'self signed', false, /x is not trusted/],
  [
    'another host',
    'ERR_TLS_CERT_ALTNAME_INVALID',
    "Host: x. is not in the cert's altnames",
    false,
    /is not trusted/,
  ],
  ['out of date', 'CERT_HAS_EXPIRED', 'certificate has expired', false, /is not trusted/],
  ['plain HTTP', 'ERR_SSL_WRONG_VERSION_NUMBER', 'write EPROTO', false, /x does not speak HTTPS/],
  [
    'plain HTTP, as older Nodes say it',
    'EPROTO',
    'ssl3_get_record:wrong version number',
    false,
    /does not speak HTTPS/,
  ],
  [
    'a certificate is wanted',
    'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED',
    'alert',
    false,
    /no way to encrypt/,
  ],
  ['a reset', 'ECONNRESET', 'read ECONNRESET', true, /failed: read ECONNRESET/],
  ['anything else', 'EMFILE', 'too many open files', true, /too many open files/],
];

for (const [why, code, message, isOutage, words] of transportErrors) {
  test(`transport: ${why}`, () => {
    const error = toTransportError(new ExchangeError(message, code, 'connection'), 'look-up of y', 'x');
    assert.is(error instanceof OutageError, isOutage);
    assert.match(error.message, words);
    assert.match(error.message, /^look-up of y failed: /);
    assert.is(error.hint !== undefined, !isOutage && !/no way/.test(error.message));
  });
}

// ---- Digests ----

test('a digest is found without the manifest', async () => {
  const { host, asked } = await serve(() => found);
  assert.is(await createClient().client.findDigest({ host, repository }, 'v1'), digest);
  assert.equal(asked, [`HEAD ${api}/v1`]);
});

const digestFallbacks: readonly [why: string, head: Reply][] = [
  ['no header has it', { status: 200 }],
  ['the header has something else', { status: 200, headers: { 'docker-content-digest': 'sha256:abc' } }],
  ['HEAD is not allowed', { status: 405 }],
  ['HEAD says that it is missing', { status: 404 }],
];

for (const [why, head] of digestFallbacks) {
  test(`the digest is that of the manifest's bytes where ${why}`, async () => {
    const { host, asked } = await serve(({ method, url }) =>
      url === '/v2/' ? { status: 200 } : method === 'HEAD' ? head : { status: 200, body: manifest },
    );
    assert.is(await createClient().client.findDigest({ host, repository }, 'v1'), digest);
    assert.equal(
      asked.filter((line) => !line.endsWith('/v2/')),
      [`HEAD ${api}/v1`, `GET ${api}/v1`],
    );
  });
}

test('a digest is its own digest, once the registry has it', async () => {
  const { host, asked } = await serve(() => found);
  assert.is(await createClient().client.findDigest({ host, repository }, digest), digest);
  assert.equal(asked, [`HEAD ${api}/${digest}`]);
});

test('another digest than the one that was asked for is not believed', async () => {
  const { host } = await serve(() => ({
    status: 200,
    headers: { 'docker-content-digest': sha256(wrong) },
    body: wrong,
  }));
  assertOutage(
    await refusalOf(createClient().client.findDigest({ host, repository }, digest)),
    /but should be/,
  );
});

test('an outage at HEAD is not asked again by GET', async () => {
  const { host, asked } = await serve(() => ({ status: 503 }));
  assertOutage(await refusalOf(createClient().client.findDigest({ host, repository }, 'v1')), /status 503/);
  assert.equal(asked, [`HEAD ${api}/v1`]);
});

// ---- Push ----

test('a manifest is put under a tag', async () => {
  const { host, seen } = await serve(() => ({ status: 201, headers: { 'docker-content-digest': digest } }));
  const { client } = createClient();
  assert.is(await client.putManifest({ host, repository }, 'latest', manifest, mediaType), digest);
  const [request] = seen;
  assert.equal([request?.method, request?.url, request?.body], ['PUT', `${api}/latest`, manifest]);
  assert.is(request?.headers['content-type'], mediaType);
  assert.is(request?.headers['content-length'], String(Buffer.byteLength(manifest)));
});

test('a registry need not say the digest of what it took', async () => {
  const { host } = await serve(() => ({ status: 201 }));
  const { client } = createClient();
  assert.is(await client.putManifest({ host, repository }, 'latest', manifest, mediaType), digest);
});

const pushes: readonly [why: string, reply: Reply, isOutage: boolean, words: RegExp][] = [
  [
    'a layer is missing',
    failure(400, 'MANIFEST_BLOB_UNKNOWN', 'blob unknown to registry'),
    false,
    /push of .*\/team\/app:latest failed: .* status 400: MANIFEST_BLOB_UNKNOWN: blob unknown/,
  ],
  ['the repository is missing', failure(404, 'NAME_UNKNOWN'), false, /status 404: NAME_UNKNOWN/],
  ['the tag is immutable', failure(409, 'TAG_INVALID', 'immutable'), false, /TAG_INVALID: immutable/],
  ['denied', failure(403, 'DENIED'), false, /push of .* was denied/],
  ['an outage', { status: 502 }, true, /status 502/],
  ['a redirect is not followed', { status: 307, headers: { location: '/elsewhere' } }, false, /status 307/],
  [
    'it took something else',
    { status: 201, headers: { 'docker-content-digest': sha256(wrong) } },
    true,
    /but should be/,
  ],
];

for (const [why, reply, isOutage, words] of pushes) {
  test(`a push fails: ${why}`, async () => {
    const { host } = await serve(({ url }) => (url === '/v2/' ? { status: 200 } : reply));
    const { client } = createClient();
    const error = await refusalOf(client.putManifest({ host, repository }, 'latest', manifest, mediaType));
    (isOutage ? assertOutage : assertFinal)(error, words);
  });
}

// ---- Authentication ----

const challenges: readonly [why: string, header: string, expected: readonly (readonly [string, object])[]][] =
  [
    ['none', '', []],
    ['basic', 'Basic realm="Registry Realm"', [['basic', { realm: 'Registry Realm' }]]],
    [
      'bearer, with a comma in quotes',
      'Bearer realm="https://auth.example/token",service="registry.example",scope="repository:a/b:pull,push"',
      [
        [
          'bearer',
          {
            realm: 'https://auth.example/token',
            service: 'registry.example',
            scope: 'repository:a/b:pull,push',
          },
        ],
      ],
    ],
    [
      'space in every place, names in any case',
      '  BEARER  Realm = "r" ,\tSERVICE="s" ',
      [['bearer', { realm: 'r', service: 's' }]],
    ],
    ['escapes', 'Basic realm="a \\"b\\" \\\\ c"', [['basic', { realm: 'a "b" \\ c' }]]],
    ['nothing in quotes', 'Bearer realm="",service="s"', [['bearer', { realm: '', service: 's' }]]],
    ['without quotes', 'Bearer service=registry,scope=x', [['bearer', { service: 'registry', scope: 'x' }]]],
    [
      'a URL without quotes',
      'Bearer realm=https://auth.example/token?a=b,service=s',
      [['bearer', { realm: 'https://auth.example/token?a=b', service: 's' }]],
    ],
    [
      'several',
      'Bearer realm="r",service="s", Basic realm="b"',
      [
        ['bearer', { realm: 'r', service: 's' }],
        ['basic', { realm: 'b' }],
      ],
    ],
    [
      'several without parameters',
      'Negotiate, NTLM TlRMTVNTUAA==, Basic realm="b"',
      [
        ['negotiate', {}],
        ['ntlm', {}],
        ['basic', { realm: 'b' }],
      ],
    ],
    ['empty items', ', ,Basic realm="b",,', [['basic', { realm: 'b' }]]],
    ['a scheme alone', 'Basic', [['basic', {}]]],
    ['a parameter without a scheme', 'realm="r"', []],
    [
      'quotes without an end',
      'Basic realm="b", Bearer realm="r',
      [
        ['basic', { realm: 'b' }],
        ['bearer', {}],
      ],
    ],
    ['what can be read counts', 'Basic realm="b", "?"', [['basic', { realm: 'b' }]]],
  ];

for (const [why, header, expected] of challenges) {
  test(`challenge: ${why}`, () => {
    assert.equal(
      parseChallenges(header).map(({ scheme, parameters }) => [scheme, Object.fromEntries(parameters)]),
      expected,
    );
  });
}

function needsBasic({ headers }: Seen): Reply {
  return headers.authorization === basic ? found : challenge('Basic realm="tests"');
}

test('basic authentication: asked once without, then always with', async () => {
  const { host, seen } = await serve(needsBasic);
  const { client, keys } = createClient({ credentials: password });
  assert.is(await client.findDigest({ host, repository }, 'v1'), digest);
  assert.is(await client.findDigest({ host, repository }, 'v2'), digest);
  assert.equal(
    seen.map(({ method, headers }) => [method, headers.authorization]),
    [
      ['HEAD', undefined],
      ['HEAD', basic],
      ['HEAD', basic],
    ],
  );
  assert.equal(keys, [host], 'credentials are looked up once');
});

const denials: readonly [why: string, credentials: RegistryCredentials | undefined, shown: RegExp][] = [
  ['there are no credentials', undefined, /status 401.*asked without credentials: docker has none$/],
  [
    'the credentials are wrong',
    { ...password, password: `${secret}!` } as RegistryCredentials,
    /status 401.*asked with the credentials of the tests$/,
  ],
  ['an identity token is no password', identity, /asked with the identity token of the tests$/],
];

for (const [why, credentials, shown] of denials) {
  test(`basic authentication is denied: ${why}`, async () => {
    const { host } = await serve(needsBasic);
    const { client } = createClient(credentials ? { credentials } : {});
    const error = await refusalOf(client.findDigest({ host, repository }, 'v1'));
    assertFinal(error, shown);
    assert.match(error.hint ?? '', `docker login ${host}.`);
  });
}

interface TokenServer {
  readonly registry: Site;
  readonly auth: Site;
}

/** A registry that takes the tokens which another server issues: `issued-token-1` and so on. */
async function serveTokens(
  reply: (request: Seen, count: number) => Reply = (_, count) => ({
    status: 200,
    body: JSON.stringify({ token: `issued-token-${count}`, expires_in: 300 }),
  }),
  { scope = `scope="repository:${repository}:pull"`, accepts = /^Bearer issued-token-\d+$/ } = {},
): Promise<TokenServer> {
  let count = 0;
  const auth = await serve((request) => {
    count += 1;
    return reply(request, count);
  });
  const registry = await serve(({ headers }) =>
    accepts.test(headers.authorization ?? '')
      ? found
      : challenge(`Basic realm="no", Bearer realm="http://${auth.host}/token?old=1",service="s/1",${scope}`),
  );
  return { registry, auth };
}

test('bearer: a token without credentials, kept for the repository', async () => {
  const { registry, auth } = await serveTokens();
  const { client } = createClient();
  const { host } = registry;
  assert.is(await client.findDigest({ host, repository }, 'v1'), digest);
  assert.is((await client.findManifest({ host, repository }, 'v1'))?.digest, digest);
  assert.equal(auth.asked, [`GET /token?old=1&service=s%2F1&scope=repository%3Ateam%2Fapp%3Apull`]);
  assert.is(auth.seen[0]?.headers.authorization, undefined);
  assert.equal(
    registry.seen.map(({ headers }) => headers.authorization),
    [undefined, 'Bearer issued-token-1', 'Bearer issued-token-1'],
  );
});

test('bearer: a token for user and password', async () => {
  const { registry, auth } = await serveTokens(undefined, {
    scope: 'scope="repository:team/app:pull repository:team/base:pull"',
  });
  const { client } = createClient({ credentials: password });
  assert.is(await client.findDigest({ host: registry.host, repository }, 'v1'), digest);
  assert.equal(auth.asked, [
    'GET /token?old=1&service=s%2F1&scope=repository%3Ateam%2Fapp%3Apull&scope=repository%3Ateam%2Fbase%3Apull&account=me',
  ]);
  assert.is(auth.seen[0]?.headers.authorization, basic);
  assert.ok(
    registry.seen.every(({ headers }) => headers.authorization !== basic),
    'no password for the registry',
  );
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

test('bearer: a registry that names no scope wants the usual one, of its own for a push', async () => {
  const { registry, auth } = await serveTokens(undefined, { scope: '' });
  const { client } = createClient();
  const name = { host: registry.host, repository };
  assert.is(await client.findDigest(name, 'v1'), digest);
  assert.is(await client.findDigest({ ...name, repository: 'other' }, 'v1'), digest);
  await client.putManifest(name, 'v1', manifest, mediaType);
  assert.equal(
    auth.seen.map(({ url }) => new URL(url, 'http://x').searchParams.get('scope')),
    ['repository:team/app:pull', 'repository:other:pull', 'repository:team/app:pull,push'],
  );
});

test('bearer: one token serves all repositories of one scope', async () => {
  const { registry, auth } = await serveTokens(undefined, { scope: 'scope="aws"' });
  const { client } = createClient();
  for (const name of ['a', 'b']) await client.findDigest({ host: registry.host, repository: name }, 'v1');
  assert.is(auth.asked.length, 1);
});

test('bearer: a token that is no longer taken is replaced', async () => {
  const { registry, auth } = await serveTokens();
  let isRevoked = false;
  const front = await serve(({ headers }) => {
    const isTaken = isRevoked ? /token-2$/ : /token-1$/;
    return isTaken.test(headers.authorization ?? '')
      ? found
      : challenge(`Bearer realm="http://${auth.host}/token",scope="x"`);
  });
  const { client } = createClient();
  assert.is(await client.findDigest({ host: front.host, repository }, 'v1'), digest);
  isRevoked = true;
  assert.is(await client.findDigest({ host: front.host, repository }, 'v1'), digest);
  assert.equal([auth.asked.length, front.asked.length, registry.asked.length], [2, 4, 0]);
});

test('bearer: a token that is about to end is not used again', async () => {
  const { registry, auth } = await serveTokens();
  const { client } = createClient();
  await client.findDigest({ host: registry.host, repository }, 'v1');
  const { now } = Date;
  Date.now = () => now() + 295_000;
  try {
    await client.findDigest({ host: registry.host, repository }, 'v1');
  } finally {
    Date.now = now;
  }
  assert.is(auth.asked.length, 2);
  assert.is(registry.asked.length, 3);
});

test('bearer: a token that is not taken is a denial', async () => {
  const { registry } = await serveTokens(undefined, { accepts: /never/ });
  const { client } = createClient({ credentials: password });
  assertFinal(
    await refusalOf(client.findDigest({ host: registry.host, repository }, 'v1')),
    /was denied by .* asked with the credentials of the tests/,
  );
});

const tokenFailures: readonly [why: string, reply: Reply, isOutage: boolean, words: RegExp][] = [
  [
    'denied',
    failure(401, 'UNAUTHORIZED', 'incorrect username or password'),
    false,
    /app:v1: asking for a token was denied by .* status 401: UNAUTHORIZED: incorrect.*; it was asked with the credentials of the tests$/,
  ],
  [
    'denied in other words',
    { status: 403, body: '{"details":"no"}' },
    false,
    /asking for a token was denied/,
  ],
  ['not found', { status: 404, body: page }, true, /asking for a token failed: .* status 404/],
  ['throttled', { status: 429 }, true, /status 429$/],
  ['out of order', { status: 503 }, true, /status 503$/],
  ['no JSON', { status: 200, body: '<html> issued-token' }, true, /answers without a token/],
  ['no token in it', { status: 200, body: '{"token":""}' }, true, /answers without a token/],
  [
    'a token that fits no header',
    { status: 200, body: '{"token":"issued-token\\n"}' },
    true,
    /without a token/,
  ],
];

for (const [why, reply, isOutage, words] of tokenFailures) {
  test(`bearer: no token: ${why}`, async () => {
    const { registry } = await serveTokens(() => reply);
    const { client } = createClient({ credentials: password });
    const error = await refusalOf(client.findDigest({ host: registry.host, repository }, 'v1'));
    (isOutage ? assertOutage : assertFinal)(error, words);
    if (!isOutage) assert.match(error.hint ?? '', `docker login ${registry.host}.`);
  });
}

test('bearer: a server out of order is asked again', async () => {
  const { registry } = await serveTokens((_, count) =>
    count === 1 ? { status: 503 } : { status: 200, body: JSON.stringify({ token: `issued-token-${count}` }) },
  );
  const { client, lines } = createClient({ retryLimits: { attempts: 2, totalMs: 5_000, backoffMs: 1 } });
  assert.is(await client.findDigest({ host: registry.host, repository }, 'v1'), digest);
  assert.is(lines.length, 1);
});

test('bearer: a server at what is no URL is an outage', async () => {
  const { host } = await serve(() => challenge('Bearer realm="token",service="s"'));
  assertOutage(
    await refusalOf(createClient().client.findDigest({ host, repository }, 'v1')),
    /gives out its tokens at what is no URL/,
  );
});

test('a server that repeats what it was shown makes no secret known', async () => {
  const { host } = await serve(({ headers }) =>
    headers.authorization
      ? failure(403, 'DENIED', `not with ${headers.authorization}, which is ${secret}`)
      : challenge('Basic realm="r"'),
  );
  const { client } = createClient({ credentials: password });
  assertFinal(
    await refusalOf(client.findManifest({ host, repository }, 'v1')),
    /DENIED: not with Basic \*\*\*, which is \*\*\*; it was/,
  );
});

test('credentials that are out of reach are looked up again', async () => {
  const { host } = await serve(needsBasic);
  let calls = 0;
  const { client, lines } = createClient({
    findCredentials: async () => {
      calls += 1;
      if (calls === 1) throw new OutageError('the keychain is far away');
      return password;
    },
    retryLimits: { attempts: 2, totalMs: 5_000, backoffMs: 1 },
  });
  assert.is(await client.findDigest({ host, repository }, 'v1'), digest);
  assert.match(lines.join(), /^the keychain is far away; trying again/);
});

test('what is hidden from the unknown is not absent for who has credentials', async () => {
  const { host, asked } = await serve((request) =>
    request.headers.authorization || request.url === '/v2/' ? needsBasic(request) : unknown,
  );
  const { client } = createClient({ credentials: password });
  assert.is((await client.findManifest({ host, repository }, 'v1'))?.digest, digest);
  assert.equal(asked, [`GET ${api}/v1`, 'GET /v2/', `GET ${api}/v1`]);
});

test('what is absent for the unknown is absent where there are no credentials', async () => {
  const { host, asked } = await serve((request) => (request.url === '/v2/' ? needsBasic(request) : unknown));
  const { client, keys } = createClient();
  assert.is(await client.findManifest({ host, repository }, 'v1'), undefined);
  assert.equal([asked, keys], [[`GET ${api}/v1`, 'GET /v2/'], [host]]);
});

// ---- Redirects ----

test('a redirect to the same origin keeps the credentials', async () => {
  const { host, asked } = await serve((request) =>
    request.url === '/moved' || !request.headers.authorization
      ? needsBasic(request)
      : { status: 307, headers: { location: '/moved' } },
  );
  const { client } = createClient({ credentials: password });
  assert.is((await client.findManifest({ host, repository }, 'v1'))?.digest, digest);
  assert.equal(asked, [`GET ${api}/v1`, `GET ${api}/v1`, 'GET /moved']);
});

for (const status of [301, 302, 303, 307, 308]) {
  test(`a redirect (${status}) to another host gets no credentials`, async () => {
    const storage = await serve(() => found);
    const { host } = await serve((request) =>
      request.headers.authorization
        ? { status, headers: { location: `http://${storage.host}/blob?signature=x` } }
        : needsBasic(request),
    );
    const { client } = createClient({ credentials: password });
    assert.is(await client.findDigest({ host, repository }, 'v1'), digest);
    assert.equal(storage.asked, ['HEAD /blob?signature=x']);
    assert.is(storage.seen[0]?.headers.authorization, undefined);
  });
}

test('another host that asks for credentials gets none', async () => {
  const thief = await serve(() => challenge('Basic realm="give"'));
  const { host } = await serve(() => ({ status: 307, headers: { location: `http://me:x@${thief.host}/` } }));
  const { client, keys } = createClient({ credentials: password });
  assertFinal(
    await refusalOf(client.findManifest({ host, repository }, 'v1')),
    /was denied by .* status 401/,
  );
  assert.ok(thief.seen.every(({ headers }) => headers.authorization === undefined));
  assert.equal(keys, []);
});

test('a token server that redirects to another host shows it no credentials', async () => {
  const thief = await serve(() => ({ status: 200, body: JSON.stringify({ token: 'issued-token-1' }) }));
  const { registry } = await serveTokens(() => ({
    status: 302,
    headers: { location: `http://${thief.host}/` },
  }));
  const { client } = createClient({ credentials: password });
  assert.is(await client.findDigest({ host: registry.host, repository }, 'v1'), digest);
  assert.is(thief.seen[0]?.headers.authorization, undefined);
});

const redirects: readonly [why: string, location: (host: string) => string, words: RegExp][] = [
  ['without an end', () => '/again', /redirects more than 5 times/],
  [
    'to another machine in plain HTTP',
    () => 'http://registry.example/x',
    /redirects to http:\/\/registry\.example, which is not followed/,
  ],
  ['to the metadata service', () => 'https://169.254.169.254/', /redirects to https:\/\/169.*not followed/],
  ['to a file', () => 'file:///etc/passwd', /redirects to file:.*not followed/],
];

for (const [why, location, words] of redirects) {
  test(`a redirect ${why} is an error`, async () => {
    const { host } = await serve((_, site) => ({ status: 302, headers: { location: location(site.host) } }));
    assertFinal(await refusalOf(createClient().client.findManifest({ host, repository }, 'v1')), words);
  });
}

// ---- TLS, plain HTTP, proxies ----

async function certificate(name: string): Promise<{ key: string; cert: string }> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: name }], {
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: name }] }],
  });
  return { key, cert };
}

test('a registry on this machine may speak HTTPS with a certificate that nobody vouches for', async () => {
  const { host, asked } = await serve(needsBasic, await certificate('anybody.example'));
  const { client } = createClient({ credentials: password });
  assert.is(await client.findDigest({ host, repository }, 'v1'), digest);
  assert.is(asked.length, 2);
});

test('a registry on this machine that speaks HTTPS may not redirect out of it', async () => {
  const plain = await serve(() => found);
  const { host } = await serve(
    () => ({ status: 307, headers: { location: `http://${plain.host}/` } }),
    await certificate('anybody.example'),
  );
  assertFinal(
    await refusalOf(createClient().client.findManifest({ host, repository }, 'v1')),
    /redirects to http:\/\/127\.0\.0\.1:\d+, which is not followed/,
  );
  assert.equal(plain.asked, []);
});

test('a registry on this machine is asked by HTTPS first, and only once where it does not speak it', async () => {
  let attempts = 0;
  const server = http.createServer((_, response) => {
    response.writeHead(200, { 'docker-content-digest': digest }).end();
  });
  server.on('clientError', (_error, socket) => {
    attempts += 1;
    socket.destroy();
  });
  const { port, close } = await listen(server);
  closings.push(close);
  const { client } = createClient();
  const name = { host: `localhost:${port}`, repository };
  assert.is(await client.findDigest(name, 'v1'), digest);
  assert.is(await client.findDigest(name, 'v1'), digest);
  assert.is(attempts, 1);
});

test('what listens on this machine and is neither HTTPS nor HTTP is an outage', async () => {
  const { port, close } = await listen(net.createServer((socket) => socket.end('hello\n')));
  closings.push(close);
  assertOutage(
    await refusalOf(createClient().client.findDigest({ host: `127.0.0.1:${port}`, repository }, 'v1')),
    /Parse Error/,
  );
});

/** What goes through a proxy is loaded when it is needed, which works in a bundle only. */
const bundle = makeScratchFolder().path('client.cjs');
buildSync({
  entryPoints: [path.join(__dirname, '../../src/registry/distribution-client.ts')],
  outfile: bundle,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node14',
  sourcemap: 'inline',
});
const { DistributionClient: Client }: { DistributionClient: typeof DistributionClient } = require(bundle);

interface Proxy {
  readonly url: string;
  readonly tunnels: readonly string[];
}

/** A proxy that leads every host to one port of this machine, or refuses with a status. */
async function serveProxy(target: { readonly port: number } | { readonly status: number }): Promise<Proxy> {
  const tunnels: string[] = [];
  const proxy = http.createServer();
  proxy.on('connect', (request: http.IncomingMessage, client: net.Socket, head: Buffer) => {
    tunnels.push(`${request.url} ${request.headers['proxy-authorization'] ?? 'unknown'}`);
    if ('status' in target) {
      client.end(`HTTP/1.1 ${target.status} No\r\nwww-authenticate: Basic realm="proxy"\r\n\r\n`);
      return;
    }
    const upstream = net.connect(target.port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      upstream.write(head);
      upstream.pipe(client).pipe(upstream);
    });
    for (const socket of [upstream, client]) socket.on('error', () => socket.destroy());
    client.on('close', () => upstream.destroy());
  });
  const { port, close } = await listen(proxy);
  closings.push(close);
  return { url: `127.0.0.1:${port}`, tunnels };
}

test('no connection in time is an outage', async () => {
  // The proxy takes the connection, and then says nothing: there is no way through it.
  const { port, close } = await listen(net.createServer());
  closings.push(close);
  const { client } = createClient({
    Client,
    env: { HTTPS_PROXY: `http://127.0.0.1:${port}` },
    exchangeLimits: { connectMs: 150, answerMs: 2_000, bodyBytes: 1_000 },
  });
  assertOutage(
    await refusalOf(client.findManifest({ host: 'registry.example', repository }, 'v1')),
    /no connection to registry\.example in 0\.15 s/,
  );
});

test('another machine is asked through the proxy, and must be who it says it is', async () => {
  const { host, asked } = await serve(() => found, await certificate('registry.example'));
  const proxy = await serveProxy({ port: Number(host.split(':')[1]) });
  const { client } = createClient({ Client, env: { HTTPS_PROXY: `http://user:pa%73s@${proxy.url}` } });
  const error = await refusalOf(client.findDigest({ host: 'registry.example', repository }, 'v1'));
  assertFinal(error, /certificate of registry\.example is not trusted/);
  assert.match(error.hint ?? '', 'NODE_EXTRA_CA_CERTS');
  assert.equal(asked, []);
  assert.equal(proxy.tunnels, [`registry.example:443 Basic ${Buffer.from('user:pass').toString('base64')}`]);
});

test('Docker Hub is asked at the host of its API, with its own key', async () => {
  const proxy = await serveProxy({ status: 503 });
  const { client } = createClient({ Client, env: { https_proxy: proxy.url } });
  assertOutage(
    await refusalOf(client.findDigest({ host: 'docker.io', repository: 'library/alpine' }, '3')),
    /look-up of docker\.io\/library\/alpine:3 failed: the proxy refuses a connection to registry-1\.docker\.io with status 503/,
  );
  assert.equal(proxy.tunnels, ['registry-1.docker.io:443 unknown']);
});

test('a proxy that wants a password is an error of its own', async () => {
  const proxy = await serveProxy({ status: 407 });
  const { client, keys } = createClient({ Client, env: { HTTPS_PROXY: proxy.url }, credentials: password });
  const error = await refusalOf(client.findDigest({ host: 'registry.example', repository }, 'v1'));
  assertFinal(error, /the proxy refuses a connection to registry\.example with status 407/);
  assert.match(error.hint ?? '', 'HTTPS_PROXY');
  assert.equal(keys, []);
});

test('a proxy that is no URL is told without its password', async () => {
  const { client } = createClient({ Client, env: { HTTPS_PROXY: `http://me:${secret}@[` } });
  assertFinal(
    await refusalOf(client.findDigest({ host: 'registry.example', repository }, 'v1')),
    /HTTPS_PROXY is no URL/,
  );
});

test('a proxy that breaks off is an outage', async () => {
  const { port, close } = await listen(net.createServer((socket) => socket.destroy()));
  closings.push(close);
  const { client } = createClient({ Client, env: { HTTPS_PROXY: `127.0.0.1:${port}` } });
  assertOutage(
    await refusalOf(client.findDigest({ host: 'registry.example', repository }, 'v1')),
    /failed: .*(Proxy connection ended|ECONNRESET)/,
  );
});

test('this machine is never asked through a proxy', async () => {
  const { host } = await serve(() => found);
  const proxy = await serveProxy({ status: 503 });
  const { client } = createClient({ Client, env: { HTTPS_PROXY: proxy.url, HTTP_PROXY: proxy.url } });
  assert.is(await client.findDigest({ host, repository }, 'v1'), digest);
  assert.equal(proxy.tunnels, []);
});

test('another machine that speaks plain HTTP is told to speak HTTPS', async () => {
  const { host } = await serve(() => found);
  const proxy = await serveProxy({ port: Number(host.split(':')[1]) });
  const { client } = createClient({ Client, env: { HTTPS_PROXY: proxy.url } });
  const error = await refusalOf(client.findDigest({ host: 'registry.example', repository }, 'v1'));
  assertFinal(error, /registry\.example does not speak HTTPS/);
});

/** What Node itself trusts is fixed when it starts, so this needs one of its own. */
test('another machine is asked over HTTPS and may not send anyone to this one', async () => {
  const tls = await certificate('registry.example');
  const inside = await serve(() => found);
  const { host } = await serve(
    ({ url }) =>
      url.endsWith('/inward') ? { status: 307, headers: { location: `https://${inside.host}/` } } : found,
    tls,
  );
  const proxy = await serveProxy({ port: Number(host.split(':')[1]) });
  const folder = makeScratchFolder({
    'ca.pem': tls.cert,
    'ask.cjs': `
      const { DistributionClient } = require(${JSON.stringify(bundle)});
      const client = new DistributionClient({
        env: process.env,
        findCredentials: async () => undefined,
        exchangeLimits: { connectMs: 5000, answerMs: 5000, bodyBytes: 10000 },
        retryLimits: { attempts: 1, totalMs: 5000, backoffMs: 1 },
        say: () => {},
      });
      const name = { host: 'registry.example', repository: 'team/app' };
      const say = (result) => console.log(result.message || result);
      const ask = (tag) => client.findDigest(name, tag).then(say, say);
      ask('v1').then(() => ask('inward'));
    `,
  });
  const child = spawn(process.execPath, [folder.path('ask.cjs')], {
    env: { PATH: process.env.PATH, NODE_EXTRA_CA_CERTS: folder.path('ca.pem'), HTTPS_PROXY: proxy.url },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (data: Buffer) => {
    output += data.toString();
  });
  await new Promise((resolve) => child.on('close', resolve));
  assert.equal(output.trim().split('\n'), [
    digest,
    `look-up of registry.example/team/app:inward failed: registry.example redirects to https://${inside.host}, which is not followed`,
  ]);
  assert.equal(inside.asked, []);
});

test.run();
