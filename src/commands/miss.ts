import type { BuildExtras, LayerReuse } from '../docker/build-arguments';
import type { EngineImage } from '../docker/engine-image';
import { formatReference, type ImageReference } from '../docker/image-reference';
import { describeError, NotCachedError, OutageError, quoteOdd, UserError } from '../errors';
import { computeCacheKey } from '../key/cache-key';
import type { KeyPlan } from '../key/key-plan';
import { compareWithSummary, writeKeySummary } from '../key/key-summary';
import { localHost } from '../registry/local-registry';
import type { RegistryLogin } from '../registry/registry';
import { findImageLine } from '../settings/image-line';
import type { Settings } from '../settings/settings';
import type { KeyReading } from './key-reading';
import { findingReason, findMissReason, formatMissReason, summaryLabel } from './miss-reason';
import type { OutagePolicy } from './outage';
import { type KeptImage, push } from './push';
import { type Settled, settle, unwrap } from './settled';
import type { Tools } from './tools';

/** An image that is to be built and kept. */
export interface Miss extends KeptImage {
  readonly reading: KeyReading;
  readonly login: Promise<Settled<RegistryLogin | undefined>>;
  /** What the engine has under the reference; that there is no engine shows here, before anything is made. */
  readonly inEngine: Promise<Settled<EngineImage | undefined>>;
  readonly outage: OutagePolicy;
}

/** What came of a miss. */
export interface MissResult {
  /** What the registry has in the end; empty where it does not have the image. */
  readonly digest: string;
  /** What changed since the newest image; empty where that is not known. */
  readonly why: readonly string[];
}

/**
 * Builds an image and puts it where images are kept, as far as the settings allow.
 *
 * @throws NotCachedError where it must not be built
 */
export async function handleMiss(settings: Settings, tools: Tools, miss: Miss): Promise<MissResult> {
  const { registry, log, steps } = tools;
  const finding = findMissReason(registry, settings.build, miss.reading.inputs, log.line);
  if (settings.onMiss === 'fail')
    throw notCached(miss, await steps.run('look-up', findingReason, () => finding));
  // It is said as soon as it is known, and not waited for.
  let why: readonly string[] = [];
  void settle(
    finding.then((changes) => {
      why = changes;
      if (changes.length > 0) log.line(formatMissReason(changes));
    }),
  );
  const digest = await buildAndKeep(settings, tools, miss);
  return { digest, why };
}

function notCached({ image }: Miss, why: readonly string[]): NotCachedError {
  return new NotCachedError(
    `${formatReference(image)} is not cached, and with require-cached: true it is not built`,
    `${why.length > 0 ? `${formatMissReason(why)}. ` : ''}Run the step that builds it first, one with the same options but without require-cached.`,
  );
}

/** @returns the digest that the registry has in the end; empty where it does not have the image */
export async function buildAndKeep(settings: Settings, tools: Tools, miss: Miss): Promise<string> {
  const { docker, registry, steps } = tools;
  const { image, outage } = miss;
  if (!registry.isRemote) {
    await Promise.all([build(settings, tools, miss), warnOfUncovered(settings, tools, miss)]);
    return '';
  }
  // Before the build: it may start from an image in this very registry.
  const doing = `Waiting for docker to log in to ${registry.title}`;
  const login = await steps.run('login', doing, () => outage.orGoOn(async () => unwrap(await miss.login)));
  const inEngine = unwrap(await steps.run('engine', 'Waiting for the docker engine', () => miss.inEngine));
  await registry.expectRepository();
  // One that the registry has lost must not be taken for what a builder that keeps its result has built. A step that
  // does not pull has not asked for it.
  if (settings.skipPull || inEngine) await docker.untag(image);
  const isKept = settings.onMiss === 'build-and-push';
  const ready = settle(isKept ? registry.prepareRepository(image.tag) : Promise.resolve());
  // Where the repository can't be had for good there is no point in waiting for the build.
  const refusal = ready.then((result) => {
    if (!result.ok && !(result.error instanceof OutageError)) throw result.error;
  });
  await Promise.all([build(settings, tools, miss), refusal, warnOfUncovered(settings, tools, miss)]);
  if (!isKept) return '';
  const digest = await outage.orGoOn(async () => {
    if (await hasKeyMoved(settings, tools, miss)) return '';
    unwrap(await steps.run('push', `Waiting for ${registry.title}`, () => ready));
    return push(settings, tools, miss, login);
  });
  return digest ?? '';
}

