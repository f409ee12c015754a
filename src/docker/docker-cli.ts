import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describeError, UserError } from '../errors';
import { pause } from '../retry';
import type { Environment } from '../settings/environment';
import type { BuildSettings } from '../settings/settings';
import {
  asksForAttestations,
  type BuildExtras,
  choosesBuilder,
  choosesOutput,
  toBuildArguments,
} from './build-arguments';
import { findCredentialState, findHelper, type LoginFile, readDockerConfig } from './docker-config';
import {
  findBuildHint,
  isEngineFailure,
  toDockerError,
  toEngineError,
  toNoImageError,
} from './docker-failure';
import { type EngineImage, parseInspection } from './engine-image';
import { type FileLock, takeFileLock } from './file-lock';
import { formatReference, type ImageReference } from './image-reference';
import type { OutputMode, ProcessOptions, ProcessResult, ProcessRunner } from './process-runner';

/** What a docker command line is used with. */
export interface DockerSurroundings {
  /** How builds, pulls and pushes show what they do. */
  readonly progress: Exclude<OutputMode, 'kept'>;
  /** What jobs on one machine take turns with; its folder is that of docker's configuration. */
  readonly lock: Omit<FileLock, 'name' | 'doing' | 'isRenewed' | 'say'>;
  /** Every place where logins may be. */
  readonly readLogins: () => readonly LoginFile[];
  /** How long a command may take that neither builds nor moves an image, in milliseconds. */
  readonly answerMs: number;
  /** Whether the environment chooses the builder, which may then be one that does not load what it builds. */
  readonly isBuilderChosen: boolean;
  readonly say: (line: string) => void;
}

/**
 * The repository of tags that only one run has, each called `<seconds since 1970>-<nonce>`: images are built under
 * these, so that no other job ever sees a reference change or go because of a build.
 */
const ownRepository = 'localhost/docker-ecr-cache-build';

/** A run that has not removed its tag after this was killed; in seconds. */
const leftoverAge = 24 * 60 * 60;

const tagAttempts = 5;

/** Whether an image has a tag of one run's own, rather than the one of a key. */
export function isOwnTag({ repository }: ImageReference): boolean {
  return repository === ownRepository;
}

/** The docker command line. Every method rejects with a UserError; with an OutageError where the registry failed. */
export class Docker {
  /** Tags of this run's own that are still to be removed. */
  private readonly ownTags = new Set<ImageReference>();

  constructor(
    private readonly runner: ProcessRunner,
    private readonly surroundings: DockerSurroundings,
  ) {}

  /**
   * Leaves docker logged in to a registry: one job at a time, since docker reads, changes and writes its configuration
   * without a lock, and of logins at the same time all but the last to write are lost. The password goes
   * through standard input only.
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
      // A program that does not know the lock may have written over it.
      if (!this.isLoggedIn(host)) await logIn();
    } finally {
      release();
    }
  }

  /** Whether docker still has what it has logged in with, or a helper that knows by itself. */
  isLoggedIn(host: string): boolean {
    return this.surroundings.readLogins().some(({ config }) => findCredentialState(host, config) !== 'none');
  }

  /** Waits until no other job of this user on this machine builds this image; returns what lets the next one. */
  takeTurn(image: ImageReference): Promise<() => void> {
    const { lock, say } = this.surroundings;
    const digest = createHash('sha256').update(formatReference(image)).digest('hex');
    const name = `docker-ecr-cache-${digest.slice(0, 16)}.lock`;
    return takeFileLock({ ...lock, name, doing: 'building this image', isRenewed: true, say });
  }

  /** The image that the engine has under this reference, if any. */
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
   * Gives an image another reference, which moves there from whichever image has it.
   *
   * @param from a reference of the image
   */
  async tag(from: ImageReference, to: ImageReference): Promise<void> {
    const reference = formatReference(to);
    for (let attempt = 1; ; attempt++) {
      const result = await this.ask(['tag', formatReference(from), reference]);
      if (isDone(result)) return;
      // On containerd's store two jobs that tag at the same time get into each other's way (AlreadyExists).
      if (result.ending.kind !== 'exit' || attempt === tagAttempts) {
        const { message, hint } = toEngineError(`docker tag of ${reference}`, result);
        throw new UserError(message, hint);
      }
      await pause(attempt * 100 * (0.5 + Math.random()));
    }
  }

  /** A new tag that only this run has. It is gone by the end of the run, whatever that is, unless it is kept. */
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
   * Removes the tags of this run's own.
   *
   * @param limitMs for each, in milliseconds; given at the end of the program, when nothing else is started
   */
  async dropOwnTags(limitMs?: number): Promise<void> {
    for (const own of this.ownTags) {
      const { ending } = await this.runner.run(
        'docker',
        ['image', 'rm', '--no-prune', formatReference(own)],
        {
          output: 'kept',
          limitMs: limitMs ?? this.surroundings.answerMs,
          isLast: limitMs !== undefined,
        },
      );
      if (ending.kind === 'exit') this.ownTags.delete(own);
    }
  }

  /** Removes what runs that were killed have left in the engine: as far as that is possible, without a word. */
  async removeLeftovers(): Promise<void> {
    const { stdout } = await this.ask(['image', 'ls', '--format={{.Tag}}', ownRepository]);
    // Podman lists the other tags of such an image too.
    const isOld = (tag: string) =>
      /^\d+-[0-9a-f]+$/.test(tag) && Date.now() / 1000 - Number.parseInt(tag, 10) > leftoverAge;
    const leftovers = stdout
      .split('\n')
      .filter(isOld)
      .map((tag) => formatReference({ repository: ownRepository, tag }));
    if (leftovers.length > 0) await this.ask(['image', 'rm', ...leftovers]);
  }

