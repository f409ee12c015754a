import path from 'node:path';
import { OptionError } from '../errors';
import { type Environment, findVariable } from './environment';
import { parseExportName } from './export-name';
import { type OptionName, type OptionValues, optionNames } from './option-table';
import { parseOptionValues, type RawOptions } from './option-values';
import { findOwnPlatform, parsePlatform } from './platform';
import { relativePath } from './relative-path';
import { parseRepositoryName, toRepositoryPart } from './repository-name';

export type DockerfileSource =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'inline'; readonly text: string };

/** One `--build-arg`. From the environment the value is undefined where the variable is not set. */
export type BuildArg =
  | { readonly source: 'given'; readonly name: string; readonly value: string }
  | { readonly source: 'environment'; readonly name: string; readonly value: string | undefined };

/** One `--secret`: what docker is told, and the id that the Dockerfile knows it by. Never its value. */
export interface SecretSource {
  readonly id: string;
  readonly argument: string;
  /** The variable that docker would read it from, where the environment has none of that name. */
  readonly missingVariable: string | undefined;
}

/** What is built, and what the key is made from. Paths are relative to the working directory. */
export interface BuildSettings {
  readonly dockerfile: DockerfileSource;
  readonly context: string;
  readonly target: string | undefined;
  readonly platform: string;
  /** Whether someone asked for the platform; docker is told of it only then. */
  readonly isPlatformGiven: boolean;
  readonly buildArgs: readonly BuildArg[];
  readonly additionalBuildArgs: readonly string[];
  /** Those of them that are build args whose value docker takes from the environment: the value counts too. */
  readonly passedBuildArgs: readonly BuildArg[];
  readonly secrets: readonly SecretSource[];
  readonly cacheOn: readonly string[];
  readonly cacheOnCopied: boolean;
  /** Such a build also takes the newest base images from their registries. */
  readonly cacheOnBaseImages: boolean;
  readonly cacheOnMissing: 'fail' | 'warn';
  /** Whether it is known that BuildKit builds; else any of docker's builders may. */
  readonly usesBuildKit: boolean;
  readonly cacheVersion: string | undefined;
}

export type RegistrySettings =
  | {
      readonly provider: 'ecr';
      readonly repositoryName: string;
      /** Undefined where only the AWS profile can tell. */
      readonly region: string | undefined;
      readonly resourceTags: ReadonlyMap<string, string>;
      readonly maxAgeDays: number;
      /** Whether the repository has the name that this program gives by itself. */
      readonly hasDefaultName: boolean;
    }
  | { readonly provider: 'local'; readonly repositoryName: string };

/** What is done with the image. */
export interface Settings {
  readonly build: BuildSettings;
  readonly registry: RegistrySettings;
  readonly skipPull: boolean;
  readonly latestTag: string | undefined;
  readonly exportName: string;
  readonly onRegistryError: 'build' | 'fail';
}

/** What the settings depend on beside the options. */
export interface Surroundings {
  readonly env: Environment;
  readonly workingDirectory: string;
  /** The processor as node names it (`process.arch`). */
  readonly architecture: string;
}

/**
 * The settings of a run, from its options and the environment. Reads no file and asks nobody.
 *
 * @param warn called with one line for each option that has no effect here
 * @throws OptionError for anything that is wrong with the options
 */
export function parseSettings(
  raw: RawOptions,
  surroundings: Surroundings,
  warn: (text: string) => void,
): Settings {
  const values = parseOptionValues(raw);
  warnOfIneffectiveOptions(raw, values, warn);
  const spell: Spelling = (name) => raw.get(name)?.writtenAs ?? name;
  return {
    build: toBuildSettings(values, spell, surroundings),
    registry: toRegistrySettings(values, spell, surroundings),
    skipPull: values['skip-pull-from-cache'],
    latestTag:
      values['latest-tag'] === false ? undefined : parseTag(values['latest-tag'], spell('latest-tag')),
    exportName: parseExportName(
      values['export-env-variable'] ?? 'BUILDKITE_PLUGIN_DOCKER_IMAGE',
      spell('export-env-variable'),
    ),
    onRegistryError: values['on-registry-error'],
  };
}

/** The name of an option as its user wrote it. */
type Spelling = (name: OptionName) => string;

