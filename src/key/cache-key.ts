import { createHash } from 'node:crypto';
import { type KeyInputs, mapKeyParts } from './key-inputs';

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
 * The document, always with its members in the same order: JSON tells where each value ends, so no two sets of inputs
 * have the same text.
 */
export function toKeyDocument(inputs: KeyInputs): object {
  const members = mapKeyParts(inputs, ({ toDocument }, value, member) => [
    member,
    toDocument ? toDocument(value) : value,
  ]);
  return { schema: keySchema, ...Object.fromEntries(members) };
}
