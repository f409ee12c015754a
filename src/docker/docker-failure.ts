import { OutageError, UserError } from '../errors';
import type { ProcessResult } from './process-runner';

interface Wording {
  readonly pattern: RegExp;
  readonly what: string;
  readonly hint: string;
  /** Whether it is about the engine at hand: no command that a build runs says so. */
  readonly isOfEngine?: true;
}

/**
 * Why docker failed, by the words it says so with: it ends with status 1 whatever the reason. What this table does
 * not know is an outage of the registry. Wordings are those of Docker 20.10 to 29 and of Amazon ECR.
 */
const wordings: readonly Wording[] = [
  {
    pattern:
      /Cannot connect to the Docker daemon|Is the docker daemon running|error during connect|failed to connect to the docker API/i,
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
    pattern:
      /no basic auth credentials|authorization token has expired|is not authorized to perform|(?:pull access|resource is) denied|(?<!permission )\bdenied: |: denied$|401 unauthorized|\bunauthorized: |: unauthorized$|authentication required|insufficient_scope/im,
    what: 'the registry denied it',
    hint: 'Check that these AWS credentials may pull from and push to the repository (README: IAM permissions).',
  },
  {
    pattern: /no space left on device|disk quota exceeded/i,
    what: 'the disk is full',
    hint: 'Free some space where the docker engine keeps its images: `docker system prune`.',
  },
  {
    pattern: /error (?:saving|storing) credentials|read-only file system/i,
    what: "docker can't write its configuration",
    hint: 'Point DOCKER_CONFIG at a folder that this user can write to.',
  },
  {
    pattern:
      /no matching manifest for|does not match the (?:specified|detected host) platform|exec format error/i,
    what: 'the image is for another platform',
    hint: 'Build for the platform that this agent has.',
  },
];

/**
 * The error for a docker command that did not end well.
 *
 * @param doing what was being done, for a sentence that starts with it ("docker pull of X")
 */
export function toDockerError(doing: string, result: ProcessResult): UserError {
  const { ending } = result;
  if (ending.kind === 'not-started') {
    return ending.code === 'ENOENT'
      ? new UserError(
          `${doing}: there is no docker on PATH`,
          'Install the docker command line on this machine.',
        )
      : new UserError(`${doing}: docker can't be run (${ending.code})`, 'Check that `docker version` works.');
  }
  if (ending.kind === 'signal') return new UserError(`${doing} was ended by ${ending.signal}`);
  const said = lastLines(result.stderr || result.stdout, 5);
  const known = wordings.find(({ pattern }) => pattern.test(result.stderr));
  return known
    ? new UserError(`${doing} failed: ${known.what}\n${said}`, known.hint)
    : new OutageError(`${doing} failed with status ${ending.status}\n${said}`);
}

/** Whether docker failed for the lack of an engine, rather than for what it was asked to do. */
export function isEngineFailure({ stderr }: ProcessResult): boolean {
  return wordings.some(({ isOfEngine, pattern }) => isOfEngine && pattern.test(stderr));
}

function lastLines(text: string, count: number): string {
  const lines = text.split(/[\r\n]+/).filter((line) => line.trim() !== '');
  return lines
    .slice(-count)
    .map((line) => `  ${line}`)
    .join('\n');
}
