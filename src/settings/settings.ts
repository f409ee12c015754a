import path from 'node:path';
import { OptionError } from '../errors';
import { refuseBuildOptions } from './build-options';
import { isTag } from './image-name';
import { type OptionDefinition, type OptionValues, optionNames, optionTable } from './option-table';
import { parseOptionValues, type RawOptions } from './option-values';
import { findOwnPlatform, parsePlatform } from './platform';
import { isOptionVariable } from './plugin-options';
import { type RegistrySettings, toRegistrySettings } from './registry-settings';
import { relativePath } from './relative-path';
import { type Environment, findVariable, type Spelling, type Surroundings } from './surroundings';

export type DockerfileSource =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'inline'; readonly text: string };

/** One `--build-arg`. A value from the environment is undefined if the variable is not set. */
export type BuildArg =
  | { readonly source: 'given'; readonly name: string; readonly value: string }
  | { readonly source: 'environment'; readonly name: string; readonly value: string | undefined };

/** One `--secret`: docker's argument, and its id in the Dockerfile. Never its value. */
export interface SecretSource {
  readonly id: string;
  readonly argument: string;
  /** The variable that docker would read, if it is not set. */
  readonly missingVariable: string | undefined;
}

/** What is built, and what the key is made from. Paths are relative to the working directory. */
export interface BuildSettings {
  readonly dockerfile: DockerfileSource;
  readonly context: string;
  readonly target: string | undefined;
  readonly platform: string;
  /** Whether the platform was set; only then is it passed to docker. */
  readonly isPlatformGiven: boolean;
  readonly buildArgs: readonly BuildArg[];
  readonly additionalBuildArgs: readonly string[];
  /** The build args among them whose value docker takes from the environment: the value is part of the key. */
  readonly passedBuildArgs: readonly BuildArg[];
  readonly secrets: readonly SecretSource[];
  readonly cacheOn: readonly string[];
  readonly cacheOnCopied: boolean;
  /** Such a build also pulls the newest base images. */
  readonly cacheOnBaseImages: boolean;
  readonly cacheOnMissing: 'fail' | 'warn';
  readonly layerCache: OptionValues['layer-cache'];
  /** Whether to switch BuildKit on. */
  readonly usesBuildKit: boolean;
  readonly cacheVersion: string | undefined;
}

/** What to do with the image. */
export interface Settings {
  readonly build: BuildSettings;
  readonly registry: RegistrySettings;
  readonly skipPull: boolean;
  /** Whether to wait for builds of other jobs and to claim this one. */
  readonly waitForBuild: boolean;
  readonly onMiss: 'fail' | 'build' | 'build-and-push';
  readonly latestTag: string | undefined;
  readonly exportName: string;
  readonly onRegistryError: 'build' | 'fail';
}

/**
 * Derives the settings of a run from its options and the environment. Reads no files.
 *
 * @param warn called with one line for each option without effect
 * @throws OptionError for invalid options
 */
export function parseSettings(raw: RawOptions, surroundings: Surroundings, warn: (text: string) => void): Settings {
  const values = parseOptionValues(raw);
  warnOfIneffectiveOptions(raw, values, warn);
  const spell: Spelling = (name) => raw.get(name)?.writtenAs ?? name;
  const isLocal = values['registry-provider'] === 'local';
  if (!values.push && values['skip-pull-from-cache'] && !isLocal) {
    throw new OptionError(
      `${spell('push')}: false and ${spell('skip-pull-from-cache')}: true leave nothing to do`,
      'Remove one of them, or use require-cached to find out whether the image is in the registry.',
    );
  }
  return {
    build: toBuildSettings(values, spell, surroundings),
    registry: toRegistrySettings(values, spell, surroundings),
    skipPull: values['skip-pull-from-cache'] && !isLocal,
    waitForBuild: values['wait-for-build'],
    onMiss: values['require-cached'] ? 'fail' : values.push ? 'build-and-push' : 'build',
    latestTag: values['latest-tag'] === false ? undefined : parseTag(values['latest-tag'], spell('latest-tag')),
    exportName: parseExportName(
      values['export-env-variable'] ?? 'BUILDKITE_PLUGIN_DOCKER_IMAGE',
      spell('export-env-variable'),
    ),
    // Without an answer, whether the image is cached is unknown.
    onRegistryError: values['require-cached'] ? 'fail' : values['on-registry-error'],
  };
}

