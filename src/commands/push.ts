import { performance } from 'node:perf_hooks';
import { describeError, OutageError, UserError } from '../errors';
import type { RegistryImage } from '../registry/registry';
import { pause, retryOutages } from '../retry';
import { findImageLine } from '../settings/image-line';
import { formatReference } from '../settings/image-name';
import { isSameImage, pull } from './hit';
import type { Run } from './run';
import { settle } from './settled';

/** How a push ended. */
type Pushed =
  /** If another job's image came first, it counts, so that every agent has the same image. */
  | { readonly kind: 'shown'; readonly found: RegistryImage; readonly isOurs: boolean }
  /** docker reports success, but the registry does not list the image yet. */
  | { readonly kind: 'not-shown'; readonly digest: string };

/**
 * Pushes the image that was built. If another job was faster, uses the registry's image instead.
 *
 * @param gone an image under the tag that nobody can pull any more, to be overwritten
 * @returns the digest under the tag in the registry
 */
export async function push(run: Run, gone: RegistryImage | undefined): Promise<string> {
  const { settings, tools, image } = run;
  const { log, steps } = tools;
  const pushed = await steps.run('push', undefined, () => pushUnlessThere(run, gone));
  const tags = [settings.latestTag, findImageLine(settings.build).newestTag].flatMap((tag) => tag ?? []);
  if (pushed.kind === 'not-shown') {
    log.line(`${tags.join(' and ')} can't be moved to it`);
    return pushed.digest;
  }
  const { found, isOurs } = pushed;
  if (!isOurs) {
    log.line('Another job has pushed this image meanwhile: using that one');
    if (!settings.skipPull && (await pull(run)) === 'gone')
      throw new OutageError(`${formatReference(image)} was pushed by another job, but can't be pulled`);
  }
  await steps.run('push', 'Moving tags', () => Promise.all(tags.map((tag) => moveTag(run, found, tag))));
  return found.digest;
}

async function pushUnlessThere(run: Run, gone: RegistryImage | undefined): Promise<Pushed> {
  const { docker, registry, log, steps } = run.tools;
  const { image } = run;
  const findOther = async () => {
    const found = await steps.watch(`Waiting for ${registry.title}`, () => registry.findImage(image.tag));
    return found?.digest === gone?.digest ? undefined : found;
  };
  const toShown = async (found: RegistryImage): Promise<Pushed> => {
    return { kind: 'shown', found, isOurs: isSameImage(run, found, await docker.findImage(image)) };
  };
  const before = await findOther();
  if (before) return toShown(before);
  log.section(`Pushing ${formatReference(image)}`);
  const transfer = await settle(steps.watch('Waiting for docker to push it', () => transferImage(run, findOther)));
  if (!transfer.ok) {
    // A push over an immutable tag is refused, and a push that failed may have arrived all the same.
    const other = await settle(findOther());
    if (other.ok && other.value && transfer.error instanceof UserError) return toShown(other.value);
    throw transfer.error;
  }
  const inEngine = await docker.findImage(image);
  const isOurs = (found: RegistryImage) => isSameImage(run, found, inEngine);
  const found = await findPushed(run, (shown) => shown.digest !== gone?.digest || isOurs(shown));
  if (found) return { kind: 'shown', found, isOurs: isOurs(found) };
  const prefix = `${image.repository}@`;
  const noted = inEngine?.repoDigests.find((name) => name.startsWith(prefix))?.slice(prefix.length);
  return { kind: 'not-shown', digest: transfer.value ?? noted ?? '' };
}

/** @returns the digest that was pushed, if `docker push` reports it */
async function transferImage(
  { tools, image, login }: Run,
  findOther: () => Promise<RegistryImage | undefined>,
): Promise<string | undefined> {
  const { registry, docker, log, transferLimits, loginAgeMs } = tools;
  const loggedIn = login.ok ? login.value : undefined;
  const pushOnce = async (attempt: number) => {
    // The failed push may have arrived all the same, or another job's.
    if (attempt > 1 && (await findOther())) return undefined;
    // The token may have expired during the build, and another program may have logged docker out or overwritten its
    // configuration.
    const current = await registry.findLogin(attempt === 1 ? loginAgeMs : 0);
    if (current !== undefined && (current !== loggedIn || !docker.isLoggedIn(current.host))) {
      await docker.login(current.host, current.username, current.password);
    }
    return docker.push(image);
  };
  return retryOutages(pushOnce, transferLimits, log.line);
}

/**
 * Waits until the registry lists an image that docker has pushed, which may take some seconds. Errors don't matter: the
 * push has worked.
 */
async function findPushed(
  { tools, image }: Run,
  isPushed: (found: RegistryImage) => boolean,
): Promise<RegistryImage | undefined> {
  const { registry, log, steps, afterPush } = tools;
  const start = performance.now();
  const ask = async () => {
    for (let waitMs = afterPush.pauseMs / 4; ; waitMs = Math.min(2 * waitMs, afterPush.pauseMs)) {
      const answer = await settle(registry.findImage(image.tag));
      if (!answer.ok && !(answer.error instanceof UserError)) throw answer.error;
      const isLast = performance.now() - start + waitMs > afterPush.totalMs;
      if (isLast || (answer.ok && answer.value && isPushed(answer.value))) return answer;
      await pause(waitMs);
    }
  };
  const answer = await steps.watch(`Waiting for ${registry.title} to show it`, ask);
  if (answer.ok && answer.value && isPushed(answer.value)) return answer.value;
  const reason = answer.ok ? '' : ` (${describeError(answer.error)})`;
  log.line(`${registry.title} does not list the pushed image yet${reason}: using docker's own digest`);
  return undefined;
}

async function moveTag({ tools }: Run, image: RegistryImage, tag: string): Promise<void> {
  try {
    await tools.registry.moveTag(image, tag);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    tools.log.warn(`The tag ${tag} stays where it is: ${describeError(error)}`);
  }
}
