import { randomBytes } from 'node:crypto';
import { Docker } from '../docker/docker-cli';
import { findConfigFolder, readLoginFiles } from '../docker/docker-config';
import { ProcessRunner } from '../docker/process-runner';
import type { KeyPlan } from '../key/key-plan';
import type { OpenApi } from '../registry/distribution-client';
import { LocalRegistry } from '../registry/local-registry';
import type { Registry } from '../registry/registry';
import type { Log } from '../report/log';
import { Steps } from '../report/steps';
import type { RetryLimits } from '../retry';
import { movingTagPatterns } from '../settings/image-line';
import type { Settings } from '../settings/settings';
import type { ClaimSurroundings } from './claim';
import { planKey } from './key-reading';
import type { World } from './world';

/** What a run works with. */
export interface Tools {
  readonly plan: KeyPlan;
  readonly registry: Registry;
  readonly docker: Docker;
  readonly log: Log;
  readonly steps: Steps;
  /** How often a pull or push is tried. */
  readonly transferLimits: RetryLimits;
  /** How old docker's login may be when a push starts, in milliseconds. */
  readonly loginAgeMs: number;
  /** How long a registry may take to list what was pushed. */
  readonly afterPush: World['limits']['afterPush'];
  /** What a claim needs beside the registry. */
  readonly claims: Omit<ClaimSurroundings, 'registry'>;
}

/**
 * Sets up what the settings ask for.
 *
 * @throws UserError for settings that turn out to be wrong
 */
export async function openTools(world: World, settings: Settings): Promise<Tools> {
  const { env, homeDirectory, limits, log, beforeEnd, atExit } = world;
  const runner = new ProcessRunner(env, world.show);
  const folder = findConfigFolder(env, homeDirectory);
  const docker = new Docker(runner, {
    progress: world.progress,
    lock: { ...limits.lock, slowMs: limits.slowMs, folder, atExit },
    readLogins: () => readLoginFiles(env, homeDirectory),
    answerMs: limits.engineMs,
    isBuilderChosen: Boolean(env.BUILDX_BUILDER),
    say: log.line,
  });
  beforeEnd(async (signal) => {
    await runner.stopAll(signal, limits.endMs);
    await docker.dropOwnTags(limits.tagEndMs);
  });
  const registry = await openRegistry(world, settings, docker);
  const plan = planKey(world, settings.build, () => registry.findLogin(Number.POSITIVE_INFINITY));
  const steps = new Steps(world.now, log.line, limits.slowMs);
  return {
    plan,
    registry,
    docker,
    log,
    steps,
    transferLimits: limits.transfer,
    loginAgeMs: limits.loginAgeMs,
    afterPush: limits.afterPush,
    claims: {
      limits: limits.claim,
      self: world.self,
      createNonce: () => randomBytes(8).toString('hex'),
      now: world.now,
      say: log.line,
      beforeEnd,
    },
  };
}

/** Creates the registry for these settings, without any request. */
async function openRegistry(
  world: World,
  { registry: settings, latestTag }: Settings,
  engine: Docker,
): Promise<Registry> {
  if (settings.provider === 'local') return new LocalRegistry(settings.repositoryName, engine);
  const openApi: OpenApi = async (findLogin) => (await import('./registry-api')).openRegistryApi(world, findLogin);
  if (settings.provider === 'oci') {
    const { OciRegistry } = await import('../registry/oci-registry');
    return new OciRegistry(await openApi(async () => undefined), settings);
  }
  const { connectToEcr } = await import('../registry/ecr-client');
  const { EcrRequests } = await import('../registry/ecr-requests');
  const { EcrRepository } = await import('../registry/ecr-repository');
  const { EcrRegistry } = await import('../registry/ecr-registry');
  const { limits, log } = world;
  const { repositoryName, registryId, region } = settings;
  const connect = () => connectToEcr(region, world, limits.request, log.line);
  const requests = new EcrRequests(connect, repositoryName, registryId, limits.api, log.line);
  const movingTags = [...(latestTag === undefined ? [] : [latestTag]), ...movingTagPatterns];
  const repository = new EcrRepository(requests, settings, movingTags, log.line, log.warn);
  return new EcrRegistry(requests, repository, openApi, log.line);
}
