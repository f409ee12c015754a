import { type EngineImage, findConfigDigest } from '../docker/engine-image';
import { describeError, OutageError, UserError } from '../errors';
import type { RegistryImage } from '../registry/registry';
import { retryOutages } from '../retry';
import { formatReference } from '../settings/image-name';
import { startLabel } from './miss-reason';
import { orGoOn } from './outage';
import type { Run } from './run';
import { unwrap } from './settled';

/** What became of a hit: a registry may list an image that it can't deliver, now or ever. */
export type HitResult = 'had' | 'pulled' | 'out-of-reach' | 'gone';

/** Leaves docker logged in and, unless the pull is skipped, the image in the engine. */
export async function takeHit(run: Run, found: RegistryImage): Promise<HitResult> {
  const { settings, tools } = run;
  if (!tools.registry.isRemote) return 'had';
  if (settings.skipPull) {
    // The step has what it asked for, even without a login.
    tolerateLogin(run, () => true);
    return 'had';
  }
  if (isSameImage(run, found, unwrap(run.inEngine))) {
    tolerateLogin(run, (error) => error instanceof OutageError && settings.onRegistryError === 'build');
    return 'had';
  }
  const result = await orGoOn(run, async () => {
    unwrap(run.login);
    return pull(run);
  });
  return result ?? 'out-of-reach';
}

/** @throws the login's error unless the step can do without */
function tolerateLogin({ login, tools }: Run, isTolerable: (error: UserError) => boolean): void {
  if (login.ok) return;
  if (!(login.error instanceof UserError) || !isTolerable(login.error)) throw login.error;
  tools.log.line(`docker is not logged in to the registry: ${describeError(login.error)}`);
}

/** Whether what the engine has under the reference is the registry's image, for the platform asked for. */
export function isSameImage(
  { settings, image }: Pick<Run, 'settings' | 'image'>,
  found: RegistryImage,
  inEngine: Pick<EngineImage, 'id' | 'repoDigests' | 'platform'> | undefined,
): boolean {
  if (inEngine === undefined) return false;
  const { platform, isPlatformGiven } = settings.build;
  // Docker omits Docker Hub's host. (distribution/reference, FamiliarName)
  const repository = image.repository.replace(/^docker\.io\//, '');
  const isKnown = inEngine.repoDigests.includes(`${repository}@${found.digest}`);
  // Podman stores images uncompressed and does not record the digest it pushed.
  if (!isKnown && inEngine.id !== findConfigDigest(found.manifest)) return false;
  return !isPlatformGiven || inEngine.platform === platform;
}

/** How long an image's build took, in seconds; undefined if unknown, for example if its layers came from a cache. */
export function findBuildSeconds({ labels, created }: EngineImage): number | undefined {
  const seconds = (Date.parse(created) - Date.parse(String(labels[startLabel]))) / 1000;
  return seconds > 0 ? Number(seconds.toFixed(1)) : undefined;
}

/** Pulls an image that the registry lists. An archived image has a tag and a manifest but can't be pulled. */
export async function pull({ settings, tools, image }: Run): Promise<'pulled' | 'gone'> {
  const { docker, registry, log, steps, transferLimits } = tools;
  const { platform, isPlatformGiven } = settings.build;
  log.section(`Pulling ${formatReference(image)}`);
  let isGone = false;
  const pullOnce = async (attempt: number) => {
    try {
      await docker.pull(image, isPlatformGiven ? platform : undefined);
    } catch (error) {
      if (attempt === 1 && error instanceof OutageError) isGone = await registry.isArchived(image.tag);
      if (!isGone) throw error;
    }
  };
  await steps.run('pull', 'Waiting for docker to pull it', () => retryOutages(pullOnce, transferLimits, log.line));
  if (isGone) log.line('The registry no longer delivers this image, which was archived or removed: building it again');
  return isGone ? 'gone' : 'pulled';
}
