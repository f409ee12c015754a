import http from 'node:http';
import type { EcrRegistryRules, RegistryRefusal } from './ecr-service';
import { type Answer, listen, send } from './http-fault';
import { readAll } from './http-request';
import { memoryImages } from './image-store';

/** A registry that serves its images by the distribution API. */
export interface DistributionApi {
  /** `127.0.0.1:port`. */
  host: string;
  /** The requests in order, such as `GET manifests/latest`, except those for `/v2/`. */
  asked: string[];
  /** Applies these rules from now on. Until then, the registry is down. */
  follow(rules: EcrRegistryRules): void;
  /** Throws if there was an unexpected request. */
  expectNothingUnexpected(): void;
  close(): Promise<void>;
}

/** Why a request is refused, with the specification's error code. */
type Refusal = Pick<RegistryRefusal, 'status' | 'message'> & { code: string };

/** Serves the images of a stand-in docker's registry by the distribution API. */
export async function startDistributionApi(): Promise<DistributionApi> {
  const asked: string[] = [];
  const unexpected: string[] = [];
  let rules: EcrRegistryRules | undefined;

  async function answer(request: http.IncomingMessage, body: string): Promise<Answer> {
    const { method = '', url = '' } = request;
    const [, repository = '', noun = '', reference = ''] = /^\/v2\/(.+?)\/(manifests|blobs)\/([^/]+)$/.exec(url) ?? [];
    if (rules === undefined) return refuse({ status: 503, code: 'UNAVAILABLE', message: 'not yet' });
    const refusal = refuseCaller(rules, request.headers.authorization);
    if (refusal) return refusal;
    if (url === '/v2/') return { status: 200, headers: {}, body: '{}' };
    asked.push(`${method} ${noun}/${reference}`);
    const unknown = rules.refuseRepository(repository);
    if (unknown) return refuse(unknown);
    if (noun === 'manifests' && method === 'PUT') {
      const mediaType = String(request.headers['content-type']);
      return putManifest(rules, repository, reference, body, mediaType);
    }
    if (noun === 'manifests' && (method === 'GET' || method === 'HEAD')) {
      return findManifest(rules, repository, reference, method);
    }
    if (noun === 'manifests' && method === 'DELETE') {
      const isThere = await rules.images.remove(repository, reference);
      return isThere
        ? { status: 202, headers: {}, body: '' }
        : refuse({ status: 404, code: 'MANIFEST_UNKNOWN', message: 'manifest unknown' });
    }
    if (noun === 'blobs' && method === 'GET') {
      const blob = rules.blobs.get(reference);
      if (blob === undefined) return refuse({ status: 404, code: 'BLOB_UNKNOWN', message: 'blob unknown' });
      return { status: 200, headers: { 'content-type': 'application/octet-stream' }, body: blob };
    }
    unexpected.push(`${method} ${url}`);
    return refuse({ status: 405, code: 'UNSUPPORTED', message: 'not here' });
  }

  const server = http.createServer((request, response) => {
    readAll(request)
      .then((body) => answer(request, body.toString()))
      .then((given) => send(response, given))
      .catch((error: Error) => {
        unexpected.push(error.stack ?? error.message);
        response.destroy();
      });
  });
  const { port, close } = await listen(server);
  return {
    host: `127.0.0.1:${port}`,
    asked,
    follow: (followed) => {
      rules = followed;
    },
    expectNothingUnexpected: () => {
      if (unexpected.length) throw new Error(`The registry got unexpected requests:\n${unexpected.join('\n')}`);
    },
    close,
  };
}

export interface OpenRegistryOptions {
  /** If given, the registry asks for basic authentication. */
  credentials?: { username: string; password: string };
}

/** The rules of a registry in memory that creates repositories on demand and only checks the login. */
export function openRegistryRules(host: string, { credentials }: OpenRegistryOptions = {}): EcrRegistryRules {
  return {
    host,
    images: memoryImages(),
    blobs: new Map(),
    ...(credentials ? {} : { isOpen: true as const }),
    refuseLogin: (username, password) =>
      username === credentials?.username && password === credentials.password
        ? undefined
        : { status: 401, code: 'DENIED', message: 'authentication required' },
    refuseRepository: () => undefined,
    refusePush: async () => undefined,
    refusePull: () => undefined,
    recordPush: () => undefined,
    exclusively: (_, work) => work(),
  };
}

function refuseCaller(rules: EcrRegistryRules, authorization: string | undefined): Answer | undefined {
  if (rules.isOpen) return undefined;
  const [, text = ''] = /^Basic (.+)$/.exec(authorization ?? '') ?? [];
  const [, username = '', password = ''] = /^([^:]*):(.*)$/s.exec(Buffer.from(text, 'base64').toString()) ?? [];
  const refusal = text === '' ? undefined : rules.refuseLogin(username, password);
  if (text !== '' && !refusal) return undefined;
  const { headers, ...rest } = refuse(
    refusal ?? { status: 401, code: 'UNAUTHORIZED', message: 'authentication required' },
  );
  return { ...rest, headers: { ...headers, 'www-authenticate': 'Basic realm="tests"' } };
}

async function findManifest(
  rules: EcrRegistryRules,
  repository: string,
  reference: string,
  method: string,
): Promise<Answer> {
  const image = await rules.images.get(repository, reference);
  const refusal = image
    ? rules.refusePull(repository, image.digest)
    : { status: 404, code: 'MANIFEST_UNKNOWN', message: 'manifest unknown' };
  if (!image || refusal) return refuse(refusal as Refusal);
  return {
    status: 200,
    headers: { 'content-type': image.mediaType, 'docker-content-digest': image.digest },
    body: method === 'HEAD' ? '' : image.manifest,
  };
}

function putManifest(
  rules: EcrRegistryRules,
  repository: string,
  tag: string,
  manifest: string,
  mediaType: string,
): Promise<Answer> {
  return rules.exclusively(repository, async () => {
    const refusal = await rules.refusePush(repository, tag);
    if (refusal) return refuse(refusal);
    const digest = await rules.images.put(repository, tag, manifest, mediaType);
    rules.recordPush(repository, digest);
    return { status: 201, headers: { 'docker-content-digest': digest }, body: '' };
  });
}

function refuse({ status, code, message }: Refusal): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ errors: [{ code, message }] }),
  };
}
