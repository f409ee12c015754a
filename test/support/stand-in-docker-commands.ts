import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { findCredentials, storeCredentials } from './docker-credentials';
import type { EcrRegistryRules, RegistryRefusal } from './ecr-service';
import { imageManifest, sha256 } from './image-store';

/** An image in the stand-in's engine. */
export interface EngineImage {
  id: string;
  manifest: string;
  mediaType: string;
  /** Its configuration, if it was built here; the id is its digest. */
  config?: string;
  /** `repository@sha256:…` of every repository it was pushed to or pulled from. */
  repoDigests: Set<string>;
  architecture: string;
  os: string;
  labels: Record<string, string>;
}

/** The state that the stand-in's commands work on. */
export interface DockerWorld {
  /** The builder's driver. With `docker-container`, an image only gets into the engine with `--load`. */
  builder: 'docker' | 'docker-container';
  /** Whether the engine answers. */
  engineRunning: boolean;
  /** The architecture by docker's name. */
  architecture: string;
  /** Images by reference. */
  images: Map<string, EngineImage>;
  /** Registries by host. */
  registries: Map<string, EcrRegistryRules>;
}

/** What the commands need of a call. */
export interface CommandCall {
  argv: string[];
  stdin: string | undefined;
  env: Record<string, string | undefined>;
  home: string;
  searchPath: string;
}

export interface CommandResult {
  stdout: string;
  stderr: string;
  exit: number;
}

interface Command {
  /** Matches the arguments that it accepts, joined with spaces. */
  form: RegExp;
  needsEngine: boolean;
  run(args: string[], call: CommandCall, world: DockerWorld): CommandResult | Promise<CommandResult>;
}

const COMMANDS: Record<string, Command> = {
  login: { form: /^--username=\S+ --password-stdin \S+$/, needsEngine: false, run: login },
  'build --help': { form: /^$/, needsEngine: false, run: () => done('Usage: docker build\n      --load\n') },
  build: { form: /^--file=.* --tag=/s, needsEngine: true, run: build },
  pull: { form: /^(--quiet )?(--platform=\S+ )?[^\s-]\S*$/, needsEngine: true, run: pull },
  push: { form: /^(--quiet )?[^\s-]\S*$/, needsEngine: true, run: push },
  tag: { form: /^[^\s-]\S* [^\s-]\S*$/, needsEngine: true, run: tag },
  'image inspect': { form: /^[^\s-]\S*$/, needsEngine: true, run: inspectImage },
  'image ls': { form: /^--format=\{\{\.Tag\}\} [^\s-]\S*$/, needsEngine: true, run: listTags },
  'image rm': { form: /^(--no-prune )?[^\s-]\S*( [^\s-]\S*)*$/, needsEngine: true, run: removeImages },
  version: { form: /^$/, needsEngine: false, run: () => done('Client:\n Version:           28.2.2\n') },
};

/** Does what docker does for the program's calls. Returns undefined for any other. */
export async function runDockerCommand(call: CommandCall, world: DockerWorld): Promise<CommandResult | undefined> {
  for (const words of [2, 1]) {
    const command = COMMANDS[call.argv.slice(0, words).join(' ')];
    const args = call.argv.slice(words);
    if (!command?.form.test(args.join(' '))) continue;
    if (!command.needsEngine || world.engineRunning) return command.run(args, call, world);
    return failed('Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?');
  }
  return undefined;
}

async function login(args: string[], call: CommandCall, world: DockerWorld): Promise<CommandResult> {
  const host = last(args);
  const username = optionsOf(args, 'username').join();
  const password = call.stdin ?? '';
  const registry = world.registries.get(host);
  if (!registry) return failed(`Error response from daemon: ${noSuchHost(host)}`);
  if (registry.refuseLogin(username, password)) {
    return failed(
      `Error response from daemon: login attempt to https://${host}/v2/ failed with status: 400 Bad Request`,
    );
  }
  try {
    storeCredentials(configurationOf(call), host, { username, password });
  } catch (error) {
    return failed((error as Error).message);
  }
  return done('Login Succeeded\n', '\nWARNING! Your credentials are stored unencrypted.\n');
}

/** Builds a new image each time. */
function build(args: string[], _call: CommandCall, world: DockerWorld): CommandResult {
  const { os, architecture } = platformOf(args, world);
  const labels = Object.fromEntries(optionsOf(args, 'label').map((label) => label.split(/=(.*)/s, 2)));
  const nonce = randomBytes(32).toString('hex');
  const config = JSON.stringify({ architecture, os, config: { Labels: labels }, nonce });
  const id = sha256(config);
  const image = {
    ...imageManifest(id),
    id,
    config,
    repoDigests: new Set<string>(),
    architecture,
    os,
    labels,
  };
  if (world.builder === 'docker' || args.includes('--load')) {
    for (const reference of optionsOf(args, 'tag')) world.images.set(reference, image);
  }
  return done('', "#1 [1/1] RUN the stand-in's build\n#1 DONE 0.1s\n");
}

