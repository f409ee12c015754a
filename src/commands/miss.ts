import type { LayerReuse } from '../docker/build-arguments';
import type { EngineImage } from '../docker/engine-image';
import { describeError, NotCachedError, OutageError, quoteOdd, UserError } from '../errors';
import { computeCacheKey } from '../key/cache-key';
import { compareWithSummary, writeKeySummary } from '../key/key-summary';
import { localHost } from '../registry/local-registry';
import type { RegistryImage } from '../registry/registry';
import { findImageLine } from '../settings/image-line';
import { formatReference, type ImageReference } from '../settings/image-name';
import { type BuildTurn, type Claim, takeBuildTurn } from './claim';
import { findingReason, findMissReason, formatMissReason, startLabel, summaryLabel } from './miss-reason';
import { orGoOn } from './outage';
import { push } from './push';
import type { Run } from './run';
import { type Settled, settle, unwrap } from './settled';

/** Why an image is built. */
export type Miss =
  /** The registry has no image, or one that can't be pulled any more and will be overwritten. */
  | { readonly kind: 'absent'; readonly gone?: RegistryImage }
  /** The registry did not answer. It may be back by the end of the build. */
  | { readonly kind: 'unanswered' }
  /** The registry is out of reach for this run, or can't deliver the image it has: nothing is pushed. */
  | { readonly kind: 'without-registry' };

/** How a miss ended. */
export type Made =
  /** Another job was faster: the registry has the image, which still has to be pulled. */
  | {
      readonly kind: 'found';
      readonly found: RegistryImage;
      readonly inEngine: Settled<EngineImage | undefined>;
    }
  /** Another job on this machine was faster: the engine has the image, and it is not to be pushed. */
  | { readonly kind: 'in-engine' }
  | {
      readonly kind: 'built';
      /** Has a tag of this run's own if the key changed during the build. */
      readonly image: ImageReference;
      /** The digest in the registry; empty if the image is not there. */
      readonly digest: string;
      /** What changed since the newest image; empty if unknown. */
      readonly why: readonly string[];
    };

/**
 * Builds the image and pushes it if the settings allow. One job per machine at a time, so that the others find the
 * image when it is their turn.
 *
 * @throws NotCachedError if the settings forbid building
 */
export async function handleMiss(run: Run, miss: Miss): Promise<Made> {
  const { settings, tools, reading, image } = run;
  const { docker, registry, log, steps } = tools;
  if (settings.onMiss === 'fail') {
    const turn = await waitForOthers(run, miss);
    if (turn?.kind === 'built') return toFound(run, turn.image);
    const why = await steps.run('look-up', findingReason, () =>
      findMissReason(registry, settings.build, reading.inputs, log.line),
    );
    throw notCached(image, why);
  }
  // Fail before anything is created if there is no engine or no login: the build may start from an image in this registry.
  const before = unwrap(run.inEngine);
  if (miss.kind !== 'without-registry') await orGoOn(run, async () => unwrap(run.login));
  const releaseTurn = await steps.run('wait', undefined, () => docker.takeTurn(image));
  let claim: Claim | undefined;
  try {
    const turn = await waitForOthers(run, miss);
    if (turn?.kind === 'built') return await toFound(run, turn.image);
    const inEngine = isPushed(run, miss) ? undefined : await docker.findImage(image);
    // An image that was there from the start is an old one that the registry has lost.
    if (inEngine && inEngine.id !== before?.id) return { kind: 'in-engine' };
    claim = turn?.claim;
    const made = await buildAndKeep(run, miss, turn !== undefined && isPushed(run, miss));
    await claim?.free();
    return made;
  } catch (error) {
    // Jobs on this machine need not wait until jobs elsewhere have noticed.
    releaseTurn();
    await claim?.fail();
    throw error;
  } finally {
    releaseTurn();
  }
}

function notCached(image: ImageReference, why: readonly string[]): NotCachedError {
  return new NotCachedError(
    `${formatReference(image)} is not cached, and with require-cached: true it is not built`,
    `${why.length > 0 ? `${formatMissReason(why)}. ` : ''}Run the step that builds it first, one with the same options but without require-cached.`,
  );
}

