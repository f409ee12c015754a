import { readLoginFiles } from '../docker/docker-config';
import { findStoredCredentials } from '../docker/docker-credentials';
import { ProcessRunner } from '../docker/process-runner';
import { OutageError } from '../errors';
import { DistributionClient } from '../registry/distribution-client';
import type { RegistryLogin } from '../registry/registry';
import type { World } from './world';

/**
 * A client of the API that registries share, with the credentials that docker has.
 *
 * @param findLogin what docker will log in with to the registry of our images, where that is ours to know
 */
export function openRegistryApi(
  { env, homeDirectory, limits, log, show, beforeEnd }: World,
  findLogin: () => Promise<RegistryLogin | undefined>,
): DistributionClient {
  const runner = new ProcessRunner(env, show);
  beforeEnd((signal) => runner.stopAll(signal, limits.endMs));
  return new DistributionClient({
    env,
    findCredentials: async (serverKey) => {
      // Another registry than ours has nothing to do with an outage of ours.
      const login = await findLogin().catch((error: unknown) => {
        if (error instanceof OutageError) return undefined;
        throw error;
      });
      if (login?.host === serverKey)
        return { kind: 'password', source: 'the token of the registry', ...login };
      return findStoredCredentials(serverKey, {
        files: readLoginFiles(env, homeDirectory),
        runner,
        helperMs: limits.helperMs,
        warn: log.warn,
      });
    },
    exchangeLimits: { ...limits.request, bodyBytes: limits.manifestBytes },
    retryLimits: limits.api,
    say: log.line,
  });
}
