import http from 'node:http';
import net from 'node:net';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { OutageError, UserError } from '../../src/errors';
import { connectToEcr } from '../../src/registry/ecr-client';
import { EcrRegistry } from '../../src/registry/ecr-registry';
import { EcrRepository, type EcrSettings } from '../../src/registry/ecr-repository';
import { EcrRequests } from '../../src/registry/ecr-requests';
import type { RetryLimits } from '../../src/retry';
import { cut, listen } from '../support/http-fault';
import { makeScratchFolder } from './scratch-folder';

// The API's faults, on loopback: how often it is asked, what the log says, and when it ends.

const client = suite('ECR client');

const limits: RetryLimits = { attempts: 3, totalMs: 60_000, backoffMs: 20 };
/** Time for an answer. Only short where it should run out, since the machine may be busy. */
const patientMs = 10_000;
const shortMs = 100;
/** Added to time limits for a busy machine. */
const slackMs = 5_000;

const settings = {
  provider: 'ecr',
  repositoryName: 'build-cache/a',
  region: 'eu-west-1',
  registryId: undefined,
  resourceTags: new Map(),
  maxAgeDays: 7,
  hasDefaultName: true,
} as unknown as EcrSettings;

type Handler = (response: http.ServerResponse) => void;

const image = JSON.stringify({
  images: [{ imageId: { imageDigest: 'sha256:1', imageTag: 't' }, imageManifest: '{}', imageManifestMediaType: 'm' }],
});
const fine: Handler = (response) => response.end(image);
const answer =
  (status: number, body: string, type = 'application/x-amz-json-1.1'): Handler =>
  (response) => {
    response.writeHead(status, { 'content-type': type });
    response.end(body);
  };
const error = (status: number, name: string) => answer(status, JSON.stringify({ __type: name, message: 'a' }));
const half: Handler = (response) => {
  response.writeHead(200, { 'content-length': image.length });
  response.write(image.slice(0, image.length / 2));
};

// So that the first timed request doesn't include it.
client.before(async () => {
  await import('../../src/registry/aws-sdk');
});

const keys = { AWS_ACCESS_KEY_ID: 'AKIA', AWS_SECRET_ACCESS_KEY: 'secret' };

/** A registry with these variables. */
async function openWith(
  env: { readonly [name: string]: string },
  say: (line: string) => void,
  retryLimits = limits,
  answerMs = patientMs,
) {
  for (const name of Object.keys(process.env)) {
    if (name.startsWith('AWS_')) delete process.env[name];
  }
  Object.assign(process.env, env);
  const surroundings = { env, homeDirectory: '/nowhere' };
  const connect = () => connectToEcr(env.AWS_REGION, surroundings, { connectMs: patientMs, answerMs }, say);
  const requests = new EcrRequests(connect, settings.repositoryName, undefined, retryLimits, say);
  const openApi = () => assert.unreachable('only Amazon ECR is asked') as never;
  return new EcrRegistry(requests, new EcrRepository(requests, settings, [], say, say), openApi, say);
}

/** A registry at this address. */
function open(url: string, say: (line: string) => void, retryLimits = limits, answerMs = patientMs) {
  return openWith({ ...keys, AWS_REGION: 'eu-west-1', AWS_ENDPOINT_URL_ECR: url }, say, retryLimits, answerMs);
}

interface Course {
  /** How the look-up ended. */
  readonly result: unknown;
  readonly said: readonly string[];
  readonly requests: number;
  readonly ms: number;
}

/** Looks up an image on a server that answers the first requests with these faults, and the rest normally. */
async function follow(handlers: readonly Handler[], answerMs = patientMs, retryLimits = limits): Promise<Course> {
  let requests = 0;
  const server = http.createServer((incoming, response) => {
    incoming.resume();
    requests += 1;
    (handlers[requests - 1] ?? fine)(response);
  });
  const { port, close } = await listen(server);
  const said: string[] = [];
  const registry = await open(`http://127.0.0.1:${port}`, (line) => said.push(line), retryLimits, answerMs);
  const start = Date.now();
  const result = await registry.findImage('t').catch((failure: unknown) => failure);
  const ms = Date.now() - start;
  await close();
  return { result, said, requests, ms };
}