/**
 * Derives the part of the settings that the key needs, which does not include a registry.
 *
 * @throws OptionError for invalid options
 */
export function parseBuildSettings(raw: RawOptions, surroundings: Surroundings): BuildSettings {
  return toBuildSettings(parseOptionValues(raw), (name) => raw.get(name)?.writtenAs ?? name, surroundings);
}

function toBuildSettings(
  values: OptionValues,
  spell: Spelling,
  { env, workingDirectory, architecture }: Surroundings,
): BuildSettings {
  if (values.dockerfile !== undefined && values['dockerfile-inline'] !== undefined) {
    throw new OptionError(
      `${spell('dockerfile')} and ${spell('dockerfile-inline')} are both given`,
      'Remove one of them: the image is built from one Dockerfile.',
    );
  }
  const inline = values['dockerfile-inline'];
  const dockerfile: DockerfileSource =
    inline === undefined
      ? { kind: 'file', path: relativePath(values.dockerfile ?? 'Dockerfile', workingDirectory) }
      : { kind: 'inline', text: inline };
  const context = values.context ?? (dockerfile.kind === 'file' ? path.posix.dirname(dockerfile.path) : '.');
  const chosen = choosePlatform(values.platform, spell('platform'), env, architecture);
  const additionalBuildArgs = values['additional-build-args'];
  refuseBuildOptions(
    additionalBuildArgs,
    spell('additional-build-args'),
    chosen.isPlatformGiven ? chosen.platform : undefined,
  );
  return {
    dockerfile,
    context: parseContext(context, spell('context'), workingDirectory),
    target: values.target,
    ...chosen,
    buildArgs: values['build-args'].map((text) => parseBuildArg(text, spell('build-args'), env)),
    additionalBuildArgs,
    passedBuildArgs: findPassedBuildArgs(additionalBuildArgs, env),
    secrets: values.secrets.map((text) => parseSecret(text, spell('secrets'), env)),
    cacheOn: values['cache-on'],
    cacheOnCopied: values['cache-on-copied'],
    cacheOnBaseImages: values['cache-on-base-images'],
    cacheOnMissing: values['cache-on-missing'],
    layerCache: values['layer-cache'],
    usesBuildKit: needsBuildKit(values),
    cacheVersion: values['cache-version'],
  };
}

/** Whether something needs BuildKit: to do it, or because the Dockerfile is read as BuildKit reads it. */
function needsBuildKit(values: OptionValues): boolean {
  const usesLayers = ['inline', 'registry'].includes(values['layer-cache']);
  return (
    values.secrets.length > 0 ||
    values['cache-on-copied'] ||
    values['cache-on-base-images'] ||
    (usesLayers && values['registry-provider'] !== 'local')
  );
}

function choosePlatform(option: string | undefined, writtenAs: string, env: Environment, architecture: string) {
  if (option !== undefined) return { platform: parsePlatform(option, writtenAs), isPlatformGiven: true };
  const variable = findVariable(env, 'DOCKER_DEFAULT_PLATFORM');
  return variable === undefined
    ? { platform: findOwnPlatform(architecture), isPlatformGiven: false }
    : { platform: parsePlatform(variable, 'DOCKER_DEFAULT_PLATFORM'), isPlatformGiven: true };
}

function parseContext(text: string, writtenAs: string, workingDirectory: string): string {
  // What docker does not take for a folder. (docker/cli, cli/command/image/build.go)
  if (text === '-' || /^(https?|git|ssh):\/\/|^git@|^github\.com\//.test(text)) {
    throw new OptionError(
      `${writtenAs}: ${JSON.stringify(text)} is not accepted; it must be a folder`,
      'Check the source out first: what is built from a remote context cannot be keyed.',
    );
  }
  return relativePath(text, workingDirectory);
}

function parseBuildArg(text: string, writtenAs: string, env: Environment): BuildArg {
  const [, name = '', value] = /^([^=]*)(?:=(.*))?$/s.exec(text) ?? [];
  if (!/^[^\s]+$/.test(name)) {
    throw new OptionError(
      `${writtenAs}: ${JSON.stringify(name)} is not accepted as a name; an entry must be NAME=value or NAME`,
    );
  }
  return value === undefined ? { source: 'environment', name, value: env[name] } : { source: 'given', name, value };
}

