import { createHash, randomBytes } from 'node:crypto';

/** The media types of manifests and indexes. */
export const MANIFEST_TYPES = [
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.oci.image.index.v1+json',
] as const;

export interface StoredImage {
  digest: string;
  mediaType: string;
  manifest: string;
}

/** Where the images behind the ECR API are. */
export interface ImageStore {
  /** The image under a tag or a `sha256:…` digest. */
  get(repository: string, reference: string): Promise<StoredImage | undefined>;
  /** Stores a manifest, under a tag if one is given. Returns its digest. */
  put(repository: string, tag: string | undefined, manifest: string, mediaType: string): Promise<string>;
  putBlob(repository: string, data: Buffer): Promise<void>;
  /** Removes a manifest with all its tags. Returns whether it was there. */
  remove(repository: string, digest: string): Promise<boolean>;
  /** Tags of a repository and the digests they point to. */
  tags(repository: string): Promise<Map<string, string>>;
}

/** Images in memory. */
export function memoryImages(): ImageStore {
  const repositories = new Map<string, { byDigest: Map<string, StoredImage>; tags: Map<string, string> }>();
  return {
    get: async (repository, reference) => {
      const { byDigest, tags } = repositories.get(repository) ?? {};
      return byDigest?.get(tags?.get(reference) ?? reference);
    },
    put: async (repository, tag, manifest, mediaType) => {
      const images = repositories.get(repository) ?? { byDigest: new Map(), tags: new Map() };
      repositories.set(repository, images);
      const digest = sha256(manifest);
      images.byDigest.set(digest, { digest, mediaType, manifest });
      if (tag !== undefined) images.tags.set(tag, digest);
      return digest;
    },
    putBlob: async () => {},
    remove: async (repository, digest) => {
      const { byDigest, tags } = repositories.get(repository) ?? {};
      for (const [tag, tagged] of tags ?? []) if (tagged === digest) tags?.delete(tag);
      return byDigest?.delete(digest) ?? false;
    },
    tags: async (repository) => new Map(repositories.get(repository)?.tags),
  };
}

/** A plausible manifest of an image with one layer; another one each time unless its image id is given. */
export function imageManifest(imageId = sha256(randomBytes(32))): { manifest: string; mediaType: string } {
  const mediaType = MANIFEST_TYPES[0];
  const manifest = {
    schemaVersion: 2,
    mediaType,
    config: { mediaType: 'application/vnd.docker.container.image.v1+json', size: 1469, digest: imageId },
    layers: [
      {
        mediaType: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
        size: 764,
        digest: sha256(`layer of ${imageId}`),
      },
    ],
  };
  return { manifest: JSON.stringify(manifest, undefined, 3), mediaType };
}

/** `sha256:…` of a text or of bytes. */
export function sha256(data: string | Buffer): string {
  return `sha256:${createHash('sha256').update(data).digest('hex')}`;
}
