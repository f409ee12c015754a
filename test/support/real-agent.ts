import { startDockerRegistry } from './docker-registry';
import { type EcrApi, startEcrApi } from './ecr-api';
import { type EcrRegistryFront, startEcrRegistryFront } from './ecr-registry-front';
import { type Engine, startEngine } from './engine';
import { type Builder, testedEngine } from './engines';
import { type HookOptions, type HookResult, runHook } from './hook';
import { type PluginConfiguration, pluginEnv } from './plugin-env';
import { registryImages } from './registry-images';
import { createSandbox, type Sandbox } from './sandbox';

/** A real Docker engine and a real registry, with an ECR API backed by it. */
export interface RealWorld {
  engine: Engine;
  front: EcrRegistryFront;
  api: EcrApi;
  /** The credentials in the API's tokens. */
  login: { host: string; username: string; password: string };
  /** A checkout of a new pipeline, with its own repository. Uses docker's default builder. */
  openCheckout(pipeline: string, builder?: Builder): Checkout;
  close(): Promise<void>;
}

export interface Checkout {
  sandbox: Sandbox;
  /** `build-cache/acme/<pipeline>` */
  repositoryName: string;
  /** The environment that an agent sets for a hook here. */
  stepEnv(configuration?: PluginConfiguration): Record<string, string>;
  runStep(configuration?: PluginConfiguration, options?: Pick<HookOptions, 'env' | 'streams'>): Promise<HookResult>;
  remove(): void;
}

const CREDENTIALS = { username: 'AWS', password: 'a token that docker is handed over standard input' };

export async function startRealWorld(): Promise<RealWorld> {
  const engine = await startEngine();
  await engine.importBase(['bash:latest', 'node:24']);
  const registry = await startDockerRegistry({ credentials: CREDENTIALS });
  const front = await startEcrRegistryFront(registry);
  const api = await startEcrApi({
    images: registryImages(registry),
    registryHost: front.host,
    password: CREDENTIALS.password,
  });
  front.follow(api.registry);
  engine.allowHttp(front.host);
  return {
    engine,
    front,
    api,
    login: { host: front.host, ...CREDENTIALS },
    openCheckout: (pipeline, builder) => {
      const sandbox = createSandbox();
      sandbox.link('docker', engine.client);
      const stepEnv = (configuration: PluginConfiguration = {}) => ({
        ...sandbox.env,
        ...api.env,
        ...engine.env,
        ...builder?.env,
        ...pluginEnv(configuration),
        AWS_REGION: 'eu-west-1',
        BUILDKITE_PIPELINE_SLUG: pipeline,
      });
      return {
        sandbox,
        repositoryName: `build-cache/acme/${pipeline}`,
        stepEnv,
        runStep: (configuration, { env, ...options } = {}) =>
          runHook({ ...options, sandbox, env: { ...stepEnv(configuration), ...env } }),
        remove: () => sandbox.remove(),
      };
    },
    close: async () => {
      await api.close();
      await front.close();
      await registry.stop();
      await engine.stop();
      api.expectNothingUnexpected();
    },
  };
}

/** Every way to build with the engine under test. */
export function findBuilders(): readonly Builder[] {
  return testedEngine().builders;
}
