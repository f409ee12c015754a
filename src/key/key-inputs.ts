/** A file, a symbolic link, or what a link leads to. Its path is relative to the working directory, with `/`. */
export interface FileInput {
  readonly path: string;
  /** For a link the path it holds. */
  readonly link?: string;
  /** The owner's executable bit and the SHA-256 of the bytes, of a file or what a link leads to; a folder has none. */
  readonly content?: FileContent;
}

export interface FileContent {
  readonly executable: boolean;
  readonly sha256: string;
}

/** One value of a JSON file. */
export interface JsonInput {
  readonly path: string;
  readonly select: readonly (string | number)[];
  /** SHA-256 of the value as canonical JSON; null where the file has no such value. */
  readonly sha256: string | null;
}

/** What the Dockerfile copies into the image. */
export interface CopiedInputs {
  readonly files: readonly FileInput[];
  /** Addresses that ADD fetches. */
  readonly remoteSources: readonly string[];
}

/** An image that the Dockerfile builds on. */
export interface BaseImageInput {
  readonly reference: string;
  /** What `FROM --platform` says. */
  readonly platform: string | undefined;
  /** `sha256:…` that the reference names in its registry. */
  readonly digest: string;
}

/** A build arg with the SHA-256 of its value; null where it is not set. */
export interface BuildArgInput {
  readonly name: string;
  readonly sha256: string | null;
}

/** Everything that the key is made from. Nothing in it is secret: of values there are only digests. */
export interface KeyInputs {
  readonly dockerfileSha256: string;
  readonly target: string | undefined;
  readonly platform: string;
  readonly context: string;
  readonly buildArgs: readonly BuildArgInput[];
  readonly additionalBuildArgs: readonly string[];
  readonly secretIds: readonly string[];
  readonly cacheVersion: string | undefined;
  readonly files: readonly FileInput[];
  readonly jsonValues: readonly JsonInput[];
  /** Undefined where copied files do not count by themselves. */
  readonly copied: CopiedInputs | undefined;
  /** Undefined where base images do not count. */
  readonly baseImages: readonly BaseImageInput[] | undefined;
}
