/** An image as its registry has it. */
export interface RegistryImage {
  /** `sha256:…`; empty for images that are only in the engine. */
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

/** Everything that a tag can name: with a type missing here, an image would seem absent. */
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
 * Where images are kept. Methods reject with an OutageError if the registry can't be reached, and with another UserError
 * if it refuses; only a confirmed absence is `undefined`.
 */
interface RegistryOfEither {
  /** What the log calls it. */
  readonly title: string;
  /** The repository without its registry's host. */
  readonly repositoryName: string;
  /** The repository with its registry's host, as docker takes it. */
  findRepository(): Promise<string>;
  /**
   * What docker logs in with; undefined if it needs no login of ours. Reuses what is no older than `maxAgeMs`.
   */
  findLogin(maxAgeMs: number): Promise<RegistryLogin | undefined>;
  findImage(tag: string): Promise<RegistryImage | undefined>;
  /** Whether an image that `findImage` found can't be pulled any more. */
  isArchived(tag: string): Promise<boolean>;
  /**
   * The labels of the image under a tag; undefined if there is none.
   *
   * @param platform which image of an index counts
   */
  findLabels(tag: string, platform: string): Promise<ImageLabels | undefined>;
  /**
   * Checks that the repository exists or may be created.
   *
   * @throws UserError if it is missing and must not be created
   */
  expectRepository(): Promise<void>;
  /** Creates the repository unless it is known to exist. */
  createRepository(tag: string): Promise<void>;
  /** Updates the settings of a repository that existed before. */
  adjustRepository(): Promise<void>;
  /** Moves a tag to an image of the registry. */
  moveTag(image: RegistryImage, tag: string): Promise<void>;
}

/** The docker engine of this machine. */
export interface EngineRegistry extends RegistryOfEither {
  readonly isRemote: false;
}

/** A registry that agents share, with pushes, pulls and claims. */
export interface SharedRegistry extends RegistryOfEither {
  readonly isRemote: true;
  /** The image of a key, and the claim on its build. */
  look(tag: string): Promise<Sighting>;
  /** Why builds can't be claimed here; undefined if they can. */
  findClaimObstacle(tag: string): Promise<string | undefined>;
  /** Points the claim tag that belongs to an image's tag to this artifact; returns the artifact's digest. */
  putClaim(tag: string, manifest: string): Promise<string>;
  /** Removes artifacts; false if that is not allowed or not possible. */
  removeClaims(digests: readonly string[]): Promise<boolean>;
}

export type Registry = EngineRegistry | SharedRegistry;
