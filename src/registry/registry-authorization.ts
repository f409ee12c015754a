import { OutageError, UserError } from '../errors';
import { dockerHub, type RepositoryName } from '../settings/image-name';
import { isPassing, toAnswerError } from './distribution-failure';
import { type FinalAnswer, type HttpClient, isLoopback, leadHint, mayLeadTo, parseUrl } from './http-client';

/** Credentials for a registry or its token server. */
export type RegistryCredentials = {
  /** Where they come from, to follow "with" in a message: "the credentials in …". */
  readonly source: string;
} & (
  | { readonly kind: 'password'; readonly username: string; readonly password: string }
  /** Can only be exchanged for tokens, for example after a login in a browser. */
  | { readonly kind: 'identity-token'; readonly identityToken: string }
);

/**
 * Finds the credentials for a registry.
 *
 * @param serverKey what docker stores them under: the host, or `https://index.docker.io/v1/` for Docker Hub
 */
export type FindCredentials = (serverKey: string) => Promise<RegistryCredentials | undefined>;

/** The purpose of a request. */
export interface Wanted extends RepositoryName {
  /** The actions of the token's scope. */
  readonly access: 'pull' | 'pull,push' | 'delete';
  /** What is being done, for error messages. */
  readonly doing: string;
}

/** A challenge of `WWW-Authenticate`. (RFC 7235, section 4.1) */
interface AuthChallenge {
  /** In lower case: `basic`, `bearer`, … */
  readonly scheme: string;
  /** By their names in lower case. */
  readonly parameters: ReadonlyMap<string, string>;
}

/** A registry that has answered once. */
interface OpenRegistry {
  /** The root of its API, `…/v2/`. */
  readonly root: URL;
  /** Undefined as long as it has not asked for credentials. */
  challenge: AuthChallenge | undefined;
  /** `Authorization` headers with its tokens, by scope. */
  readonly tokens: Map<string, string>;
}

/**
 * The `Authorization` header for requests to registries: basic, or a bearer token from a token server, with or without
 * credentials. (RFC 7617; distribution, docs/spec/auth/token.md and oauth.md)
 */
export class RegistryAuthorization {
  private readonly registries = new Map<string, Promise<OpenRegistry>>();
  private readonly credentials = new Map<string, Promise<RegistryCredentials | undefined>>();
  private readonly shown = new Map<string, string>();
  private readonly secrets = new Set<string>();

  constructor(
    private readonly http: Pick<HttpClient, 'send'>,
    private readonly lookUpCredentials: FindCredentials,
  ) {}

  /**
   * The root of a registry's API, and the header for a repository. As with docker, the first request is for the root:
   * some registries tell an unknown user that an image is missing. (Artifactory: "Hide Existence of Unauthorized
   * Resources")
   */
  async find(wanted: Wanted): Promise<{ readonly root: URL; readonly authorization: string | undefined }> {
    const registry = await remember(this.registries, wanted.host, () => this.open(wanted));
    return { root: registry.root, authorization: await this.toHeader(registry, wanted) };
  }

  /**
   * The header for a second attempt after status 401, for example because a token has expired; undefined if there is
   * none but the refused one.
   *
   * @param refused the header that was sent
   */
  async renew(refusal: FinalAnswer, wanted: Wanted, refused: string | undefined): Promise<string | undefined> {
    const registry = await remember(this.registries, wanted.host, () => this.open(wanted));
    registry.challenge = chooseChallenge(refusal, wanted) ?? registry.challenge;
    registry.tokens.delete(toScope(wanted));
    const header = await this.toHeader(registry, wanted);
    return header === refused ? undefined : header;
  }

  private async open({ host, doing }: Wanted): Promise<OpenRegistry> {
    // moby/moby, registry/config.go: DefaultV2Registry
    const root = new URL(`https://${host === dockerHub ? 'registry-1.docker.io' : host}/v2/`);
    const ask = () => this.http.send({ doing, method: 'GET', url: root, headers: {} });
    const answer = await ask().catch((error: unknown) => {
      if (!isLoopback(root)) throw error;
      root.protocol = 'http:';
      return ask();
    });
    if (isPassing(answer.status)) throw this.toError(answer, doing, host);
    const isAsking = answer.status === 401 && answer.url.origin === root.origin;
    const challenge = isAsking ? chooseChallenge(answer, { host, doing }) : undefined;
    return { root, challenge, tokens: new Map() };
  }

  private async toHeader(registry: OpenRegistry, wanted: Wanted): Promise<string | undefined> {
    const { challenge, tokens } = registry;
    if (challenge === undefined) return undefined;
    const credentials = await this.findCredentials(wanted.host);
    if (challenge.scheme === 'basic') return this.toBasicHeader(credentials);
    const scope = toScope(wanted);
    const header = tokens.get(scope) ?? (await this.fetchToken(registry.root, challenge, credentials, wanted));
    tokens.set(scope, header);
    return header;
  }

  private findCredentials(host: string): Promise<RegistryCredentials | undefined> {
    return remember(this.credentials, host, async () => {
      // moby/moby, registry/config.go: IndexServer
      const key = host === dockerHub ? 'https://index.docker.io/v1/' : host;
      const credentials = await this.lookUpCredentials(key);
      this.shown.set(host, credentials ? `with ${credentials.source}` : 'without credentials: docker has none');
      if (credentials?.kind === 'password') this.keepSecret(credentials.password);
      if (credentials?.kind === 'identity-token') this.keepSecret(credentials.identityToken);
      return credentials;
    });
  }

