import { startDigestThread } from '../key/digest-thread';
import { KeyPlan } from '../key/key-plan';
import { createPacer } from '../key/pacer';
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
  const { workingDirectory, program, limits, log } = world;
  return new KeyPlan(settings, {
    workingDirectory,
    pacer: createPacer(limits.pauseMs),
    startDigestHelper: (queue) => startDigestThread(program, queue),
    findBaseDigest: async (reference) => {
      // Few runs ask for base images: what it takes is loaded for them only.
      const { openRegistryApi } = await import('./registry-api');
      const { findBaseDigest } = await import('../registry/base-image');
      return findBaseDigest(openRegistryApi(world, findLogin), reference);
    },
    say: log.line,
    warn: log.warn,
  });
}