const faults: readonly [why: string, handler: Handler, says: RegExp, isHang?: boolean][] = [
  ['hangs', () => {}, /^a request has exceeded the configured \d+ ms requestTimeout/, true],
  ['hangs in the middle of its answer', half, /^\w.* \d+ ms/, true],
  ['resets the connection', ({ socket }) => cut(socket), /hang up|ECONNRESET/],
  [
    'resets the connection in the middle of its answer',
    (response) => {
      half(response);
      setTimeout(() => cut(response.socket), 10);
    },
    /^the answer broke off$/,
  ],
  ['answers 429', error(429, 'TooManyRequestsException'), /^TooManyRequestsException: a$/],
  ['throttles', error(400, 'ThrottlingException'), /^ThrottlingException: a$/],
  ['answers 500', error(500, 'ServerException'), /^ServerException: a$/],
  ['answers 503 as a proxy does', answer(503, '<html>', 'text/html'), /^HTTP 503 with an answer that is not JSON$/],
  ['answers 502 with nothing', answer(502, ''), /^HTTP 502 without an explanation$/],
  ['answers garbage', answer(200, '<title>hotel</title>'), /^HTTP 200 with an answer that is not JSON$/],
  ['answers half of it', answer(200, image.slice(0, 40)), /^HTTP 200 with an answer that is not JSON$/],
];

const doing = 'BatchGetImage on build-cache/a in eu-west-1 failed: ';

function wordsOf(line: string): string {
  const [, words = ''] = /^(.*); trying again in \d\.\d s$/.exec(line) ?? [];
  assert.ok(words.startsWith(doing), line);
  return words.slice(doing.length);
}

for (const [why, handler, says, isHang] of faults) {
  client(`${why} for good: an outage after all attempts, a line for each`, async () => {
    const answerMs = isHang ? shortMs : patientMs;
    const { result, said, requests, ms } = await follow([handler, handler, handler], answerMs);
    assert.instance(result, OutageError);
    const { message } = result as OutageError;
    assert.ok(message.startsWith(doing), message);
    assert.match(message.slice(doing.length), says);
    assert.is(requests, limits.attempts);
    assert.is(said.length, limits.attempts - 1);
    for (const line of said) assert.match(wordsOf(line), says);
    if (isHang) assert.ok(ms < limits.attempts * shortMs + slackMs, `took ${ms} ms`);
  });

  client(`${why} once: found all the same`, async () => {
    // Leaves enough time for what comes after the hang.
    const { result, said, requests } = await follow([handler], isHang ? 1_000 : patientMs);
    assert.equal(result, { digest: 'sha256:1', manifest: '{}', mediaType: 'm' });
    assert.is(requests, 2);
    assert.is(said.length, 1);
  });
}

client('answers 403 without a body: not an outage, and the status is shown', async () => {
  const { result, requests } = await follow([answer(403, '')]);
  assert.not.instance(result, OutageError);
  assert.is((result as Error).message, `${doing}HTTP 403 without an explanation`);
  assert.is(requests, 1);
});

client('nobody listens: an outage after all attempts', async () => {
  const said: string[] = [];
  const registry = await open('http://127.0.0.1:1', (line) => said.push(line));
  const result = await registry.findImage('t').catch((failure: unknown) => failure);
  assert.instance(result, OutageError);
  assert.match((result as Error).message, /ECONNREFUSED/);
  assert.is(said.length, 2);
});

client('a TLS handshake that nobody answers: an outage in time', async () => {
  const { port, close } = await listen(net.createServer() as unknown as http.Server);
  const registry = await open(`https://127.0.0.1:${port}`, () => {}, limits, shortMs);
  const start = Date.now();
  const result = await registry.findImage('t').catch((failure: unknown) => failure);
  await close();
  assert.instance(result, OutageError);
  assert.match((result as Error).message, /failed: (a request|the request socket) /);
  assert.ok(Date.now() - start < 3 * shortMs + slackMs);
});

client('no attempt starts after the total time limit', async () => {
  const hangs = Array.from({ length: 100 }, () => () => {});
  const { result, requests, ms } = await follow(hangs, shortMs, {
    attempts: 100,
    totalMs: 350,
    backoffMs: 1,
  });
  assert.instance(result, OutageError);
  assert.ok(requests <= 4, `${requests} requests`);
  assert.ok(ms < 350 + shortMs + slackMs, `took ${ms} ms`);
});

const refusals: readonly [why: string, handler: Handler][] = [
  ['denied', error(400, 'AccessDeniedException')],
  ['expired', error(400, 'ExpiredTokenException')],
  ['a wrong parameter', error(400, 'InvalidParameterException')],
];

for (const [why, handler] of refusals) {
  client(`asked once, and never again: ${why}`, async () => {
    const { result, said, requests } = await follow([handler]);
    assert.instance(result, UserError);
    assert.not.instance(result, OutageError);
    assert.is(requests, 1);
    assert.equal(said, []);
  });
}

client('a repository that is not there is a miss, and no failure', async () => {
  const { result, said, requests } = await follow([error(400, 'RepositoryNotFoundException')]);
  assert.equal({ result, said, requests }, { result: undefined, said: [], requests: 1 });
});

