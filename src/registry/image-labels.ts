import { OutageError } from '../errors';
import { parsePlatform } from '../settings/platform';
import type { DistributionClient } from './distribution-client';
import type { RepositoryName } from './image-name';
import type { ImageLabels, RegistryImage } from './registry';

/** The parts of manifests, indexes and image configurations that count here. (OCI image specification 1.1) */
interface Manifest {
  readonly config?: { readonly digest?: string };
  readonly manifests?: readonly (IndexEntry | null)[];
}

interface IndexEntry {
  readonly digest?: string;
  readonly platform?: { readonly os?: string; readonly architecture?: string; readonly variant?: string };
}

/**
 * The labels of an image, by what a pull may read: its manifest and its configuration.
 *
 * @param platform the one that counts where the reference has several
 * @throws UserError where the registry has no such thing, or refuses
 */
export async function findImageLabels(
  client: DistributionClient,
  name: RepositoryName,
  image: Pick<RegistryImage, 'manifest'>,
  platform: string,
): Promise<ImageLabels> {
  const { config, manifests } = parse<Manifest>(image.manifest);
  if (config?.digest === undefined) {
    const entries = Array.isArray(manifests) ? manifests : [];
    const one = entries.find((entry) => isFor(entry?.platform, platform));
    const manifest = one?.digest && (await client.findManifest(name, one.digest));
    if (!manifest) throw new OutageError(`${name.repository} has no image for ${platform} to read labels of`);
    return findImageLabels(client, name, manifest, platform);
  }
  const text = await client.readBlob(name, config.digest);
  const labels = parse<{ config?: { Labels?: { [label: string]: string } | null } }>(text).config?.Labels;
  return labels ?? {};
}

function isFor(given: IndexEntry['platform'], platform: string): boolean {
  const parts = [given?.os, given?.architecture, given?.variant].filter((part) => part);
  return parts.length > 1 && parsePlatform(parts.join('/'), 'an index') === platform;
}

function parse<Content>(text: string): Content {
  try {
    return Object(JSON.parse(text));
  } catch {
    throw new OutageError('the registry answered with what is no JSON');
  }
}
