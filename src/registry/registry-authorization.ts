import { OutageError, UserError } from '../errors';
import { type AuthChallenge, parseChallenges } from './auth-challenge';
import { toAnswerError } from './distribution-failure';
import { type HttpTransport, leadHint, type TransportAnswer } from './http-transport';
import type { RepositoryName } from './image-name';
import type { FindCredentials, RegistryCredentials } from './registry-credentials';
import { mayLeadTo, toServerKey } from './registry-host';

/** What a request does to a repository, as token servers name it. */
export type Access = 'pull' | 'pull,push';

/** What is wanted of which repository. */
export interface Wanted extends RepositoryName {
  readonly access: Access;
  /** What for: an error starts with it. */
  readonly doing: string;
}

/** A challenge, and the URL that was asked when it came. */
interface Received {
  readonly challenge: AuthChallenge;
  readonly from: URL;
}

interface Token {
  readonly header: string;
  /** In milliseconds since 1970. */
  readonly endsAt: number;
}

/** What a token lives for where its server doesn't say, and the part of it that is not used, in seconds. */
const defaultLifetime = 60;
const unusedLifetime = 10;

/**
 * The `Authorization` of requests to registries: basic, or a bearer token that another server gives out, with the
 * credentials that there are or without any. (RFC 7617; distribution, docs/spec/auth/token.md and oauth.md)
 */
export class RegistryAuthorization {
  private readonly challenges = new Map<string, Received>();
  private readonly tokens = new Map<string, Token>();
  private readonly credentials = new Map<string, Promise<RegistryCredentials | undefined>>();
  private readonly shown = new Map<string, string>();
  private readonly secrets = new Set<string>();

  constructor(
    private readonly transport: HttpTransport,
    private readonly lookUpCredentials: FindCredentials,
  ) {}

  /** The header that this repository is known to want; undefined as long as it has not asked for any. */
  async find(wanted: Wanted): Promise<string | undefined> {
    const received = this.challenges.get(toKey(wanted));
    return received === undefined ? undefined : this.toHeader(received, wanted);
  }

  /**
   * The header for another try after an answer with status 401; undefined where there is none but the refused one.
   *
   * @param refused the header that was sent
   */
  async answer(
    refusal: TransportAnswer,
    wanted: Wanted,
    refused: string | undefined,
  ): Promise<string | undefined> {
    const challenge = chooseChallenge(refusal.headers['www-authenticate'] ?? '', wanted);
    if (challenge === undefined) return undefined;
    for (const [key, token] of this.tokens) {
      if (token.header === refused) this.tokens.delete(key);
    }
    const received = { challenge, from: refusal.url };
    this.challenges.set(toKey(wanted), received);
    const header = await this.toHeader(received, wanted);
    return header === refused ? undefined : header;
  }

  /** The credentials for a registry, looked up once. */
  findCredentials(host: string): Promise<RegistryCredentials | undefined> {
    const known = this.credentials.get(host);
    if (known !== undefined) return known;
    const found = this.lookUpCredentials(toServerKey(host)).then(
      (credentials) => {
        this.shown.set(
          host,
          credentials ? `with ${credentials.source}` : 'without credentials: docker has none',
        );
        if (credentials?.kind === 'password') this.keepSecret(credentials.password);
        if (credentials?.kind === 'identity-token') this.keepSecret(credentials.identityToken);
        return credentials;
      },
      (error) => {
        this.credentials.delete(host);
        throw error;
      },
    );
    this.credentials.set(host, found);
    return found;
  }

  /** What a registry was shown, in words that go on after "asked". */
  describe(host: string): string {
    return this.shown.get(host) ?? 'without credentials: it wanted none';
  }

  /** Takes everything secret that went through here out of a text. */
  redact(text: string): string {
    return [...this.secrets].reduce((redacted, secret) => redacted.split(secret).join('***'), text);
  }

  private keepSecret(secret: string): string {
    if (secret !== '') this.secrets.add(secret);
    return secret;
  }

  private async toHeader({ challenge, from }: Received, wanted: Wanted): Promise<string | undefined> {
    if (challenge.scheme === 'basic') return this.toBasicHeader(await this.findCredentials(wanted.host));
    const { parameters } = challenge;
    const scope = parameters.get('scope') || `repository:${wanted.repository}:${wanted.access}`;
    const key = JSON.stringify([wanted.host, parameters.get('realm'), parameters.get('service'), scope]);
    const known = this.tokens.get(key);
    if (known !== undefined && known.endsAt > Date.now()) return known.header;
    const token = await this.fetchToken(parameters, from, scope.split(' '), wanted);
    this.tokens.set(key, token);
    return token.header;
  }