/**
 * Waits while other jobs build the image, and claims the build if none of them succeeds.
 *
 * @returns undefined after an outage
 */
async function waitForOthers(run: Run, miss: Miss): Promise<BuildTurn | undefined> {
  const { settings, tools, image } = run;
  const { registry, claims, steps, log } = tools;
  if (!registry.isRemote || miss.kind !== 'absent') return { kind: 'ours', claim: undefined };
  const isOther = (found: RegistryImage | undefined) => found?.digest !== miss.gone?.digest;
  const look = async () => {
    const seen = settings.waitForBuild
      ? await registry.look(image.tag)
      : { image: await registry.findImage(image.tag), claim: undefined };
    return { ...seen, image: isOther(seen.image) ? seen.image : undefined };
  };
  const mayClaim = async () => {
    if (settings.onMiss === 'fail') return false;
    await registry.expectRepository();
    if (!isPushed(run, miss)) return false;
    await registry.createRepository(image.tag);
    const obstacle = settings.waitForBuild ? await registry.findClaimObstacle(image.tag) : '';
    if (obstacle) log.line(`The build can't be claimed, so other jobs may build this image too: ${obstacle}`);
    return obstacle === undefined;
  };
  return orGoOn(run, () =>
    steps.run('wait', undefined, () =>
      takeBuildTurn(
        {
          ...claims,
          registry: {
            look,
            put: (manifest) => registry.putClaim(image.tag, manifest),
            remove: (digests) => registry.removeClaims(digests),
          },
        },
        mayClaim,
      ),
    ),
  );
}

async function toFound({ settings, tools, image }: Run, found: RegistryImage): Promise<Made> {
  const inEngine = settings.skipPull
    ? ({ ok: true, value: undefined } as const)
    : await settle(tools.docker.findImage(image));
  return { kind: 'found', found, inEngine };
}

function isPushed({ settings, tools }: Run, miss: Miss): boolean {
  return tools.registry.isRemote && settings.onMiss === 'build-and-push' && miss.kind !== 'without-registry';
}

async function buildAndKeep(run: Run, miss: Miss, isToBePushed: boolean): Promise<Made> {
  const { tools, image } = run;
  const { docker, registry, steps } = tools;
  const layers = await steps.run('look-up', `Waiting for ${registry.title}`, () => findLayers(run, miss));
  // Logged when it is known; nothing waits for it.
  let why: readonly string[] = [];
  void settle(
    sayReason(run, miss).then((changes) => {
      why = changes;
    }),
  );
  const [built] = await Promise.all([
    build(run, layers, isToBePushed),
    miss.kind === 'absent' && isToBePushed ? registry.adjustRepository() : undefined,
    warnOfUncovered(run),
    docker.removeLeftovers(),
  ]);
  if (!isToBePushed || built !== image) return { kind: 'built', image: built, digest: '', why };
  const digest = await orGoOn(run, async () => {
    // In case the registry could not be asked before the build.
    await steps.run('push', `Waiting for ${registry.title}`, () => registry.createRepository(image.tag));
    return push(run, miss.kind === 'absent' ? miss.gone : undefined);
  });
  return { kind: 'built', image, digest: digest ?? '', why };
}

/**
 * Builds under a tag of this run's own, so that other jobs never see the reference of an unfinished image.
 *
 * @returns the image's reference; this run's own tag if the key changed during the build
 */
async function build(run: Run, layers: LayerReuse, isToBePushed: boolean): Promise<ImageReference> {
  const { settings, tools, reading, image } = run;
  const { docker, registry, log, steps } = tools;
  log.section('Building the image');
  for (const { id, missingVariable } of settings.build.secrets) {
    if (missingVariable !== undefined) log.warn(`The secret ${id} is empty: there is no variable ${missingVariable}`);
  }
  for (const { name, value } of [...settings.build.buildArgs, ...settings.build.passedBuildArgs]) {
    if (value === undefined) log.warn(`The build arg ${name} has no value: there is no variable ${name}`);
  }
  const { newestTag } = findImageLine(settings.build);
  const labels = new Map([[summaryLabel, writeKeySummary(reading.inputs, newestTag)]]);
  // Only on images that are pushed: the label would make every other rebuild a different image.
  if (isToBePushed) labels.set(startLabel, new Date().toISOString());
  const own = docker.openOwnTag();
  try {
    await steps.run('build', undefined, () => docker.build(settings.build, own, { labels, layers }));
    if (await hasKeyMoved(run)) {
      docker.keepOwnTag(own);
      return own;
    }
    await docker.tag(own, image);
    // In a registry it moves once the image is pushed.
    if (!registry.isRemote) await docker.tag(own, { ...image, tag: newestTag });
    return image;
  } finally {
    await docker.dropOwnTags();
  }
}

