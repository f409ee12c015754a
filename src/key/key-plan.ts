import { createHash } from 'node:crypto';
import path from 'node:path';
import { describeError, errorCode, OutageError, quoteOdd, UserError } from '../errors';
import type { BuildSettings, DockerfileSource } from '../settings/settings';
import { type CacheOnEntry, type CacheOnSurroundings, parseCacheOnEntry, readCacheOn } from './cache-on';
import { readCopiedFiles } from './copied-files';
import { analyseDockerfile, type DockerfileAnalysis, type FoundImage } from './dockerfile/stage-walk';
import { type FileReader, readRegularFile } from './file-reader';
import type { BaseImageInput, BuildArgInput, FileInput, KeyInputs } from './key-inputs';

/** What reading the inputs needs from outside. */
export interface KeySurroundings extends CacheOnSurroundings {
  /**
   * The digest that an image reference names in its registry.
   *
   * @throws UserError if that can't be found out
   */
  readonly findBaseDigest: (reference: string) => Promise<string>;
}

/** Where `cache-on` and what the Dockerfile copies disagree. */
export interface Coverage {
  /** Copied files that no entry covers: after they change, the cached image is stale. */
  readonly uncovered: readonly string[];
  /** Copied files of which only a value counts, because of entries such as `file.json#.name`. */
  readonly partlyCovered: readonly string[];
  /** Files that entries cover but the Dockerfile does not copy. */
  readonly unused: readonly string[];
}

/** Reads the inputs of a key. Invalid `cache-on` entries are reported by the constructor, before any request is made. */
export class KeyPlan {
  private readonly entries: readonly CacheOnEntry[];

  /** @throws OptionError for an entry of `cache-on` that can't be read */
  constructor(
    private readonly settings: BuildSettings,
    private readonly surroundings: KeySurroundings,
  ) {
    this.entries = settings.cacheOn.map(parseCacheOnEntry);
  }

  /**
   * Everything that the key is made from.
   *
   * @throws UserError for a file that is missing, unreadable or changes while it is read, and for a base image whose
   *   digest can't be found out
   */
  async readInputs(): Promise<KeyInputs> {
    const { settings, surroundings } = this;
    const dockerfile = this.readDockerfile();
    const { files, jsonValues } = await readCacheOn(this.entries, settings.cacheOnMissing, surroundings);
    const analysis =
      settings.cacheOnCopied || settings.cacheOnBaseImages ? this.analyse(dockerfile.toString()) : undefined;
    return {
      dockerfileSha256: sha256(dockerfile),
      target: settings.target,
      platform: settings.platform,
      context: settings.context,
      buildArgs: [...settings.buildArgs, ...settings.passedBuildArgs].map(
        ({ name, value }): BuildArgInput => ({ name, sha256: value === undefined ? null : sha256(value) }),
      ),
      additionalBuildArgs: settings.additionalBuildArgs,
      secretIds: settings.secrets.map(({ id }) => id),
      cacheVersion: settings.cacheVersion,
      files,
      jsonValues,
      copied:
        analysis && settings.cacheOnCopied
          ? {
              files: await this.readCopied(analysis, surroundings.fileReader, surroundings.say),
              remoteSources: analysis.remoteSources,
            }
          : undefined,
      baseImages: analysis && settings.cacheOnBaseImages ? await this.readBaseImages(analysis) : undefined,
    };
  }

  /** Reads everything again, without repeating the log lines of the first time. */
  readInputsAgain(): Promise<KeyInputs> {
    const quiet = { say: () => {}, warn: () => {} };
    return new KeyPlan(this.settings, { ...this.surroundings, ...quiet }).readInputs();
  }

