import { createHash } from 'node:crypto';
import { OutageError, UserError } from '../errors';
import { type RetryLimits, retryOutages } from '../retry';
import { isDigest, isTag, parseImageName, type RepositoryName } from '../settings/image-name';
import { parsePlatform } from '../settings/platform';
import type { Environment } from '../settings/surroundings';
import { isConfirmedAbsence, isPassing } from './distribution-failure';
import { type FinalAnswer, HttpClient } from './http-client';
import type { Exchange, ExchangeLimits } from './http-exchange';
import { type ImageLabels, manifestTypes, type RegistryImage, type RegistryLogin } from './registry';
import { type FindCredentials, RegistryAuthorization, type Wanted } from './registry-authorization';

/** The URL after `/v2/<repository>/`, or a URL that the registry has named. */
type Subject = `manifests/${string}` | `blobs/${string}` | URL;

/** The parts of manifests and indexes that are used here. (OCI image specification 1.1) */
interface Manifest {
  readonly schemaVersion?: unknown;
  readonly mediaType?: unknown;
  readonly config?: { readonly digest?: string };
  readonly manifests?: readonly (IndexEntry | null)[];
}

interface IndexEntry {
  readonly digest?: string;
  readonly platform?: { readonly os?: string; readonly architecture?: string; readonly variant?: string };
}

/** What the client needs from outside, and its limits. */
export interface DistributionSurroundings {
  /** For HTTPS_PROXY and NO_PROXY. */
  readonly env: Environment;
  /** Called only when a registry wants credentials, once per registry. */
  readonly findCredentials: FindCredentials;
  readonly exchangeLimits: ExchangeLimits;
  readonly retryLimits: RetryLimits;
  /** Called with a line about each retry. */
  readonly say: (line: string) => void;
}

/**
 * A client of the API that registries share. (OCI distribution specification 1.1)
 *
 * Its methods reject, after retries, with an OutageError for what may pass (throttling, 5xx, time-outs, broken
 * connections, answers that no registry gives), and with another UserError for what won't (denied, no such host).
 */
export class DistributionClient {
  private readonly http: HttpClient;
  private readonly authorization: RegistryAuthorization;

  constructor(private readonly surroundings: DistributionSurroundings) {
    this.http = new HttpClient(surroundings.env, surroundings.exchangeLimits);
    this.authorization = new RegistryAuthorization(this.http, surroundings.findCredentials);
  }

  /** The manifest under a tag or digest; undefined only if the registry itself says there is none. */
  async findManifest(name: RepositoryName, reference: string): Promise<RegistryImage | undefined> {
    const wanted = toLookUp(name, reference);
    return this.retry(() => this.readManifest(wanted, reference));
  }

  /**
   * The digest under a tag or digest, without fetching the manifest if possible.
   *
   * @param trustsHead whether status 404 to HEAD is enough for an absence; otherwise the registry has to say so to GET
   */
  async findDigest(name: RepositoryName, reference: string, trustsHead = false): Promise<string | undefined> {
    const wanted = toLookUp(name, reference);
    return this.retry(async () => {
      const answer = await this.ask('HEAD', wanted, `manifests/${reference}`, { headers: { accept } });
      if (trustsHead && answer.status === 404) return undefined;
      const digest = answer.status === 200 ? findDigestHeader(answer) : undefined;
      if (digest !== undefined && (digest === reference || !isDigest(reference))) return digest;
      if (isPassing(answer.status)) throw this.toError(answer, wanted);
      // An answer to HEAD has no body to tell what is wrong.
      return (await this.readManifest(wanted, reference))?.digest;
    });
  }

  /**
   * The digest that a reference in a Dockerfile names in its registry.
   *
   * @throws UserError if there is no such image
   */
  async findBaseDigest(reference: string): Promise<string> {
    const name = parseImageName(reference);
    const digest = await this.findDigest(name, name.tag ?? 'latest');
    if (digest !== undefined) return digest;
    throw new UserError(
      `cache-on-base-images: ${name.host} has no image ${reference}`,
      'Check the name in FROM, or log docker in to that registry if it is a private one.',
    );
  }

