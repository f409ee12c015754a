import path from 'node:path';
import { OptionError, UserError } from '../errors';
import { isRegistryHost, parseRepositoryName, toRepositoryPart } from './image-name';
import type { OptionValues } from './option-table';
import { type Environment, findVariable, type Spelling, type Surroundings } from './surroundings';

export type RegistrySettings =
  | {
      readonly provider: 'ecr';
      readonly repositoryName: string;
      /** Undefined if it is up to the AWS profile. */
      readonly region: string | undefined;
      /** The account that owns the registry; undefined for the caller's. */
      readonly registryId: string | undefined;
      readonly resourceTags: ReadonlyMap<string, string>;
      readonly maxAgeDays: number;
      /** Whether the repository has the default name. */
      readonly hasDefaultName: boolean;
      /** Whether it is created if it is missing. */
      readonly isCreated: boolean;
      readonly hasImmutableTags: boolean;
      readonly kmsKey: string | undefined;
    }
  /** Any registry that docker can log in to. The repository's name includes the path within the registry. */
  | { readonly provider: 'oci'; readonly host: string; readonly repositoryName: string }
  | { readonly provider: 'local'; readonly repositoryName: string };

type Provider = OptionValues['registry-provider'];

/** What a provider's settings are derived from. */
interface Given {
  readonly values: OptionValues;
  readonly spell: Spelling;
  readonly surroundings: Surroundings;
  /** The default name, within Buildkite. */
  readonly defaultName: string | undefined;
}

/** Derives each provider's settings from the options. */
const providers: { readonly [Name in Provider]: (given: Given) => RegistrySettings } = {
  ecr: (given) => {
    const { values, spell, surroundings, defaultName } = given;
    const repositoryName = findRepositoryName(given);
    return {
      provider: 'ecr',
      repositoryName,
      region: findRegion(values.region, spell('region'), surroundings.env),
      registryId: parseAccount(values['registry-id'], spell('registry-id')),
      resourceTags: values['ecr-tags'],
      maxAgeDays: values['max-age-days'],
      hasDefaultName: repositoryName === defaultName,
      isCreated: values['ecr-create'],
      hasImmutableTags: values['ecr-immutable-tags'],
      kmsKey: values['ecr-kms-key'],
    };
  },
  oci: (given) => {
    const { values, spell } = given;
    const address = expect(values.registry, spell('registry'), 'oci', 'host[:port][/path], such as ghcr.io/acme');
    return toOciSettings(address, spell('registry'), findRepositoryName(given));
  },
  gcr: (given) => {
    const { values, spell } = given;
    const project = expect(values['gcp-project'], spell('gcp-project'), 'gcr', 'the project that owns the registry');
    const address = `${values['registry-hostname'] ?? 'gcr.io'}/${project}`;
    const writtenAs = `${spell('registry-hostname')} and ${spell('gcp-project')}`;
    return toOciSettings(address, writtenAs, findRepositoryName(given));
  },
  local: ({ values, spell, surroundings, defaultName }) => {
    const folder = toRepositoryPart(path.posix.basename(surroundings.workingDirectory));
    const name = values['ecr-name'] ?? defaultName ?? `build-cache/${folder}`;
    return { provider: 'local', repositoryName: parseRepositoryName(name, spell('ecr-name')) };
  },
};

/** @throws OptionError for an invalid or missing registry or repository */
export function toRegistrySettings(
  values: OptionValues,
  spell: Spelling,
  surroundings: Surroundings,
): RegistrySettings {
  const organization = findVariable(surroundings.env, 'BUILDKITE_ORGANIZATION_SLUG');
  const pipeline = findVariable(surroundings.env, 'BUILDKITE_PIPELINE_SLUG');
  const defaultName = organization && pipeline ? `build-cache/${organization}/${pipeline}` : undefined;
  return providers[values['registry-provider']]({ values, spell, surroundings, defaultName });
}

/** AWS_REGION wins, as in version 2 of the AWS CLI. */
function findRegion(option: string | undefined, writtenAs: string, env: Environment): string | undefined {
  if (option !== undefined) return parseRegion(option, writtenAs, OptionError);
  const variable = ['AWS_REGION', 'AWS_DEFAULT_REGION'].find((name) => findVariable(env, name));
  return variable && parseRegion(env[variable] ?? '', variable);
}

/**
 * Checks a region, which becomes part of a host name.
 *
 * @param Refusal the class of the error
 */
export function parseRegion(text: string, writtenAs: string, Refusal = UserError): string {
  if (/^[a-z0-9]+(-[a-z0-9]+)*$/.test(text)) return text;
  throw new Refusal(
    `${writtenAs}: ${JSON.stringify(text)} is not an AWS region`,
    'Write one region, such as eu-west-1. A name after `$` has not been replaced by its value.',
  );
}

function findRepositoryName({ values, spell, defaultName }: Given): string {
  const name = values['ecr-name'] ?? defaultName;
  const address = /^(?:https?:\/\/)?\d{12}\.dkr[.-]ecr[.-][^/]+\/([^:@]*)/.exec(name ?? '');
  if (address !== null) {
    throw new OptionError(
      `${spell('ecr-name')}: ${JSON.stringify(name)} is the address of a repository, not its name`,
      `Write ${address[1]}; where it is, registry-id and region say.`,
    );
  }
  if (name !== undefined) return parseRepositoryName(name, spell('ecr-name'));
  throw new OptionError(
    'ecr-name is needed: outside Buildkite no organization and pipeline name the repository',
    'Give --ecr-name, or try --registry-provider local, which needs no registry.',
  );
}

/** @throws OptionError for a missing option that the provider needs */
function expect(value: string | undefined, writtenAs: string, provider: Provider, what: string): string {
  if (value !== undefined) return value;
  throw new OptionError(`${writtenAs} is needed with registry-provider: ${provider}`, `Give ${what}.`);
}

/** @param address `host[:port][/path]` */
function toOciSettings(
  address: string,
  writtenAs: string,
  repositoryName: string,
): Extract<RegistrySettings, { provider: 'oci' }> {
  const [host = '', ...folders] = address.replace(/\/+$/, '').split('/');
  if (!isRegistryHost(host)) {
    throw new OptionError(
      `${writtenAs}: ${JSON.stringify(address)} is not accepted; it must be host[:port][/path]`,
      'Write it as in a reference of docker, without https://, such as ghcr.io/acme.',
    );
  }
  const name = [...folders, repositoryName].join('/');
  return { provider: 'oci', host, repositoryName: parseRepositoryName(name, writtenAs) };
}

function parseAccount(text: string | undefined, writtenAs: string): string | undefined {
  if (text === undefined || /^\d{12}$/.test(text)) return text;
  throw new OptionError(
    `${writtenAs}: ${JSON.stringify(text)} is not an AWS account`,
    'It has twelve digits; put it in quotes, so that YAML keeps a leading zero.',
  );
}
