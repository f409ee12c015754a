import { createHash } from 'node:crypto';
import { UserError } from '../errors';
import type { BuildSettings } from '../settings/settings';
import { asksForAttestations, type BuildExtras, toBuildArguments } from './build-arguments';
import { type CredentialState, findCredentialState, readDockerConfig } from './docker-config';
import {
  findBuildHint,
  isEngineFailure,
  toDockerError,
  toEngineError,
  toNoImageError,
} from './docker-failure';
import { type EngineImage, parseInspection } from './engine-image';
import { type FileLock, withFileLock } from './file-lock';
import { formatReference, type ImageReference } from './image-reference';
import type { OutputMode, ProcessOptions, ProcessResult, ProcessRunner } from './process-runner';

/** What jobs on one machine take turns with. */
export type LockSurroundings = Pick<FileLock, 'folder' | 'staleMs' | 'pollMs' | 'atExit'> & {
  /** How long a login waits for those before it. Holding a lock is what `staleMs` bounds. */
  readonly loginMs: number;
  /** How long a job waits for another that pushes the same image. */
  readonly pushMs: number;
};

/** The docker command line. Every method rejects with a UserError; with an OutageError where the registry failed. */
export class Docker {
  /**
   * @param progress how builds, pulls and pushes show what they do
   * @param answerMs how long any other command may take, in milliseconds
   */
  constructor(
    private readonly runner: ProcessRunner,
    private readonly progress: Exclude<OutputMode, 'kept'>,
    private readonly lock: LockSurroundings,
    private readonly answerMs: number,
  ) {}

  /**
   * Leaves docker logged in to a registry: one job at a time, since docker reads, changes and writes its configuration
   * without a lock, and of logins at the same time all but the last to write are lost. The password goes
   * through standard input only.
   */
  async login(host: string, username: string, password: string): Promise<void> {
    if (this.findState(host) === 'helper') return;
    const waitMs = this.lock.loginMs;
    const lock = { ...this.lock, name: 'docker-ecr-cache.lock', waitMs, isRenewed: false };
    await withFileLock(lock, async () => {
      const logIn = () =>
        this.run(['login', `--username=${username}`, '--password-stdin', host], `docker login to ${host}`, {
          output: 'kept',
          input: password,
          limitMs: this.answerMs,
        });
      await logIn();
      // A program that does not know the lock may have written over it.
      if (!this.isLoggedIn(host)) await logIn();
    });
  }

  /** Whether docker still has what it has logged in with, or a helper that knows by itself. */
  isLoggedIn(host: string): boolean {
    return this.findState(host) !== 'none';
  }

  private findState(host: string): CredentialState {
    return findCredentialState(host, readDockerConfig(this.lock.folder));
  }

  /**
   * Does something with an image while no other job of this user on this machine does.
   *
   * @param onWait called when one does
   */
  takeTurns<Result>(
    image: ImageReference,
    onWait: () => void,
    action: () => Promise<Result>,
  ): Promise<Result> {
    const digest = createHash('sha256').update(formatReference(image)).digest('hex');
    const name = `docker-ecr-cache-${digest.slice(0, 16)}.lock`;
    return withFileLock({ ...this.lock, name, waitMs: this.lock.pushMs, isRenewed: true, onWait }, action);
  }

  /** The image that the engine has under this reference, if any. */
  async findImage(image: ImageReference): Promise<EngineImage | undefined> {
    const reference = formatReference(image);
    const doing = `docker image inspect of ${reference}`;
    const result = await this.ask(['image', 'inspect', reference]);
    if (result.ending.kind !== 'exit' || result.ending.status !== 0) {
      if (/No such image/i.test(result.stderr)) return undefined;
      throw toEngineError(doing, result);
    }
    const found = parseInspection(result.stdout);
    if (found === undefined) throw toNoImageError(doing, result);
    return found;
  }

  /** Takes the reference from an image of the engine, whose layers stay for the next build. */
  async untag(image: ImageReference): Promise<void> {
    const reference = formatReference(image);
    const result = await this.ask(['image', 'rm', '--force', '--no-prune', reference]);
    // What else keeps the engine from it will show with the build, which has no end of its own.
    if (result.ending.kind === 'timeout') throw toEngineError(`docker image rm of ${reference}`, result);
  }

  /** @param platform the one to pull where the reference has several; undefined for the engine's own */
  async pull(image: ImageReference, platform: string | undefined): Promise<void> {
    const reference = formatReference(image);
    const options = platform === undefined ? [] : [`--platform=${platform}`];
    // In a build log each layer would be several lines, of a run that has nothing to tell.
    const [quiet, output] =
      this.progress === 'terminal' ? [[], this.progress] : [['--quiet'], 'kept' as const];
    await this.run(['pull', ...quiet, ...options, reference], `docker pull of ${reference}`, { output });
  }

  async push(image: ImageReference): Promise<void> {
    const reference = formatReference(image);
    await this.run(['push', reference], `docker push of ${reference}`, { output: this.progress });
  }

  /** Builds an image and gives it this reference. Docker's own output is the explanation when it fails. */
  async build(settings: BuildSettings, image: ImageReference, extras: BuildExtras): Promise<void> {
    const result = await this.runner.run('docker', toBuildArguments(settings, image, extras), {
      output: this.progress,
      ...(settings.dockerfile.kind === 'inline' ? { input: settings.dockerfile.text } : {}),
      env: {
        // Where the settings ask for what only BuildKit can do, it is switched on.
        ...(settings.usesBuildKit ? { DOCKER_BUILDKIT: '1' } : {}),
        ...(this.progress === 'shown' ? { BUILDKIT_PROGRESS: 'plain' } : {}),
        // A description of the build beside the image would make an index of it, which not everything can pull.
        ...(asksForAttestations(settings.additionalBuildArgs) ? {} : { BUILDX_NO_DEFAULT_ATTESTATIONS: '1' }),
      },
    });
    const { ending } = result;
    if (ending.kind === 'exit' && ending.status === 0) return;
    if (ending.kind !== 'exit' || isEngineFailure(result))
      throw toDockerError('docker build', result, this.progress);
    throw new UserError(
      `docker build failed with status ${ending.status}; its output above says why`,
      findBuildHint(result),
    );
  }

  /** Asks for something that the engine does by itself. */
  private ask(args: readonly string[]): Promise<ProcessResult> {
    return this.runner.run('docker', args, { output: 'kept', limitMs: this.answerMs });
  }

  private async run(args: readonly string[], doing: string, options: ProcessOptions): Promise<ProcessResult> {
    const result = await this.runner.run('docker', args, options);
    if (result.ending.kind !== 'exit' || result.ending.status !== 0) {
      throw toDockerError(doing, result, options.output);
    }
    return result;
  }
}
