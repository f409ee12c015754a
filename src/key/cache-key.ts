import { createHash } from 'node:crypto';
import { type KeyInputs, mapKeyParts } from './key-inputs';

/**
 * The version of the document that the key is the digest of. A change to the document needs a new number, which gives
 * every image a new key: only in a major release.
 */
export const keySchema = 1;

/** The full digest of everything that goes into an image, and the tag made from it. */
export interface CacheKey {
  readonly sha256: string;
  readonly tag: string;
}

/** The key of an image: the SHA-256 of one JSON document with all inputs. */
export function computeCacheKey(inputs: KeyInputs): CacheKey {
  const sha256 = createHash('sha256')
    .update(JSON.stringify(toKeyDocument(inputs)))
    .digest('hex');
  return { sha256, tag: sha256.slice(0, 40) };
}

/**
 * The document, with its members always in the same order. JSON delimits every value, so different inputs never have
 * the same text.
 */
export function toKeyDocument(inputs: KeyInputs): object {
  const members = mapKeyParts(inputs, ({ toDocument }, value, member) => [
    member,
    toDocument ? toDocument(value) : value,
  ]);
  return { schema: keySchema, ...Object.fromEntries(members) };
}