  /** @param platform the one to pull where the reference has several; undefined for the engine's own */
  async pull(image: ImageReference, platform: string | undefined): Promise<void> {
    const reference = formatReference(image);
    const options = platform === undefined ? [] : [`--platform=${platform}`];
    const [quiet, output] = this.findTransferMode();
    const args = ['pull', ...quiet, ...options, reference];
    await this.run(args, `docker pull of ${reference}`, { output }, findHost(image));
  }

  /**
   * @returns the digest of what was pushed, as podman tells it: it pushes a compressed copy; empty where it can't say.
   *   Undefined from Docker, which adds it to the RepoDigests of the image.
   */
  async push(image: ImageReference): Promise<string | undefined> {
    const reference = formatReference(image);
    const [quiet, output] = this.findTransferMode();
    const pushWith = (options: readonly string[]) =>
      this.run(
        ['push', ...quiet, ...options, reference],
        `docker push of ${reference}`,
        { output },
        findHost(image),
      );
    if (!(await this.isPodman())) {
      await pushWith([]);
      return undefined;
    }
    const folder = openTemporaryFolder();
    try {
      const file = path.join(folder, 'digest');
      await pushWith([`--digestfile=${file}`]);
      // A remote podman takes the option and writes nothing.
      return existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  /** In a build log each layer would be several lines, of a run that has nothing to tell. */
  private findTransferMode(): readonly [quiet: readonly string[], output: OutputMode] {
    const { progress } = this.surroundings;
    return progress === 'terminal' ? [[], progress] : [['--quiet'], 'kept'];
  }

  /**
   * Builds an image under this reference and leaves it in the engine, whatever the builder. Docker's own output is the
   * explanation when it fails.
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
    // After `docker buildx install`, that is the builder which `docker buildx use` has chosen.
    if (!isLoaded && (await canLoad())) {
      this.surroundings.say('The builder did not load the image into the docker engine: loading it');
      // It has everything by now: nothing is built, or put into a cache, a second time.
      const layers = extras.layers.kind === 'inline' ? extras.layers : ({ kind: 'engine' } as const);
      await this.runBuild(loading, image, { ...extras, layers });
      if (await this.findImage(image)) return;
    }
    throw new UserError(
      'docker build ended well, but the docker engine has no image of it',
      'Its output above says what it did: look for an option in additional-build-args that makes it do something else than build.',
    );
  }

  /** @throws UserError where docker is podman, and the build needs what only BuildKit does */
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
    const { stdout } = await this.ask(['version']);
    return /^Client: +Podman/m.test(stdout);
  }

  /** Whether `docker build` is buildx, which alone has builders that do not load what they build. */
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
    if (ending.kind !== 'exit' || isEngineFailure(result))
      throw toDockerError('docker build', result, progress);
    throw new UserError(
      `docker build failed with status ${ending.status}; its output above says why`,
      findBuildHint(result),
    );
  }

  private toBuildEnvironment({ usesBuildKit, additionalBuildArgs }: BuildSettings): Environment {
    return {
      // Where the settings ask for what only BuildKit can do, it is switched on.
      ...(usesBuildKit ? { DOCKER_BUILDKIT: '1' } : {}),
      ...(this.surroundings.progress === 'shown' ? { BUILDKIT_PROGRESS: 'plain' } : {}),
      // A description of the build beside the image would make an index of it, which not everything can pull.
      ...(asksForAttestations(additionalBuildArgs) ? {} : { BUILDX_NO_DEFAULT_ATTESTATIONS: '1' }),
    };
  }

  /** Asks for something that the engine does by itself. */
  private ask(args: readonly string[]): Promise<ProcessResult> {
    return this.runner.run('docker', args, { output: 'kept', limitMs: this.surroundings.answerMs });
  }

  /** @param host the registry's, whose credentials docker needs */
  private async run(
    args: readonly string[],
    doing: string,
    options: ProcessOptions,
    host: string,
  ): Promise<void> {
    const result = await this.runner.run('docker', args, options);
    if (isDone(result)) return;
    const config = readDockerConfig(this.surroundings.lock.folder);
    const helper = config && findHelper(host, config);
    throw toDockerError(doing, result, options.output, helper && `docker-credential-${helper}`);
  }
}

/**
 * An open file with a text, which is gone from its folder at once. Podman reads a Dockerfile from a file or a true pipe
 * only, and node's pipes are sockets.
 */
function openText(text: string): { readonly descriptor: number } {
  const folder = openTemporaryFolder();
  try {
    const file = path.join(folder, 'Dockerfile');
    writeFileSync(file, text, { mode: 0o600 });
    return { descriptor: openSync(file, 'r') };
  } catch (error) {
    throw toTemporaryFileError(error);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function openTemporaryFolder(): string {
  try {
    return mkdtempSync(path.join(tmpdir(), 'docker-ecr-cache-'));
  } catch (error) {
    throw toTemporaryFileError(error);
  }
}

function toTemporaryFileError(error: unknown): UserError {
  return new UserError(
    `a temporary file can't be written: ${describeError(error)}`,
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
