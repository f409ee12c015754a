import http from 'node:http';
import https from 'node:https';
import { isIPv4 } from 'node:net';
import { OutageError, UserError } from '../errors';
import type { Environment } from '../settings/surroundings';
import { type Exchange, type ExchangeLimits, exchange, type HttpAnswer } from './http-exchange';
import { findNetworkFailure, toNetworkError } from './network-failure';
import { ProxyingAgent } from './proxying-agent';

export interface HttpRequest extends Exchange {
  /** What is being done, for error messages. */
  readonly doing: string;
  /** Sent only to the origin of the URL. */
  readonly authorization?: string | undefined;
}

export interface FinalAnswer extends HttpAnswer {
  /** Where it came from, after redirects. */
  readonly url: URL;
}

/** Registries redirect once, to their storage. */
const maxRedirects = 5;

/** The hint for a server that names or redirects to another one that is refused. */
export const leadHint =
  'Servers without HTTPS are not contacted, nor servers on this machine or a private network for a registry elsewhere.';

/**
 * HTTP with redirects and the environment's proxy. As with docker, a registry on this machine needs no valid certificate,
 * and no proxy is used for it.
 */
export class HttpClient {
  private readonly plainAgent: http.Agent;
  private readonly loopbackAgent: http.Agent;
  private readonly verifyingAgent: http.Agent;

  constructor(
    env: Environment,
    private readonly limits: ExchangeLimits,
  ) {
    // Connections are reused, but not kept longer than an answer may take.
    const options = { keepAlive: true, timeout: limits.answerMs };
    this.plainAgent = new http.Agent(options);
    this.loopbackAgent = new https.Agent({ ...options, rejectUnauthorized: false });
    this.verifyingAgent = new ProxyingAgent(options, env);
  }

  /**
   * The answer to a request, whatever its status. Follows redirects of GET and HEAD: to another origin without the
   * authorization, and never to a server that must not be named.
   *
   * @throws UserError for what won't pass, OutageError for what may
   */
  async send(request: HttpRequest): Promise<FinalAnswer> {
    const { doing, method } = request;
    let { url, authorization } = request;
    for (let redirects = 0; redirects <= maxRedirects; redirects++) {
      const answer = await this.sendOnce({ ...request, url, authorization });
      const { location } = answer.headers;
      const isRedirect = [301, 302, 303, 307, 308].includes(answer.status) && location !== undefined;
      if (!isRedirect || (method !== 'GET' && method !== 'HEAD')) return { ...answer, url };
      const target = parseUrl(location, url);
      if (target === undefined) throw new OutageError(`${doing} failed: ${url.host} redirects to an invalid URL`);
      if (!mayLeadTo(url, target)) {
        throw new UserError(
          `${doing} failed: ${url.host} redirects to ${target.protocol}//${target.host}, which is not followed`,
          leadHint,
        );
      }
      if (target.origin !== url.origin) authorization = undefined;
      url = target;
    }
    throw new UserError(`${doing} failed: ${url.host} redirects more than ${maxRedirects} times`);
  }

  private async sendOnce(request: HttpRequest): Promise<HttpAnswer> {
    const { url, authorization, body, doing } = request;
    const headers = {
      'user-agent': 'docker-ecr-cache',
      ...request.headers,
      ...(authorization === undefined ? {} : { authorization }),
      ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
    };
    try {
      return await exchange({ ...request, headers }, this.findAgent(url), this.limits);
    } catch (error) {
      // A TypeError is a defect: node refused to send the request.
      if (!(error instanceof Error) || error instanceof TypeError) throw error;
      const failure = findNetworkFailure(error, {
        server: url.host,
        nameHint: 'Check the name for a typing error, and the name server of this machine.',
        caVariable: 'NODE_EXTRA_CA_CERTS',
      });
      throw toNetworkError(failure ?? { isPassing: true, what: error.message }, doing, error);
    }
  }

  private findAgent(url: URL): http.Agent {
    if (url.protocol === 'http:') return this.plainAgent;
    return isLoopback(url) ? this.loopbackAgent : this.verifyingAgent;
  }
}

/** Parses a URL and drops its user and password; undefined if it is invalid. */
export function parseUrl(text: string, base?: URL): URL | undefined {
  try {
    const url = new URL(text, base);
    url.username = '';
    url.password = '';
    return url;
  } catch {
    return undefined;
  }
}

type Zone = 'loopback' | 'link-local' | 'private' | 'public';

/** Address ranges that are local to a machine or network. (RFC 1122, 1918, 3927, 4193, 4291, 6598) */
const zones: readonly (readonly [zone: Zone, addresses: RegExp])[] = [
  ['loopback', /^(?:0|127)\.|^\[::1?\]$/],
  ['link-local', /^169\.254\.|^\[fe[89ab]/],
  ['private', /^(?:10|172\.(?:1[6-9]|2\d|3[01])|192\.168|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\.|^\[f[cd]/],
];

/** @param hostname normalised by `URL`: lower case, canonical addresses, IPv6 in brackets */
function findZone(hostname: string): Zone {
  if (/(?:^|\.)localhost\.?$/.test(hostname)) return 'loopback';
  const address = unmapAddress(hostname);
  const isAddress = isIPv4(address) || address.startsWith('[');
  return (isAddress && zones.find(([, addresses]) => addresses.test(address))?.[0]) || 'public';
}

/** Converts an IPv4 address in IPv6 form, such as `[::ffff:7f00:1]`. */
function unmapAddress(hostname: string): string {
  const [, high, low] = /^\[::ffff:([\da-f]{1,4}):([\da-f]{1,4})\]$/.exec(hostname) ?? [];
  if (high === undefined || low === undefined) return hostname;
  return [high, low]
    .map((part) => Number.parseInt(part, 16))
    .flatMap((part) => [part >> 8, part & 255])
    .join('.');
}

/**
 * Whether a server is on this machine. Docker accepts plain HTTP and invalid certificates there. (moby/moby,
 * registry/config.go: loadInsecureRegistries)
 */
export function isLoopback({ hostname }: URL): boolean {
  return findZone(hostname) === 'loopback';
}

/**
 * Whether a server may send us to another one, for a token or a blob. A registry must not make an agent send requests to
 * its own machine or network, such as the instance metadata service, unless it is there itself. (go-containerregistry,
 * transport/bearer.go: validateRealmURL)
 */
export function mayLeadTo(from: URL, to: URL): boolean {
  const zone = findZone(to.hostname);
  if (zone !== 'public' && zone !== findZone(from.hostname)) return false;
  return to.protocol === 'https:' || (to.protocol === 'http:' && zone === 'loopback' && from.protocol === 'http:');
}
