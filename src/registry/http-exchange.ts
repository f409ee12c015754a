import http from 'node:http';
import https from 'node:https';

/** How long one request may take, in milliseconds, and how much may come back. */
export interface ExchangeLimits {
  /** Until the connection stands: name server, TCP, and the way through a proxy. */
  readonly connectMs: number;
  /** Until the last byte of the answer is here, from the start. */
  readonly answerMs: number;
  /** Longest body of an answer, in bytes. */
  readonly bodyBytes: number;
}

export interface Exchange {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT';
  readonly url: URL;
  readonly headers: { readonly [name: string]: string };
  readonly body?: string;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
}

/** How far a request came: without a connection, without TLS on it, or beyond that. */
export type ExchangeStage = 'connection' | 'handshake' | 'answer';

/** A request without a whole answer. `code` is node's name for the reason, or one of its kind. */
export class ExchangeError extends Error {
  constructor(
    message: string,
    readonly code: string,
    readonly stage: ExchangeStage,
  ) {
    super(message);
    this.name = new.target.name;
  }
}

/**
 * Sends one request and collects the answer, whatever its status.
 *
 * @throws ExchangeError
 */
export function exchange(
  { method, url, headers, body }: Exchange,
  agent: http.Agent,
  limits: ExchangeLimits,
): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const { request } = url.protocol === 'http:' ? http : https;
    const outgoing = request(url, { method, headers, agent });
    let stage: ExchangeStage = 'connection';
    let isSettled = false;
    const settle = () => {
      isSettled = true;
      clearTimeout(connecting);
      clearTimeout(answering);
    };
    const fail = (message: string, code: string) => {
      if (isSettled) return;
      settle();
      reject(new ExchangeError(message, code, stage));
      outgoing.destroy();
    };
    const connecting = setTimeout(() => {
      fail(`no connection to ${url.host} in ${toSeconds(limits.connectMs)}`, 'ETIMEDOUT');
    }, limits.connectMs);
    const answering = setTimeout(() => {
      fail(`no whole answer from ${url.host} in ${toSeconds(limits.answerMs)}`, 'ETIMEDOUT');
    }, limits.answerMs);

    outgoing.on('socket', (socket) => {
      const onConnection = () => {
        clearTimeout(connecting);
        stage = 'answer';
        // A connection that is used again shook hands long ago.
        if (url.protocol === 'http:' || outgoing.reusedSocket) return;
        stage = 'handshake';
        socket.once('secureConnect', () => {
          stage = 'answer';
        });
      };
      if (socket.connecting) socket.once('connect', onConnection);
      else onConnection();
    });
    // Of a proxy that refuses, https-proxy-agent hands on the answer as if it were the server's.
    outgoing.on('proxyConnect', ({ statusCode }: { readonly statusCode: number }) => {
      if (statusCode === 200) return;
      fail(
        `the proxy refuses a connection to ${url.host} with status ${statusCode}`,
        statusCode >= 500 ? 'ECONNREFUSED' : 'EPROXY',
      );
    });
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      // Of several addresses that were tried, the error has only a code.
      const code = error.code ?? 'ECONNRESET';
      fail(error.message || `${code} ${url.host}`, code);
    });
    outgoing.on('response', (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size <= limits.bodyBytes) chunks.push(chunk);
        else fail(`the answer from ${url.host} is longer than ${limits.bodyBytes} bytes`, 'EMSGSIZE');
      });
      response.on('end', () => {
        if (isSettled || !response.complete) return;
        settle();
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) });
      });
      const onBreak = () => fail(`the answer from ${url.host} broke off`, 'ECONNRESET');
      response.on('error', onBreak);
      response.on('close', onBreak);
    });
    outgoing.end(body);
  });
}

function toSeconds(milliseconds: number): string {
  return `${milliseconds / 1000} s`;
}
