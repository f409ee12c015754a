import { randomBytes } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type DockerConfiguration, findCredentials, storeCredentials } from './docker-credentials';
import { type FlagSet, type ParsedFlags, parseFlags } from './docker-flags';
import type { EcrRegistryRules, RegistryRefusal } from './ecr-service';
import { renderTemplate } from './go-template';
import { imageManifest, sha256 } from './image-store';

/** An image in the stand-in's engine. */
export interface EngineImage {
  id: string;
  manifest: string;
  mediaType: string;
  /** The text that its id is the digest of, where it was built here. */
  config?: string;
  /** `repository@sha256:…` of every repository it was pushed to or pulled from. */
  repoDigests: Set<string>;
  architecture: string;
  os: string;
  labels: Record<string, string>;
}

/** What the stand-in's commands find around them. */
export interface DockerWorld {
  /** Version of the client and the engine. It decides about wordings and about BuildKit. */
  version: string;
  /** Is the buildx plugin there? */
  buildx: boolean;
  /** The driver of the builder in use: from a `docker-container` one nothing reaches the engine without `--load`. */
  builder: 'docker' | 'docker-container';
  /** Does the engine answer? */
  engineRunning: boolean;
  /** Architecture in Docker's names. */
  architecture: string;
  /** Images by reference. */
  images: Map<string, EngineImage>;
  /** Registries by host. */
  registries: Map<string, EcrRegistryRules>;
}

/** One call, as far as the commands care. */
export interface CommandCall {
  argv: string[];
  stdin: string | undefined;
  env: Record<string, string | undefined>;
  cwd: string;
  home: string;
  searchPath: string;
}

export interface CommandResult {
  stdout: string;
  stderr: string;
  exit: number;
}

type Command = (
  args: string[],
  call: CommandCall,
  world: DockerWorld,
) => CommandResult | Promise<CommandResult>;

const GLOBAL_FLAGS: FlagSet = {
  values: 'config context host log-level tlscacert tlscert tlskey',
  switches: 'debug tls tlsverify version help',
  short: 'c=context H=host l=log-level D=debug v=version',
  untilWord: true,
};
const LEGACY_BUILD_FLAGS =
  'add-host build-arg cache-from cgroup-parent cpu-period cpu-quota cpu-shares cpuset-cpus cpuset-mems file iidfile isolation label memory memory-swap network platform security-opt shm-size tag target ulimit';
const BUILDKIT_BUILD_FLAGS = 'output progress secret ssh';
const BUILDX_BUILD_FLAGS =
  'allow annotation attest build-context builder cache-to call metadata-file no-cache-filter provenance sbom';
const BUILD_SWITCHES = 'compress disable-content-trust force-rm no-cache pull quiet rm squash';
const ENGINE_DOWN =
  'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?';

const COMMANDS: Record<string, Command> = {
  login,
  build,
  'buildx build': build,
  'buildx version': (_args, _call, world) =>
    world.buildx ? done('github.com/docker/buildx v0.24.0 d0e5e86\n') : unknownCommand('buildx', world),
  'buildx inspect': (_args, _call, world) =>
    world.buildx
      ? done(`Name:          default\nDriver:        ${world.builder}\n`)
      : unknownCommand('buildx', world),
  pull,
  push,
  tag,
  'image tag': tag,
  'image inspect': inspectImage,
  'image ls': listImages,
  'image rm': removeImage,
  rmi: removeImage,
  version,
  info,
};

/**
 * Does what docker does for this call. `undefined` when it is no command of the stand-in; throws when it is
 * one but asks for something that the stand-in does not know. Wordings are those of 20.10.24 and 28.2.2.
 */
