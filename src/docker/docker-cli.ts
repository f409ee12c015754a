import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describeError, UserError } from '../errors';
import { pause } from '../retry';
import { formatReference, type ImageReference } from '../settings/image-name';
import type { BuildSettings } from '../settings/settings';
import type { Environment } from '../settings/surroundings';
import {
  asksForAttestations,
  type BuildExtras,
  choosesBuilder,
  choosesOutput,
  toBuildArguments,
} from './build-arguments';
import { findCredentialState, findHelper, type LoginFile, readDockerConfig } from './docker-config';
import { findBuildHint, isEngineFailure, toDockerError, toEngineError, toNoImageError } from './docker-failure';
import { type EngineImage, parseInspection } from './engine-image';
import { type FileLock, takeFileLock } from './file-lock';
import type { OutputMode, ProcessOptions, ProcessResult, ProcessRunner } from './process-runner';

/** How docker is used. */
export interface DockerSurroundings {
  /** How builds, pulls and pushes show what they do. */
  readonly progress: Exclude<OutputMode, 'kept'>;
  /** The locks for jobs on one machine, in the folder of docker's configuration. */
  readonly lock: Omit<FileLock, 'name' | 'doing' | 'isRenewed' | 'say'>;
  /** Reads every place where logins may be stored. */
  readonly readLogins: () => readonly LoginFile[];
  /** How long a command that neither builds nor transfers an image may take, in milliseconds. */
  readonly answerMs: number;
  /** Whether the environment chooses a builder, which may not load what it builds. */
  readonly isBuilderChosen: boolean;
  readonly say: (line: string) => void;
}

/**
 * The repository of the tags that images are built under, `<seconds since 1970>-<nonce>`. Each belongs to one run, so that
 * a build never changes or removes a reference that another job uses.
 */
const ownRepository = 'localhost/docker-ecr-cache-build';

/** After this many seconds, a tag was left behind by a run that was killed. */
const leftoverAge = 24 * 60 * 60;

const tagAttempts = 5;

/** Whether an image has a run's own tag rather than that of a key. */
export function isOwnTag({ repository }: ImageReference): boolean {
  return repository === ownRepository;
}

/** The docker command line. Methods reject with a UserError, with an OutageError if the registry failed. */
export class Docker {
  /** This run's own tags that still have to be removed. */
  private readonly ownTags = new Set<ImageReference>();

  constructor(
    private readonly runner: ProcessRunner,
    private readonly surroundings: DockerSurroundings,
  ) {}

  /**
   * Logs docker in to a registry. One job at a time: docker updates its configuration without a lock, so that concurrent
   * logins would overwrite one another. The password is passed on standard input.
   */
  async login(host: string, username: string, password: string): Promise<void> {
    const { lock, say, answerMs } = this.surroundings;
    if (findCredentialState(host, readDockerConfig(lock.folder)) === 'helper') return;
    const name = 'docker-ecr-cache.lock';
    const release = await takeFileLock({ ...lock, name, doing: 'logging docker in', isRenewed: false, say });
    const logIn = () =>
      this.run(
        ['login', `--username=${username}`, '--password-stdin', host],
        `docker login to ${host}`,
        { output: 'kept', input: password, limitMs: answerMs },
        host,
      );
    try {
      await logIn();
      // A program that does not know the lock may have overwritten it.
      if (!this.isLoggedIn(host)) await logIn();
    } finally {
      release();
    }
  }

  /** Whether docker is still logged in, or has a helper that needs no login. */
  isLoggedIn(host: string): boolean {
    return this.surroundings.readLogins().some(({ config }) => findCredentialState(host, config) !== 'none');
  }

  /** Waits until no other job of this user and machine builds this image; returns a function that ends the turn. */
  takeTurn(image: ImageReference): Promise<() => void> {
    const { lock, say } = this.surroundings;
    const digest = createHash('sha256').update(formatReference(image)).digest('hex');
    const name = `docker-ecr-cache-${digest.slice(0, 16)}.lock`;
    return takeFileLock({ ...lock, name, doing: 'building this image', isRenewed: true, say });
  }

  /** The engine's image under this reference, if any. */
  async findImage(image: ImageReference): Promise<EngineImage | undefined> {
    const reference = formatReference(image);
    const doing = `docker image inspect of ${reference}`;
    const result = await this.ask(['image', 'inspect', reference]);
    if (!isDone(result)) {
      if (/No such image|image not known/i.test(result.stderr)) return undefined;
      throw toEngineError(doing, result);
    }
    const found = parseInspection(result.stdout);
    if (found === undefined) throw toNoImageError(doing, result);
    return found;
  }

