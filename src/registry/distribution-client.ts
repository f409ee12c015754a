import { createHash } from 'node:crypto';
import { OutageError, UserError } from '../errors';
import { type RetryLimits, retryOutages } from '../retry';
import type { Environment } from '../settings/environment';
import { isConfirmedAbsence, isPassing, toAnswerError } from './distribution-failure';
import type { ExchangeLimits } from './http-exchange';
import { type HttpRequest, HttpTransport, type TransportAnswer } from './http-transport';
import { isDigest, isTag, type RepositoryName } from './image-name';
import { manifestTypes } from './manifest-types';
import { RegistryAuthorization, type Wanted } from './registry-authorization';
import type { FindCredentials } from './registry-credentials';
import { toApiHost } from './registry-host';

/** What a registry has under a tag or a digest. */
export interface FoundManifest {
  /** `sha256:…`, checked against the bytes. */
  readonly digest: string;
  readonly mediaType: string;
  readonly manifest: string;
}

/** What the client needs of the world, and its bounds. */
export interface DistributionSurroundings {
  /** For HTTPS_PROXY and NO_PROXY. */
  readonly env: Environment;
  /** Asked only when a registry wants credentials, once for each registry. */
  readonly findCredentials: FindCredentials;
  readonly exchangeLimits: ExchangeLimits;
  readonly retryLimits: RetryLimits;
  /** Called with a line about each retry. */
  readonly say: (line: string) => void;
}

/**
 * A client of the API that registries share. (OCI distribution specification 1.1)
 *
 * Its methods reject with an OutageError for what may pass (throttling, 5xx, time-outs, broken connections, answers
 * that no registry gives), after retries, and with another UserError for what won't (denied, no such host). What one
 * registry is asked, it is asked without credentials first; what it then wants is kept for later requests.
 */
export class DistributionClient {
  private readonly transport: HttpTransport;
  private readonly authorization: RegistryAuthorization;

  constructor(private readonly surroundings: DistributionSurroundings) {
    this.transport = new HttpTransport(surroundings.env, surroundings.exchangeLimits);
    this.authorization = new RegistryAuthorization(this.transport, surroundings.findCredentials);
  }

  /**
   * What the registry has under a tag or a digest; undefined only where the registry itself says that it has none.
   */
  async findManifest(name: RepositoryName, reference: string): Promise<FoundManifest | undefined> {
    const wanted = toLookUp(name, reference);
    return this.retry(() => this.readManifest(wanted, reference));
  }

  /** The digest under a tag or a digest, without the manifest where the registry can do without. */
  async findDigest(name: RepositoryName, reference: string): Promise<string | undefined> {
    const wanted = toLookUp(name, reference);
    return this.retry(async () => {
      const answer = await this.ask(wanted, toRequest('HEAD', 'manifests', wanted, reference));
      const digest = answer.status === 200 ? findDigestHeader(answer) : undefined;
      if (digest !== undefined && (digest === reference || !isDigest(reference))) return digest;
      if (isPassing(answer.status)) throw this.toError(answer, wanted);
      // Without a body there is no telling what is wrong.
      return (await this.readManifest(wanted, reference))?.digest;
    });
  }

  /**
   * The text of a small blob, such as an image's configuration.
   *
   * @throws UserError where the registry has no such blob, or refuses
   */
  async readBlob(name: RepositoryName, digest: string): Promise<string> {
    const wanted = toLookUp(name, digest);
    return this.retry(async () => {
      const answer = await this.ask(wanted, toRequest('GET', 'blobs', wanted, digest));
      if (answer.status !== 200) throw this.toError(answer, wanted);
      checkDigest(digest, answer.body, wanted);
      return answer.body.toString();
    });
  }

  /**
   * Gives a manifest, whose blobs the repository has, a tag, which moves there from whichever manifest has it.
   *
   * @returns its digest
   */
  async putManifest(name: RepositoryName, tag: string, manifest: string, mediaType: string): Promise<string> {
    const wanted: Wanted = { ...name, access: 'pull,push', doing: `push of ${toText(name, tag)}` };
    if (!isTag(tag)) throw new UserError(`${wanted.doing} failed: '${tag}' is no tag`);
    return this.retry(async () => {
      const answer = await this.ask(wanted, {
        ...toRequest('PUT', 'manifests', wanted, tag),
        headers: { 'content-type': mediaType },
        body: manifest,
      });
      if (answer.status < 200 || answer.status > 299) throw this.toError(answer, wanted);
      const digest = findDigestHeader(answer) ?? computeDigest('sha256', Buffer.from(manifest));
      checkDigest(digest, Buffer.from(manifest), wanted);
      return digest;
    });
  }

