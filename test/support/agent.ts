import { type EcrApi, startEcrApi } from './ecr-api';
import { type HookOptions, type HookResult, runHook } from './hook';
import { memoryImages } from './image-store';
import { type PluginConfiguration, type PluginEnvOptions, pluginEnv } from './plugin-env';
import { createSandbox, type Sandbox } from './sandbox';
import { installStandInDocker, type StandInDocker } from './stand-in-docker';

/** The repository of the pipeline that `pluginEnv` describes. */
export const REPOSITORY = 'build-cache/acme/shop';

/** An agent with a checkout, a stand-in docker and the ECR API of an account. */
export interface Agent {
  sandbox: Sandbox;
  api: EcrApi;
  docker: StandInDocker;
  /** Host of the account's registry. */
  host: string;
  /** Runs the plugin's hook in the checkout. */
  runStep(
    configuration?: PluginConfiguration,
    options?: Omit<HookOptions, 'sandbox'> & PluginEnvOptions,
  ): Promise<HookResult>;
  /** Takes everything down; throws if docker or the API got a call that nobody foresaw. */
  close(): Promise<void>;
}

export async function createAgent({ region = 'eu-west-1' } = {}): Promise<Agent> {
  const sandbox = createSandbox();
  const host = `123456789012.dkr.ecr.${region}.amazonaws.com`;
  const api = await startEcrApi({ images: memoryImages(), registryHost: host });
  const docker = await installStandInDocker(sandbox, { registries: [api.registry] });
  return {
    sandbox,
    api,
    docker,
    host,
    runStep: (configuration = {}, { name, form, env, ...options } = {}) =>
      runHook({
        ...options,
        sandbox,
        env: {
          ...api.env,
          AWS_REGION: region,
          ...pluginEnv(configuration, { ...(name ? { name } : {}), ...(form ? { form } : {}) }),
          ...env,
        },
      }),
    close: async () => {
      await docker.close();
      await api.close();
      sandbox.remove();
      docker.expectNothingUnexpected();
      api.expectNothingUnexpected();
    },
  };
}