const url = 'http://127.0.0.1:1';
const region = { AWS_REGION: 'eu-west-1' };
const profile = makeScratchFolder({
  config: '[default]\nregion = $REGION\n[profile odd]\nendpoint_url = nowhere\n',
});
const AWS_CONFIG_FILE = profile.path('config');

const setups: readonly [why: string, env: { readonly [name: string]: string }, says: RegExp][] = [
  [
    'no scheme',
    { ...region, AWS_ENDPOINT_URL: 'localhost' },
    /^AWS_ENDPOINT_URL: "localhost" is not a URL of http or https\n/,
  ],
  [
    'a port in place of a scheme',
    { ...region, AWS_ENDPOINT_URL_ECR: 'localhost:4566' },
    /^AWS_ENDPOINT_URL_ECR: "localhost:4566" is not a URL/,
  ],
  ['a password', { ...region, AWS_ENDPOINT_URL: 'me:canary@a' }, /^AWS_ENDPOINT_URL: its value is not a URL/],
  [
    'no scheme in the profile',
    { ...region, AWS_CONFIG_FILE, AWS_PROFILE: 'odd' },
    /failed: TypeError: Invalid URL.*\nCheck the region, the AWS_ variables of this step and the AWS profile\.$/,
  ],
  [
    'a region of the profile',
    { AWS_CONFIG_FILE },
    /^region of the AWS profile default: "\$REGION" is not an AWS region\n/,
  ],
  [
    'FIPS with a custom endpoint',
    { ...region, AWS_ENDPOINT_URL: url, AWS_USE_FIPS_ENDPOINT: 'true' },
    /failed: EndpointError: .*FIPS and custom endpoint are not supported\nCheck/,
  ],
  ['certificates that are not there', { ...region, AWS_CA_BUNDLE: '/nowhere' }, /^AWS_CA_BUNDLE can't be read: ENOENT/],
];

for (const [why, env, says] of setups) {
  client(`a wrong setting is an error at the first attempt: ${why}`, async () => {
    const said: string[] = [];
    const registry = await openWith({ ...keys, ...env }, (line) => said.push(line));
    const error = (await registry.findImage('t').catch((failure: unknown) => failure)) as UserError;
    assert.instance(error, UserError);
    assert.not.instance(error, OutageError);
    assert.is(error.exitStatus, 1);
    assert.match(`${error.message}\n${error.hint}`, says);
    assert.not.match(error.message, 'canary');
    assert.equal(said, []);
  });
}

client('settings of the SDK that change nothing here are not checked', async () => {
  const server = http.createServer((_, response) => fine(response));
  const { port, close } = await listen(server);
  const modes = { AWS_DEFAULTS_MODE: 'auto-matic', AWS_RETRY_MODE: 'x', AWS_MAX_ATTEMPTS: 'many' };
  const env = { ...keys, ...region, ...modes, AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` };
  const registry = await openWith(env, () => {});
  assert.is((await registry.findImage('t'))?.digest, 'sha256:1');
  await close();
});

client('every kind of manifest is accepted, and a tag moves with the media type of its image', async () => {
  const bodies: string[] = [];
  const server = http.createServer((incoming, response) => {
    incoming.on('data', (chunk) => bodies.push(String(chunk)));
    incoming.on('end', () => fine(response));
  });
  const { port, close } = await listen(server);
  const registry = await open(`http://127.0.0.1:${port}`, () => {});
  await registry.findImage('t');
  // An index need not have a media type.
  await registry.moveTag(
    { digest: 'sha256:1', manifest: '{}', mediaType: 'application/vnd.oci.image.index.v1+json' },
    'latest',
  );
  await close();
  const [asked, moved] = bodies.map((body) => JSON.parse(body));
  assert.equal([...asked.acceptedMediaTypes].sort(), [
    'application/vnd.docker.distribution.manifest.list.v2+json',
    'application/vnd.docker.distribution.manifest.v2+json',
    'application/vnd.oci.image.index.v1+json',
    'application/vnd.oci.image.manifest.v1+json',
  ]);
  assert.is(moved.imageManifestMediaType, 'application/vnd.oci.image.index.v1+json');
});

client('an invalid token: an outage after all attempts', async () => {
  let requests = 0;
  const server = http.createServer((incoming, response) => {
    incoming.resume();
    requests += 1;
    response.end('{"authorizationData":[{}]}');
  });
  const { port, close } = await listen(server);
  const registry = await open(`http://127.0.0.1:${port}`, () => {});
  const result = await registry.findRepository().catch((failure: unknown) => failure);
  await close();
  assert.instance(result, OutageError);
  assert.is(requests, limits.attempts);
});

client.run();