/** What a build may reuse. A tag known to be absent is left out: BuildKit would print an alarming error. */
async function findLayers({ settings, tools, image }: Run, miss: Miss): Promise<LayerReuse> {
  const { layerCache } = settings.build;
  if (layerCache === 'none') return { kind: 'none' };
  const { repository } = image;
  // Without a registry only the engine has layers.
  if (layerCache === 'engine' || repository.startsWith(`${localHost}/`)) return { kind: 'engine' };
  const { newestTag, cacheTag } = findImageLine(settings.build);
  const tag = layerCache === 'inline' ? newestTag : cacheTag;
  const answer = miss.kind === 'absent' ? await settle(tools.registry.findImage(tag)) : undefined;
  const isRead = !answer?.ok || answer.value !== undefined;
  return layerCache === 'inline'
    ? { kind: 'inline', newest: isRead ? { repository, tag } : undefined }
    : {
        kind: 'registry',
        cache: { repository, tag },
        isRead,
        isWritten: settings.onMiss === 'build-and-push',
      };
}

async function sayReason({ settings, tools, reading }: Run, miss: Miss): Promise<readonly string[]> {
  if (miss.kind !== 'absent') return [];
  const why = await findMissReason(tools.registry, settings.build, reading.inputs, tools.log.line);
  if (why.length > 0) tools.log.line(formatMissReason(why));
  return why;
}

/** Warns of copied files that are not part of the key: after a change to one of them the image is stale. */
async function warnOfUncovered({ settings, tools, reading }: Run): Promise<void> {
  if (settings.build.cacheOnCopied) return;
  const coverage = await settle(tools.plan.compareCoverage(reading.inputs));
  // Files may come and go while the tree is read; the build will complain about what it needs.
  if (!coverage.ok && coverage.error instanceof UserError) return;
  const { uncovered } = unwrap(coverage);
  if (uncovered.length === 0) return;
  const shown = uncovered.slice(0, 3).map(quoteOdd).join(', ');
  const more = uncovered.length > 3 ? ` and ${uncovered.length - 3} more` : '';
  tools.log.warn(
    `The Dockerfile copies files that are not part of the key: ${shown}${more}. ` +
      'When they change, the image is not built again: name them in cache-on, or set cache-on-copied: true.',
  );
}

/** Whether the inputs of the key have changed, or may have: then nobody knows which of them the image was built from. */
async function hasKeyMoved(run: Run): Promise<boolean> {
  const { settings, tools } = run;
  const changes = await tools.steps.run('key', 'Reading the files of the key again', () =>
    orGoOn(run, () => findChanges(run)),
  );
  if (changes?.length === 0) return false;
  if (changes === undefined) return true;
  const text = `The key changed during the build: ${changes.join('; ')}`;
  if (settings.skipPull) throw new UserError(`${text}; it is not pushed under the old key`, 'Run the step again.');
  tools.log.warn(`${text}. The image is used for this step only, and not kept under the old key.`);
  return true;
}

async function findChanges({ settings, tools, reading }: Run): Promise<readonly string[]> {
  const { key, inputs } = reading;
  try {
    const now = await tools.plan.readInputsAgain();
    if (computeCacheKey(now).sha256 === key.sha256) return [];
    const { newestTag } = findImageLine(settings.build);
    const changes = compareWithSummary(now, newestTag, writeKeySummary(inputs, newestTag));
    return changes.length > 0 ? changes : ['one of its files'];
  } catch (error) {
    // A missing file is a change as well; an outage of a registry is not.
    if (error instanceof OutageError || !(error instanceof UserError)) throw error;
    return [describeError(error)];
  }
}