  /**
   * The labels of an image. Needs only permission to pull.
   *
   * @param platform which image of an index counts
   * @throws UserError if the registry does not have it, or refuses
   */
  async findLabels(
    name: RepositoryName,
    { manifest }: Pick<RegistryImage, 'manifest'>,
    platform: string,
  ): Promise<ImageLabels> {
    const { config, manifests } = parseObject<Manifest>(manifest);
    if (config?.digest === undefined) {
      const entries = Array.isArray(manifests) ? manifests : [];
      const one = entries.find((entry) => isFor(entry?.platform, platform));
      const image = one?.digest && (await this.findManifest(name, one.digest));
      if (!image) throw new OutageError(`${name.repository} has no image for ${platform} to read labels of`);
      return this.findLabels(name, image, platform);
    }
    const text = await this.readBlob(name, config.digest);
    type Configuration = { readonly config?: { readonly Labels?: ImageLabels | null } };
    return parseObject<Configuration>(text).config?.Labels ?? {};
  }

  /** The text of a small blob, such as an image's configuration. */
  private async readBlob(name: RepositoryName, digest: string): Promise<string> {
    const wanted = toLookUp(name, digest);
    return this.retry(async () => {
      const answer = await this.ask('GET', wanted, `blobs/${digest}`);
      if (answer.status !== 200) throw this.toError(answer, wanted);
      checkDigest(digest, answer.body, wanted);
      return answer.body.toString();
    });
  }

  /**
   * Pushes a manifest, whose blobs the repository must have, under a tag.
   *
   * @returns its digest
   */
  async putManifest(name: RepositoryName, tag: string, manifest: string, mediaType: string): Promise<string> {
    const wanted: Wanted = { ...name, access: 'pull,push', doing: `push of ${toText(name, tag)}` };
    return this.retry(async () => {
      const headers = { 'content-type': mediaType };
      const answer = await this.ask('PUT', wanted, `manifests/${tag}`, { headers, body: manifest });
      if (answer.status < 200 || answer.status > 299) throw this.toError(answer, wanted);
      const digest = findDigestHeader(answer) ?? computeDigest('sha256', Buffer.from(manifest));
      checkDigest(digest, Buffer.from(manifest), wanted);
      return digest;
    });
  }

  /** Uploads a small blob. (OCI distribution specification 1.1, Pushing a blob monolithically) */
  async putBlob(name: RepositoryName, text: string, digest: string): Promise<void> {
    const wanted: Wanted = {
      ...name,
      access: 'pull,push',
      doing: `upload to ${name.host}/${name.repository}`,
    };
    await this.retry(async () => {
      const started = await this.ask('POST', wanted, 'blobs/uploads/');
      const { location } = started.headers;
      if (started.status !== 202 || location === undefined) throw this.toError(started, wanted);
      const url = new URL(location, started.url);
      // Another server must not get the registry's credentials.
      if (url.origin !== started.url.origin) throw this.toError(started, wanted);
      url.searchParams.set('digest', digest);
      const headers = { 'content-type': 'application/octet-stream' };
      const answer = await this.ask('PUT', wanted, url, { headers, body: text });
      if (answer.status !== 201) throw this.toError(answer, wanted);
    });
  }

  /** @returns false if the registry does not allow it */
  async deleteManifest(name: RepositoryName, digest: string): Promise<boolean> {
    const wanted: Wanted = { ...name, access: 'delete', doing: `removal of ${toText(name, digest)}` };
    return this.retry(async () => {
      const answer = await this.ask('DELETE', wanted, `manifests/${digest}`);
      if (isPassing(answer.status)) throw this.toError(answer, wanted);
      return answer.status === 404 || (answer.status >= 200 && answer.status < 300);
    });
  }

  private async readManifest(wanted: Wanted, reference: string): Promise<RegistryImage | undefined> {
    const answer = await this.ask('GET', wanted, `manifests/${reference}`, { headers: { accept } });
    if (answer.status === 200) return toImage(answer, wanted, reference);
    if (isConfirmedAbsence(answer)) return undefined;
    throw this.toError(answer, wanted);
  }

