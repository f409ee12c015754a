import dns from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import { generate } from 'selfsigned';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { OutageError, UserError } from '../../src/errors';
import { HttpClient, type HttpRequest, mayLeadTo } from '../../src/registry/http-client';
import { listen } from '../support/http-fault';

// A single request and everything that can happen to it, with local servers.

const registry = 'https://registry.example';

const followed: readonly [why: string, from: string, to: string][] = [
  ['the token server of Docker Hub', 'https://registry-1.docker.io', 'https://auth.docker.io/token'],
  ['the storage of Docker Hub', 'https://registry-1.docker.io', 'https://production.cloudflare.docker.com/x'],
  ['the token server of GHCR', 'https://ghcr.io', 'https://ghcr.io/token'],
  ['the storage of GHCR', 'https://ghcr.io', 'https://pkg-containers.githubusercontent.com/x'],
  ['the token server of ECR Public', 'https://public.ecr.aws', 'https://public.ecr.aws/token/'],
  ['the storage of ECR Public', 'https://public.ecr.aws', 'https://d5l0dvt14r5h8.cloudfront.net/x'],
  [
    'the storage of ECR',
    'https://123456789012.dkr.ecr.eu-west-1.amazonaws.com',
    'https://prod-eu-west-1-starport-layer-bucket.s3.eu-west-1.amazonaws.com/x',
  ],
  ['a registry on this machine', 'http://127.0.0.1:5000', 'http://localhost:5001/token'],
  ['such a registry with HTTPS', 'https://localhost:5000', 'https://[::1]:5001/token'],
  ['such a registry, to another host', 'http://127.0.0.1:5000', 'https://auth.docker.io/token'],
  ['a registry in a private network', 'https://10.0.0.5', 'https://192.168.0.1/service/token'],
  ['a public address', registry, 'https://172.32.0.1'],
  ['a public IPv6 address', registry, 'https://[2600:1f18::1]'],
  ['a name like a private address', registry, 'https://10.0.0.1.example'],
  ['a name like an address of this machine', registry, 'https://127.0.0.1.example'],
  ['a name like localhost', registry, 'https://notlocalhost'],
];

for (const [why, from, to] of followed) {
  test(`followed: ${why}`, () => assert.ok(mayLeadTo(new URL(from), new URL(to))));
}

const refused: readonly (readonly [why: string, from: string, to: string])[] = [
  ...(
    'localhost LOCALHOST localhost. auth.localhost 127.0.0.1 127.1 2130706433 0x7f.1 0177.0.0.1 127.0.0.1. 0.0.0.0 ' +
    '[::1] [0:0:0:0:0:0:0:1] [::] [::ffff:127.0.0.1] [0:0:0:0:0:ffff:7f00:1]'
  )
    .split(' ')
    .map((host) => [`this machine as ${host}`, registry, `https://${host}/`] as const),
  ...['169.254.169.254', '[::ffff:169.254.169.254]', '[fe80::1]', '[febf::1]'].map(
    (host) => [`a link-local address, ${host}`, registry, `https://${host}/latest/meta-data/`] as const,
  ),
  ...'10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 100.100.100.200 [fd00:ec2::254] [fc00::1] [::ffff:10.0.0.1]'
    .split(' ')
    .map((host) => [`a private address, ${host}`, registry, `https://${host}/`] as const),
  ['plain HTTP', registry, 'http://auth.example/token'],
  ['plain HTTP on this machine', registry, 'http://127.0.0.1/token'],
  ['another scheme', registry, 'ftp://auth.example/token'],
  ['a file', registry, 'file:///etc/passwd'],
  ['plain HTTP out of this machine', 'http://127.0.0.1:5000', 'http://auth.example/token'],
  ['plain HTTP for a registry on this machine with HTTPS', 'https://127.0.0.1:5000', 'http://127.0.0.1/token'],
  ['from this machine into a private network', 'http://127.0.0.1:5000', 'https://10.0.0.1/token'],
  ['from a private network to this machine', 'https://10.0.0.5', 'https://127.0.0.1/token'],
  ['from a private network to the metadata service', 'https://10.0.0.5', 'https://169.254.169.254/'],
  ['plain HTTP within a private network', 'https://10.0.0.5', 'http://10.0.0.6/token'],
];

