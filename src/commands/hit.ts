import type { EngineImage } from '../docker/engine-image';
import { formatReference, type ImageReference } from '../docker/image-reference';
import { describeError, OutageError, UserError } from '../errors';
import type { RegistryImage, RegistryLogin } from '../registry/registry';
import { retryOutages } from '../retry';
import type { Settings } from '../settings/settings';
import type { OutagePolicy } from './outage';
import { type Settled, unwrap } from './settled';
import type { Tools } from './tools';

/** An image that the registry has, and what was asked of docker meanwhile. */
export interface Hit {
  readonly image: ImageReference;
  readonly found: RegistryImage;
  readonly login: Promise<Settled<RegistryLogin | undefined>>;
  /** What the engine has under the same reference. */
  readonly inEngine: Promise<Settled<EngineImage | undefined>>;
  readonly outage: OutagePolicy;
}

/** What became of a hit: the registry may name an image that it does not hand over, for now or at all. */
export type HitResult = 'had' | 'out-of-reach' | 'gone';

/** Leaves docker logged in and, unless it is not wanted, the image in the engine. */
export async function takeHit(settings: Settings, tools: Tools, hit: Hit): Promise<HitResult> {
  const { registry, steps } = tools;
  if (!registry.isRemote) return 'had';
  const doing = `Waiting for docker to log in to ${registry.title}`;
  const login = await steps.run('login', doing, () => hit.login);
  if (settings.skipPull) {
    // Nothing is asked of docker here: the step has what it wanted without.
    tolerate(login, tools, () => true);
    return 'had';
  }
  const inEngine = unwrap(await steps.run('engine', 'Waiting for the docker engine', () => hit.inEngine));
  if (isSameImage(settings, hit, inEngine)) {
    tolerate(login, tools, (error) => error instanceof OutageError && settings.onRegistryError === 'build');
    return 'had';
  }
  const result = await hit.outage.orGoOn(async () => {
    unwrap(login);
    return pull(settings, tools, hit);
  });
  return result ?? 'out-of-reach';
}

/** @throws the error of a login without which the step can't go on */
function tolerate(login: Settled<unknown>, { log }: Tools, isTolerable: (error: UserError) => boolean): void {
  if (login.ok) return;
  if (!(login.error instanceof UserError) || !isTolerable(login.error)) throw login.error;
  log.line(`docker is not logged in to the registry: ${describeError(login.error)}`);
}

/** Whether the engine has the registry's very image under this reference, for the platform that was asked for. */
export function isSameImage(
  { build: { platform, isPlatformGiven } }: Settings,
  { image, found }: Pick<Hit, 'image' | 'found'>,
  inEngine: EngineImage | undefined,
): boolean {
  // Docker leaves out the host of Docker Hub. (distribution/reference, FamiliarName)
  const repository = image.repository.replace(/^docker\.io\//, '');
  if (!inEngine?.repoDigests.includes(`${repository}@${found.digest}`)) return false;
  return !isPlatformGiven || inEngine.platform === platform;
}

/** Pulls an image that the registry has. An archived one has a tag and a manifest, but nothing to pull. */
export async function pull(
  { build: { platform, isPlatformGiven } }: Settings,
  { docker, registry, log, steps, transferLimits }: Tools,
  { image }: Pick<Hit, 'image'>,
): Promise<'had' | 'gone'> {
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
  await steps.run('pull', 'Waiting for docker to pull it', () =>
    retryOutages(pullOnce, transferLimits, log.line),
  );
  if (isGone)
    log.line('The registry does not hand this image out any more, archived or removed: building it again');
  return isGone ? 'gone' : 'had';
}
