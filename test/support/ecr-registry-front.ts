import http from 'node:http';
import type { DockerRegistry } from './docker-registry';
import type { EcrRegistryRules, RegistryRefusal } from './ecr-service';
import { type Answer, answerWithFault, cut, type HttpFault, listen, send } from './http-fault';
import { basicAuthorization, readAll } from './http-request';

export interface FrontRequest {
  method: string;
  path: string;
  /** What is requested. `base` is `/v2/` itself. */
  kind: 'base' | 'upload' | 'blob' | 'manifest' | 'tags' | 'other';
  repository: string;
  /** Tag or digest, of a manifest or a blob. */
  reference: string;
  /** Milliseconds since 1970. */
  at: number;
  /** The status of the answer, what happened instead, or undefined while it waits. */
  outcome?: number | string;
}

export interface FrontFault extends HttpFault {
  /** Cuts the connection after this many bytes of the request's body. */
  cutAfterBytes?: number;
}

/** `undefined` lets the request through. */
export type FrontInterceptor = (
  request: FrontRequest,
  attempt: number,
) => FrontFault | undefined | Promise<FrontFault | undefined>;

export interface EcrRegistryFront {
  /** `127.0.0.1:port`: the registry's host for docker. */
  host: string;
  /** In the order they arrived. */
  requests: FrontRequest[];
  /** Applies these rules from now on. Until then, nothing is refused. */
  follow(rules: EcrRegistryRules): void;
  /**
   * Lets a handler answer matching requests. The last handler is asked first; it gets the number of its matches, from 1.
   * Returns a function that removes it.
   */
  intercept(
    match: Partial<Pick<FrontRequest, 'method' | 'kind' | 'repository' | 'reference'>>,
    handler: FrontInterceptor,
  ): () => void;
  close(): Promise<void>;
}

/**
 * A reverse proxy that makes a docker-registry behave like ECR: a repository has to be created by the API, an immutable tag
 * can't be overwritten, an archived image can't be pulled.
 */