for (const [why, from, to] of refused) {
  test(`refused: ${why}`, () => assert.not(mayLeadTo(new URL(from), new URL(to))));
}

const secret = 'p:ss/w%rd';
const closings: (() => Promise<void>)[] = [];
const { lookup } = dns;

test.before(() => {
  // These names lead to this machine without saying so, or to nothing.
  const answer = (host: string, options: object, callback: (...results: unknown[]) => void) => {
    const code = 'ENOTFOUND';
    if (host.endsWith('.misspelt')) return callback(Object.assign(new Error(`${code} ${host}`), { code }));
    if (!host.endsWith('.example')) return lookup(host, options, callback as never);
    return 'all' in options && options.all
      ? callback(null, [{ address: '127.0.0.1', family: 4 }])
      : callback(null, '127.0.0.1', 4);
  };
  dns.lookup = answer as unknown as typeof dns.lookup;
});

test.after(() => {
  dns.lookup = lookup;
});

test.after.each(async () => {
  await Promise.all(closings.splice(0).map((close) => close()));
});

async function start(server: net.Server): Promise<number> {
  const { port, close } = await listen(server);
  closings.push(close);
  return port;
}

/** A server that records its requests and their authorization. */
async function serve(onRequest: http.RequestListener, tls?: https.ServerOptions) {
  const asked: string[] = [];
  const listener: http.RequestListener = (request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers.authorization ?? 'nobody'}`);
    onRequest(request, response);
  };
  const port = await start(tls ? https.createServer(tls, listener) : http.createServer(listener));
  return { port, asked, url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}` };
}

const found: http.RequestListener = (_, response) => response.end('found');
const redirect =
  (location: string, status = 307): http.RequestListener =>
  (_, response) =>
    response.writeHead(status, { location }).end();

interface Given {
  readonly env?: { readonly [name: string]: string };
  readonly connectMs?: number;
  readonly answerMs?: number;
}

function send(
  url: string,
  request: Partial<HttpRequest> = {},
  { env = {}, connectMs = 2_000, answerMs = 2_000 }: Given = {},
) {
  const client = new HttpClient(env, { connectMs, answerMs, bodyBytes: 1_000 });
  return client.send({ doing: 'the test', method: 'GET', url: new URL(url), headers: {}, ...request });
}

async function failureOf(sent: Promise<unknown>): Promise<UserError> {
  const error = await sent.then(
    (answer) => assert.unreachable(`it gave ${JSON.stringify(answer)}`),
    (reason: unknown) => reason,
  );
  assert.instance(error, UserError);
  const { message, hint } = error as UserError;
  assert.match(message, /^the test failed: /);
  assert.not(`${message} ${hint}`.includes('w%rd'), message);
  return error as UserError;
}

// ---- Redirects ----

for (const status of [301, 302, 303, 307, 308]) {
  test(`a redirect (${status}) keeps the authorization at its origin, and shows it to nobody else`, async () => {
    const storage = await serve(found);
    const { url, asked } = await serve((request, response) =>
      redirect(request.url === '/' ? '/moved' : `${storage.url}/blob`, status)(request, response),
    );
    const answer = await send(url, { authorization: 'mine' });
    assert.equal([answer.body.toString(), answer.url.href], ['found', `${storage.url}/blob`]);
    assert.equal([...asked, ...storage.asked], ['GET / mine', 'GET /moved mine', 'GET /blob nobody']);
  });
}

test('a write is not redirected', async () => {
  const { url, asked } = await serve(redirect('/moved'));
  assert.is((await send(url, { method: 'PUT', body: 'x' })).status, 307);
  assert.equal(asked, ['PUT / nobody']);
});

test('redirects end, even if the server would answer at some point', async () => {
  let count = 0;
  const { url } = await serve((request, response) => {
    count += 1;
    (count > 10 ? found : redirect('/again'))(request, response);
  });
  assert.match((await failureOf(send(url))).message, /redirects more than 5 times/);
  assert.is(count, 6);
});

test('a redirect to where the server must not lead is not followed', async () => {
  const { url } = await serve(redirect('https://me:secret@169.254.169.254/latest'));
  const error = await failureOf(send(url));
  assert.match(error.message, /redirects to https:\/\/169\.254\.169\.254, which is not followed$/);
  assert.not.instance(error, OutageError);
});

