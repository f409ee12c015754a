import { UserError } from '../errors';
import { parsePlatform } from '../settings/platform';
import type { BuildSettings } from '../settings/settings';
import { toBuildArguments } from './build-arguments';
import { findCredentialState, readDockerConfig } from './docker-config';
import { isEngineFailure, toDockerError } from './docker-failure';
import { formatReference, type ImageReference } from './image-reference';
import { type LockSurroundings, withLoginLock } from './login-lock';
import type { OutputMode, ProcessOptions, ProcessResult, ProcessRunner } from './process-runner';

/** An image that the engine has under the reference it was asked for. */
export interface EngineImage {
  /** `repository@sha256:…` of every repository it was pulled from or pushed to. */
  readonly repoDigests: readonly string[];
  /** As `parsePlatform` spells it. */
  readonly platform: string;
}

/** The parts of `docker image inspect` that count here. */
interface InspectedImage {
  readonly RepoDigests?: readonly string[] | null;
  readonly Os?: string;
  readonly Architecture?: string;
  readonly Variant?: string;
}

/** The docker command line. Every method rejects with a UserError; with an OutageError where the registry failed. */
export class Docker {
  /** @param progress how builds, pulls and pushes show what they do */
  constructor(
    private readonly runner: ProcessRunner,
    private readonly progress: Exclude<OutputMode, 'kept'>,
    private readonly lock: LockSurroundings,
  ) {}

  /** Leaves docker logged in to a registry. The password goes through standard input only. */
  async login(host: string, username: string, password: string): Promise<void> {
    const findState = () => findCredentialState(host, readDockerConfig(this.lock.folder));
    if (findState() === 'helper') return;
    await withLoginLock(this.lock, async () => {
      const logIn = () =>
        this.run(['login', `--username=${username}`, '--password-stdin', host], `docker login to ${host}`, {
          output: 'kept',
          input: password,
        });
      await logIn();
      // A program that does not know the lock may have written over it.
      if (findState() === 'none') await logIn();
    });
  }

  /** The image that the engine has under this reference, if any. */
  async findImage(image: ImageReference): Promise<EngineImage | undefined> {
    const reference = formatReference(image);
    const result = await this.runner.run('docker', ['image', 'inspect', reference], { output: 'kept' });
    if (result.ending.kind !== 'exit' || result.ending.status !== 0) {
      if (/No such image/i.test(result.stderr)) return undefined;
      throw toDockerError(`docker image inspect of ${reference}`, result);
    }
    const [found] = JSON.parse(result.stdout) as InspectedImage[];
    const platform = [found?.Os, found?.Architecture, found?.Variant].filter((part) => part).join('/');
    return { repoDigests: found?.RepoDigests ?? [], platform: parsePlatform(platform, reference) };
  }

  /** @param platform the one to pull where the reference has several; undefined for the engine's own */
  async pull(image: ImageReference, platform: string | undefined): Promise<void> {
    const reference = formatReference(image);
    const options = platform === undefined ? [] : [`--platform=${platform}`];
    await this.run(['pull', ...options, reference], `docker pull of ${reference}`, { output: this.progress });
  }

  async push(image: ImageReference): Promise<void> {
    const reference = formatReference(image);
    await this.run(['push', reference], `docker push of ${reference}`, { output: this.progress });
  }

  /** Builds an image and gives it this reference. Docker's own output is the explanation when it fails. */
  async build(settings: BuildSettings, image: ImageReference): Promise<void> {
    const result = await this.runner.run('docker', toBuildArguments(settings, image), {
      output: this.progress,
      ...(settings.dockerfile.kind === 'inline' ? { input: settings.dockerfile.text } : {}),
      env: {
        // Only BuildKit knows secrets; the plugin's users expect it to be switched on for them.
        ...(settings.secrets.length > 0 ? { DOCKER_BUILDKIT: '1' } : {}),
        ...(this.progress === 'shown' ? { BUILDKIT_PROGRESS: 'plain' } : {}),
      },
    });
    const { ending } = result;
    if (ending.kind === 'exit' && ending.status === 0) return;
    if (ending.kind !== 'exit' || isEngineFailure(result)) throw toDockerError('docker build', result);
    throw new UserError(
      `docker build failed with status ${ending.status}; its output above says why`,
      /buildx component is missing/.test(result.stderr)
        ? 'Install docker-buildx on this machine: secrets need BuildKit.'
        : undefined,
    );
  }

  private async run(args: readonly string[], doing: string, options: ProcessOptions): Promise<ProcessResult> {
    const result = await this.runner.run('docker', args, options);
    if (result.ending.kind !== 'exit' || result.ending.status !== 0) throw toDockerError(doing, result);
    return result;
  }
}
