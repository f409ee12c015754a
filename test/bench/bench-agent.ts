import type { Builder } from '../support/engines';
import { type Checkout, findBuilders, type RealWorld, startRealWorld } from '../support/real-agent';
import { createSandbox, type Sandbox } from '../support/sandbox';

/** What the rows share, created on first use. */
export interface BenchAgent {
  /** A folder for rows without docker, with an environment without AWS and Buildkite. */
  readonly scratch: Sandbox;
  /** A real engine and registry, and the ECR API. */
  world(): Promise<RealWorld>;
  /** The docker client and builder of both sides. */
  builder(): Builder;
  /** A checkout of a new pipeline with this Dockerfile. */
  openCheckout(pipeline: string, dockerfile: string): Promise<Checkout>;
  /** A checkout whose image is in the engine and the registry. */
  openCached(): Promise<CachedCheckout>;
  close(): Promise<void>;
}

export interface CachedCheckout {
  readonly checkout: Checkout;
  /** `repository:tag`, with the registry's host. */
  readonly reference: string;
  readonly tag: string;
}

export function createBenchAgent(): BenchAgent {
  const scratch = createSandbox();
  let world: Promise<RealWorld> | undefined;
  let cached: Promise<CachedCheckout> | undefined;
  const openWorld = (): Promise<RealWorld> => {
    world ??= startRealWorld();
    return world;
  };
  const builder = (): Builder => {
    const [first] = findBuilders();
    if (first === undefined) throw new Error('there is no docker client');
    return first;
  };
  const openCheckout = async (pipeline: string, dockerfile: string): Promise<Checkout> => {
    const checkout = (await openWorld()).openCheckout(pipeline, builder());
    checkout.sandbox.write('Dockerfile', dockerfile);
    return checkout;
  };
  const makeCached = async (): Promise<CachedCheckout> => {
    const checkout = await openCheckout('hit', 'FROM bash\nRUN echo "expensive" >/result\n');
    const { status, log, exported } = await checkout.runStep();
    const {
      BUILDKITE_PLUGIN_DOCKER_IMAGE: reference,
      BUILDKITE_PLUGIN_DOCKER_ECR_CACHE_EXPORT_TAG: tag,
      BUILDKITE_PLUGIN_DOCKER_ECR_CACHE_EXPORT_DIGEST: digest,
    } = exported;
    if (status === 0 && reference && tag && digest) return { checkout, reference, tag };
    throw new Error(`the image of the hits can't be made:\n${log}`);
  };
  return {
    scratch,
    world: openWorld,
    builder,
    openCheckout,
    openCached: () => {
      cached ??= makeCached();
      return cached;
    },
    close: async () => {
      await (await world?.catch(() => undefined))?.close();
    },
  };
}