export function runDockerCommand(
  call: CommandCall,
  world: DockerWorld,
): CommandResult | Promise<CommandResult> | undefined {
  const { flags, positional } = parseFlags(call.argv, GLOBAL_FLAGS);
  if (flags.has('version')) return done(`Docker version ${world.version}, build e6534b4\n`);
  const [first = '', second = '', ...rest] = positional;
  const two = COMMANDS[`${first} ${second}`];
  if (two) return two(rest, call, world);
  return COMMANDS[first]?.(positional.slice(1), call, world);
}

async function login(args: string[], call: CommandCall, world: DockerWorld): Promise<CommandResult> {
  const parsed = parseFlags(args, {
    values: 'username password',
    switches: 'password-stdin',
    short: 'u=username p=password',
  });
  if (parsed.unknown) return unknownFlag('login', parsed.unknown);
  const host = (parsed.positional[0] ?? 'docker.io').replace(/^https?:\/\//, '').replace(/\/.*$/, '');
  const username = single(parsed, 'username') ?? '';
  const password = parsed.flags.has('password-stdin')
    ? (call.stdin ?? '').replace(/\r?\n$/, '')
    : (single(parsed, 'password') ?? '');
  if (!password) return failed('Error: Password Required');
  const registry = world.registries.get(host);
  if (!registry) return failed(`Error response from daemon: ${noSuchHost(host)}`);
  if (registry.refuseLogin(username, password)) {
    return failed(
      `Error response from daemon: login attempt to ${schemeOf(host)}://${host}/v2/ failed with status: 400 Bad Request`,
    );
  }
  const configuration = configurationOf(call);
  try {
    await storeCredentials(configuration, host, { username, password });
  } catch (error) {
    return failed((error as Error).message);
  }
  const file = path.join(configuration.folder, 'config.json');
  return done(
    'Login Succeeded\n',
    `\nWARNING! Your credentials are stored unencrypted in '${file}'.\nConfigure a credential helper to remove this warning. See\nhttps://docs.docker.com/go/credential-store/\n\n`,
  );
}

function build(args: string[], call: CommandCall, world: DockerWorld): CommandResult {
  const isBuildx = call.argv.includes('buildx');
  if (isBuildx && !world.buildx) return unknownCommand('buildx', world);
  const builder = builderOf(call, world, isBuildx);
  if (builder === 'broken') {
    return failed(
      'ERROR: BuildKit is enabled but the buildx component is missing or broken.\n       Install the buildx component to build images with BuildKit:\n       https://docs.docker.com/go/buildx/',
    );
  }
  // 20.10 hides BuildKit's flags from its legacy builder without refusing them.
  const hasBuildKitFlags = builder !== 'legacy' || majorOf(world) < 23;
  const parsed = parseFlags(args, {
    values: [
      LEGACY_BUILD_FLAGS,
      hasBuildKitFlags ? BUILDKIT_BUILD_FLAGS : '',
      builder === 'buildx' ? BUILDX_BUILD_FLAGS : '',
    ].join(' '),
    switches: `${BUILD_SWITCHES}${builder === 'buildx' ? ' load push check debug' : ''}`,
    short: 'c=cpu-shares D=debug f=file m=memory o=output q=quiet t=tag',
  });
  if (args.includes('--help'))
    return done(`Usage:  docker build [OPTIONS] PATH\n${builder === 'buildx' ? '      --load\n' : ''}`);
  if (parsed.unknown) return unknownFlag('build', parsed.unknown);
  const [context, ...tooMany] = parsed.positional;
  if (context === undefined || tooMany.length) {
    return failed(
      "docker: 'docker build' requires 1 argument\n\nUsage:  docker build [OPTIONS] PATH | URL | -\n\nRun 'docker build --help' for more information",
    );
  }
  if (!world.engineRunning) return failed(ENGINE_DOWN);
  const folder = path.resolve(call.cwd, context);
  if (context !== '-' && !existsSync(folder)) {
    return failed(`ERROR: unable to prepare context: path "${context}" not found`);
  }
  const file = single(parsed, 'file') ?? path.join(folder, 'Dockerfile');
  if (file !== '-' && context !== '-' && !existsSync(path.resolve(call.cwd, file))) {
    return failed(
      `ERROR: failed to build: failed to solve: failed to read dockerfile: open ${path.basename(file)}: no such file or directory`,
    );
  }

  const cacheTo = single(parsed, 'cache-to') ?? 'type=inline';
  if (builder === 'buildx' && world.builder === 'docker' && !cacheTo.includes('type=inline')) {
    return failed(
      'ERROR: failed to build: Cache export is not supported for the docker driver.\nSwitch to a different driver, or turn on the containerd image store, and try again.\nLearn more at https://docs.docker.com/go/build-cache-backends/',
    );
  }

  const [os = 'linux', architecture = world.architecture] = (single(parsed, 'platform') ?? '')
    .split('/')
    .filter(Boolean);
  const labels = Object.fromEntries((parsed.flags.get('label') ?? []).map(splitLabel));
  const nonce = randomBytes(32).toString('hex');
  const config = JSON.stringify({ architecture, os, config: { Labels: labels }, nonce });
  const id = sha256(config);
  const image: EngineImage = {
    id,
    ...imageManifest(id),
    config,
    repoDigests: new Set(),
    architecture,
    os,
    labels,
  };
  const log = `#1 [internal] load build definition from Dockerfile\n#1 DONE 0.0s\n\n#2 [1/1] RUN the stand-in's build\n#2 DONE 0.1s\n`;
  const outputs = parsed.flags.get('output')?.join() ?? '';
  const isLoaded = parsed.flags.has('load') || outputs.includes('type=docker') || parsed.flags.has('push');
  if (builder === 'buildx' && world.builder === 'docker-container' && !isLoaded) {
    return done(
      '',
      `${log}WARNING: No output specified with docker-container driver. Build result will only remain in the build cache. To push result image into registry use --push or to load image into docker use --load\n`,
    );
  }
  for (const reference of parsed.flags.get('tag') ?? []) world.images.set(withTag(reference), image);
  const idFile = single(parsed, 'iidfile');
  if (idFile) writeFileSync(path.resolve(call.cwd, idFile), id);
  return builder === 'legacy'
    ? done(`Step 1/1 : FROM bash\nSuccessfully built ${id.slice(7, 19)}\n`)
    : done('', `${log}#3 writing image ${id} done\n#3 DONE 0.0s\n`);
}

async function pull(args: string[], call: CommandCall, world: DockerWorld): Promise<CommandResult> {
  const parsed = parseFlags(args, {
    values: 'platform',
    switches: 'quiet all-tags disable-content-trust',
    short: 'q=quiet a=all-tags',
  });
  if (parsed.unknown) return unknownFlag('pull', parsed.unknown);
  if (!world.engineRunning) return failed(ENGINE_DOWN);
  const wanted = parsed.positional[0] ?? '';
  const { host, repository, reference } = splitReference(wanted);
  const access = await reachRegistry(host, repository, call, world);
  if ('error' in access) return failed(`Error response from daemon: ${pullWording(access.error, wanted)}`);
  const { registry } = access;
  const stored = await registry.images.get(repository, reference);
  if (!stored || registry.refusePull(repository, stored.digest)) {
    return failed(
      `Error response from daemon: manifest for ${withTag(wanted)} not found: manifest unknown: Requested image not found`,
    );
  }
  const id = configDigest(stored.manifest) ?? stored.digest;
  const [os = 'linux', architecture = world.architecture] = (single(parsed, 'platform') ?? '')
    .split('/')
    .filter(Boolean);
  const known = [...world.images.values()].find((image) => image.id === id);
  const image: EngineImage = known ?? {
    id,
    manifest: stored.manifest,
    mediaType: stored.mediaType,
    repoDigests: new Set(),
    architecture,
    os,
    labels: {},
  };
  const isUpToDate = world.images.get(withTag(wanted)) === image;
  world.images.set(withTag(wanted), image);
  image.repoDigests.add(`${host}/${repository}@${stored.digest}`);
  if (parsed.flags.has('quiet')) return done(`${withTag(wanted)}\n`);
  const status = isUpToDate ? 'Image is up to date' : 'Downloaded newer image';
  return done(
    `${reference}: Pulling from ${repository}\nDigest: ${stored.digest}\nStatus: ${status} for ${withTag(wanted)}\n${withTag(wanted)}\n`,
  );
}

async function push(args: string[], call: CommandCall, world: DockerWorld): Promise<CommandResult> {
  const parsed = parseFlags(args, {
    values: 'platform',
    switches: 'quiet all-tags disable-content-trust',
    short: 'q=quiet a=all-tags',
  });
  if (parsed.unknown) return unknownFlag('push', parsed.unknown);
  if (!world.engineRunning) return failed(ENGINE_DOWN);
  const wanted = withTag(parsed.positional[0] ?? '');
  const { host, repository, reference: tagName } = splitReference(wanted);
  const name = `${host}/${repository}`;
  const start = `The push refers to repository [${name}]\n`;
  const image = world.images.get(wanted);
  if (!image) return failed(`An image does not exist locally with the tag: ${name}`, start);
  const access = await reachRegistry(host, repository, call, world);
  if ('error' in access) return failed(access.error, start);
  const { registry } = access;
  return registry.exclusively(repository, async () => {
    const refusal = await registry.refusePush(repository, tagName);
    if (refusal) return failed(wording(refusal), start);
    if (image.config !== undefined) registry.blobs.set(image.id, image.config);
    const digest = await registry.images.put(repository, tagName, image.manifest, image.mediaType);
    registry.recordPush(repository, digest);
    image.repoDigests.add(`${name}@${digest}`);
    const size = Buffer.byteLength(image.manifest);
    return done(
      `${start}85f6d34eb434: Preparing\n85f6d34eb434: Pushed\n${tagName}: digest: ${digest} size: ${size}\n`,
    );
  });
}

function tag(args: string[], _call: CommandCall, world: DockerWorld): CommandResult {
  if (!world.engineRunning) return failed(ENGINE_DOWN);
  const [from = '', to = ''] = args;
  const image = findImage(from, world);
  if (!image) return failed(`Error response from daemon: No such image: ${from}`);
  world.images.set(withTag(to), image);
  return done('');
}

function inspectImage(args: string[], _call: CommandCall, world: DockerWorld): CommandResult {
  const parsed = parseFlags(args, { values: 'format platform', switches: '', short: 'f=format' });
  if (parsed.unknown) return unknownFlag('image inspect', parsed.unknown);
  const format = single(parsed, 'format');
  if (!world.engineRunning) return failed(ENGINE_DOWN, format === undefined ? '[]\n' : '\n');
  const images = parsed.positional.map((reference) => findImage(reference, world));
  const views = images
    .filter((image) => image !== undefined)
    .map((image) => view(image as EngineImage, world));
  const missing = parsed.positional.find((_reference, index) => images[index] === undefined);
  const stdout =
    format === undefined
      ? `${JSON.stringify(views, undefined, 4)}\n`
      : `${views.map((item) => renderTemplate(format, item)).join('\n')}\n`;
  return missing === undefined ? done(stdout) : failed(`${noSuchImage(world)}: ${missing}`, stdout);
}

/** The tags of a repository. */
function listImages(args: string[], _call: CommandCall, world: DockerWorld): CommandResult {
  const [, repository = ''] = args;
  if (args[0] !== '--format={{.Tag}}' || args.length !== 2) throw new Error('image ls knows only this');
  if (!world.engineRunning) return failed(ENGINE_DOWN);
  const tags = [...world.images.keys()].filter((reference) => nameOf(reference) === repository);
  return done(tags.map((reference) => `${reference.slice(repository.length + 1)}\n`).join(''));
}

function removeImage(args: string[], _call: CommandCall, world: DockerWorld): CommandResult {
  const { positional } = parseFlags(args, { values: '', switches: 'force no-prune', short: 'f=force' });
  if (!world.engineRunning) return failed(ENGINE_DOWN);
  let stdout = '';
  for (const reference of positional) {
    const image = world.images.get(withTag(reference));
    if (!image) return failed(`${noSuchImage(world)}: ${reference}`, stdout);
    world.images.delete(withTag(reference));
    stdout += `Untagged: ${withTag(reference)}\n`;
    // The last tag of a repository takes the repository's digests along.
    const repository = nameOf(reference);
    const isTagged = [...world.images].some(
      ([other, held]) => held === image && nameOf(other) === repository,
    );
    for (const digest of [...image.repoDigests]) {
      if (isTagged || !digest.startsWith(`${repository}@`)) continue;
      image.repoDigests.delete(digest);
      stdout += `Untagged: ${digest}\n`;
    }
  }
  return done(stdout);
}

function version(args: string[], _call: CommandCall, world: DockerWorld): CommandResult {
  const format = single(parseFlags(args, { values: 'format', switches: '', short: 'f=format' }), 'format');
  const platform = { Os: 'linux', Arch: world.architecture };
  const data = {
    Client: { Version: world.version, ApiVersion: '1.50', ...platform },
    Server: world.engineRunning ? { Version: world.version, ApiVersion: '1.50', ...platform } : undefined,
  };
  if (format !== undefined && (world.engineRunning || !format.includes('.Server'))) {
    const stdout = `${renderTemplate(format, data)}\n`;
    return world.engineRunning ? done(stdout) : failed(ENGINE_DOWN, stdout);
  }
  const client = `Client:\n Version:           ${world.version}\n`;
  if (!world.engineRunning) return failed(ENGINE_DOWN, format === undefined ? client : '\n');
  return done(`${client}\nServer:\n Engine:\n  Version:          ${world.version}\n`);
}

function info(args: string[], _call: CommandCall, world: DockerWorld): CommandResult {
  const format = single(parseFlags(args, { values: 'format', switches: '', short: 'f=format' }), 'format');
  if (!world.engineRunning) return failed(ENGINE_DOWN, '\n');
  const data = {
    ServerVersion: world.version,
    OSType: 'linux',
    Architecture: world.architecture === 'arm64' ? 'aarch64' : 'x86_64',
    Driver: 'overlay2',
    DriverStatus: [],
    SecurityOptions: [],
  };
  return done(
    format === undefined ? `Server Version: ${world.version}\n` : `${renderTemplate(format, data)}\n`,
  );
}

function builderOf(
  call: CommandCall,
  world: DockerWorld,
  isBuildx: boolean,
): 'legacy' | 'buildkit' | 'buildx' | 'broken' {
  const asked = call.env.DOCKER_BUILDKIT;
  if (isBuildx) return 'buildx';
  if (majorOf(world) < 23) return asked === '1' ? 'buildkit' : 'legacy';
  if (asked === '0') return 'legacy';
  if (world.buildx) return 'buildx';
  return asked === '1' ? 'broken' : 'legacy';
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
  const credentials = await findCredentials(configurationOf(call), host);
  if (!credentials) return { error: 'no basic auth credentials' };
  const refusal =
    registry.refuseLogin(credentials.username, credentials.password) ?? registry.refuseRepository(repository);
  return refusal ? { error: wording(refusal) } : { registry };
}

function configurationOf({ argv, env, home, searchPath }: CommandCall): DockerConfiguration {
  const { flags } = parseFlags(argv, GLOBAL_FLAGS);
  return {
    folder: flags.get('config')?.[0] ?? env.DOCKER_CONFIG ?? path.join(home, '.docker'),
    searchPath,
  };
}

function view(image: EngineImage, world: DockerWorld): object {
  return {
    Id: image.id,
    RepoTags: [...world.images].filter(([, held]) => held === image).map(([reference]) => reference),
    RepoDigests: [...image.repoDigests],
    Created: '2026-01-01T00:00:00Z',
    Config: { Labels: image.labels },
    Architecture: image.architecture,
    Os: image.os,
    Size: 1982326,
  };
}

function findImage(reference: string, world: DockerWorld): EngineImage | undefined {
  return (
    world.images.get(withTag(reference)) ??
    [...world.images.values()].find((image) => image.id === reference || image.repoDigests.has(reference))
  );
}

/** `host/repository` of a reference. */
function nameOf(reference: string): string {
  return reference.replace(/@.*$/, '').replace(/:[^:/]*$/, '');
}

/** The reference with `:latest` where it has neither tag nor digest. */
function withTag(reference: string): string {
  return reference.includes('@') || nameOf(reference) !== reference ? reference : `${reference}:latest`;
}

function splitReference(reference: string): { host: string; repository: string; reference: string } {
  const name = nameOf(reference);
  const whole = withTag(reference);
  const [first = '', ...rest] = name.split('/');
  const isHost = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost');
  return {
    host: isHost ? first : 'docker.io',
    repository: isHost ? rest.join('/') : name,
    reference: whole.slice(name.length + 1),
  };
}

function configDigest(manifest: string): string | undefined {
  return JSON.parse(manifest).config?.digest;
}

function splitLabel(label: string): [string, string] {
  const [key = '', ...value] = label.split('=');
  return [key, value.join('=')];
}

function single({ flags }: ParsedFlags, name: string): string | undefined {
  const values = flags.get(name);
  return values?.[values.length - 1];
}

function majorOf(world: DockerWorld): number {
  return Number.parseInt(world.version, 10);
}

/** How docker prints an error of a registry. */
function wording({ code, message }: RegistryRefusal): string {
  return `${code.toLowerCase().replace('_', ' ')}: ${message}`;
}

/** What the engine puts before some errors when it pulls. */
function pullWording(error: string, reference: string): string {
  const name = nameOf(reference);
  if (error.startsWith('name unknown')) return `repository ${name} not found: ${error}`;
  if (error.startsWith('denied')) {
    return `pull access denied for ${name}, repository does not exist or may require 'docker login': ${error}`;
  }
  if (!error.startsWith('no basic auth')) return error;
  const { host, repository, reference: tagName } = splitReference(reference);
  return `Head "${schemeOf(host)}://${host}/v2/${repository}/manifests/${tagName}": ${error}`;
}

function noSuchHost(host: string): string {
  return `Get "${schemeOf(host)}://${host}/v2/": dial tcp: lookup ${host.replace(/:\d+$/, '')}: no such host`;
}

function schemeOf(host: string): string {
  return host.startsWith('127.') ? 'http' : 'https';
}

function noSuchImage(world: DockerWorld): string {
  return majorOf(world) < 23 ? 'Error: No such image' : 'Error response from daemon: No such image';
}

function unknownCommand(name: string, world: DockerWorld): CommandResult {
  return failed(
    majorOf(world) < 23
      ? `docker: '${name}' is not a docker command.\nSee 'docker --help'`
      : `docker: unknown command: docker ${name}\n\nRun 'docker --help' for more information`,
  );
}

function unknownFlag(command: string, flag: string): CommandResult {
  return {
    ...failed(
      `unknown flag: ${flag}\n\nUsage:  docker ${command} [OPTIONS]\n\nRun 'docker ${command} --help' for more information`,
    ),
    exit: 125,
  };
}

function done(stdout: string, stderr = ''): CommandResult {
  return { stdout, stderr, exit: 0 };
}

function failed(stderr: string, stdout = ''): CommandResult {
  return { stdout, stderr: `${stderr}\n`, exit: 1 };
}
