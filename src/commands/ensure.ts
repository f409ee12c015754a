import type { ImageReference } from '../docker/image-reference';
import { formatReference } from '../docker/image-reference';
import type { ExitStatus } from '../errors';
import { localHost } from '../registry/local-registry';
import type { Steps } from '../report/steps';
import type { Command } from '../settings/command-line';
import type { RawOptions } from '../settings/option-values';
import { parseSettings, type Settings } from '../settings/settings';
import { type Hit, takeHit } from './hit';
import { readKey } from './key-reading';
import { logIn } from './login';
import { lookUp } from './look-up';
import { build, buildAndKeep, handleMiss, type Miss, type MissResult } from './miss';
import { OutagePolicy } from './outage';
import { settle } from './settled';
import { openTools, type Tools } from './tools';
import type { World } from './world';

/** The image that is there in the end. */
export interface Outcome {
  readonly image: ImageReference;
  /** Empty where no registry has the image. */
  readonly digest: string;
  readonly hit: boolean;
  /** Of a miss: what changed since the newest image, as far as that is known. */
  readonly why: readonly string[];
  /** The whole key, of which the tag is a part. */
  readonly key: string;
}

/** The default command: makes sure that the image is there, and prints its reference. */
export async function runEnsure(
  world: World,
  { json }: Extract<Command, { kind: 'ensure' }>,
  options: RawOptions,
): Promise<ExitStatus> {
  const settings = parseSettings(options, world, world.log.warn);
  const { outcome, steps } = await ensureAndReport(world, settings);
  const { image, ...rest } = outcome;
  const reference = formatReference(image);
  world.print(
    json
      ? `${JSON.stringify({ reference, ...image, ...rest, timings: steps.toSeconds() }, undefined, 2)}\n`
      : `${reference}\n`,
  );
  return 0;
}

/** Makes sure that the image is there, and says in the last line of the log how that went. */
export async function ensureAndReport(
  world: World,
  settings: Settings,
): Promise<{ readonly outcome: Outcome; readonly steps: Steps }> {
  const tools = await openTools(world, settings);
  tools.log.section(`Looking for the image in ${tools.registry.title}`);
  const outcome = await ensureImage(settings, tools);
  const isKept = !tools.registry.isRemote || outcome.digest !== '';
  const verdict = outcome.hit ? 'hit' : isKept ? 'miss, built' : 'miss, built, not pushed';
  tools.log.section(`${verdict} in ${tools.steps.format()} – ${formatReference(outcome.image)}`);
  return { outcome, steps: tools.steps };
}

/**
 * Makes sure that the image of a key is there: takes it from where images are kept, or builds it and puts it there.
 *
 * @throws UserError when that can't be done
 */
export async function ensureImage(settings: Settings, tools: Tools): Promise<Outcome> {
  const { registry, docker } = tools;
  const outage = new OutagePolicy(settings, tools.log);
  // What does not depend on the key goes first; what depends on the registry's answer alone runs beside everything.
  const repository = settle(registry.findRepository());
  const login = settle(logIn(tools));
  const reading = await readKey(tools, settings.build);
  const { tag } = reading.key;
  const askEngine = registry.isRemote && !settings.skipPull;
  const inEngine = settle(
    repository.then((host) =>
      host.ok && askEngine ? docker.findImage({ repository: host.value, tag }) : undefined,
    ),
  );
  const lookup = await lookUp(tools, repository, tag);
  const image = { repository: lookup.repository ?? `${localHost}/${registry.repositoryName}`, tag };
  const miss: Miss = { image, reading, login, inEngine, outage };
  switch (lookup.kind) {
    case 'found':
      return useHit(settings, tools, { ...miss, found: lookup.found });
    case 'absent':
      return toMissOutcome(miss, await handleMiss(settings, tools, miss));
    case 'outage':
      outage.goOnWithout(lookup.error);
      // It may be back by the end of the build.
      if (lookup.repository !== undefined)
        return toMissOutcome(miss, { digest: await buildAndKeep(settings, tools, miss), why: [] });
      await build(settings, tools, miss);
      return toMissOutcome(miss);
  }
}

function toMissOutcome(
  { image, reading }: Miss,
  { digest, why }: MissResult = { digest: '', why: [] },
): Outcome {
  return { image, digest, hit: false, why, key: reading.key.sha256 };
}

/** The registry may name an image that it does not hand over, for now or at all: then it is built after all. */
async function useHit(settings: Settings, tools: Tools, hit: Hit & Miss): Promise<Outcome> {
  const { image, found, reading } = hit;
  switch (await takeHit(settings, tools, hit)) {
    case 'had':
      return { image, digest: found.digest, hit: true, why: [], key: reading.key.sha256 };
    case 'gone':
      return toMissOutcome(hit, await handleMiss(settings, tools, { ...hit, gone: found }));
    case 'out-of-reach':
      // The tag is left alone: what it names is good.
      await build(settings, tools, hit);
      return toMissOutcome(hit);
  }
}
