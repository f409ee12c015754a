import { OutageError, UserError } from '../errors';
import type { OutputMode, ProcessResult } from './process-runner';

interface Wording {
  readonly pattern: RegExp;
  readonly what: string;
  readonly hint: string;
  /** Whether it is about the engine itself. No command inside a build prints this. */
  readonly isOfEngine?: true;
  /** Whether docker's credentials, or what stores them, are the cause. */
  readonly isOfCredentials?: true;
}

/**
 * Why docker failed, by its messages, since its exit status does not tell. Anything else is an outage of the registry. The
 * wordings are from Docker 20.10 to 29 on both image stores, BuildKit, Podman and Amazon ECR; the tests name their sources.
 */
const wordings: readonly Wording[] = [
  {
    pattern:
      /Cannot connect to (?:the Docker daemon|Podman)|Is the docker daemon running|error during connect|failed to connect to the docker API|unable to connect to Podman/i,
    what: 'no docker engine answers',
    hint: 'Start the docker engine, or point DOCKER_HOST at one.',
    isOfEngine: true,
  },
  {
    pattern: /permission denied while trying to connect/i,
    what: 'this user may not use the docker engine',
    hint: "Add the user to the group `docker`, or give the engine's socket to it.",
    isOfEngine: true,
  },
  {
    pattern: /error (?:getting|storing) credentials - err:/i,
    what: 'the credential helper failed',
    hint: "Install or fix it, or remove it from docker's configuration (credsStore, credHelpers).",
    isOfCredentials: true,
  },
  {
    // Before the denials, since Amazon ECR answers with status 403. (aws/containers-roadmap 2159)
    pattern: /the maximum allowed number of (?:images|tags)/i,
    what: "the registry's quota is used up",
    hint: 'Remove images from the repository (a shorter max-age-days does), or have the quota raised.',
  },
  {
    pattern: /authorization token has expired|is not authorized to perform/i,
    what: 'the registry denied it',
    hint: 'Check that these AWS credentials may pull from and push to the repository (docs/iam.md), or set push: false where they may only pull.',
    isOfCredentials: true,
  },
  {
    pattern:
      /(?:^|: )(?:denied|unauthorized)(?::|\s*$)|(?:pull access|push access|the resource is) denied|\b40[13] \(?(?:unauthorized|forbidden)\b|HTTP 40[13] response body|StatusCode: 40[13]\b|no basic auth credentials|authentication required|authorization failed|insufficient_scope/im,
    what: 'the registry denied it',
    hint: "Check that docker is logged in to it, with credentials that may pull from and push to the repository (Amazon ECR also answers 403 when the repository's quota of images is used up), or set push: false where they may only pull.",
    isOfCredentials: true,
  },
  {
    pattern: /cannot be overwritten because .*\bimmutable\b/i,
    what: 'the tag exists already and is immutable',
    hint: 'Remove the image that has this tag, or change cache-version.',
  },
  {
    pattern: /error (?:saving|storing) credentials|read-only file system/i,
    what: "docker can't write its configuration",
    hint: 'Point DOCKER_CONFIG at a folder that this user can write to.',
  },
  {
    pattern: /no space left on device|disk quota exceeded/i,
    what: 'the disk is full',
    hint: 'Free some space where the docker engine keeps its images: `docker system prune`.',
  },
  {
    pattern:
      /no matching manifest for|no match for platform|no image found in (?:image index|manifest list) for|does not (?:match|provide) the (?:specified|detected host) platform|exec format error/i,
    what: 'the image is for another platform',
    hint: 'Build for the platform that this agent has.',
  },
];

/** The longest quote of docker's output, in characters. */
const longest = 300;

/**
 * The error for a docker command that failed, in one line.
 *
 * @param doing what was being done ("docker pull of X")
 * @param output what became of docker's output: if it was shown, one line of it is enough
 * @param helper the credential helper that docker uses for this registry, if any
 */
export function toDockerError(doing: string, result: ProcessResult, output: OutputMode, helper?: string): UserError {
  const { ending } = result;
  if (ending.kind === 'not-started') {
    return ending.code === 'ENOENT'
      ? new UserError(`${doing}: there is no docker on PATH`, 'Install the docker command line on this machine.')
      : new UserError(`${doing}: docker can't be run (${ending.code})`, 'Check that `docker version` works.');
  }
  if (ending.kind === 'signal') return new UserError(`${doing} was ended by ${ending.signal}`);
  if (ending.kind === 'timeout') {
    return new OutageError(`${doing} has not answered in ${ending.limitMs / 1000} s`);
  }
  const lines = toLines(result.stderr || result.stdout);
  const known = wordings.find(({ pattern }) => pattern.test(result.stderr));
  if (known) {
    const said = lines.filter((line) => known.pattern.test(line)).slice(-1);
    const [what, hint] =
      helper !== undefined && known.isOfCredentials
        ? [
            `${known.what} (${helper})`,
            `${known.hint} Docker takes the credentials for this registry from ${helper}, which its configuration names.`,
          ]
        : [known.what, known.hint];
    return new UserError(`${doing} failed: ${[what, ...said.map(shorten)].join(': ')}`, hint);
  }
  const said = lines.slice(output === 'kept' ? -3 : -1).join(' / ');
  return new OutageError(`${doing} failed with status ${ending.status}${said && `: ${shorten(said)}`}`);
}

/**
 * The error for a failed docker command that needs only the engine.
 *
 * @param doing as for `toDockerError`
 */
export function toEngineError(doing: string, result: ProcessResult): UserError {
  const error = toDockerError(doing, result, 'kept');
  // Never an outage: there is no going on without the engine.
  if (result.ending.kind !== 'timeout') return new UserError(error.message, error.hint, error);
  return new UserError(
    `${error.message}: the docker engine hangs`,
    'Check that `docker version` answers at once on this machine; else start the docker engine again.',
  );
}

/**
 * The error for a docker command that succeeded without describing an image.
 *
 * @param doing as for `toDockerError`
 */
export function toNoImageError(doing: string, { stdout }: Pick<ProcessResult, 'stdout'>): UserError {
  const [first] = toLines(stdout);
  return new UserError(
    `${doing} succeeded but did not describe an image: ${first === undefined ? 'it answered nothing' : describeAnswer(first)}`,
    'Check that `docker` on PATH is the docker command line, or passes on nothing but what that one answers.',
  );
}

/** Does not quote JSON, which may contain variables of the image. */
function describeAnswer(line: string): string {
  return /^[[{]/.test(line) ? 'it answered JSON, not all of it or of another form' : shorten(line);
}

/** Whether docker failed because of the engine. */
export function isEngineFailure({ stderr }: ProcessResult): boolean {
  return wordings.some(({ isOfEngine, pattern }) => isOfEngine && pattern.test(stderr));
}

/** What to do about a failed build; undefined if docker's own output is enough. */
export function findBuildHint({ stdout, stderr }: ProcessResult): string | undefined {
  if (/buildx component is missing/.test(stderr)) {
    return 'Install docker-buildx on this machine: secrets, layer-cache, cache-on-copied and cache-on-base-images need BuildKit.';
  }
  if (/cache export (?:feature )?is (?:currently )?not supported for/i.test(stderr)) {
    return (
      'layer-cache: registry needs a builder that can keep its cache elsewhere: `docker buildx create --name=cache ' +
      "--driver=docker-container` and the variable BUILDX_BUILDER=cache, or the engine's containerd image store. layer-cache: inline needs neither."
    );
  }
  if (/unknown flag: --cache-to/.test(stderr)) {
    return 'Install docker-buildx on this machine: layer-cache: registry needs it. layer-cache: inline does without.';
  }
  if (/no space left on device/i.test(stdout + stderr)) {
    return 'Free some space where the docker engine keeps its images: `docker system prune`.';
  }
  // The legacy builder writes the output of commands to standard output.
  if (/exec format error/i.test(stdout + stderr)) {
    return 'This engine can not run programs of that platform: use an agent that has it, or install emulation (tonistiigi/binfmt).';
  }
  return undefined;
}

/** The lines of a text, without docker's usage hints. */
function toLines(text: string): readonly string[] {
  return text
    .split(/[\r\n\u2028\u2029]+/)
    .map((line) => line.replace(/\p{Cc}+/gu, ' ').trim())
    .filter((line) => line !== '' && !/^(?:Usage:|(?:See|Run) 'docker )/.test(line));
}

/** Cuts the middle: what failed is at the beginning, why is at the end. */
function shorten(text: string): string {
  const half = Math.floor((longest - 3) / 2);
  return text.length > longest ? `${text.slice(0, half)} … ${text.slice(-half)}` : text;
}