export async function startEcrRegistryFront(
  upstream: Pick<DockerRegistry, 'port' | 'credentials'>,
): Promise<EcrRegistryFront> {
  const requests: FrontRequest[] = [];
  const interceptors: { match: Partial<FrontRequest>; attempts: number; handler: FrontInterceptor }[] = [];
  let rules: EcrRegistryRules | undefined;

  async function serve(incoming: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const request = classify(incoming);
    requests.push(request);
    const fault = await askInterceptors(request);
    if (fault && fault.cutAfterBytes === undefined) {
      request.outcome = await answerWithFault(
        fault,
        response,
        () => refuse(request, incoming).then((answer) => answer ?? forwardWhole(incoming)),
        (name, message, status) =>
          errorAnswer({ status: status ?? 400, code: name as RegistryRefusal['code'], message }),
      );
      return;
    }
    const isTagging = request.kind === 'manifest' && request.method === 'PUT';
    const work = async (): Promise<void> => {
      const refusal = await refuse(request, incoming);
      if (refusal) {
        incoming.resume();
        request.outcome = send(response, refusal);
        return;
      }
      const { outcome, headers } = await forward(incoming, response, fault?.cutAfterBytes);
      request.outcome = outcome;
      if (isTagging && outcome === 201) {
        rules?.recordPush(request.repository, String(headers['docker-content-digest']));
      }
    };
    // Nothing may happen between the check of a tag and the push.
    await (isTagging && rules ? rules.exclusively(request.repository, work) : work());
  }

  async function askInterceptors(request: FrontRequest): Promise<FrontFault | undefined> {
    for (const interceptor of interceptors) {
      const wanted = Object.entries(interceptor.match) as [keyof FrontRequest, unknown][];
      if (!wanted.every(([key, value]) => request[key] === value)) continue;
      interceptor.attempts += 1;
      const fault = await interceptor.handler(request, interceptor.attempts);
      if (fault) return fault;
    }
    return undefined;
  }

  async function refuse(
    { kind, method, repository, reference }: FrontRequest,
    { headers }: http.IncomingMessage,
  ): Promise<Answer | undefined> {
    // Without a login, the registry itself asks for a password and says nothing about repositories.
    const { credentials } = upstream;
    const isLoggedIn =
      !credentials || headers.authorization === basicAuthorization(credentials.username, credentials.password);
    if (!rules || !repository || !isLoggedIn) return undefined;
    const unknown = rules.refuseRepository(repository);
    if (unknown) return errorAnswer(unknown);
    if (kind !== 'manifest') return undefined;
    if (method === 'PUT') {
      const refusal = await rules.refusePush(repository, reference);
      return refusal && errorAnswer(refusal);
    }
    const image = await rules.images.get(repository, reference);
    const refusal = image
      ? rules.refusePull(repository, image.digest)
      : ({ status: 404, code: 'MANIFEST_UNKNOWN', message: 'Requested image not found' } as const);
    return refusal && errorAnswer(refusal);
  }

  function toUpstream(
    { method, url, headers }: http.IncomingMessage,
    answered: (answer: http.IncomingMessage) => void,
  ): http.ClientRequest {
    // Keeps the client's Host header, which the registry uses in the locations of uploads.
    return http.request({ host: '127.0.0.1', port: upstream.port, method, path: url, headers, agent: false }, answered);
  }

  function forward(
    incoming: http.IncomingMessage,
    response: http.ServerResponse,
    cutAfterBytes = Infinity,
  ): Promise<{ outcome: number | string; headers: http.IncomingHttpHeaders }> {
    return new Promise((resolve) => {
      const broken = (): void => {
        outgoing.destroy();
        cut(response.socket);
        resolve({ outcome: 'cut', headers: {} });
      };
      const outgoing = toUpstream(incoming, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
        answer.on('aborted', broken);
        response.on('finish', () => resolve({ outcome: answer.statusCode ?? 502, headers: answer.headers }));
      });
      outgoing.on('error', broken);
      incoming.on('aborted', broken);
      response.on('close', () => {
        if (!response.writableFinished) broken();
      });
      incoming.pipe(outgoing);
      let bytes = 0;
      incoming.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes >= cutAfterBytes) broken();
      });
    });
  }

  async function forwardWhole(incoming: http.IncomingMessage): Promise<Answer> {
    const answer = await new Promise<http.IncomingMessage>((resolve, reject) => {
      incoming.pipe(toUpstream(incoming, resolve).on('error', reject));
    });
    const { 'transfer-encoding': _chunked, ...headers } = answer.headers;
    return { status: answer.statusCode ?? 502, headers, body: await readAll(answer) };
  }

  const server = http.createServer((incoming, response) => {
    serve(incoming, response).catch((error: Error) => {
      if (!incoming.socket.destroyed) process.emitWarning(`The registry's front: ${error.stack}`);
      cut(response.socket);
    });
  });
  server.timeout = 0;
  const { port, close } = await listen(server);
  return {
    host: `127.0.0.1:${port}`,
    requests,
    follow: (followed) => {
      rules = followed;
    },
    intercept: (match, handler) => {
      const interceptor = { match, attempts: 0, handler };
      interceptors.unshift(interceptor);
      return () => {
        interceptors.splice(interceptors.indexOf(interceptor), 1);
      };
    },
    close,
  };
}

function classify({ method = 'GET', url = '/' }: http.IncomingMessage): FrontRequest {
  const path = url.split('?', 1)[0] ?? '/';
  const request = { method, path: url, at: Date.now(), repository: '', reference: '' };
  if (/^\/v2\/?$/.test(path)) return { ...request, kind: 'base' };
  const [, repository = '', noun, reference = ''] =
    /^\/v2\/(.+?)\/(blobs\/uploads|blobs|manifests|tags)\/(.*)$/.exec(path) ?? [];
  const kinds = { 'blobs/uploads': 'upload', blobs: 'blob', manifests: 'manifest', tags: 'tags' } as const;
  return { ...request, kind: kinds[noun as keyof typeof kinds] ?? 'other', repository, reference };
}

function errorAnswer({ status, code, message }: RegistryRefusal): Answer {
  return {
    status,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'docker-distribution-api-version': 'registry/2.0',
    },
    body: JSON.stringify({ errors: [{ code, message }] }),
  };
}
