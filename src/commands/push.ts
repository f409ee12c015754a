import { formatReference, type ImageReference } from '../docker/image-reference';
import { describeError, OutageError, UserError } from '../errors';
import type { RegistryImage, RegistryLogin } from '../registry/registry';
import { retryOutages } from '../retry';
import { findImageLine } from '../settings/image-line';
import type { Settings } from '../settings/settings';
import { isSameImage, pull } from './hit';
import { settle } from './settled';
import type { Tools } from './tools';

/** An image that is to be kept in the registry. */
export interface KeptImage {
  readonly image: ImageReference;
  /** What the registry has under the tag though nobody can pull it, archived or removed: it is pushed over. */
  readonly gone?: RegistryImage;
}

/** What a push came to. */
interface PushResult {
  readonly image: RegistryImage;
  /** Whether the registry's image is another one than ours: it counts, so that every agent has the same. */
  readonly isOfRival: boolean;
}

/**
 * Puts what was built into the registry, unless another job was faster: then the registry's image counts.
 *
 * @param login what docker has logged in with before the build
 * @returns the digest that the registry has under the tag in the end
 */
export async function push(
  settings: Settings,
  tools: Tools,
  toKeep: KeptImage,
  login: RegistryLogin | undefined,
): Promise<string> {
  const { docker, registry, log, steps } = tools;
  const { image } = toKeep;
  const { image: kept, isOfRival } = await steps.run('push', undefined, () =>
    // Jobs on one machine take turns, so that all but the first find the image there.
    docker.takeTurns(
      image,
      () => log.line('Another job on this machine is pushing this image: waiting for it'),
      () => pushUnlessThere(tools, settings, toKeep, login),
    ),
  );
  if (isOfRival) {
    log.line('Another job has pushed this image meanwhile: using that one');
    if (!settings.skipPull && (await pull(settings, tools, { image })) === 'gone') {
      throw new OutageError(`${formatReference(image)} was pushed by another job, but can't be pulled`);
    }
  }
  const tags = [settings.latestTag, findImageLine(settings.build).newestTag].flatMap((tag) => tag ?? []);
  await steps.run('push', 'Moving tags', () =>
    Promise.all(tags.map((tag) => moveTag(registry, log, kept, tag))),
  );
  return kept.digest;
}

async function pushUnlessThere(
  tools: Tools,
  settings: Settings,
  { image, gone }: KeptImage,
  login: RegistryLogin | undefined,
): Promise<PushResult> {
  const { docker, registry, log, steps } = tools;
  const isOfRival = async (found: RegistryImage) =>
    !isSameImage(settings, { image, found }, await docker.findImage(image));
  const find = () => steps.watch(`Waiting for ${registry.title}`, () => registry.findImage(image.tag));
  const findOther = async () => {
    const found = await find();
    return found?.digest === gone?.digest ? undefined : found;
  };
  const before = await findOther();
  if (before) return { image: before, isOfRival: await isOfRival(before) };
  log.section(`Pushing ${formatReference(image)}`);
  const failure = await transferImage(tools, image, login, findOther);
  const pushed = failure === undefined ? await find() : await findOther();
  // Where tags can't be moved, the push of a tag that another job was faster with is refused; and a push that failed
  // may have arrived all the same.
  if (pushed) return { image: pushed, isOfRival: await isOfRival(pushed) };
  throw (
    failure ?? new OutageError(`docker pushed ${formatReference(image)}, but the registry has no such image`)
  );
}

/** @returns why the push failed; undefined when it did not */
async function transferImage(
  { registry, docker, log, transferLimits, loginAgeMs }: Tools,
  image: ImageReference,
  login: RegistryLogin | undefined,
  findOther: () => Promise<RegistryImage | undefined>,
): Promise<UserError | undefined> {
  const pushOnce = async (attempt: number) => {
    // What failed may have arrived all the same, or another job's may have.
    if (attempt > 1 && (await findOther())) return;
    // A build may take longer than a token is good for, and a second attempt is not to fail by it. Meanwhile another
    // program may have logged docker out, or written over its configuration.
    const current = await registry.findLogin(attempt === 1 ? loginAgeMs : 0);
    if (current !== undefined && (current !== login || !docker.isLoggedIn(current.host))) {
      await docker.login(current.host, current.username, current.password);
    }
    await docker.push(image);
  };
  const result = await settle(retryOutages(pushOnce, transferLimits, log.line));
  if (result.ok) return undefined;
  if (result.error instanceof UserError) return result.error;
  throw result.error;
}

async function moveTag(
  registry: Tools['registry'],
  log: Tools['log'],
  image: RegistryImage,
  tag: string,
): Promise<void> {
  try {
    await registry.moveTag(image, tag);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    log.warn(`The tag ${tag} stays where it is: ${describeError(error)}`);
  }
}
