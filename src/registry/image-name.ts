import { UserError } from '../errors';

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
/** Longest repository. (distribution/reference: RepositoryNameTotalLengthMax) */
const maxRepositoryLength = 255;

export function isTag(text: string): boolean {
  return tagPattern.test(text);
}

/** Whether a text is a digest of a kind that can be checked. */
export function isDigest(text: string): boolean {
  return digestPattern.test(text);
}

/**
 * Reads an image reference by docker's rules for familiar names: `alpine` is `docker.io/library/alpine:latest`, and
 * what stands before the first `/` is a host only if it has a dot, a colon or a capital, or is `localhost`.
 * (github.com/distribution/reference, normalize.go: ParseNormalizedNamed, TagNameOnly)
 *
 * @throws UserError that says what is wrong with it
 */
export function parseImageName(text: string): ImageName {
  const refuse = (why: string) =>
    new UserError(
      `'${text}' is no image reference: ${why}`,
      'It has to be [host[:port]/]repository[:tag][@digest].',
    );
  if (text === '') throw refuse('it is empty');
  if (/^[a-f\d]{64}$/.test(text)) throw refuse('it is the id of an image, which no registry knows');

  const [name = '', digest, ...more] = text.split('@');
  if (more.length > 0) throw refuse('it has more than one @');
  if (digest !== undefined && !isDigest(digest)) {
    throw refuse(`'${digest}' is no digest, which would be sha256: and 64 hexadecimal digits in lower case`);
  }
  const { host, path } = splitHost(name);
  if (!isHost(host)) throw refuse(`'${host}' is no host with or without a port`);

  const colon = path.lastIndexOf(':');
  const repository = colon < 0 ? path : path.slice(0, colon);
  const tag = colon < 0 ? undefined : path.slice(colon + 1);
  if (tag !== undefined && !isTag(tag)) {
    throw refuse(
      `'${tag}' is no tag, which would be up to 128 letters, digits, underscores, dots and hyphens, neither of the ` +
        'last two in front',
    );
  }
  if (repository !== repository.toLowerCase())
    throw refuse(`the repository '${repository}' has to be in lower case`);
  if (!repositoryPattern.test(repository)) {
    throw refuse(
      `'${repository}' is no repository, which would be words of letters and digits, joined by one of . _ __ - and /`,
    );
  }
  if (repository.length > maxRepositoryLength) {
    throw refuse(`its repository is longer than ${maxRepositoryLength} characters`);
  }
  return {
    host,
    repository,
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
    ...(tag === undefined && digest === undefined ? { tag: 'latest' } : {}),
  };
}

function splitHost(name: string): { readonly host: string; readonly path: string } {
  const slash = name.indexOf('/');
  const first = name.slice(0, Math.max(slash, 0));
  const isFirstHost = first === 'localhost' || /[.:]/.test(first) || first !== first.toLowerCase();
  const isHub = !isFirstHost || first === dockerHub || first === 'index.docker.io';
  const path = isFirstHost ? name.slice(slash + 1) : name;
  if (!isHub) return { host: first, path };
  return { host: dockerHub, path: path.includes('/') ? path : `library/${path}` };
}

function isHost(host: string): boolean {
  if (!hostPattern.test(host)) return false;
  try {
    // Knows what the grammar doesn't: ports and addresses that are too high.
    return new URL(`https://${host}`).pathname === '/';
  } catch {
    return false;
  }
}
