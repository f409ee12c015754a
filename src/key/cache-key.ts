import { createHash } from 'node:crypto';
import type { FileInput, KeyInputs } from './key-inputs';

/**
 * The number of the document that the key is the digest of. Another number gives every image another key, so it
 * changes only with a major release, and whenever the document changes.
 */
export const keySchema = 1;

/** The full digest of what goes into an image, and the tag that is made from it. */
export interface CacheKey {
  readonly sha256: string;
  readonly tag: string;
}

/** The key of an image: the SHA-256 of one JSON document with everything that went into it. */
export function computeCacheKey(inputs: KeyInputs): CacheKey {
  const sha256 = createHash('sha256')
    .update(JSON.stringify(toKeyDocument(inputs)))
    .digest('hex');
  return { sha256, tag: sha256.slice(0, 40) };
}

/**
 * The document, always with the same members in the same order: JSON tells where each value ends, so no two sets
 * of inputs have the same text. Files come sorted by the code units of their paths, whatever the locale.
 */
export function toKeyDocument(inputs: KeyInputs): object {
  return {
    schema: keySchema,
    dockerfile: inputs.dockerfileSha256,
    target: inputs.target ?? null,
    platform: inputs.platform,
    context: inputs.context,
    buildArgs: inputs.buildArgs.map(({ name, sha256 }) => [name, sha256]),
    additionalBuildArgs: inputs.additionalBuildArgs,
    secretIds: inputs.secretIds,
    cacheVersion: inputs.cacheVersion ?? null,
    files: listFiles(inputs.files),
    jsonValues: sortBy(inputs.jsonValues, (value) => JSON.stringify([value.path, value.select])).map(
      ({ path, select, sha256 }) => [path, select, sha256],
    ),
    copied: inputs.copied
      ? {
          files: listFiles(inputs.copied.files),
          remoteSources: sortBy(inputs.copied.remoteSources, (address) => address),
        }
      : null,
    baseImages: inputs.baseImages
      ? sortBy(inputs.baseImages, (image) => JSON.stringify([image.reference, image.platform ?? null])).map(
          ({ reference, platform, digest }) => [reference, platform ?? null, digest],
        )
      : null,
  };
}

function listFiles(files: readonly FileInput[]): readonly unknown[] {
  return sortBy(files, (file) => file.path).map(({ path, link, content }) => [
    path,
    link ?? null,
    content ? [content.executable, content.sha256] : null,
  ]);
}

function sortBy<Item>(items: readonly Item[], key: (item: Item) => string): Item[] {
  return items
    .map((item): [string, Item] => [key(item), item])
    .sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0))
    .map(([, item]) => item);
}
