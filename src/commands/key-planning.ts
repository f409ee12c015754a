import { FileReader } from '../key/file-reader';
import { KeyPlan } from '../key/key-plan';
import type { DistributionClient } from '../registry/distribution-client';
import type { RegistryLogin } from '../registry/registry';
import type { BuildSettings } from '../settings/settings';
import type { World } from './world';

/**
 * How the key of these settings is read.
 *
 * @param findLogin what docker will log in with to the registry of our images; a base image may be there too
 * @throws OptionError for an entry of `cache-on` that can't be read
 */
export function planKey(
  world: World,
  settings: BuildSettings,
  findLogin: () => Promise<RegistryLogin | undefined>,
): KeyPlan {
  const { workingDirectory, limits, log } = world;
  let client: Promise<DistributionClient> | undefined;
  return new KeyPlan(settings, {
    workingDirectory,
    fileReader: new FileReader(limits.pauseMs),
    findBaseDigest: async (reference) => {
      // Few runs ask for base images: what it takes is loaded for them only.
      client ??= import('./registry-api').then(({ openRegistryApi }) => openRegistryApi(world, findLogin));
      return (await client).findBaseDigest(reference);
    },
    say: log.line,
    warn: log.warn,
  });
}