function findPassedBuildArgs(words: readonly string[], env: Environment): readonly BuildArg[] {
  return words.flatMap((word, index): BuildArg[] => {
    const name = words[index - 1] === '--build-arg' ? word : /^--build-arg=(.*)$/s.exec(word)?.[1];
    return name === undefined || name.includes('=') ? [] : [{ source: 'environment', name, value: env[name] }];
  });
}

const variableName = /^[A-Za-z_][A-Za-z0-9_]*$/;

function parseSecret(text: string, writtenAs: string, env: Environment): SecretSource {
  const findMissing = (variable: string | undefined) =>
    variable !== undefined && env[variable] === undefined ? variable : undefined;
  if (variableName.test(text)) {
    return { id: text, argument: `id=${text},env=${text}`, missingVariable: findMissing(text) };
  }
  const fields = new Map(
    text.split(',').map((field): [string, string] => {
      const [key = '', ...value] = field.split('=');
      return [key.trim().toLowerCase(), value.join('=')];
    }),
  );
  const id = fields.get('id');
  if (id === undefined || id === '') {
    // Without the text, which may be the secret itself.
    throw new OptionError(
      `${writtenAs}: an entry is neither the NAME of a variable nor a --secret value with an id`,
      'Write NAME, id=NAME,src=PATH or id=NAME,env=VARIABLE.',
    );
  }
  const isVariable = fields.get('type') === 'env';
  const source = fields.get('env') ?? (isVariable ? (fields.get('source') ?? fields.get('src') ?? id) : undefined);
  return { id, argument: text, missingVariable: findMissing(source) };
}

function parseTag(text: string, writtenAs: string): string {
  if (!isTag(text)) {
    throw new OptionError(
      `${writtenAs}: ${JSON.stringify(text)} is not a tag`,
      'A tag has up to 128 letters, digits, `_`, `.` and `-`, and starts with none of the last two.',
    );
  }
  return text;
}

/** Variables of bash, which can't be exported or change the shell (bash(1), Shell Variables), and the locals of the hook. */
const keptByBash =
  /^(BASH.*|COMP_.*|SHELLOPTS|UID|EUID|PPID|GROUPS|FUNCNAME|DIRSTACK|IFS|PATH|PWD|OLDPWD|SHLVL|RANDOM|SRANDOM|SECONDS|LINENO|EPOCH.*|HISTCMD|OPT(ARG|ERR|IND)|PIPESTATUS|docker_ecr_cache_.*|_)$/;

/**
 * Checks the name of the variable that receives the image reference.
 *
 * @throws OptionError for a name that can't be exported or would do harm
 */
export function parseExportName(name: string, writtenAs: string): string {
  const option = `${writtenAs}: ${JSON.stringify(name)}`;
  if (!variableName.test(name)) {
    throw new OptionError(
      `${option} cannot be the name of a variable`,
      'It has letters, digits and `_`, and starts with no digit.',
    );
  }
  if (/^BUILDKITE_(?!PLUGIN_)/i.test(name)) {
    throw new OptionError(
      `${option} belongs to the Buildkite agent, which may drop what a hook exports under it`,
      'Choose another name.',
    );
  }
  if (keptByBash.test(name)) {
    throw new OptionError(`${option} belongs to the shell that runs the hook`, 'Choose another name.');
  }
  if (isOptionVariable(name)) {
    throw new OptionError(`${option} is a name that this plugin reads an option from`, 'Choose another name.');
  }
  if (/^BUILDKITE_PLUGIN_DOCKER_ECR_CACHE_EXPORT_/.test(name)) {
    throw new OptionError(`${option} is a name under which this plugin exports something else`, 'Choose another name.');
  }
  return name;
}

/** Warns of options that belong to another provider. */
function warnOfIneffectiveOptions(raw: RawOptions, values: OptionValues, warn: (text: string) => void): void {
  const provider = values['registry-provider'];
  const ineffective = optionNames.filter((name) => {
    const definition: OptionDefinition = optionTable[name];
    const isGiven = ![undefined, null, ''].includes(raw.get(name)?.value as string);
    return isGiven && definition.provider !== undefined && definition.provider !== provider;
  });
  if (ineffective.length > 0) {
    warn(
      `${ineffective.join(', ')} ${ineffective.length === 1 ? 'has' : 'have'} no effect with registry-provider: ${provider}`,
    );
  }
}
