import { randomBytes } from 'node:crypto';
import { Docker } from '../docker/docker-cli';
import { findConfigFolder, readLoginFiles } from '../docker/docker-config';
import { ProcessRunner } from '../docker/process-runner';
import type { KeyPlan } from '../key/key-plan';
import { openRegistry } from '../registry/open-registry';
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
  const registry = await openRegistry(settings.registry, findMovingTags(settings), {
    env,
    homeDirectory,
    engine: docker,
    openApi: async (findLogin) => (await import('./registry-api')).openRegistryApi(world, findLogin),
    requestLimits: limits.request,
    retryLimits: limits.api,
    say: log.line,
    warn: log.warn,
  });
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

/** Patterns of the tags that move from image to image. */
function findMovingTags({ latestTag }: Settings): readonly string[] {
  return [...(latestTag === undefined ? [] : [latestTag]), ...movingTagPatterns];
}
