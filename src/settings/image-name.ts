import { OptionError, UserError } from '../errors';

/** A repository and the registry that has it. */
export interface RepositoryName {
  /** `host[:port]`; `docker.io` for Docker Hub. */
  readonly host: string;
  readonly repository: string;
}

/** A parsed image reference, with docker's defaults filled in. */
export interface ImageName extends RepositoryName {
  /** Absent if only a digest was given. If both are given, docker ignores the tag. */
  readonly tag?: string;
  readonly digest?: string;
}

/** A repository with its host (`host[:port]/path`), and a tag. */
export interface ImageReference {
  readonly repository: string;
  readonly tag: string;
}

/** The host of references without one. */
export const dockerHub = 'docker.io';

// The grammar of github.com/distribution/reference (regexp.go) and opencontainers/go-digest.
const hostPattern = /^(?:[a-z\d](?:[a-z\d-]*[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]*[a-z\d])?)*|\[[a-f\d:]+\])(?::\d+)?$/i;
const repositoryPattern = /^[a-z\d]+(?:(?:[._]|__|-+)[a-z\d]+)*(?:\/[a-z\d]+(?:(?:[._]|__|-+)[a-z\d]+)*)*$/;
const tagPattern = /^\w[\w.-]{0,127}$/;
const digestPattern = /^(?:sha256:[a-f\d]{64}|sha384:[a-f\d]{96}|sha512:[a-f\d]{128})$/;
/** Docker's limit. (distribution/reference: RepositoryNameTotalLengthMax) */
const maxRepositoryLength = 255;

export function isTag(text: string): boolean {
  return tagPattern.test(text);
}

/** Whether a text is a digest of a known algorithm. */
export function isDigest(text: string): boolean {
  return digestPattern.test(text);
}

/** Whether docker takes a text for a registry's `host[:port]`, rather than for a repository on Docker Hub. */
export function isRegistryHost(text: string): boolean {
  if (!hostPattern.test(text) || !startsWithHost(text)) return false;
  try {
    // Rejects ports and addresses that are out of range.
    return new URL(`https://${text}`).pathname === '/';
  } catch {
    return false;
  }
}

/** Whether docker takes the text before the first `/` for a host. (distribution/reference, normalize.go: splitDockerDomain) */
function startsWithHost(first: string): boolean {
  return first === 'localhost' || /[.:]/.test(first) || first !== first.toLowerCase();
}

/**
 * Checks the name of a repository, by the rules of Amazon ECR (API reference, CreateRepository) and others.
 *
 * @throws OptionError for an invalid name
 */
export function parseRepositoryName(text: string, writtenAs: string): string {
  if (text.length < 2 || text.length > 256 || !repositoryPattern.test(text)) {
    throw new OptionError(
      `${writtenAs}: ${JSON.stringify(text)} is not a repository name`,
      'It has 2 to 256 lower-case letters and digits, with single `.`, `_` or `/`, or `-`, between them.',
    );
  }
  return text;
}

/** Turns a text into a valid part of a repository's name. */
export function toRepositoryPart(text: string): string {
  const part = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return part === '' ? 'image' : part;
}

/**
 * Parses an image reference by docker's rules: `alpine` is `docker.io/library/alpine:latest`.
 * (github.com/distribution/reference, normalize.go: ParseNormalizedNamed, TagNameOnly)
 *
 * @throws UserError for an invalid reference
 */
export function parseImageName(text: string): ImageName {
  const [, name = '', tag, digest] = /^([^@]*?)(?::([^:/@]*))?(?:@(.*))?$/s.exec(text) ?? [];
  const { host, repository } = splitName(name);
  const refuse = (why: string) =>
    new UserError(
      `${JSON.stringify(text)} is not a valid image reference: ${why}`,
      'It has to be [host[:port]/]repository[:tag][@digest].',
    );
  if (/^[a-f\d]{64}$/.test(text)) throw refuse('it is the ID of an image, which no registry knows');
  if (!isRegistryHost(host)) throw refuse(`'${host}' is not a host with or without a port`);
  if (digest !== undefined && !isDigest(digest)) throw refuse(`'${digest}' is not a digest`);
  if (tag !== undefined && !isTag(tag)) throw refuse(`'${tag}' is not a tag`);
  if (repository !== repository.toLowerCase()) throw refuse(`'${repository}' has to be in lower case`);
  if (!repositoryPattern.test(repository)) throw refuse(`'${repository}' is not a repository`);
  if (repository.length > maxRepositoryLength) {
    throw refuse(`its repository is longer than ${maxRepositoryLength} characters`);
  }
  if (digest === undefined) return { host, repository, tag: tag ?? 'latest' };
  return { host, repository, ...(tag === undefined ? {} : { tag }), digest };
}

function splitName(name: string): RepositoryName {
  const slash = name.indexOf('/');
  const first = name.slice(0, Math.max(slash, 0));
  const hasHost = slash >= 0 && startsWithHost(first);
  const path = hasHost ? name.slice(slash + 1) : name;
  if (hasHost && first !== dockerHub && first !== 'index.docker.io') return { host: first, repository: path };
  return { host: dockerHub, repository: path.includes('/') ? path : `library/${path}` };
}

/** `host[:port]/path:tag` */
export function formatReference({ repository, tag }: ImageReference): string {
  return `${repository}:${tag}`;
}
