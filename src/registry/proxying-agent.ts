import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import type { ConnectionOptions, TLSSocket } from 'node:tls';
import { describeError, errorCode } from '../errors';
import type { Environment } from '../settings/environment';

/** There is no way through a proxy. */
export class ProxyError extends Error {
  constructor(
    message: string,
    readonly hint: string,
    /** Whether it may be gone at the next attempt. */
    readonly isPassing: boolean,
  ) {
    super(message);
    this.name = new.target.name;
  }
}

/** How long a proxy may take to let a connection through, in milliseconds. */
const tunnelMs = 10_000;

type Connection = ConnectionOptions & { readonly host: string; readonly port: number };
type OnConnection = (error: Error | null, socket?: TLSSocket) => void;

/** What node's agents have, and its types of Node 14 do not. */
const { createConnection } = https.Agent.prototype as unknown as {
  createConnection(this: https.Agent, options: object): TLSSocket;
};

/**
 * An agent for HTTPS that goes through the proxy which the environment names for each host. What fails there is a
 * ProxyError: without it the answer of a proxy could be taken for that of the server.
 */
export class ProxyingAgent extends https.Agent {
  constructor(
    options: https.AgentOptions,
    private readonly env: Environment,
  ) {
    super(options);
  }

  /** Called by node for a new connection. (https.Agent) */
  createConnection(options: Connection, onConnection: OnConnection): TLSSocket | undefined {
    const target = `${options.host.includes(':') ? `[${options.host}]` : options.host}:${options.port}`;
    const connectThrough = async () => {
      const proxy = findProxy(new URL(`https://${target}`), this.env);
      const socket = proxy && (await openTunnel(proxy, target, options.ca));
      return createConnection.call(this, { ...options, ...(socket ? { socket } : {}) });
    };
    connectThrough().then((socket) => onConnection(null, socket), onConnection);
    return undefined;
  }
}

/** @returns a connection to the target, in the clear */
function openTunnel(proxy: URL, target: string, ca: ConnectionOptions['ca']): Promise<Socket> {
  const name = `the proxy ${proxy.protocol}//${proxy.host}`;
  const elsewise = `or list ${target.replace(/:\d+$/, '')} in NO_PROXY.`;
  const user = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  const authorization = `Basic ${Buffer.from(user).toString('base64')}`;
  return new Promise((resolve, reject) => {
    const { request } = proxy.protocol === 'https:' ? https : http;
    const tunnel = request({
      method: 'CONNECT',
      host: proxy.hostname.replace(/^\[|\]$/g, ''),
      port: proxy.port || (proxy.protocol === 'https:' ? 443 : 80),
      path: target,
      headers: { host: target, ...(user === ':' ? {} : { 'proxy-authorization': authorization }) },
      agent: false,
      ...(ca === undefined ? {} : { ca }),
      timeout: tunnelMs,
    });
    tunnel.on('connect', ({ statusCode = 0 }, socket: Socket) => {
      if (statusCode === 200) {
        socket.setTimeout(0);
        return resolve(socket);
      }
      socket.destroy();
      const remedy =
        statusCode === 407 ? "Put the proxy's user and password into HTTPS_PROXY," : 'Let it allow that,';
      const isPassing = statusCode >= 500 || statusCode === 429;
      const message = `${name} refuses a connection to ${target} with status ${statusCode}`;
      return reject(new ProxyError(message, `${remedy} ${elsewise}`, isPassing));
    });
    tunnel.on('timeout', () => {
      tunnel.destroy(Object.assign(new Error(`no answer in ${tunnelMs / 1000} s`), { code: 'ETIMEDOUT' }));
    });
    tunnel.on('error', (error) => {
      // Where nobody ever listens, a proxy is misspelt more often than down.
      const isPassing = /^(?:EAI_AGAIN|ECONNRESET|EPIPE|ETIMEDOUT)$/.test(errorCode(error) ?? '');
      const message = `${name} can't be reached: ${describeError(error)}`;
      reject(new ProxyError(message, `Check HTTPS_PROXY, ${elsewise}`, isPassing));
    });
    tunnel.end();
  });
}

/**
 * The proxy for requests to a host, by the rules that the AWS CLI follows (Python's urllib): the lower-case variable
 * before the upper-case one, also where it is empty; `NO_PROXY` is `*` for all, or a list of hosts and domains, with
 * or without a leading dot or a port, each standing for everything beneath it too.
 *
 * @param endpoint the URL that will be asked, with HTTPS
 * @throws ProxyError where the variable is not the URL of a proxy
 */
export function findProxy(endpoint: URL, env: Environment): URL | undefined {
  const proxy = env.https_proxy ?? env.HTTPS_PROXY;
  if (!proxy) return undefined;
  const exceptions = env.no_proxy ?? env.NO_PROXY ?? '';
  if (exceptions === '*') return undefined;
  const isException = exceptions
    .split(',')
    .map((item) => item.trim().toLowerCase().replace(/^\.+/, ''))
    .some((item) => isBeneathDomain(endpoint.hostname, item) || isBeneathDomain(endpoint.host, item));
  return isException ? undefined : parseProxy(proxy);
}

function isBeneathDomain(host: string, domain: string): boolean {
  return domain !== '' && (host === domain || host.endsWith(`.${domain}`));
}

/** The value, which may have a password in it, is never shown. */
function parseProxy(text: string): URL {
  try {
    const proxy = new URL(/^[a-z\d]+:\/\//i.test(text) ? text : `http://${text}`);
    decodeURIComponent(`${proxy.username}:${proxy.password}`);
    if (/^https?:$/.test(proxy.protocol)) return proxy;
  } catch {
    // What node says has the whole URL in it.
  }
  throw new ProxyError(
    'HTTPS_PROXY is not the URL of an HTTP proxy',
    'Write it as http://host:port or http://user:password@host:port.',
    false,
  );
}
