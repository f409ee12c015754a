import type http from 'node:http';
import type { AddressInfo, Server, Socket } from 'node:net';

/** What a service does instead of, or before, its normal answer. */
export interface HttpFault {
  /** Waits first. Without another fault, the normal answer follows. */
  delayMs?: number;
  /** An error of the service, such as `ThrottlingException` or `TOOMANYREQUESTS`. */
  error?: string;
  message?: string;
  /** Status of the error, or of a plain answer with `body`. */
  status?: number;
  body?: string;
  /** Never answers. */
  hang?: boolean;
  /** Cuts the connection before an answer. */
  reset?: boolean;
  /** Cuts the connection in the middle of the normal answer. */
  resetMidAnswer?: boolean;
  /** Status 200 with a nonsense body. */
  garbage?: boolean;
}

export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string | Buffer;
}

/**
 * Answers a request as the fault says. `normal` gives the answer that there would have been; `error` the
 * service's form of an error. Returns the status that was sent, or what happened in place of one.
 */
export async function answerWithFault(
  fault: HttpFault,
  response: http.ServerResponse,
  normal: () => Promise<Answer>,
  error: (name: string, message: string, status: number | undefined) => Answer,
): Promise<number | string> {
  if (fault.delayMs) await new Promise((resolve) => setTimeout(resolve, fault.delayMs));
  if (fault.hang) return 'hang';
  if (fault.reset) {
    cut(response.socket);
    return 'reset';
  }
  if (fault.garbage) {
    return send(response, {
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: '<!doctype html><title>Welcome to the hotel</title>{"',
    });
  }
  if (fault.error !== undefined) {
    return send(response, error(fault.error, fault.message ?? fault.error, fault.status));
  }
  if (fault.status !== undefined) {
    const body = fault.body ?? `<html><body><h1>${fault.status} Error</h1></body></html>`;
    return send(response, { status: fault.status, headers: { 'content-type': 'text/html' }, body });
  }
  const answer = await normal();
  const whole = Buffer.from(answer.body);
  const half = whole.slice(0, Math.floor(whole.length / 2));
  if (fault.resetMidAnswer) {
    response.writeHead(answer.status, { ...answer.headers, 'content-length': whole.length });
    response.write(half, () => cut(response.socket));
    return 'reset mid-answer';
  }
  return send(response, answer);
}

/** Sends an answer. Returns its status. */
export function send(response: http.ServerResponse, { status, headers, body }: Answer): number {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  response.end(body);
  return status;
}

/** Resets a connection, if this version of Node can, and closes it otherwise. */
export function cut(socket: Socket | null): void {
  const resettable = socket as (Socket & { resetAndDestroy?: () => void }) | null;
  if (resettable?.resetAndDestroy) resettable.resetAndDestroy();
  else socket?.destroy();
}

/** Lets a server listen on a free port of 127.0.0.1. Returns the port and a function that ends it at once. */
export async function listen(server: Server): Promise<{ port: number; close(): Promise<void> }> {
  // Node closes idle connections after 5 s, and on a busy machine a client may be sending its next request just then.
  if ('keepAliveTimeout' in server) Object.assign(server, { keepAliveTimeout: 0 });
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.on('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
