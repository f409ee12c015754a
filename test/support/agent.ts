import { readdirSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import type { Child } from './child-process';
import { type EcrApi, startEcrApi } from './ecr-api';
import type { EcrServiceOptions } from './ecr-service';
import { type HookOptions, type HookResult, startHook } from './hook';
import { listen } from './http-fault';
import { type BuildArguments, isAboutNewest, isNewestTag, splitBuildArguments } from './image-line';
import { memoryImages } from './image-store';
import { formatKey, type PluginConfiguration, type PluginEnvOptions, pluginEnv } from './plugin-env';
import { createSandbox, type Sandbox } from './sandbox';
import { type DockerCall, installStandInDocker, type StandInDocker } from './stand-in-docker';

/** The repository of the pipeline that `pluginEnv` describes. */
export const REPOSITORY = 'build-cache/acme/shop';

/** A `docker build`, its arguments without our own label. */
export type Build = BuildArguments & Pick<DockerCall, 'stdin' | 'env'>;

type StepOptions = Omit<HookOptions, 'sandbox'> & PluginEnvOptions;

/** An agent with a checkout, a stand-in docker and the ECR API of an account. */
export interface Agent {
  sandbox: Sandbox;
  api: EcrApi;
  docker: StandInDocker;
  /** Host of the account's registry. */
  host: string;
  /** Runs the plugin's hook in the checkout. */
  runStep(configuration?: PluginConfiguration, options?: StepOptions): Promise<HookResult>;
  /** Starts the plugin's hook in the checkout, to be watched and sent signals. */
  startStep(configuration?: PluginConfiguration, options?: StepOptions): Child<HookResult>;
  /** The builds that docker was called for, in order. */
  builds(): Build[];
  /** Names of the operations of the API that were called, in order, but those about tags of newest images. */
  operations(): string[];
  /** Only those about tags of newest images. */
  newestOperations(): string[];
  /** Tags of a repository (by default the pipeline's) with their digests, but those of newest images. */
  imageTags(repository?: string): Promise<Map<string, string>>;
  /** Only those of newest images. */
  newestTags(repository?: string): Promise<Map<string, string>>;
  /** Names of the locks in the folder of docker's configuration. */
  locks(): string[];
  /** Takes everything down; throws if docker or the API got a call that nobody foresaw. */
  close(): Promise<void>;
}

export interface AgentOptions extends Pick<EcrServiceOptions, 'callerId'> {
  region?: string;
  /** Host of the account's registry. Default: as Amazon names it. */
  host?: string;
}

export async function createAgent({
  region = 'eu-west-1',
  host = `123456789012.dkr.ecr.${region}.amazonaws.com`,
  ...options
}: AgentOptions = {}): Promise<Agent> {
  const sandbox = createSandbox();
  const api = await startEcrApi({ ...options, images: memoryImages(), registryHost: host });
  const docker = await installStandInDocker(sandbox, api.registry);
  const border = await startBorder();
  const startStep: Agent['startStep'] = (configuration = {}, { name, form, env, ...options } = {}) =>
    startHook({
      ...options,
      sandbox,
      env: {
        ...api.env,
        AWS_REGION: region,
        HTTPS_PROXY: border.url,
        // Claims have tests of their own (claims.test.ts): they make a miss a second longer.
        [`BUILDKITE_PLUGIN_${formatKey(name ?? 'docker-ecr-cache')}_WAIT_FOR_BUILD`]: 'false',
        ...pluginEnv(configuration, { ...(name ? { name } : {}), ...(form ? { form } : {}) }),
        ...env,
      },
    });
  const operationsThat = (isWanted: (call: EcrApi['calls'][number]) => boolean) =>
    api.calls.filter(isWanted).map(({ operation }) => operation);
  const tagsThat = async (repository: string, isWanted: (tag: string) => boolean) =>
    new Map([...(await api.registry.images.tags(repository))].filter(([tag]) => isWanted(tag)));
  return {
    sandbox,
    api,
    docker,
    host,
    startStep,
    runStep: (configuration, options) => startStep(configuration, options).result,
    builds: () =>
      docker
        .calls()
        .filter(({ argv }) => argv[0] === 'build' && argv[1] !== '--help')
        .map(({ argv, stdin, env }) => ({ ...splitBuildArguments(argv), stdin, env })),
    operations: () => operationsThat((call) => !isAboutNewest(call)),
    newestOperations: () => operationsThat(isAboutNewest),
    imageTags: (repository = REPOSITORY) => tagsThat(repository, (tag) => !isNewestTag(tag)),
    newestTags: (repository = REPOSITORY) => tagsThat(repository, isNewestTag),
    locks: () => listFolder(path.join(sandbox.home, '.docker')).filter((file) => file.endsWith('.lock')),
    close: async () => {
      await border.close();
      await docker.close();
      await api.close();
      sandbox.remove();
      docker.expectNothingUnexpected();
      api.expectNothingUnexpected();
    },
  };
}

/**
 * A proxy that lets nothing pass. The registry is one that only the stand-in docker knows: whoever else asks for it by
 * its host, to read the labels of an image, would ask Amazon.
 */
async function startBorder(): Promise<{ url: string; close(): Promise<void> }> {
  const server = http.createServer();
  server.on('connect', (_, socket) => socket.end('HTTP/1.1 403 Forbidden\r\n\r\n'));
  const { port, close } = await listen(server);
  return { url: `http://127.0.0.1:${port}`, close };
}

function listFolder(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    // Nothing was written there yet.
    return [];
  }
}
