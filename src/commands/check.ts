import { formatReference } from '../docker/image-reference';
import type { CacheKey } from '../key/cache-key';
import type { Registry } from '../registry/registry';
import { lookUp } from './ensure';

/** Whether the image of a key is where images are kept. */
export interface CheckResult {
  readonly reference: string;
  readonly digest: string;
  readonly cached: boolean;
}

/**
 * Looks for the image of a key. Writes, pulls and builds nothing.
 *
 * @throws UserError when the registry can't be asked or refuses
 */
export async function checkImage(registry: Registry, readKey: () => Promise<CacheKey>): Promise<CheckResult> {
  const lookup = await lookUp(registry, readKey);
  if (lookup.kind === 'outage') throw lookup.error;
  return {
    reference: formatReference({ repository: lookup.repository, tag: lookup.tag }),
    digest: lookup.kind === 'found' ? lookup.found.digest : '',
    cached: lookup.kind === 'found',
  };
}
