import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import type { ConnectionOptions, TLSSocket } from 'node:tls';
import { describeError, errorCode } from '../errors';
import type { Environment } from '../settings/surroundings';

/** A proxy could not be used. */
export class ProxyError extends Error {
  constructor(
    message: string,
    readonly hint: string,
    /** Whether a retry may succeed. */
    readonly isPassing: boolean,
  ) {
    super(message);
    this.name = new.target.name;
  }
}

/** How long a proxy may take to open a connection, in milliseconds. */
const tunnelMs = 10_000;

type Connection = ConnectionOptions & { readonly host: string; readonly port: number };
type OnConnection = (error: Error | null, socket?: TLSSocket) => void;

/** Missing in the types of Node 14. */
const { createConnection } = https.Agent.prototype as unknown as {
  createConnection(this: https.Agent, options: object): TLSSocket;
};

/**
 * An agent for HTTPS that uses the environment's proxy. Failures of the proxy are a ProxyError, so that they are not taken
 * for the server's.
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

/** @returns an unencrypted connection to the target */
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
      port: proxy.port,
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
      const remedy = statusCode === 407 ? "Put the proxy's user and password into HTTPS_PROXY," : 'Let it allow that,';
      const isPassing = statusCode >= 500 || statusCode === 429;
      const message = `${name} refuses a connection to ${target} with status ${statusCode}`;
      return reject(new ProxyError(message, `${remedy} ${elsewise}`, isPassing));
    });
    tunnel.on('timeout', () => {
      tunnel.destroy(Object.assign(new Error(`no answer in ${tunnelMs / 1000} s`), { code: 'ETIMEDOUT' }));
    });
    tunnel.on('error', (error) => {
      // A refused connection more often means a typo than a proxy that is down.
      const isPassing = /^(?:EAI_AGAIN|ECONNRESET|EPIPE|ETIMEDOUT)$/.test(errorCode(error) ?? '');
      const message = `${name} can't be reached: ${describeError(error)}`;
      reject(new ProxyError(message, `Check HTTPS_PROXY, ${elsewise}`, isPassing));
    });
    tunnel.end();
  });
}

/**
 * The proxy for a host, by the rules of the AWS CLI (Python's urllib): the lower-case variable wins, even if it is empty;
 * `NO_PROXY` is `*`, or a list of domains with or without a leading dot or a port, including their subdomains.
 *
 * @throws ProxyError if the variable is not the URL of a proxy
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

/** Never shows the value, which may contain a password. */
function parseProxy(text: string): URL {
  try {
    const proxy = new URL(/^[a-z\d]+:\/\//i.test(text) ? text : `http://${text}`);
    decodeURIComponent(`${proxy.username}:${proxy.password}`);
    if (/^https?:$/.test(proxy.protocol)) return proxy;
  } catch {
    // Node's message would show the URL.
  }
  throw new ProxyError(
    'HTTPS_PROXY is not the URL of an HTTP proxy',
    'Write it as http://host:port or http://user:password@host:port.',
    false,
  );
}