/** Builds an image, and leaves it in the engine whatever the builder. */
export async function build(
  settings: Settings,
  { docker, registry, log, steps }: Tools,
  { image, reading }: Pick<Miss, 'image' | 'reading'>,
): Promise<void> {
  log.section('Building the image');
  for (const { id, missingVariable } of settings.build.secrets) {
    if (missingVariable !== undefined)
      log.warn(`The secret ${id} is empty: there is no variable ${missingVariable}`);
  }
  for (const { name, value } of [...settings.build.buildArgs, ...settings.build.passedBuildArgs]) {
    if (value === undefined) log.warn(`The build arg ${name} has no value: there is no variable ${name}`);
  }
  const { newestTag } = findImageLine(settings.build);
  const labels = new Map(
    registry.isRemote ? [[summaryLabel, writeKeySummary(reading.inputs, newestTag)]] : [],
  );
  const extras: BuildExtras = { labels, layers: findLayers(settings, image) };
  await steps.run('build', undefined, async () => {
    await docker.build(settings.build, image, extras);
    if (await docker.findImage(image)) return;
    log.line('The builder keeps its result to itself: loading it into the docker engine');
    const additionalBuildArgs = [...settings.build.additionalBuildArgs, '--load'];
    await docker.build({ ...settings.build, additionalBuildArgs }, image, toLoading(extras));
  });
}

/** The builder has it all by now: nothing is built, or put into a cache, a second time. */
function toLoading({ labels, layers }: BuildExtras): BuildExtras {
  return { labels, layers: layers.kind === 'inline' ? layers : { kind: 'engine' } };
}

/** Where there is no registry, or not even its host is known, there is only the engine to take layers from. */
function findLayers({ build: settings, onMiss }: Settings, { repository }: ImageReference): LayerReuse {
  const { newestTag, cacheTag } = findImageLine(settings);
  const hasRegistry = !repository.startsWith(`${localHost}/`);
  switch (settings.layerCache) {
    case 'none':
      return { kind: 'none' };
    case 'inline':
      if (hasRegistry) return { kind: 'inline', newest: { repository, tag: newestTag } };
      break;
    case 'registry':
      if (hasRegistry) {
        const cache = { repository, tag: cacheTag };
        return { kind: 'registry', cache, isWritten: onMiss === 'build-and-push' };
      }
  }
  return { kind: 'engine' };
}

/** Says which files are copied though they do not count: whoever changes one gets a stale image. */
async function warnOfUncovered(
  { build: { cacheOnCopied } }: Settings,
  { plan, log }: Tools,
  { reading }: Miss,
): Promise<void> {
  if (cacheOnCopied) return;
  const uncovered = await findUncovered(plan, reading);
  if (uncovered.length === 0) return;
  const shown = uncovered.slice(0, 3).map(quoteOdd).join(', ');
  const more = uncovered.length > 3 ? ` and ${uncovered.length - 3} more` : '';
  log.warn(
    `The Dockerfile copies files that are not part of the key: ${shown}${more}. ` +
      'When they change, the image is not built again: name them in cache-on, or set cache-on-copied: true.',
  );
}

/** Files that come and go while the tree is read are nobody's failure: the build sees to what it needs. */
async function findUncovered(plan: Tools['plan'], { inputs }: KeyReading): Promise<readonly string[]> {
  try {
    return (await plan.compareCoverage(inputs)).uncovered;
  } catch (error) {
    if (error instanceof UserError) return [];
    throw error;
  }
}

/**
 * Whether something of the key is another thing now than what the key says: the result may have been made from either,
 * so that it is no image of this key.
 */
async function hasKeyMoved(
  settings: Settings,
  { plan, log, steps }: Tools,
  { reading }: Miss,
): Promise<boolean> {
  const changes = await steps.run('key', 'Reading the files of the key again', () =>
    findChanges(settings, plan, reading),
  );
  if (changes.length === 0) return false;
  const text = `While the image was built, its key has changed: ${changes.join('; ')}`;
  if (settings.skipPull)
    throw new UserError(`${text}; it is not pushed under the old key`, 'Run the step again.');
  log.warn(`${text}. It is used for this step, but not pushed under the old key.`);
  return true;
}

async function findChanges(
  { build: settings }: Settings,
  plan: KeyPlan,
  { key, inputs }: KeyReading,
): Promise<readonly string[]> {
  try {
    const now = await plan.readInputsAgain();
    if (computeCacheKey(now).sha256 === key.sha256) return [];
    const { newestTag } = findImageLine(settings);
    const changes = compareWithSummary(now, newestTag, writeKeySummary(inputs, newestTag));
    return changes.length > 0 ? changes : ['one of its files'];
  } catch (error) {
    // A file that has gone is a change as well; that a registry does not answer is none.
    if (error instanceof OutageError || !(error instanceof UserError)) throw error;
    return [describeError(error)];
  }
}
