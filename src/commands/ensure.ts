import type { Docker } from '../docker/docker-cli';
import type { ImageReference } from '../docker/image-reference';
import { formatReference } from '../docker/image-reference';
import { describeError, OutageError, quoteOdd, UserError } from '../errors';
import type { KeyInputs } from '../key/key-inputs';
import type { KeyPlan } from '../key/key-plan';
import { localHost } from '../registry/local-registry';
import type { Registry, RegistryImage, RegistryLogin } from '../registry/registry';
import type { Log } from '../report/log';
import { type RetryLimits, retry } from '../retry';
import type { Settings } from '../settings/settings';
import { type KeyReading, readKey } from './key-reading';

/** What the run has to do with. */
export interface Tools {
  readonly registry: Registry;
  readonly docker: Docker;
  readonly log: Log;
  /** How often a pull or push is tried. */
  readonly transferLimits: RetryLimits;
  /** How old what docker has logged in with may be when a push starts, in milliseconds. */
  readonly loginAgeMs: number;
}

/** The image that is there in the end. */
export interface Outcome {
  readonly image: ImageReference;
  /** Empty where no registry has the image. */
  readonly digest: string;
  readonly hit: boolean;
}

/** What the key was made from, and by what. */
interface Keyed {
  readonly plan: KeyPlan;
  readonly inputs: KeyInputs;
}

/** What the registry says of a tag; an outage is neither a hit nor a miss. */
export type Lookup =
  | { readonly kind: 'found'; readonly repository: string; readonly found: RegistryImage }
  | { readonly kind: 'absent'; readonly repository: string }
  /** Without a repository where not even the registry's host is known. */
  | { readonly kind: 'outage'; readonly repository: string | undefined; readonly error: OutageError };

/**
 * Makes sure that the image of a key is there: takes it from where images are kept, or builds it and puts it there.
 *
 * @throws UserError when that can't be done
 */
export async function ensureImage(settings: Settings, plan: KeyPlan, tools: Tools): Promise<Outcome> {
  const { registry, log } = tools;
  const { reading, ...lookup } = await lookUp(registry, () => readKey(plan, settings.build, log));
  const keyed: Keyed = { plan, inputs: reading.inputs };
  const image = {
    repository: lookup.repository ?? `${localHost}/${registry.repositoryName}`,
    tag: reading.key.tag,
  };
  switch (lookup.kind) {
    case 'found': {
      const isHad = await orGoOn(settings, log, () => fetchImage(settings, tools, image, lookup.found));
      if (isHad) return { image, digest: lookup.found.digest, hit: true };
      // The registry has the image but does not hand it over: it is built for this step, and the tag is left alone.
      await build(settings, tools, image);
      return { image, digest: '', hit: false };
    }
    case 'absent':
      return { image, digest: await buildAndKeep(settings, tools, image, keyed), hit: false };
    case 'outage':
      goOnWithout(settings, log, lookup.error);
      if (lookup.repository !== undefined) {
        return { image, digest: await buildAndKeep(settings, tools, image, keyed), hit: false };
      }
      await build(settings, tools, image);
      return { image, digest: '', hit: false };
  }
}

/** Reads the key and asks the registry for its tag; what of the registry does not depend on the key goes first. */
export async function lookUp(
  registry: Registry,
  read: () => Promise<KeyReading>,
): Promise<Lookup & { readonly reading: KeyReading }> {
  const host = settle(registry.findRepository());
  const reading = await read();
  const { tag } = reading.key;
  const [repository, found] = await Promise.all([host, settle(registry.findImage(tag))]);
  if (repository.ok && found.ok) {
    return found.value
      ? { kind: 'found', reading, repository: repository.value, found: found.value }
      : { kind: 'absent', reading, repository: repository.value };
  }
  for (const result of [repository, found]) {
    if (!result.ok && !(result.error instanceof OutageError)) throw result.error;
  }
  const error = (repository.ok ? found : repository) as { error: OutageError };
  return {
    kind: 'outage',
    reading,
    repository: repository.ok ? repository.value : undefined,
    error: error.error,
  };
}

/** Leaves docker logged in and, unless it is not wanted, the image in the engine. */
async function fetchImage(
  settings: Settings,
  tools: Tools,
  image: ImageReference,
  found: RegistryImage,
): Promise<true> {
  if (!tools.registry.isRemote) return true;
  if (settings.skipPull) {
    await tryLogin(tools);
  } else {
    await logIn(tools);
    await pull(settings, tools, image, found.digest);
  }
  return true;
}

