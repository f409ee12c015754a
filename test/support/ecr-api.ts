import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import {
  createEcrService,
  EcrError,
  type EcrRegistryRules,
  type EcrRepository,
  type EcrService,
  type EcrServiceOptions,
} from './ecr-service';
import { type Answer, answerWithFault, type HttpFault, listen, send } from './http-fault';
import { readAll } from './http-request';

export interface EcrCall {
  operation: string;
  input: Record<string, unknown>;
  /** From the signature's credential scope. */
  accessKeyId: string;
  region: string;
  /** The `Host` header. */
  host: string;
  sessionToken: string | undefined;
  /** The number of its connection, to see which calls shared one. */
  connection: number;
  /** Milliseconds since 1970. */
  at: number;
  /** The status of the answer, what happened instead, or undefined while it waits. */
  outcome?: number | string;
  /** The name of the error in the answer. */
  error?: string;
}

/** A fault, or an answer that the test provides. */
export interface EcrFault extends HttpFault {
  output?: object;
}

/** Gets the input and the number of its call, from 1. Returns undefined to let the service answer. */
export type EcrInterceptor = (
  input: Record<string, unknown>,
  attempt: number,
) => EcrFault | undefined | Promise<EcrFault | undefined>;

export interface EcrApiOptions extends EcrServiceOptions {
  /** If given, the API uses HTTPS. */
  tls?: { key: string; cert: string };
}

export interface EcrApi extends Omit<EcrService, 'run'> {
  url: string;
  /** Variables that make the SDK use this API, with credentials, without a region. */
  env: Record<string, string>;
  /** In the order they arrived. */
  calls: EcrCall[];
  /** Names of the operations called, in order. */
  operations(): string[];
  repositories: Map<string, EcrRepository>;
  registry: EcrRegistryRules;
  /** Lets a handler answer an operation (`*`: all). The last handler is asked first. Returns a function that removes it. */
  intercept(operation: string, handler: EcrInterceptor): () => void;
  /** Throws if there was an unexpected request. */
  expectNothingUnexpected(): void;
  close(): Promise<void>;
}

const TARGET = /^AmazonEC2ContainerRegistry_V20150921\.(\w+)$/;
const CREDENTIAL = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/\d{8}\/([^/]+)\/ecr\/aws4_request,/;

/** Serves the ECR API (AWS JSON 1.1) on a free port of 127.0.0.1. */
export async function startEcrApi({ tls, ...options }: EcrApiOptions): Promise<EcrApi> {
  const { run, ...service } = createEcrService(options);
  const calls: EcrCall[] = [];
  const unexpected: string[] = [];
  const interceptors: { operation: string; attempts: number; handler: EcrInterceptor }[] = [];
  const connections = new Map<Socket, number>();

  async function serve(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const body = (await readAll(request)).toString();
    const operation = TARGET.exec(String(request.headers['x-amz-target']))?.[1];
    if (request.method !== 'POST' || request.url !== '/' || operation === undefined) {
      unexpected.push(`${request.method} ${request.url} ${request.headers['x-amz-target'] ?? ''}`);
      send(response, errorAnswer('UnknownOperationException', '', 404));
      return;
    }
    const credential = CREDENTIAL.exec(request.headers.authorization ?? '');
    if (!credential) {
      unexpected.push(`${operation} without a signature for ecr`);
      send(response, errorAnswer('MissingAuthenticationTokenException', 'Missing Authentication Token', 403));
      return;
    }
    const call: EcrCall = {
      operation,
      input: JSON.parse(body),
      accessKeyId: credential[1] ?? '',
      region: credential[2] ?? '',
      host: request.headers.host ?? '',
      sessionToken: request.headers['x-amz-security-token'] as string | undefined,
      connection: connections.get(request.socket) ?? connections.size,
      at: Date.now(),
    };
    connections.set(request.socket, call.connection);
    calls.push(call);

    const fault = await askInterceptors(call);
    const normal = async (): Promise<Answer> => (fault?.output ? jsonAnswer(200, fault.output) : runOperation(call));
    const error = (name: string, message: string, status: number | undefined): Answer => {
      call.error = name;
      return errorAnswer(name, message, status);
    };
    call.outcome = await answerWithFault(fault ?? {}, response, normal, error);
  }

  async function askInterceptors({ operation, input }: EcrCall): Promise<EcrFault | undefined> {
    for (const interceptor of interceptors) {
      if (interceptor.operation !== operation && interceptor.operation !== '*') continue;
      interceptor.attempts += 1;
      const fault = await interceptor.handler(input, interceptor.attempts);
      if (fault) return fault;
    }
    return undefined;
  }

  async function runOperation(call: EcrCall): Promise<Answer> {
    try {
      const output = run(call.operation, call.input, { region: call.region });
      if (!output) {
        unexpected.push(call.operation);
        throw new EcrError('UnknownOperationException', '');
      }
      return jsonAnswer(200, await output);
    } catch (error) {
      if (!(error instanceof EcrError)) throw error;
      call.error = error.code;
      return errorAnswer(error.code, error.message, error.status);
    }
  }

  const handle = (request: http.IncomingMessage, response: http.ServerResponse): void => {
    serve(request, response).catch((error: Error) => {
      // A client may go away; anything else is a defect of this stand-in.
      if (!request.socket.destroyed) unexpected.push(error.stack ?? error.message);
      response.destroy();
    });
  };
  const server = tls ? https.createServer(tls, handle) : http.createServer(handle);
  // The server itself must not end a request that hangs on purpose.
  server.timeout = 0;
  const { port, close } = await listen(server);
  const url = `${tls ? 'https' : 'http'}://127.0.0.1:${port}`;

  return {
    ...service,
    url,
    env: {
      AWS_ENDPOINT_URL_ECR: url,
      AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
      AWS_EC2_METADATA_DISABLED: 'true',
    },
    calls,
    operations: () => calls.map(({ operation }) => operation),
    intercept: (operation, handler) => {
      const interceptor = { operation, attempts: 0, handler };
      interceptors.unshift(interceptor);
      return () => {
        interceptors.splice(interceptors.indexOf(interceptor), 1);
      };
    },
    expectNothingUnexpected: () => {
      if (unexpected.length) throw new Error(`The ECR API got unexpected requests:\n${unexpected.join('\n')}`);
    },
    close,
  };
}

/** An interceptor that makes BatchGetImage find nothing, for this reason. */
export function imageFailure(failureCode: string, failureReason = failureCode): EcrInterceptor {
  return ({ imageIds }) => ({
    output: {
      images: [],
      failures: (imageIds as object[]).map((imageId) => ({ imageId, failureCode, failureReason })),
    },
  });
}

function errorAnswer(name: string, message: string, status = 400): Answer {
  const { headers, ...rest } = jsonAnswer(status, { __type: name, message });
  return { ...rest, headers: { ...headers, 'x-amzn-errortype': name } };
}

function jsonAnswer(status: number, output: object): Answer {
  return {
    status,
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amzn-requestid': 'b40e402b-2574-459c-a07e-7be466b7f777',
    },
    body: JSON.stringify(output),
  };
}
