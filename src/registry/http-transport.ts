import http from 'node:http';
import https from 'node:https';
import { OutageError, UserError } from '../errors';
import { type Environment, findVariable } from '../settings/environment';
import { toTransportError } from './distribution-failure';
import {
  type Exchange,
  ExchangeError,
  type ExchangeLimits,
  exchange,
  type HttpAnswer,
} from './http-exchange';
import { isLoopback, mayLeadTo } from './registry-host';

export interface HttpRequest extends Exchange {
  /** What it is for: an error starts with it. */
  readonly doing: string;
  /** Shown to the origin of the URL only. */
  readonly authorization?: string | undefined;
}

export interface TransportAnswer extends HttpAnswer {
  /** What was asked last: after redirects another URL than the request's. */
  readonly url: URL;
  /** Whether it comes from the origin that was asked, not from one that it pointed to. */
  readonly isFromOrigin: boolean;
}

/** Registries redirect to their storage, once. */
const maxRedirects = 5;
/** What to do where a server leads to another one that is not asked. */
export const leadHint =
  'Servers without HTTPS are not asked, nor ones on this machine or a private network for a registry that is elsewhere.';

const redirections: readonly number[] = [301, 302, 303, 307, 308];

/**
 * HTTPS, with redirects, through the proxy that the environment names. For this machine's own registries it is HTTPS
 * without a look at the certificate, or plain HTTP where that fails, as docker does it, and never a proxy, as Go's
 * programs do it; nothing else is ever asked in plain HTTP.
 */
export class HttpTransport {
  /** Hosts on loopback that do not speak TLS. */
  private readonly plainHosts = new Set<string>();
  private readonly plainAgent: http.Agent;
  private readonly loopbackAgent: http.Agent;
  private verifyingAgent: Promise<http.Agent> | undefined;

  constructor(
    private readonly env: Environment,
    private readonly limits: ExchangeLimits,
  ) {
    const options = this.agentOptions();
    this.plainAgent = new http.Agent(options);
    this.loopbackAgent = new https.Agent({ ...options, rejectUnauthorized: false });
  }

  /**
   * The answer to a request, whatever its status. Redirects of what only reads are followed; those to another origin
   * without the authorization, and none to where the one who redirects must not lead.
   *
   * @throws UserError for what won't pass, OutageError for what may
   */
  async send(request: HttpRequest): Promise<TransportAnswer> {
    const { doing, method } = request;
    let { url, authorization } = request;
    let isFromOrigin = true;
    for (let redirects = 0; ; redirects++) {
      const { answer, asked } = await this.sendOnce({ ...request, url, authorization });
      const location = answer.headers.location;
      const isRedirect = redirections.includes(answer.status) && location !== undefined;
      if (!isRedirect || (method !== 'GET' && method !== 'HEAD'))
        return { ...answer, url: asked, isFromOrigin };
      if (redirects === maxRedirects) {
        throw new UserError(`${doing} failed: ${url.host} redirects more than ${maxRedirects} times`);
      }
      const target = parseLocation(location, asked, doing);
      if (!mayLeadTo(asked, target)) {
        throw new UserError(
          `${doing} failed: ${asked.host} redirects to ${target.protocol}//${target.host}, which is not followed`,
          leadHint,
        );
      }
      if (target.origin !== asked.origin) {
        authorization = undefined;
        isFromOrigin = false;
      }
      url = target;
    }
  }

  /** @returns the URL as it was really asked, beside the answer */
  private async sendOnce(request: HttpRequest): Promise<{ answer: HttpAnswer; asked: URL }> {
    const { url, doing } = request;
    try {
      if (this.plainHosts.has(url.host)) return await this.sendPlain(request);
      return { answer: await this.exchange(request), asked: url };
    } catch (error) {
      if (!(error instanceof ExchangeError)) throw error;
      const isPlainServer =
        error.stage === 'handshake' && error.code !== 'ETIMEDOUT' && isLoopback(url.hostname);
      if (!isPlainServer) throw toTransportError(error, doing, url.host);
    }
    try {
      const result = await this.sendPlain(request);
      this.plainHosts.add(url.host);
      return result;
    } catch (error) {
      throw error instanceof ExchangeError ? toTransportError(error, doing, url.host) : error;
    }
  }

  private async sendPlain(request: HttpRequest): Promise<{ answer: HttpAnswer; asked: URL }> {
    const asked = new URL(request.url.href);
    asked.protocol = 'http:';
    return { answer: await this.exchange({ ...request, url: asked }), asked };
  }

  private async exchange(request: HttpRequest): Promise<HttpAnswer> {
    const { url, authorization } = request;
    const headers = {
      'user-agent': 'docker-ecr-cache',
      ...request.headers,
      ...(authorization === undefined ? {} : { authorization }),
      ...(request.body === undefined ? {} : { 'content-length': String(Buffer.byteLength(request.body)) }),
    };
    return exchange({ ...request, headers }, await this.findAgent(url), this.limits);
  }

  private async findAgent(url: URL): Promise<http.Agent> {
    if (url.protocol === 'http:') return this.plainAgent;
    if (isLoopback(url.hostname)) return this.loopbackAgent;
    this.verifyingAgent ??= this.createVerifyingAgent();
    return this.verifyingAgent;
  }

  private async createVerifyingAgent(): Promise<http.Agent> {
    return findVariable(this.env, 'https_proxy', 'HTTPS_PROXY')
      ? new (await import('./proxying-agent')).ProxyingAgent(this.agentOptions(), this.env)
      : new https.Agent(this.agentOptions());
  }

  /** Connections are kept for the next request, but no longer than an answer may take. */
  private agentOptions(): http.AgentOptions {
    return { keepAlive: true, timeout: this.limits.answerMs };
  }
}

function parseLocation(location: string, base: URL, doing: string): URL {
  try {
    const target = new URL(location, base);
    // Node would make an authorization of them.
    target.username = '';
    target.password = '';
    return target;
  } catch {
    throw new OutageError(`${doing} failed: ${base.host} redirects to what is no URL`);
  }
}