  private toBasicHeader(credentials: RegistryCredentials | undefined): string | undefined {
    if (credentials?.kind !== 'password') return undefined;
    const { username, password } = credentials;
    return `Basic ${this.keepSecret(Buffer.from(`${username}:${password}`).toString('base64'))}`;
  }

  private async fetchToken(
    parameters: AuthChallenge['parameters'],
    from: URL,
    scopes: readonly string[],
    wanted: Wanted,
  ): Promise<Token> {
    const url = parseRealm(parameters.get('realm') ?? '', from, wanted);
    const credentials = await this.findCredentials(wanted.host);
    const service = parameters.get('service');
    const doing = `${wanted.doing}: asking for a token`;
    let answer: TransportAnswer;
    if (credentials?.kind === 'identity-token') {
      answer = await this.transport.send({
        doing,
        method: 'POST',
        url,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({
          grant_type: 'refresh_token',
          client_id: 'docker-ecr-cache',
          refresh_token: credentials.identityToken,
          scope: scopes.join(' '),
          ...(service === undefined ? {} : { service }),
        }).toString(),
      });
    } else {
      if (service !== undefined) url.searchParams.append('service', service);
      for (const scope of scopes) url.searchParams.append('scope', scope);
      if (credentials !== undefined) url.searchParams.append('account', credentials.username);
      const authorization = this.toBasicHeader(credentials);
      answer = await this.transport.send({ doing, method: 'GET', url, headers: {}, authorization });
    }
    if (answer.status !== 200) {
      const asked = { doing, host: url.host, shown: this.describe(wanted.host), registry: wanted.host };
      throw toAnswerError(answer, asked, (text) => this.redact(text));
    }
    return this.parseToken(answer, doing, url.host);
  }

  private parseToken({ body }: TransportAnswer, doing: string, host: string): Token {
    let parsed: { readonly token?: unknown; readonly access_token?: unknown; readonly expires_in?: unknown };
    try {
      parsed = Object(JSON.parse(body.toString()));
    } catch {
      // What the parser has to say would show a piece of the token.
      parsed = {};
    }
    const token = [parsed.token, parsed.access_token].find(
      (candidate) => typeof candidate === 'string' && candidate !== '',
    );
    if (typeof token !== 'string' || !/^[\x21-\x7e]+$/.test(token)) {
      throw new OutageError(`${doing} failed: ${host} answers without a token`);
    }
    const lifetime = typeof parsed.expires_in === 'number' ? parsed.expires_in : 0;
    return {
      header: `Bearer ${this.keepSecret(token)}`,
      // The specification says that less than a minute must not be meant.
      endsAt: Date.now() + (Math.max(lifetime, defaultLifetime) - unusedLifetime) * 1000,
    };
  }
}

function toKey({ host, repository, access }: Wanted): string {
  return `${host}/${repository} ${access}`;
}

/** The challenge that is answered: a token is worth less to a thief than a password. */
function chooseChallenge(header: string, { doing, host }: Wanted): AuthChallenge | undefined {
  if (header.trim() === '') return undefined;
  const challenges = parseChallenges(header);
  const chosen =
    challenges.find(({ scheme, parameters }) => scheme === 'bearer' && parameters.has('realm')) ??
    challenges.find(({ scheme }) => scheme === 'basic');
  if (chosen !== undefined) return chosen;
  const schemes = challenges.map(({ scheme }) => scheme).join(', ');
  throw new UserError(
    `${doing} failed: ${host} wants a way of authentication that is not known here: ${schemes || 'one without a name'}`,
    'Basic authentication and bearer tokens are known.',
  );
}

/** @throws UserError for a token server that the registry must not send anyone to */
function parseRealm(realm: string, from: URL, { doing, host }: Wanted): URL {
  let url: URL;
  try {
    url = new URL(realm);
  } catch {
    throw new OutageError(`${doing} failed: ${host} gives out its tokens at what is no URL`);
  }
  // Node would make an authorization of them.
  url.username = '';
  url.password = '';
  if (mayLeadTo(from, url)) return url;
  throw new UserError(
    `${doing} failed: ${host} names ${url.protocol}//${url.host}${url.pathname} as its token server, which is not asked`,
    leadHint,
  );
}