  /**
   * Moves a reference to an image.
   *
   * @param from another reference of that image
   */
  async tag(from: ImageReference, to: ImageReference): Promise<void> {
    const reference = formatReference(to);
    for (let attempt = 1; ; attempt++) {
      const result = await this.ask(['tag', formatReference(from), reference]);
      if (isDone(result)) return;
      // On containerd's store, concurrent tags of two jobs may conflict (AlreadyExists).
      if (result.ending.kind !== 'exit' || attempt === tagAttempts) {
        const { message, hint } = toEngineError(`docker tag of ${reference}`, result);
        throw new UserError(message, hint);
      }
      await pause(attempt * 100 * (0.5 + Math.random()));
    }
  }

  /** A new tag for this run only. It is removed by the end of the run, unless it is kept. */
  openOwnTag(): ImageReference {
    const own = {
      repository: ownRepository,
      tag: `${Math.floor(Date.now() / 1000)}-${randomBytes(6).toString('hex')}`,
    };
    this.ownTags.add(own);
    return own;
  }

  keepOwnTag(own: ImageReference): void {
    this.ownTags.delete(own);
  }

  /**
   * Removes this run's own tags.
   *
   * @param limitMs for each, in milliseconds; set at the end of the program, when no other commands are started
   */
  async dropOwnTags(limitMs?: number): Promise<void> {
    for (const own of this.ownTags) {
      // The legacy builder's layers must stay for the next build, even if no other tag keeps the image.
      const { ending } = await this.runner.run('docker', ['image', 'rm', '--no-prune', formatReference(own)], {
        output: 'kept',
        limitMs: limitMs ?? this.surroundings.answerMs,
        isLast: limitMs !== undefined,
      });
      if (ending.kind === 'exit') this.ownTags.delete(own);
    }
  }

  /** Removes the tags of runs that were killed. Ignores failures. */
  async removeLeftovers(): Promise<void> {
    const { stdout } = await this.ask(['image', 'ls', '--format={{.Tag}}', ownRepository]);
    // Podman also lists other tags of such an image.
    const isOld = (tag: string) =>
      /^\d+-[0-9a-f]+$/.test(tag) && Date.now() / 1000 - Number.parseInt(tag, 10) > leftoverAge;
    const leftovers = stdout
      .split('\n')
      .filter(isOld)
      .map((tag) => formatReference({ repository: ownRepository, tag }));
    if (leftovers.length > 0) await this.ask(['image', 'rm', ...leftovers]);
  }

  /** @param platform undefined for the engine's own */
  async pull(image: ImageReference, platform: string | undefined): Promise<void> {
    const reference = formatReference(image);
    const options = platform === undefined ? [] : [`--platform=${platform}`];
    const [quiet, output] = this.findTransferMode();
    const args = ['pull', ...quiet, ...options, reference];
    await this.run(args, `docker pull of ${reference}`, { output }, findHost(image));
  }

