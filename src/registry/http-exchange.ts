import http from 'node:http';
import https from 'node:https';

/** Limits of one request. */
export interface ExchangeLimits {
  /** Milliseconds until there is a connection, including name server and proxy. */
  readonly connectMs: number;
  /** Milliseconds from the start to the last byte of the answer. */
  readonly answerMs: number;
  /** Longest body of an answer, in bytes. */
  readonly bodyBytes: number;
}

export interface Exchange {
  readonly method: 'DELETE' | 'GET' | 'HEAD' | 'POST' | 'PUT';
  readonly url: URL;
  readonly headers: { readonly [name: string]: string };
  readonly body?: string;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
}

/**
 * Sends one request and collects the answer, whatever its status.
 *
 * @throws Error with node's code if there is no complete answer
 */
export function exchange(
  { method, url, headers, body }: Exchange,
  agent: http.Agent,
  limits: ExchangeLimits,
): Promise<HttpAnswer> {
  const timers: NodeJS.Timeout[] = [];
  const answer = new Promise<HttpAnswer>((resolve, reject) => {
    const { request } = url.protocol === 'http:' ? http : https;
    const outgoing = request(url, { method, headers, agent });
    const fail = (what: string, code: string) => {
      reject(Object.assign(new Error(what), { code }));
      outgoing.destroy();
    };
    const limit = (ms: number, what: string) => {
      const timer = setTimeout(() => fail(`no ${what} ${url.host} in ${ms / 1000} s`, 'ETIMEDOUT'), ms);
      timers.push(timer);
      return timer;
    };
    limit(limits.answerMs, 'whole answer from');
    const connecting = limit(limits.connectMs, 'connection to');
    outgoing.on('socket', (socket) => {
      const onConnection = () => clearTimeout(connecting);
      if (socket.connecting) socket.once('connect', onConnection);
      else onConnection();
    });
    outgoing.on('error', reject);
    outgoing.on('response', (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        chunks.push(chunk);
        if (size > limits.bodyBytes)
          fail(`the answer from ${url.host} is longer than ${limits.bodyBytes} bytes`, 'EMSGSIZE');
      });
      const onEnd = () => {
        if (!response.complete) return fail(`the answer from ${url.host} broke off`, 'ECONNRESET');
        return resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks),
        });
      };
      response.on('end', onEnd);
      response.on('error', onEnd);
      response.on('close', onEnd);
    });
    outgoing.end(body);
  });
  return answer.finally(() => timers.forEach(clearTimeout));
}