  /** Compares what `cache-on` covers with what the Dockerfile copies. Reads only the Dockerfile and lists folders. */
  async compareCoverage(inputs: KeyInputs): Promise<Coverage> {
    const analysis = this.analyse(this.readDockerfile().toString());
    const { fileReader } = this.surroundings;
    const onlyNames = {
      listFolder: (folder: string) => fileReader.listFolder(folder),
      digestFile: async () => ({ executable: false, sha256: '' }),
    };
    const copied = await this.readCopied(analysis, onlyNames, () => {});
    const isCopied = new Set(copied.filter(isFileOrLink).map(({ path: file }) => file));
    const isWhole = new Set(inputs.files.map(({ path: file }) => file));
    const isCovered = new Set([...isWhole, ...inputs.jsonValues.map(({ path: file }) => file)]);
    const { dockerfile } = this.settings;
    const isOfKey = (file: string) => isCovered.has(file) || (dockerfile.kind === 'file' && dockerfile.path === file);
    return {
      uncovered: [...isCopied].filter((file) => !isOfKey(file)).sort(),
      partlyCovered: [...isCopied].filter((file) => isCovered.has(file) && !isWhole.has(file)).sort(),
      unused: [...isCovered].filter((file) => !isCopied.has(file)).sort(),
    };
  }

  private analyse(dockerfile: string): DockerfileAnalysis {
    return analyseDockerfile(dockerfile, this.settings);
  }

  private async readCopied(
    { sources, unknown }: DockerfileAnalysis,
    fileReader: Pick<FileReader, 'listFolder' | 'digestFile'>,
    say: (line: string) => void,
  ): Promise<readonly FileInput[]> {
    const { context, dockerfile } = this.settings;
    for (const sentence of unknown) say(sentence);
    return readCopiedFiles(sources, {
      context,
      workingDirectory: this.surroundings.workingDirectory,
      dockerfile: dockerfile.kind === 'file' ? dockerfile.path : undefined,
      fileReader,
      say,
    });
  }

  private async readBaseImages({ baseImages }: DockerfileAnalysis): Promise<readonly BaseImageInput[]> {
    const found = await Promise.all(baseImages.map((image) => this.readBaseImage(image)));
    return found.flatMap((image) => image ?? []);
  }

  private async readBaseImage(image: FoundImage): Promise<BaseImageInput | undefined> {
    if ('unresolved' in image) {
      throw new UserError(
        `cache-on-base-images: which image ${image.unresolved} is can't be known before the build`,
        'Give the variable a default with ARG, or a value with build-args.',
      );
    }
    const { reference, platform, isDoubtful } = image;
    try {
      return { reference, platform, digest: await this.findDigest(reference) };
    } catch (error) {
      // Only some versions of docker would use this image. If this one does, the build will fail and say so. An outage
      // says nothing about the image.
      if (!isDoubtful || !(error instanceof UserError) || error instanceof OutageError) throw error;
      this.surroundings.say(
        `cache-on-base-images: ${quoteOdd(reference)}, which only another of docker's ways to read the Dockerfile builds on, does not count: ${describeError(error)}`,
      );
      return undefined;
    }
  }

  /** A pinned reference contains its digest, of any algorithm (distribution/reference); others are looked up. */
  private async findDigest(reference: string): Promise<string> {
    return (
      /@([A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,})$/.exec(reference)?.[1] ??
      this.surroundings.findBaseDigest(reference)
    );
  }

  private readDockerfile(): Buffer {
    return readDockerfile(this.settings.dockerfile, this.surroundings.workingDirectory);
  }
}

function isFileOrLink({ link, content }: FileInput): boolean {
  return link !== undefined || content !== undefined;
}

function readDockerfile(source: DockerfileSource, workingDirectory: string): Buffer {
  if (source.kind === 'inline') return Buffer.from(source.text);
  try {
    return readRegularFile(path.resolve(workingDirectory, source.path));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') {
      throw new UserError(
        `there is no file ${quoteOdd(source.path)} in ${workingDirectory}`,
        'Add it, name another one with the option dockerfile, or give its text with dockerfile-inline.',
        error,
      );
    }
    throw new UserError(
      `the Dockerfile ${quoteOdd(source.path)} can't be read: ${describeError(error)}`,
      undefined,
      error,
    );
  }
}

function sha256(data: Buffer | string): string {
  return createHash('sha256').update(data).digest('hex');
}