  /** Sends a request with the authorization that the registry wants. */
  private async ask(
    method: Exchange['method'],
    wanted: Wanted,
    subject: Subject,
    { headers = {}, ...content }: Partial<Pick<Exchange, 'headers' | 'body'>> = {},
  ): Promise<FinalAnswer> {
    const { root, authorization } = await this.authorization.find(wanted);
    const url = subject instanceof URL ? subject : new URL(`${wanted.repository}/${subject}`, root);
    const request = { doing: wanted.doing, method, url, headers, ...content };
    const answer = await this.http.send({ ...request, authorization });
    // Another server must not get the registry's credentials.
    if (answer.status !== 401 || answer.url.origin !== url.origin) return answer;
    const renewed = await this.authorization.renew(answer, wanted, authorization);
    return renewed === undefined ? answer : this.http.send({ ...request, authorization: renewed });
  }

  private toError(answer: FinalAnswer, { doing, host }: Wanted): UserError {
    return this.authorization.toError(answer, doing, host);
  }

  private retry<Result>(operation: () => Promise<Result>): Promise<Result> {
    const { retryLimits, say } = this.surroundings;
    return retryOutages(operation, retryLimits, say);
  }
}

const accept = manifestTypes.join(', ');

function toLookUp(name: RepositoryName, reference: string): Wanted {
  const doing = `look-up of ${toText(name, reference)}`;
  if (!isTag(reference) && !isDigest(reference)) {
    throw new UserError(`${doing} failed: '${reference}' is neither a tag nor a digest`);
  }
  return { ...name, access: 'pull', doing };
}

function toText({ host, repository }: RepositoryName, reference: string): string {
  return `${host}/${repository}${isDigest(reference) ? '@' : ':'}${reference}`;
}

function toImage(answer: FinalAnswer, wanted: Wanted, reference: string): RegistryImage {
  const { body, headers } = answer;
  const manifest = body.toString();
  const ownType = checkManifest(manifest, wanted);
  const digest = isDigest(reference) ? reference : (findDigestHeader(answer) ?? computeDigest('sha256', body));
  checkDigest(digest, body, wanted);
  const given = headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  // Some servers don't know the type of what they serve.
  return { digest, manifest, mediaType: manifestTypes.includes(given) ? given : (ownType ?? given) };
}

/** @returns the media type in the manifest */
function checkManifest(text: string, { doing }: Wanted): string | undefined {
  const { schemaVersion, mediaType } = parseObject<Manifest>(text, doing);
  if (schemaVersion === 1) {
    throw new UserError(
      `${doing} failed: it is an image in the format of Docker 1.9, which is no longer supported`,
      'Push it again with a current Docker version.',
    );
  }
  if (schemaVersion !== 2) throw new OutageError(`${doing} failed: the answer is not a manifest`);
  return typeof mediaType === 'string' ? mediaType : undefined;
}

function isFor(given: IndexEntry['platform'], platform: string): boolean {
  const parts = [given?.os, given?.architecture, given?.variant].filter((part) => part);
  return parts.length > 1 && parsePlatform(parts.join('/'), 'an index') === platform;
}

/** @throws OutageError for invalid JSON: not the registry answered, or the answer broke off */
function parseObject<Content>(text: string, doing = 'look-up of labels'): Content {
  try {
    return Object(JSON.parse(text));
  } catch {
    throw new OutageError(`${doing} failed: the answer is not JSON`);
  }
}

function findDigestHeader({ headers }: FinalAnswer): string | undefined {
  const digest = headers['docker-content-digest'];
  return typeof digest === 'string' && isDigest(digest) ? digest : undefined;
}

function checkDigest(digest: string, body: Buffer, { doing }: Wanted): void {
  const actual = computeDigest(digest.slice(0, digest.indexOf(':')), body);
  if (actual === digest) return;
  throw new OutageError(`${doing} failed: received ${actual} instead of ${digest}`);
}

function computeDigest(algorithm: string, body: Buffer): string {
  return `${algorithm}:${createHash(algorithm).update(body).digest('hex')}`;
}

/**
 * Opens a registry client.
 *
 * @param findLogin what docker logs in with to our own registry
 */
export type OpenApi = (findLogin: () => Promise<RegistryLogin | undefined>) => Promise<DistributionClient>;
