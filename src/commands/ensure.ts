import { isOwnTag } from '../docker/docker-cli';
import { type ExitStatus, OutageError } from '../errors';
import { localHost } from '../registry/local-registry';
import type { RegistryImage, RegistryLogin } from '../registry/registry';
import { formatSeconds, type Steps } from '../report/steps';
import { retryOutages } from '../retry';
import type { Command } from '../settings/command-line';
import { formatReference, type ImageReference } from '../settings/image-name';
import type { RawOptions } from '../settings/option-values';
import { parseSettings, type Settings } from '../settings/settings';
import { findBuildSeconds, takeHit } from './hit';
import { readKey } from './key-reading';
import { lookUp } from './look-up';
import { handleMiss, type Miss } from './miss';
import { goOnWithout } from './outage';
import type { Run } from './run';
import { settle } from './settled';
import { openTools, type Tools } from './tools';
import type { World } from './world';

/** The result of a run. */
export interface Outcome {
  readonly image: ImageReference;
  /** Empty if no registry has the image. */
  readonly digest: string;
  readonly hit: boolean;
  /** For a miss: what changed since the newest image, if known. */
  readonly why: readonly string[];
  /** For a hit: how long the avoided build took, in seconds, if known. */
  readonly buildSeconds?: number | undefined;
  /** The full key; the tag is its beginning. */
  readonly key: string;
}

/** The default command: makes sure the image exists and prints its reference. */
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

/** Makes sure the image exists, and sums up the run in the last line of the log. */
export async function ensureAndReport(
  world: World,
  settings: Settings,
): Promise<{ readonly outcome: Outcome; readonly steps: Steps }> {
  const tools = await openTools(world, settings);
  tools.log.section(`Looking for the image in ${tools.registry.title}`);
  const outcome = await ensureImage(settings, tools);
  const isKept = outcome.digest !== '' || (!tools.registry.isRemote && !isOwnTag(outcome.image));
  const notKept = tools.registry.isRemote ? 'miss, built, not pushed' : 'miss, built, not kept';
  const verdict = outcome.hit ? 'hit' : isKept ? 'miss, built' : notKept;
  const spared =
    outcome.buildSeconds === undefined ? '' : ` instead of a build of ${formatSeconds(outcome.buildSeconds)}`;
  tools.log.section(`${verdict} in ${tools.steps.format()}${spared} – ${formatReference(outcome.image)}`);
  return { outcome, steps: tools.steps };
}

/**
 * Finds the image of the key in the registry, or builds and pushes it.
 *
 * @throws UserError when neither is possible
 */
async function ensureImage(settings: Settings, tools: Tools): Promise<Outcome> {
  const { registry, docker, steps } = tools;
  // The login needs no key, so it starts before the key is computed.
  const hostAnswer = settle(registry.findRepository());
  const loginAnswer = settle(logIn(tools));
  const reading = await readKey(tools, settings.build);
  const { tag } = reading.key;
  const asksEngine = registry.isRemote && !settings.skipPull;
  const imageAnswer = hostAnswer.then((host) => ({
    repository: host.ok ? host.value : `${localHost}/${registry.repositoryName}`,
    tag,
  }));
  // If the registry refuses, the run ends: no need to ask the engine.
  const engineAnswer = settle(
    hostAnswer.then(async (host) =>
      asksEngine && (host.ok || host.error instanceof OutageError) ? docker.findImage(await imageAnswer) : undefined,
    ),
  );
  const lookup = await lookUp(tools, hostAnswer, tag);
  const run: Run = {
    settings,
    tools,
    reading,
    image: await imageAnswer,
    login: await steps.run('login', `Waiting for docker to log in to ${registry.title}`, () => loginAnswer),
    inEngine: await steps.run('engine', 'Waiting for the docker engine', () => engineAnswer),
  };
  switch (lookup.kind) {
    case 'found':
      return useImage(run, lookup.found);
    case 'absent':
      return makeImage(run, { kind: 'absent' });
    case 'outage':
      goOnWithout(run, lookup.error);
      return makeImage(run, { kind: lookup.repository === undefined ? 'without-registry' : 'unanswered' });
  }
}

/** Leaves docker logged in, which the rest of the step may rely on. */
async function logIn({ registry, docker, log, transferLimits }: Tools): Promise<RegistryLogin | undefined> {
  const login = await registry.findLogin(Number.POSITIVE_INFINITY);
  if (login !== undefined) {
    const { host, username, password } = login;
    await retryOutages(() => docker.login(host, username, password), transferLimits, log.line);
  }
  return login;
}

/** Takes the registry's image, or builds it after all if the registry can't deliver it. */
async function useImage(run: Run, found: RegistryImage): Promise<Outcome> {
  const { image, reading, tools } = run;
  const hit = { image, digest: found.digest, hit: true, why: [], key: reading.key.sha256 };
  switch (await takeHit(run, found)) {
    case 'had': {
      const inEngine = run.inEngine.ok ? run.inEngine.value : undefined;
      return { ...hit, buildSeconds: inEngine && findBuildSeconds(inEngine) };
    }
    case 'pulled': {
      const pulled = await tools.docker.findImage(image);
      const buildSeconds = pulled && findBuildSeconds(pulled);
      if (buildSeconds !== undefined) comparePull(tools, buildSeconds);
      return { ...hit, buildSeconds };
    }
    case 'gone':
      return makeImage(run, { kind: 'absent', gone: found });
    case 'out-of-reach':
      return makeImage(run, { kind: 'without-registry' });
  }
}

/** An image that is slower to pull than to build is no use as a cache. */
function comparePull({ steps, log }: Tools, buildSeconds: number): void {
  const { pull = 0 } = steps.toSeconds();
  if (pull <= buildSeconds) return;
  log.line(
    `The pull took ${formatSeconds(pull)}, longer than the build of this image (${formatSeconds(buildSeconds)}): ` +
      'a smaller image helps, layers in common with other images, or skip-pull-from-cache where the step does not need it.',
  );
}

async function makeImage(run: Run, miss: Miss): Promise<Outcome> {
  const made = await handleMiss(run, miss);
  const { sha256: key } = run.reading.key;
  switch (made.kind) {
    case 'found':
      return useImage({ ...run, inEngine: made.inEngine }, made.found);
    case 'in-engine':
      return { image: run.image, digest: '', hit: true, why: [], key };
    case 'built':
      return { image: made.image, digest: made.digest, hit: false, why: made.why, key };
  }
}
