/** An image as its registry has it. */
export interface RegistryImage {
  /** `sha256:…`; empty where images are in the engine only. */
  readonly digest: string;
  readonly manifest: string;
  readonly mediaType: string;
}

/** The labels of an image, by name. */
export type ImageLabels = { readonly [label: string]: string };

/** Everything that a tag can name: what is left out here would look like an image that is not there. */
export const manifestTypes: readonly string[] = [
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.oci.image.index.v1+json',
];

/** What `docker login` needs. */
export interface RegistryLogin {
  readonly host: string;
  readonly username: string;
  readonly password: string;
}

/**
 * Where images are kept. Methods reject with an OutageError when the registry can't be asked, and with another
 * UserError when it refuses; only a confirmed absence is `undefined`.
 */
export interface Registry {
  /** What people call it. */
  readonly title: string;
  /** Whether images live outside the engine: they are then pulled from there and pushed to there. */
  readonly isRemote: boolean;
  /** The repository without its registry's host. */
  readonly repositoryName: string;
  /** The repository with its registry's host, as docker takes it. */
  findRepository(): Promise<string>;
  /**
   * What docker logs in with; undefined where it needs no login of ours. The same object as long as it is not older
   * than this, in milliseconds.
   */
  findLogin(maxAgeMs: number): Promise<RegistryLogin | undefined>;
  findImage(tag: string): Promise<RegistryImage | undefined>;
  /** Whether an image that `findImage` found is kept where nobody can pull it, until it is pushed again. */
  isArchived(tag: string): Promise<boolean>;
  /**
   * The labels of an image that the registry has.
   *
   * @param platform the one that counts where the image has several
   */
  findLabels(image: RegistryImage, platform: string): Promise<ImageLabels>;
  /**
   * Makes sure that nobody works without a repository that they mean to have.
   *
   * @throws UserError where the repository is missing and must not be made
   */
  expectRepository(): Promise<void>;
  /** Makes the repository of this tag, unless it is known to be there. */
  createRepository(tag: string): Promise<void>;
  /** Puts the settings of a repository right that was there before. */
  adjustRepository(): Promise<void>;
  /** Gives an image that the registry has another tag, which moves there from whichever image has it. */
  moveTag(image: RegistryImage, tag: string): Promise<void>;
}