/** Pulls an image unless the engine has the registry's very image under this reference. */
async function pull(
  { build: { platform, isPlatformGiven } }: Settings,
  { docker, log, transferLimits }: Tools,
  image: ImageReference,
  digest: string,
): Promise<void> {
  const atHand = await docker.findImage(image);
  const isSame = atHand?.repoDigests.includes(`${image.repository}@${digest}`);
  if (isSame && !(isPlatformGiven && atHand?.platform !== platform)) return;
  log.section(`Pulling ${formatReference(image)}`);
  await transfer(() => docker.pull(image, isPlatformGiven ? platform : undefined), transferLimits, log);
}

async function build(settings: Settings, { docker, log }: Tools, image: ImageReference): Promise<void> {
  log.section('Building the image');
  for (const { id, missingVariable } of settings.build.secrets) {
    if (missingVariable !== undefined)
      log.warn(`The secret ${id} is empty: there is no variable ${missingVariable}`);
  }
  await docker.build(settings.build, image);
  if (await docker.findImage(image)) return;
  log.line('The builder keeps its result to itself: loading it into the docker engine');
  await docker.build(
    { ...settings.build, additionalBuildArgs: [...settings.build.additionalBuildArgs, '--load'] },
    image,
  );
}

/** @returns the digest of the image in the registry; empty where it has none, or what keeps it from being pushed was said */
async function buildAndKeep(
  settings: Settings,
  tools: Tools,
  image: ImageReference,
  keyed: Keyed,
): Promise<string> {
  const { registry, log } = tools;
  if (!registry.isRemote) {
    await Promise.all([build(settings, tools, image), warnOfUncovered(settings, log, keyed)]);
    return '';
  }
  // Before the build: it may start from an image in this very registry.
  const login = await orGoOn(settings, log, () => logIn(tools));
  const ready = settle(registry.prepareRepository(image.tag));
  // Where the repository can't be had for good there is no point in waiting for the build.
  const refusal = ready.then((result) => {
    if (!result.ok && !(result.error instanceof OutageError)) throw result.error;
  });
  await Promise.all([build(settings, tools, image), refusal, warnOfUncovered(settings, log, keyed)]);
  if (await haveBaseImagesMoved(settings, log, keyed)) return '';
  const digest = await orGoOn(settings, log, async () => {
    unwrap(await ready);
    return push(settings, tools, image, login);
  });
  return digest ?? '';
}

/** Says which files are copied though they do not count: whoever changes one gets a stale image. */
async function warnOfUncovered(
  { build: { cacheOnCopied } }: Settings,
  log: Log,
  keyed: Keyed,
): Promise<void> {
  if (cacheOnCopied) return;
  const { uncovered } = await keyed.plan.compareCoverage(keyed.inputs);
  if (uncovered.length === 0) return;
  const shown = uncovered.slice(0, 3).map(quoteOdd).join(', ');
  const more = uncovered.length > 3 ? ` and ${uncovered.length - 3} more` : '';
  log.warn(
    `The Dockerfile copies what does not count for the key: ${shown}${more}. ` +
      'Name it in cache-on, or set cache-on-copied: true, or the image goes stale when it changes.',
  );
}

/** Whether a base image is another one than the key says: the result is then no image of this key. */
async function haveBaseImagesMoved(
  { skipPull }: Settings,
  log: Log,
  { plan, inputs }: Keyed,
): Promise<boolean> {
  const moved = await plan.findMovedBaseImages(inputs);
  if (moved.length === 0) return false;
  const text = `While the image was built, its base image has changed: ${moved.join(', ')}`;
  if (skipPull)
    throw new UserError(`${text}; it is not pushed under the key of the old one`, 'Run the step again.');
  log.warn(`${text}. It is used for this step, but not pushed under the key of the old one.`);
  return true;
}

