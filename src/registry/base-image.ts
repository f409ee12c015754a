import { UserError } from '../errors';
import type { DistributionClient } from './distribution-client';
import { parseImageName } from './image-name';

/**
 * The digest that a reference of a Dockerfile names in its registry now.
 *
 * @throws UserError where there is no such image or the registry refuses; OutageError where it can't be asked
 */
export async function findBaseDigest(client: DistributionClient, reference: string): Promise<string> {
  const name = parseImageName(reference);
  const digest = await client.findDigest(name, name.tag ?? 'latest');
  if (digest === undefined) {
    throw new UserError(
      `cache-on-base-images: ${name.host} has no image ${reference}`,
      'Check the name in FROM, or log docker in to that registry if it is a private one.',
    );
  }
  return digest;
}