  private async readManifest(wanted: Wanted, reference: string): Promise<FoundManifest | undefined> {
    const answer = await this.ask(wanted, toRequest('GET', 'manifests', wanted, reference));
    if (answer.status === 200) return toManifest(answer, wanted, reference);
    if (isConfirmedAbsence(answer)) return undefined;
    throw this.toError(answer, wanted);
  }

  /** Sends a request with what the registry wants to be shown, as soon as that is known. */
  private async ask(wanted: Wanted, request: HttpRequest): Promise<TransportAnswer> {
    const known = { ...request, authorization: await this.authorization.find(wanted) };
    const answer = await this.transport.send(known);
    const refusal = answer.status === 401 ? answer : await this.findRefusal(answer, known, wanted);
    // Another server than the registry has no business with its credentials.
    if (!refusal?.isFromOrigin) return answer;
    const authorization = await this.authorization.answer(refusal, wanted, known.authorization);
    return authorization === undefined ? answer : this.transport.send({ ...request, authorization });
  }

  /**
   * Some registries hide what an unknown user may not see, instead of asking who it is: then the API's root asks, as
   * it does for docker, which starts there. (Artifactory: "Hide Existence of Unauthorized Resources")
   */
  private async findRefusal(
    { status }: TransportAnswer,
    { method, authorization }: HttpRequest,
    wanted: Wanted,
  ): Promise<TransportAnswer | undefined> {
    // Where HEAD does not find it, GET is asked anyway.
    const mayHide = authorization === undefined && method !== 'HEAD' && (status === 403 || status === 404);
    if (!mayHide) return undefined;
    const root = await this.transport.send({
      doing: wanted.doing,
      method: 'GET',
      url: new URL(`https://${toApiHost(wanted.host)}/v2/`),
      headers: {},
    });
    const isRefusal =
      root.status === 401 && (await this.authorization.findCredentials(wanted.host)) !== undefined;
    return isRefusal ? root : undefined;
  }

  private toError(answer: TransportAnswer, { doing, host }: Wanted): UserError {
    const asked = { doing, host: toApiHost(host), shown: this.authorization.describe(host), registry: host };
    return toAnswerError(answer, asked, (text) => this.authorization.redact(text));
  }

  private retry<Result>(operation: () => Promise<Result>): Promise<Result> {
    const { retryLimits, say } = this.surroundings;
    return retryOutages(operation, retryLimits, say);
  }
}

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

function toRequest(
  method: 'GET' | 'HEAD' | 'PUT',
  what: 'manifests' | 'blobs',
  wanted: Wanted,
  reference: string,
): HttpRequest {
  return {
    doing: wanted.doing,
    method,
    url: new URL(`https://${toApiHost(wanted.host)}/v2/${wanted.repository}/${what}/${reference}`),
    headers: what === 'manifests' ? { accept: manifestTypes.join(', ') } : {},
  };
}

function toManifest(answer: TransportAnswer, wanted: Wanted, reference: string): FoundManifest {
  const { body } = answer;
  const content = parseManifest(body, wanted);
  const digest = isDigest(reference)
    ? reference
    : (findDigestHeader(answer) ?? computeDigest('sha256', body));
  checkDigest(digest, body, wanted);
  const given = answer.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  // Some servers know files, but not what is in them.
  const mediaType = manifestTypes.includes(given) ? given : (content.mediaType ?? given);
  return { digest, mediaType, manifest: body.toString() };
}

function parseManifest(body: Buffer, { doing }: Wanted): { readonly mediaType?: string } {
  let content: { readonly schemaVersion?: unknown; readonly mediaType?: unknown };
  try {
    content = Object(JSON.parse(body.toString()));
  } catch {
    // Something on the way answers in the registry's place, or broke off.
    content = {};
  }
  if (content.schemaVersion === 1) {
    throw new UserError(
      `${doing} failed: it is an image in the format of Docker 1.9, which nothing reads any more`,
      'Push it again with a docker of today.',
    );
  }
  if (content.schemaVersion !== 2) throw new OutageError(`${doing} failed: the answer is no manifest`);
  return typeof content.mediaType === 'string' ? { mediaType: content.mediaType } : {};
}

function findDigestHeader({ headers }: TransportAnswer): string | undefined {
  const digest = headers['docker-content-digest'];
  return typeof digest === 'string' && isDigest(digest) ? digest : undefined;
}

function checkDigest(digest: string, body: Buffer, { doing }: Wanted): void {
  const actual = computeDigest(digest.slice(0, digest.indexOf(':')), body);
  if (actual === digest) return;
  throw new OutageError(`${doing} failed: what came is ${actual}, but should be ${digest}`);
}

function computeDigest(algorithm: string, body: Buffer): string {
  return `${algorithm}:${createHash(algorithm).update(body).digest('hex')}`;
}