  /**
   * @returns undefined for Docker, which adds the digest to the image's RepoDigests; for podman, which pushes a compressed
   *   copy, the digest of that, or an empty text if it is unknown
   */
  async push(image: ImageReference): Promise<string | undefined> {
    const reference = formatReference(image);
    const [quiet, output] = this.findTransferMode();
    const pushWith = (options: readonly string[]) =>
      this.run(['push', ...quiet, ...options, reference], `docker push of ${reference}`, { output }, findHost(image));
    if (!(await this.isPodman())) {
      await pushWith([]);
      return undefined;
    }
    const folder = openTemporaryFolder('the digest of a push');
    try {
      const file = path.join(folder, 'digest');
      await pushWith([`--digestfile=${file}`]);
      // A remote podman ignores the option.
      return existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  /** Quiet in a build log, where docker would write several lines per layer. */
  private findTransferMode(): readonly [quiet: readonly string[], output: OutputMode] {
    const { progress } = this.surroundings;
    return progress === 'terminal' ? [[], progress] : [['--quiet'], 'kept'];
  }

  /**
   * Builds an image into the engine, whatever the builder. If that fails, docker's own output explains it.
   */
  async build(settings: BuildSettings, image: ImageReference, extras: BuildExtras): Promise<void> {
    await this.expectBuildKit(settings, extras);
    const { additionalBuildArgs: words } = settings;
    const loading = { ...settings, additionalBuildArgs: [...words, '--load'] };
    const canLoad = async () => !choosesOutput(words) && (await this.knowsLoad(settings));
    const isChosen = this.surroundings.isBuilderChosen || choosesBuilder(words);
    const isLoaded = isChosen && (await canLoad());
    await this.runBuild(isLoaded ? loading : settings, image, extras);
    if (await this.findImage(image)) return;
    // After `docker buildx install`, `docker build` uses the builder that `docker buildx use` has chosen.
    if (!isLoaded && (await canLoad())) {
      this.surroundings.say('The builder did not load the image into the docker engine: loading it');
      // Everything is cached in the builder: nothing is built or exported again.
      const layers = extras.layers.kind === 'inline' ? extras.layers : ({ kind: 'engine' } as const);
      await this.runBuild(loading, image, { ...extras, layers });
      if (await this.findImage(image)) return;
    }
    throw new UserError(
      'docker build succeeded, but the docker engine does not have the image',
      'Its output above says what it did: look for an option in additional-build-args that makes it do something else than build.',
    );
  }

  /** @throws UserError if docker is podman and the build needs BuildKit */
  private async expectBuildKit(
    { cacheOnCopied, cacheOnBaseImages, layerCache }: BuildSettings,
    { layers }: BuildExtras,
  ): Promise<void> {
    const options = [
      ...(cacheOnCopied ? ['cache-on-copied'] : []),
      ...(cacheOnBaseImages ? ['cache-on-base-images'] : []),
      ...(layers.kind === 'engine' ? [] : [`layer-cache: ${layerCache}`]),
    ];
    if (options.length === 0 || !(await this.isPodman())) return;
    throw new UserError(
      `docker is Podman on this machine, which builds without BuildKit: ${options.join(' and ')} can't be used`,
      'Leave these options out, or use an agent with Docker.',
    );
  }

  private async isPodman(): Promise<boolean> {
    // Not `--version`: podman answers that with the name it was called by.
    const { stdout } = await this.ask(['version']);
    return /^Client: +Podman/m.test(stdout);
  }

  /** Whether `docker build` is buildx: only its builders may not load what they build. */
  private async knowsLoad(settings: BuildSettings): Promise<boolean> {
    const { answerMs: limitMs } = this.surroundings;
    const env = this.toBuildEnvironment(settings);
    const { stdout } = await this.runner.run('docker', ['build', '--help'], { output: 'kept', limitMs, env });
    return /^\s*--load\b/m.test(stdout);
  }

  private async runBuild(settings: BuildSettings, image: ImageReference, extras: BuildExtras): Promise<void> {
    const { progress } = this.surroundings;
    const result = await this.runner.run('docker', toBuildArguments(settings, image, extras), {
      output: progress,
      ...(settings.dockerfile.kind === 'inline' ? { input: openText(settings.dockerfile.text) } : {}),
      env: this.toBuildEnvironment(settings),
    });
    if (isDone(result)) return;
    const { ending } = result;
    if (ending.kind !== 'exit' || isEngineFailure(result)) throw toDockerError('docker build', result, progress);
    throw new UserError(
      `docker build failed with status ${ending.status}; see its output above`,
      findBuildHint(result),
    );
  }

  private toBuildEnvironment({ usesBuildKit, additionalBuildArgs }: BuildSettings): Environment {
    return {
      ...(usesBuildKit ? { DOCKER_BUILDKIT: '1' } : {}),
      ...(this.surroundings.progress === 'shown' ? { BUILDKIT_PROGRESS: 'plain' } : {}),
      // Attestations would turn the image into an index, which not everything can pull.
      ...(asksForAttestations(additionalBuildArgs) ? {} : { BUILDX_NO_DEFAULT_ATTESTATIONS: '1' }),
    };
  }

  /** Runs a command that needs only the engine. */
  private ask(args: readonly string[]): Promise<ProcessResult> {
    return this.runner.run('docker', args, { output: 'kept', limitMs: this.surroundings.answerMs });
  }

  /** @param host the registry whose credentials docker needs */
  private async run(args: readonly string[], doing: string, options: ProcessOptions, host: string): Promise<void> {
    const result = await this.runner.run('docker', args, options);
    if (isDone(result)) return;
    const config = readDockerConfig(this.surroundings.lock.folder);
    const helper = config && findHelper(host, config);
    throw toDockerError(doing, result, options.output, helper && `docker-credential-${helper}`);
  }
}

/**
 * Opens a temporary file with a text, already unlinked. Podman reads a Dockerfile only from a file or a real pipe, and
 * node's pipes are sockets.
 */
function openText(text: string): { readonly descriptor: number } {
  const what = 'the text of dockerfile-inline';
  const folder = openTemporaryFolder(what);
  try {
    const file = path.join(folder, 'Dockerfile');
    writeFileSync(file, text, { mode: 0o600 });
    return { descriptor: openSync(file, 'r') };
  } catch (error) {
    throw toTemporaryFileError(what, error);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param what is to be written there, for the error */
function openTemporaryFolder(what: string): string {
  try {
    return mkdtempSync(path.join(tmpdir(), 'docker-ecr-cache-'));
  } catch (error) {
    throw toTemporaryFileError(what, error);
  }
}

function toTemporaryFileError(what: string, error: unknown): UserError {
  return new UserError(
    `${what} can't be written to a temporary file: ${describeError(error)}`,
    'Point TMPDIR at a folder that this user can write to.',
    error,
  );
}

function findHost({ repository }: ImageReference): string {
  return repository.slice(0, repository.indexOf('/'));
}

function isDone({ ending }: ProcessResult): boolean {
  return ending.kind === 'exit' && ending.status === 0;
}
