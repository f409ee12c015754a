import type { RetryLimits } from '../retry';
import type { Environment } from '../settings/environment';
import type { RegistrySettings } from '../settings/settings';
import type { RequestLimits } from './ecr-client';
import { type Engine, LocalRegistry } from './local-registry';
import type { Registry } from './registry';

/** What the providers need of the world. */
export interface RegistrySurroundings {
  readonly env: Environment;
  readonly engine: Engine;
  readonly requestLimits: RequestLimits;
  readonly retryLimits: RetryLimits;
  /** Called with a line about what a person may want to know, or about what went wrong without harm. */
  readonly say: (line: string) => void;
  readonly warn: (line: string) => void;
}

/** The registry of these settings. The SDK is loaded only where it is needed: that takes longer than all else here. */
export async function openRegistry(
  settings: RegistrySettings,
  surroundings: RegistrySurroundings,
): Promise<Registry> {
  const { env, engine, requestLimits, retryLimits, say, warn } = surroundings;
  if (settings.provider === 'local') return new LocalRegistry(settings.repositoryName, engine);
  const { createEcrClient, findRegion } = await import('./ecr-client');
  const { EcrRegistry } = await import('./ecr-registry');
  const region = settings.region ?? (await findRegion(say));
  const client = await createEcrClient(region, env, requestLimits);
  return new EcrRegistry(client, region, settings, retryLimits, say, warn);
}