async function pull(args: string[], call: CommandCall, world: DockerWorld): Promise<CommandResult> {
  const wanted = last(args);
  const { name, host, repository, tagName } = splitReference(wanted);
  const access = await reachRegistry(host, repository, call, world);
  if ('error' in access) {
    const { error } = access;
    const start = error.startsWith('no basic auth')
      ? `Head "https://${host}/v2/${repository}/manifests/${tagName}"`
      : `pull access denied for ${name}, repository does not exist or may require 'docker login'`;
    return failed(`Error response from daemon: ${start}: ${error}`);
  }
  const stored = await access.registry.images.get(repository, tagName);
  if (!stored || access.registry.refusePull(repository, stored.digest)) {
    return failed(
      `Error response from daemon: manifest for ${wanted} not found: manifest unknown: Requested image not found`,
    );
  }
  const id: string = JSON.parse(stored.manifest).config?.digest ?? stored.digest;
  const { os, architecture } = platformOf(args, world);
  const image = [...world.images.values()].find((known) => known.id === id) ?? {
    ...stored,
    id,
    repoDigests: new Set<string>(),
    architecture,
    os,
    labels: {},
  };
  world.images.set(wanted, image);
  image.repoDigests.add(`${name}@${stored.digest}`);
  return done(`${wanted}\n`);
}

async function push(args: string[], call: CommandCall, world: DockerWorld): Promise<CommandResult> {
  const wanted = last(args);
  const { name, host, repository, tagName } = splitReference(wanted);
  const image = world.images.get(wanted);
  if (!image) return failed(`An image does not exist locally with the tag: ${name}`);
  const access = await reachRegistry(host, repository, call, world);
  if ('error' in access) return failed(access.error);
  const { registry } = access;
  return registry.exclusively(repository, async () => {
    const refusal = await registry.refusePush(repository, tagName);
    if (refusal) return failed(wording(refusal));
    if (image.config !== undefined) registry.blobs.set(image.id, image.config);
    const digest = await registry.images.put(repository, tagName, image.manifest, image.mediaType);
    registry.recordPush(repository, digest);
    image.repoDigests.add(`${name}@${digest}`);
    return done(`${wanted}\n`);
  });
}

function tag([from = '', to = '']: string[], _call: CommandCall, world: DockerWorld): CommandResult {
  const image = findImage(from, world);
  if (!image) return failed(`Error response from daemon: No such image: ${from}`);
  world.images.set(to, image);
  return done('');
}

function inspectImage([reference = '']: string[], _call: CommandCall, world: DockerWorld): CommandResult {
  const image = findImage(reference, world);
  if (!image) return failed(`Error response from daemon: No such image: ${reference}`, '[]\n');
  const view = {
    Id: image.id,
    RepoDigests: [...image.repoDigests],
    Created: '2026-01-01T00:00:00Z',
    Config: { Labels: image.labels },
    Architecture: image.architecture,
    Os: image.os,
  };
  return done(`${JSON.stringify([view], undefined, 4)}\n`);
}

function listTags(args: string[], _call: CommandCall, world: DockerWorld): CommandResult {
  const references = [...world.images.keys()].map(splitReference);
  return done(references.flatMap(({ name, tagName }) => (name === last(args) ? [`${tagName}\n`] : [])).join(''));
}

function removeImages(args: string[], _call: CommandCall, world: DockerWorld): CommandResult {
  const references = args.filter((argument) => !argument.startsWith('-'));
  const missing = references.find((reference) => !world.images.delete(reference));
  return missing === undefined ? done('') : failed(`Error response from daemon: No such image: ${missing}`);
}

async function reachRegistry(
  host: string,
  repository: string,
  call: CommandCall,
  world: DockerWorld,
): Promise<{ registry: EcrRegistryRules } | { error: string }> {
  const registry = world.registries.get(host);
  if (!registry) return { error: noSuchHost(host) };
  if (registry.isOpen) return { registry };
  const credentials = findCredentials(configurationOf(call), host);
  if (!credentials) return { error: 'no basic auth credentials' };
  const refusal =
    registry.refuseLogin(credentials.username, credentials.password) ?? registry.refuseRepository(repository);
  return refusal ? { error: wording(refusal) } : { registry };
}

function configurationOf({ env, home, searchPath }: CommandCall) {
  return { folder: env.DOCKER_CONFIG ?? path.join(home, '.docker'), searchPath };
}

function findImage(reference: string, world: DockerWorld): EngineImage | undefined {
  return (
    world.images.get(reference) ??
    [...world.images.values()].find((image) => image.id === reference || image.repoDigests.has(reference))
  );
}

function splitReference(reference: string) {
  const [, name = '', host = '', repository = '', tagName = ''] =
    /^(([^/]*)\/(.*?))(?:@|:(?=[^:/]*$))(.*)$/.exec(reference) ?? [];
  return { name, host, repository, tagName };
}

function platformOf(args: string[], world: DockerWorld) {
  const [os = 'linux', architecture = world.architecture] = optionsOf(args, 'platform').flatMap((platform) =>
    platform.split('/'),
  );
  return { os, architecture };
}

/** The values of an option, in order. */
function optionsOf(args: string[], name: string): string[] {
  const start = `--${name}=`;
  return args.filter((argument) => argument.startsWith(start)).map((argument) => argument.slice(start.length));
}

function last(args: string[]): string {
  return args[args.length - 1] ?? '';
}

/** A registry's error as docker prints it. */
function wording({ code, message }: RegistryRefusal): string {
  return `${code.toLowerCase().replace('_', ' ')}: ${message}`;
}

function noSuchHost(host: string): string {
  return `Get "https://${host}/v2/": dial tcp: lookup ${host.replace(/:\d+$/, '')}: no such host`;
}

function done(stdout: string, stderr = ''): CommandResult {
  return { stdout, stderr, exit: 0 };
}

function failed(stderr: string, stdout = ''): CommandResult {
  return { stdout, stderr: `${stderr}\n`, exit: 1 };
}
