import { quoteOdd } from '../errors';
import { type CacheKey, computeCacheKey } from '../key/cache-key';
import { FileReader } from '../key/file-reader';
import type { KeyInputs } from '../key/key-inputs';
import { KeyPlan } from '../key/key-plan';
import type { DistributionClient } from '../registry/distribution-client';
import type { RegistryLogin } from '../registry/registry';
import type { Log } from '../report/log';
import type { Steps } from '../report/steps';
import type { BuildSettings } from '../settings/settings';
import type { World } from './world';

/**
 * Prepares reading the key for these settings.
 *
 * @param findLogin what docker logs in with to our registry, which may have base images too
 * @throws OptionError for an entry of `cache-on` that can't be read
 */
export function planKey(
  world: World,
  settings: BuildSettings,
  findLogin: () => Promise<RegistryLogin | undefined>,
): KeyPlan {
  const { workingDirectory, limits, log } = world;
  let client: Promise<DistributionClient> | undefined;
  return new KeyPlan(settings, {
    workingDirectory,
    fileReader: new FileReader(limits.pauseMs),
    findBaseDigest: async (reference) => {
      // Few runs ask for base images, so the client is loaded only when needed.
      client ??= import('./registry-api').then(({ openRegistryApi }) => openRegistryApi(world, findLogin));
      return (await client).findBaseDigest(reference);
    },
    say: log.line,
    warn: log.warn,
  });
}

/** A key and its inputs. */
export interface KeyReading {
  readonly key: CacheKey;
  readonly inputs: KeyInputs;
}

/** Reads the key and logs it in one line. */
export async function readKey(
  { plan, steps, log }: { readonly plan: KeyPlan; readonly steps: Steps; readonly log: Log },
  { dockerfile }: BuildSettings,
): Promise<KeyReading> {
  const inputs = await readInputs(plan, steps);
  const key = computeCacheKey(inputs);
  const parts = [
    dockerfile.kind === 'file' ? quoteOdd(dockerfile.path) : 'the inline Dockerfile',
    countCacheOn(inputs),
    countOf(inputs.copied?.files.length, 'copied file', 'copied files'),
    countOf(inputs.baseImages?.length, 'base image', 'base images'),
  ];
  log.line(`The key is ${key.tag}, made from ${parts.filter((part) => part).join(', ')}`);
  return { key, inputs };
}

/** Reads the inputs of the key, with a notice in the log if that takes long. */
export function readInputs(plan: KeyPlan, steps: Steps): Promise<KeyInputs> {
  return steps.run('key', 'Reading the files of the key', () => plan.readInputs());
}

function countCacheOn({ files, jsonValues }: KeyInputs): string {
  const counts = [countOf(files.length, 'file', 'files'), countOf(jsonValues.length, 'value', 'values')];
  const text = counts.filter((count) => count).join(' and ');
  return text && `${text} of cache-on`;
}

function countOf(count: number | undefined, one: string, several: string): string {
  return count ? `${count} ${count === 1 ? one : several}` : '';
}