/** @returns the digest that the registry has under the tag in the end */
async function push(
  settings: Settings,
  tools: Tools,
  image: ImageReference,
  login: RegistryLogin | undefined,
): Promise<string> {
  const { registry, log } = tools;
  const before = await registry.findImage(image.tag);
  if (before) return useRival(settings, tools, image, before);
  log.section(`Pushing ${formatReference(image)}`);
  const refusal = await transferImage(tools, image, login);
  const pushed = await registry.findImage(image.tag);
  if (pushed === undefined) {
    throw (
      refusal ??
      new OutageError(`docker pushed ${formatReference(image)}, but the registry has no such image`)
    );
  }
  // Where tags can't be moved, the push of a tag that another job was faster with is refused.
  if (refusal !== undefined) return useRival(settings, tools, image, pushed);
  if (settings.latestTag !== undefined) await moveTag(tools, pushed, settings.latestTag);
  return pushed.digest;
}

/** Another job has made the image too, and its one counts: every agent is to have the same. */
async function useRival(
  settings: Settings,
  tools: Tools,
  image: ImageReference,
  rival: RegistryImage,
): Promise<string> {
  tools.log.line('The registry has this image by now: using that one');
  if (!settings.skipPull) await pull(settings, tools, image, rival.digest);
  return rival.digest;
}

/** @returns why the push failed; undefined when it did not */
async function transferImage(
  tools: Tools,
  image: ImageReference,
  login: RegistryLogin | undefined,
): Promise<UserError | undefined> {
  const { registry, docker, log, transferLimits, loginAgeMs } = tools;
  let failure: UserError | undefined;
  const pushOnce = async (attempt: number) => {
    // What failed may have arrived all the same, or another job's may have.
    if (attempt > 1 && (await registry.findImage(image.tag))) return;
    // A build may take longer than a token is good for, and a second attempt is not to fail by it.
    const current = await registry.findLogin(attempt === 1 ? loginAgeMs : 0);
    if (current !== undefined && current !== login) {
      await docker.login(current.host, current.username, current.password);
    }
    await docker.push(image);
    failure = undefined;
  };
  const remember = (attempt: number) =>
    pushOnce(attempt).catch((error: unknown) => {
      if (error instanceof UserError) failure = error;
      throw error;
    });
  const result = await settle(transfer(remember, transferLimits, log));
  if (!result.ok && failure === undefined) throw result.error;
  return failure;
}

async function moveTag({ registry, log }: Tools, image: RegistryImage, tag: string): Promise<void> {
  try {
    await registry.moveTag(image, tag);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    log.warn(`The tag ${tag} stays where it is: ${describeError(error)}`);
  }
}

function transfer(action: (attempt: number) => Promise<void>, limits: RetryLimits, log: Log): Promise<void> {
  return retry(
    action,
    limits,
    (error) => error instanceof OutageError,
    (error, waitMs) => log.line(`${describeError(error)}; trying again in ${(waitMs / 1000).toFixed(1)} s`),
  );
}

/** Leaves docker logged in: what follows in the step may rely on it. */
async function logIn({ registry, docker, log, transferLimits }: Tools): Promise<RegistryLogin | undefined> {
  const login = await registry.findLogin(Infinity);
  if (login !== undefined) {
    await transfer(() => docker.login(login.host, login.username, login.password), transferLimits, log);
  }
  return login;
}

/** As `logIn`, where the step has what it asked for without. */
async function tryLogin(tools: Tools): Promise<void> {
  try {
    await logIn(tools);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    tools.log.line(`docker is not logged in to the registry: ${describeError(error)}`);
  }
}

/**
 * Does something that needs the registry; where that is out of order, says so and goes on without.
 *
 * @returns undefined after an outage
 * @throws the error where an outage is to end the run
 */
async function orGoOn<Result>(
  settings: Settings,
  log: Log,
  action: () => Promise<Result>,
): Promise<Result | undefined> {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof OutageError)) throw error;
    goOnWithout(settings, log, error);
    return undefined;
  }
}

/** @throws the error where an outage is to end the run */
function goOnWithout(settings: Settings, log: Log, error: OutageError): void {
  // Whoever only wants the image in the registry has nothing of one that isn't.
  if (settings.onRegistryError === 'fail' || settings.skipPull) throw error;
  log.alarm(`Going on without the registry: ${describeError(error)}`);
}

type Settled<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: unknown };

/** A promise that never rejects, for what is waited for later. */
function settle<Value>(promise: Promise<Value>): Promise<Settled<Value>> {
  return promise.then(
    (value) => ({ ok: true, value }),
    (error: unknown) => ({ ok: false, error }),
  );
}

function unwrap(result: Settled<void>): void {
  if (!result.ok) throw result.error;
}
