import type { RetryLimits } from '../retry';
import type { RegistrySettings } from '../settings/registry-settings';
import type { Environment } from '../settings/surroundings';
import type { OpenApi } from './distribution-client';
import type { RequestLimits } from './ecr-client';
import type { EcrSettings } from './ecr-repository';
import { type Engine, LocalRegistry } from './local-registry';
import type { Registry } from './registry';

/** What the providers need from outside. */
export interface RegistrySurroundings {
  readonly env: Environment;
  readonly homeDirectory: string;
  readonly engine: Engine;
  readonly openApi: OpenApi;
  readonly requestLimits: RequestLimits;
  readonly retryLimits: RetryLimits;
  /** Called with a line for the log. */
  readonly say: (line: string) => void;
  readonly warn: (line: string) => void;
}

/**
 * Creates the registry for these settings, without any request.
 *
 * @param movingTags patterns of the tags that the program moves from image to image
 */
export async function openRegistry(
  settings: RegistrySettings,
  movingTags: readonly string[],
  surroundings: RegistrySurroundings,
): Promise<Registry> {
  const { engine, openApi } = surroundings;
  if (settings.provider === 'local') return new LocalRegistry(settings.repositoryName, engine);
  if (settings.provider === 'oci') {
    const { OciRegistry } = await import('./oci-registry');
    return new OciRegistry(await openApi(async () => undefined), settings);
  }
  return openEcr(settings, movingTags, surroundings);
}

async function openEcr(
  settings: EcrSettings,
  movingTags: readonly string[],
  surroundings: RegistrySurroundings,
): Promise<Registry> {
  const { connectToEcr } = await import('./ecr-client');
  const { EcrRequests } = await import('./ecr-requests');
  const { EcrRepository } = await import('./ecr-repository');
  const { EcrRegistry } = await import('./ecr-registry');
  const { openApi, requestLimits, retryLimits, say, warn } = surroundings;
  const { repositoryName, registryId, region } = settings;
  const connect = () => connectToEcr(region, surroundings, requestLimits, say);
  const requests = new EcrRequests(connect, repositoryName, registryId, retryLimits, say);
  const repository = new EcrRepository(requests, settings, movingTags, say, warn);
  return new EcrRegistry(requests, repository, openApi, say);
}
