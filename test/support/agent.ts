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

/** The default repository of `pluginEnv`'s pipeline. */
export const REPOSITORY = 'build-cache/acme/shop';

/** A `docker build`, without our own labels. */
export type Build = BuildArguments & Pick<DockerCall, 'stdin' | 'env'>;

type StepOptions = Omit<HookOptions, 'sandbox'> & PluginEnvOptions;

/** An agent with a checkout, a stand-in docker and the ECR API of an account. */
export interface Agent {
  sandbox: Sandbox;
  api: EcrApi;
  docker: StandInDocker;
  /** Host of the account's registry. */
  host: string;
  /** Runs the hook in the checkout. */
  runStep(configuration?: PluginConfiguration, options?: StepOptions): Promise<HookResult>;
  /** Starts the hook in the checkout, for tests that watch it or send it signals. */
  startStep(configuration?: PluginConfiguration, options?: StepOptions): Child<HookResult>;
  /** The builds that docker was called for. */
  builds(): Build[];
  /** The API's operations that were called, in order, except those about newest images. */
  operations(): string[];
  /** Only those about newest images. */
  newestOperations(): string[];
  /** The tags of a repository (default: the pipeline's) with their digests, except those of newest images. */
  imageTags(repository?: string): Promise<Map<string, string>>;
  /** Only those of newest images. */
  newestTags(repository?: string): Promise<Map<string, string>>;
  /** The locks in the folder of docker's configuration. */
  locks(): string[];
  /** Stops everything; throws if docker or the API got an unexpected call. */
  close(): Promise<void>;
}

export interface AgentOptions extends Pick<EcrServiceOptions, 'callerId'> {
  region?: string;
  /** Host of the account's registry. Default: Amazon's. */
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
        // Claims make a miss a second longer, and have their own tests (claims.test.ts).
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
 * A proxy that refuses everything. Only the stand-in docker knows the registry; the program, which reads an image's
 * labels by itself, would otherwise ask Amazon.
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