// ---- Answers ----

test('a request carries its headers and its body', async () => {
  const { url } = await serve((request, response) => {
    assert.equal([request.headers['content-type'], request.headers['content-length']], ['text/x', '2']);
    request.pipe(response);
  });
  const answer = await send(url, { method: 'PUT', headers: { 'content-type': 'text/x' }, body: 'ä' });
  assert.is(answer.body.toString(), 'ä');
});

const outages: readonly [why: string, onRequest: http.RequestListener, words: RegExp][] = [
  ['an invalid redirect', redirect('http://['), /redirects to an invalid URL/],
  ['an answer that is too long', (_, response) => response.end('x'.repeat(2_000)), /longer than 1000 bytes/],
  ['a cut connection', ({ socket }) => socket.destroy(), /socket hang up|ECONNRESET/],
  [
    'an answer that breaks off',
    (_, response) => {
      response.writeHead(200, { 'content-length': 1000 });
      response.write('half', () => response.socket?.destroy());
    },
    /broke off|aborted/,
  ],
  [
    'an answer in pieces that breaks off',
    (_, response) => response.write('half', () => response.socket?.destroy()),
    /broke off|aborted/,
  ],
  ['no answer in time', () => {}, /no whole answer from 127\.0\.0\.1:\d+ in 0\.2 s/],
  [
    'an answer that comes byte by byte',
    (_, response) => {
      const drip = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(drip));
    },
    /no whole answer/,
  ],
];

for (const [why, onRequest, words] of outages) {
  test(`an outage: ${why}`, async () => {
    const { url } = await serve(onRequest);
    const error = await failureOf(send(url, {}, { answerMs: 200 }));
    assert.instance(error, OutageError);
    assert.match(error.message, words);
  });
}

test('the time for the connection ends with the connection', async () => {
  const { url } = await serve((_, response) => setTimeout(() => response.end(), 400));
  assert.is((await send(url, {}, { connectMs: 200 })).status, 200);
});

test('an outage: nobody listens', async () => {
  const { url } = await serve(found);
  await Promise.all(closings.splice(0).map((close) => close()));
  assert.instance(await failureOf(send(url)), OutageError);
});

test('what is not HTTP is not asked again', async () => {
  const port = await start(net.createServer((socket) => socket.end('220 mail.example ESMTP\r\n')));
  const error = await failureOf(send(`http://127.0.0.1:${port}`));
  assert.not.instance(error, OutageError);
  assert.match(error.message, /127\.0\.0\.1:\d+ does not speak HTTP: Parse Error/);
});

// ---- Certificates ----

async function makeCertificate(): Promise<{ key: string; cert: string }> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'registry.example' }]);
  return { key, cert };
}

test('on this machine any certificate is accepted', async () => {
  const { url } = await serve(found, await makeCertificate());
  assert.is((await send(url)).status, 200);
});

for (const isProxied of [false, true]) {
  test(`elsewhere a certificate must be trusted, ${isProxied ? 'with' : 'without'} a proxy`, async () => {
    const { port, asked } = await serve(found, await makeCertificate());
    const env = isProxied ? { HTTPS_PROXY: (await serveProxy({ port })).host } : {};
    const error = await failureOf(send(`https://registry.example:${port}`, {}, { env }));
    assert.not.instance(error, OutageError);
    assert.match(error.message, /the certificate of registry\.example:\d+ is not trusted: /);
    assert.match(error.hint ?? '', 'NODE_EXTRA_CA_CERTS');
    assert.equal(asked, []);
  });
}

test('plain HTTP elsewhere: a clear error', async () => {
  const { port } = await serve(found);
  const error = await failureOf(send(`https://registry.example:${port}`));
  assert.not.instance(error, OutageError);
  assert.match(error.message, /registry\.example:\d+ does not speak HTTPS/);
});

// ---- Proxies ----

