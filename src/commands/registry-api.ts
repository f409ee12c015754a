import { readLoginFiles } from '../docker/docker-config';
import { findStoredCredentials } from '../docker/docker-credentials';
import { ProcessRunner } from '../docker/process-runner';
import { OutageError } from '../errors';
import { DistributionClient } from '../registry/distribution-client';
import type { RegistryLogin } from '../registry/registry';
import type { World } from './world';

/**
 * A registry client with docker's credentials.
 *
 * @param findLogin what docker logs in with to our own registry, if the program knows
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
      // An outage of our registry must not keep us from asking another one.
      const login = await findLogin().catch((error: unknown) => {
        if (error instanceof OutageError) return undefined;
        throw error;
      });
      if (login?.host === serverKey) return { kind: 'password', source: 'the token of the registry', ...login };
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
