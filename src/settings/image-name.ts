import { OptionError, UserError } from '../errors';

/** A repository and the registry that has it. */
export interface RepositoryName {
  /** `host[:port]`; `docker.io` for Docker Hub. */
  readonly host: string;
  readonly repository: string;
}

/** What a reference such as a Dockerfile's `FROM` has stands for, with everything that docker adds to it. */
export interface ImageName extends RepositoryName {
  /** Absent where only a digest was given. Where both are, docker looks at the digest alone. */
  readonly tag?: string;
  readonly digest?: string;
}

/** The host that docker means when a reference has none. */
export const dockerHub = 'docker.io';

// The grammar is that of github.com/distribution/reference (regexp.go), digests that of opencontainers/go-digest.
const hostPattern =
  /^(?:[a-z\d](?:[a-z\d-]*[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]*[a-z\d])?)*|\[[a-f\d:]+\])(?::\d+)?$/i;
const repositoryPattern = /^[a-z\d]+(?:(?:[._]|__|-+)[a-z\d]+)*(?:\/[a-z\d]+(?:(?:[._]|__|-+)[a-z\d]+)*)*$/;
const tagPattern = /^\w[\w.-]{0,127}$/;
const digestPattern = /^(?:sha256:[a-f\d]{64}|sha384:[a-f\d]{96}|sha512:[a-f\d]{128})$/;
/** Longest repository of Docker's. (distribution/reference: RepositoryNameTotalLengthMax) */
const maxRepositoryLength = 255;

export function isTag(text: string): boolean {
  return tagPattern.test(text);
}

/** Whether a text is a digest of a kind that can be checked. */
export function isDigest(text: string): boolean {
  return digestPattern.test(text);
}

/** Whether a text is `host[:port]`, as a registry has it that docker does not look for on Docker Hub. */
export function isRegistryHost(text: string): boolean {
  if (!hostPattern.test(text) || !startsWithHost(text)) return false;
  try {
    // Knows what the grammar doesn't: ports and addresses that are too high.
    return new URL(`https://${text}`).pathname === '/';
  } catch {
    return false;
  }
}

/** What docker takes for a host before the first `/`. (distribution/reference, normalize.go: splitDockerDomain) */
function startsWithHost(first: string): boolean {
  return first === 'localhost' || /[.:]/.test(first) || first !== first.toLowerCase();
}

/**
 * A name that a repository may have, in Amazon ECR (API reference, CreateRepository) and elsewhere.
 *
 * @throws OptionError for a name that no registry takes
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

/** The nearest thing to this text that can be one part of a repository's name. */
export function toRepositoryPart(text: string): string {
  const part = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return part === '' ? 'image' : part;
}

/**
 * Reads an image reference by docker's rules for familiar names: `alpine` is `docker.io/library/alpine:latest`.
 * (github.com/distribution/reference, normalize.go: ParseNormalizedNamed, TagNameOnly)
 *
 * @throws UserError that says what is wrong with it
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