  private keepSecret(secret: string): string {
    if (secret !== '') this.secrets.add(secret);
    return secret;
  }

  private toBasicHeader(credentials: RegistryCredentials | undefined): string | undefined {
    if (credentials?.kind !== 'password') return undefined;
    const { username, password } = credentials;
    return `Basic ${this.keepSecret(Buffer.from(`${username}:${password}`).toString('base64'))}`;
  }

  private async fetchToken(
    root: URL,
    { parameters }: AuthChallenge,
    credentials: RegistryCredentials | undefined,
    wanted: Wanted,
  ): Promise<string> {
    const url = parseRealm(parameters.get('realm') ?? '', root, wanted);
    const scope = toScope(wanted);
    const service = parameters.get('service');
    const doing = `${wanted.doing}: asking for a token`;
    let answer: FinalAnswer;
    if (credentials?.kind === 'identity-token') {
      answer = await this.http.send({
        doing,
        method: 'POST',
        url,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({
          grant_type: 'refresh_token',
          client_id: 'docker-ecr-cache',
          refresh_token: credentials.identityToken,
          scope,
          ...(service === undefined ? {} : { service }),
        }).toString(),
      });
    } else {
      if (service !== undefined) url.searchParams.append('service', service);
      url.searchParams.append('scope', scope);
      if (credentials !== undefined) url.searchParams.append('account', credentials.username);
      const authorization = this.toBasicHeader(credentials);
      answer = await this.http.send({ doing, method: 'GET', url, headers: {}, authorization });
    }
    if (answer.status !== 200) throw this.toError(answer, doing, wanted.host);
    const token = parseToken(answer.body);
    if (token === undefined) throw new OutageError(`${doing} failed: ${url.host} answers without a token`);
    return `Bearer ${this.keepSecret(token)}`;
  }

  /** The error for a failed request, without any secrets that the server repeats. */
  toError(answer: FinalAnswer, doing: string, host: string): UserError {
    const shown = this.shown.get(host) ?? 'without credentials: it wanted none';
    const redact = (text: string) =>
      [...this.secrets].reduce((redacted, secret) => redacted.split(secret).join('***'), text);
    return toAnswerError(answer, doing, host, shown, redact);
  }
}

/** Returns the value of a key, which is made on the first call, and again after a failure. */
function remember<Value>(known: Map<string, Promise<Value>>, key: string, make: () => Promise<Value>): Promise<Value> {
  const value = known.get(key) ?? make();
  known.set(key, value);
  value.catch(() => known.delete(key));
  return value;
}

/** The scope, which like docker's does not depend on the challenge. (distribution, registry/client/auth/session.go) */
function toScope({ repository, access }: Wanted): string {
  return `repository:${repository}:${access}`;
}

/** The challenge to answer: preferably with a token, since a password is worth more to a thief. */
function chooseChallenge(
  { headers }: FinalAnswer,
  { doing, host }: Pick<Wanted, 'doing' | 'host'>,
): AuthChallenge | undefined {
  const header = headers['www-authenticate'];
  if (header === undefined) return undefined;
  const challenges = parseChallenges(header);
  const chosen =
    challenges.find(({ scheme, parameters }) => scheme === 'bearer' && parameters.has('realm')) ??
    challenges.find(({ scheme }) => scheme === 'basic');
  if (chosen !== undefined) return chosen;
  const schemes = challenges.map(({ scheme }) => scheme).join(', ');
  throw new UserError(
    `${doing} failed: ${host} asks for an unknown kind of authentication: ${schemes || 'one without a name'}`,
    'Only basic authentication and bearer tokens are supported.',
  );
}

/** Reads a `WWW-Authenticate` header; several may have been joined with commas. */
export function parseChallenges(header: string): readonly AuthChallenge[] {
  const challenges: { scheme: string; parameters: Map<string, string> }[] = [];
  // A name followed by a value is a parameter. Some servers omit the quotes around a URL.
  const parts = /([\w-]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s",]+)))?/g;
  for (const [, name = '', quoted, plain] of header.matchAll(parts)) {
    const value = quoted?.replace(/\\(.)/g, '$1') ?? plain;
    if (value === undefined) challenges.push({ scheme: name.toLowerCase(), parameters: new Map() });
    else challenges[challenges.length - 1]?.parameters.set(name.toLowerCase(), value);
  }
  return challenges;
}

/** @throws UserError for a token server that the registry must not name */
function parseRealm(realm: string, root: URL, { doing, host }: Wanted): URL {
  const url = parseUrl(realm);
  if (url === undefined) throw new OutageError(`${doing} failed: ${host} names an invalid URL as its token server`);
  if (mayLeadTo(root, url)) return url;
  throw new UserError(
    `${doing} failed: ${host} names ${url.protocol}//${url.host}${url.pathname} as its token server, which is not contacted`,
    leadHint,
  );
}

/** The token in an answer, if it is valid in a header. */
function parseToken(body: Buffer): string | undefined {
  let answer: { readonly token?: unknown; readonly access_token?: unknown };
  try {
    answer = Object(JSON.parse(body.toString()));
  } catch {
    // The parser's message may quote the token.
    return undefined;
  }
  const token = answer.token || answer.access_token;
  return typeof token === 'string' && /^[\x21-\x7e]+$/.test(token) ? token : undefined;
}