/**
 * The part of the settings that the key is made from: it needs no registry, hence no repository name.
 *
 * @throws OptionError for anything that is wrong with the options
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
  return {
    dockerfile,
    context: parseContext(context, spell('context'), workingDirectory),
    target: values.target,
    ...choosePlatform(values.platform, spell('platform'), env, architecture),
    buildArgs: values['build-args'].map((text) => parseBuildArg(text, spell('build-args'), env)),
    additionalBuildArgs: values['additional-build-args'],
    passedBuildArgs: findPassedBuildArgs(values['additional-build-args'], env),
    secrets: values.secrets.map((text) => parseSecret(text, spell('secrets'), env)),
    cacheOn: values['cache-on'],
    cacheOnCopied: values['cache-on-copied'],
    cacheOnBaseImages: values['cache-on-base-images'],
    cacheOnMissing: values['cache-on-missing'],
    usesBuildKit: values.secrets.length > 0 || ['1', 'true'].includes(env.DOCKER_BUILDKIT ?? ''),
    cacheVersion: values['cache-version'],
  };
}

function choosePlatform(
  option: string | undefined,
  writtenAs: string,
  env: Environment,
  architecture: string,
) {
  if (option !== undefined) return { platform: parsePlatform(option, writtenAs), isPlatformGiven: true };
  const variable = findVariable(env, 'DOCKER_DEFAULT_PLATFORM');
  return variable === undefined
    ? { platform: findOwnPlatform(architecture), isPlatformGiven: false }
    : { platform: parsePlatform(variable, 'DOCKER_DEFAULT_PLATFORM'), isPlatformGiven: true };
}

function parseContext(text: string, writtenAs: string, workingDirectory: string): string {
  // What docker takes for something else than a folder (docker/cli, cli/command/image/build.go).
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
  return value === undefined
    ? { source: 'environment', name, value: env[name] }
    : { source: 'given', name, value };
}

function findPassedBuildArgs(words: readonly string[], env: Environment): readonly BuildArg[] {
  return words.flatMap((word, index): BuildArg[] => {
    const name = words[index - 1] === '--build-arg' ? word : /^--build-arg=(.*)$/s.exec(word)?.[1];
    return name === undefined || name.includes('=')
      ? []
      : [{ source: 'environment', name, value: env[name] }];
  });
}

function parseSecret(text: string, writtenAs: string, env: Environment): SecretSource {
  const findMissing = (variable: string | undefined) =>
    variable !== undefined && env[variable] === undefined ? variable : undefined;
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(text)) {
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
    // The text is not shown: someone may have put the secret itself here.
    throw new OptionError(
      `${writtenAs}: an entry is neither the NAME of a variable nor a --secret value with an id`,
      'Write NAME, id=NAME,src=PATH or id=NAME,env=VARIABLE.',
    );
  }
  const isVariable = fields.get('type') === 'env';
  const source =
    fields.get('env') ?? (isVariable ? (fields.get('source') ?? fields.get('src') ?? id) : undefined);
  return { id, argument: text, missingVariable: findMissing(source) };
}

function parseTag(text: string, writtenAs: string): string {
  // distribution/reference: a tag
  if (!/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/.test(text)) {
    throw new OptionError(
      `${writtenAs}: ${JSON.stringify(text)} is not a tag`,
      'A tag has up to 128 letters, digits, `_`, `.` and `-`, and starts with none of the last two.',
    );
  }
  return text;
}

function toRegistrySettings(
  values: OptionValues,
  spell: Spelling,
  { env, workingDirectory }: Surroundings,
): RegistrySettings {
  const organization = findVariable(env, 'BUILDKITE_ORGANIZATION_SLUG');
  const pipeline = findVariable(env, 'BUILDKITE_PIPELINE_SLUG');
  const defaultName = organization && pipeline ? `build-cache/${organization}/${pipeline}` : undefined;
  const givenName = values['ecr-name'];
  if (values['registry-provider'] === 'local') {
    const name =
      givenName ?? defaultName ?? `build-cache/${toRepositoryPart(path.posix.basename(workingDirectory))}`;
    return { provider: 'local', repositoryName: parseRepositoryName(name, spell('ecr-name')) };
  }
  if (givenName === undefined && defaultName === undefined) {
    throw new OptionError(
      'ecr-name is needed: outside Buildkite no organization and pipeline name the repository',
      'Give --ecr-name, or try --registry-provider local, which needs no registry.',
    );
  }
  return {
    provider: 'ecr',
    repositoryName: parseRepositoryName(givenName ?? defaultName ?? '', spell('ecr-name')),
    region: values.region ?? findVariable(env, 'AWS_REGION', 'AWS_DEFAULT_REGION'),
    resourceTags: values['ecr-tags'],
    maxAgeDays: values['max-age-days'],
    hasDefaultName: (givenName ?? defaultName) === defaultName,
  };
}

/** Options that only one provider has. */
const providerOptions: { readonly [provider: string]: readonly OptionName[] } = {
  ecr: ['region', 'ecr-tags', 'max-age-days'],
};

function warnOfIneffectiveOptions(raw: RawOptions, values: OptionValues, warn: (text: string) => void): void {
  const provider = values['registry-provider'];
  const own = providerOptions[provider] ?? [];
  const foreign = new Set(
    Object.values(providerOptions)
      .flat()
      .filter((name) => !own.includes(name)),
  );
  const ineffective = optionNames.filter(
    (name) => foreign.has(name) && raw.has(name) && raw.get(name)?.value !== '',
  );
  if (ineffective.length > 0) {
    warn(
      `${ineffective.join(', ')} ${ineffective.length === 1 ? 'has' : 'have'} no effect with registry-provider: ${provider}`,
    );
  }
}
