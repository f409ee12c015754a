/** An image as its registry has it. */
export interface RegistryImage {
  /** `sha256:…`; empty where images are in the engine only. */
  readonly digest: string;
  readonly manifest: string;
  readonly mediaType: string;
}

/** What a registry has for a key. */
export interface Sighting {
  readonly image: RegistryImage | undefined;
  /** The artifact under the tag of the claim on its build. */
  readonly claim: RegistryImage | undefined;
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
interface RegistryOfEither {
  /** What people call it. */
  readonly title: string;
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
   * The labels of the image that has a tag; undefined where there is none.
   *
   * @param platform the one that counts where the image has several
   */
  findLabels(tag: string, platform: string): Promise<ImageLabels | undefined>;
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

/** The docker engine, whose images nobody else has: jobs on one machine take turns with their builds. */
export interface EngineRegistry extends RegistryOfEither {
  readonly isRemote: false;
}

/** What many agents share: images are pulled from there and pushed to there, and builds claimed. */
export interface SharedRegistry extends RegistryOfEither {
  readonly isRemote: true;
  /** The image of a key, and the claim on its build. */
  look(tag: string): Promise<Sighting>;
  /** Why the build of an image can't be claimed here; undefined where it can. */
  findClaimObstacle(tag: string): Promise<string | undefined>;
  /** Moves the tag of the claim on the build of an image to an artifact. Returns the artifact's digest. */
  putClaim(tag: string, manifest: string): Promise<string>;
  /** Removes artifacts; false where that is not allowed, or not possible. */
  removeClaims(digests: readonly string[]): Promise<boolean>;
}

export type Registry = EngineRegistry | SharedRegistry;
