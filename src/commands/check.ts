import { formatReference } from '../docker/image-reference';
import type { Registry } from '../registry/registry';
import { lookUp } from './ensure';
import type { KeyReading } from './key-reading';

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
export async function checkImage(registry: Registry, read: () => Promise<KeyReading>): Promise<CheckResult> {
  const lookup = await lookUp(registry, read);
  if (lookup.kind === 'outage') throw lookup.error;
  return {
    reference: formatReference({ repository: lookup.repository, tag: lookup.reading.key.tag }),
    digest: lookup.kind === 'found' ? lookup.found.digest : '',
    cached: lookup.kind === 'found',
  };
}