/** A proxy that connects everyone to one local port, or refuses with a status. */
async function serveProxy(target: { readonly port: number } | { readonly status: number }) {
  const tunnels: string[] = [];
  const proxy = http.createServer();
  proxy.on('connect', ({ url, headers }: http.IncomingMessage, client: net.Socket) => {
    tunnels.push(`${url} ${headers['proxy-authorization'] ?? 'nobody'}`);
    if ('status' in target) {
      client.end(`HTTP/1.1 ${target.status} No\r\ncontent-type: text/html\r\n\r\n<h1>No</h1>`);
      return;
    }
    const upstream = net.connect(target.port, '127.0.0.1', () => client.write('HTTP/1.1 200 OK\r\n\r\n'));
    upstream.pipe(client).pipe(upstream);
    for (const socket of [upstream, client]) socket.on('error', () => socket.destroy());
    client.on('close', () => upstream.destroy());
  });
  return { host: `127.0.0.1:${await start(proxy)}`, tunnels };
}

for (const name of ['HTTPS_PROXY', 'https_proxy']) {
  test(`${name}: user and password are shown to the proxy, the host and port of the server with them`, async () => {
    const { host, tunnels } = await serveProxy({ status: 503 });
    const env = { [name]: `http://me:${encodeURIComponent(secret)}@${host}` };
    await failureOf(send('https://registry.example/x', {}, { env }));
    assert.equal(tunnels, [`registry.example:443 Basic ${Buffer.from(`me:${secret}`).toString('base64')}`]);
  });
}

test('this machine is never asked through a proxy', async () => {
  const { url } = await serve(found);
  const { host, tunnels } = await serveProxy({ status: 503 });
  assert.is((await send(url, {}, { env: { HTTPS_PROXY: host, HTTP_PROXY: host } })).status, 200);
  assert.equal(tunnels, []);
});

const proxyFailures: readonly (readonly [
  why: string,
  start: () => Promise<string>,
  isOutage: boolean,
  words: RegExp,
  hint: RegExp,
])[] = [
  ...(
    [
      [403, false, /^Let it allow that, or list registry\.example in NO_PROXY\.$/],
      [407, false, /^Put the proxy's user and password into HTTPS_PROXY, or /],
      [502, true, /./],
    ] as const
  ).map(
    ([status, isOutage, hint]) =>
      [
        `answers ${status}`,
        async () => (await serveProxy({ status })).host,
        isOutage,
        new RegExp(
          `the proxy http://127\\.0\\.0\\.1:\\d+ refuses a connection to registry.example:443 with status ${status}$`,
        ),
        hint,
      ] as const,
  ),
  [
    'breaks off',
    async () => `127.0.0.1:${await start(net.createServer((socket) => socket.destroy()))}`,
    true,
    /the proxy http:\/\/127\.0\.0\.1:\d+ can't be reached: (socket hang up|.*ECONNRESET)$/,
    /Check HTTPS_PROXY/,
  ],
  [
    'never answers',
    async () => `127.0.0.1:${await start(net.createServer())}`,
    true,
    /no connection to registry\.example in 0\.2 s$/,
    /^undefined$/,
  ],
  [
    'is not there',
    async () => {
      const { host } = await serveProxy({ status: 503 });
      await Promise.all(closings.splice(0).map((close) => close()));
      return host;
    },
    false,
    /the proxy http:\/\/127\.0\.0\.1:\d+ can't be reached: .*ECONNREFUSED/,
    /Check HTTPS_PROXY/,
  ],
  [
    'is misspelt',
    async () => 'proxy.misspelt:3128',
    false,
    /the proxy http:\/\/proxy\.misspelt:3128 can't be reached: ENOTFOUND/,
    /Check HTTPS_PROXY/,
  ],
  ['is not a URL', async () => '[', false, /HTTPS_PROXY is not the URL of an HTTP proxy/, /http:\/\/host:port/],
  [
    'has a broken escape in its password',
    async () => '%@proxy.example',
    false,
    /HTTPS_PROXY is not the URL of an HTTP proxy/,
    /./,
  ],
];

for (const [why, startProxy, isOutage, words, hint] of proxyFailures) {
  test(`a proxy ${why}`, async () => {
    const env = { HTTPS_PROXY: `http://me:${encodeURIComponent(secret)}@${await startProxy()}` };
    const error = await failureOf(send('https://registry.example/x', {}, { env, connectMs: 200 }));
    assert.is(error instanceof OutageError, isOutage, error.message);
    assert.match(error.message, words);
    assert.match(String(error.hint), hint);
  });
}

test.run();
