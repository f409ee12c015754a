/** The groups of options, by their headings in `--help` and the README. */
export const optionGroups = {
  image: 'Image',
  key: 'Key',
  registry: 'Registry and step',
  ecr: 'Amazon ECR',
} as const;

export type OptionGroup = keyof typeof optionGroups;

/**
 * How the value of an option may be written and what it becomes:
 *  - `text`: one string
 *  - `list`: a string or a list of strings
 *  - `words`: a list of strings, or one string that is split as a POSIX shell would
 *  - `switch`: true or false
 *  - `count`: a whole number from `minimum`
 *  - `choice`: one of `values`
 *  - `map`: names with values
 *  - `text-or-off`: one string, or false for none
 */
export type OptionDefinition = {
  readonly group: OptionGroup;
  readonly description: string;
  /** Describes a default that is not a fixed value. */
  readonly standard?: string;
  /** The only provider that the option applies to. */
  readonly provider?: string;
} & (
  | { readonly type: 'text' | 'list' | 'words' | 'map' }
  | { readonly type: 'switch'; readonly default: boolean }
  | { readonly type: 'count'; readonly minimum: number; readonly default: number }
  | { readonly type: 'choice'; readonly values: readonly string[]; readonly default: string }
  | { readonly type: 'text-or-off'; readonly default: string }
);

function defineOptions<const Table extends { readonly [name: string]: OptionDefinition }>(table: Table): Table {
  return table;
}

/**
 * The only place where options are defined. The types of the settings and the flags are derived from it; tests compare
 * `--help`, plugin.yml and the README with it.
 */
export const optionTable = defineOptions({
  dockerfile: { group: 'image', type: 'text', standard: 'Dockerfile', description: 'path of the Dockerfile' },
  'dockerfile-inline': {
    group: 'image',
    type: 'text',
    description: 'text of the Dockerfile, instead of a file',
  },
  context: {
    group: 'image',
    type: 'text',
    standard: "the Dockerfile's folder, or . if it is inline",
    description: 'folder of the build context',
  },
  target: { group: 'image', type: 'text', description: 'stage of the Dockerfile to build' },
  platform: {
    group: 'image',
    type: 'text',
    standard: "DOCKER_DEFAULT_PLATFORM, else the agent's",
    description: 'platform to build for, part of the key, such as linux/arm64',
  },
  'build-args': {
    group: 'image',
    type: 'list',
    description: 'NAME=value, or NAME to take the value from the environment',
  },
  'additional-build-args': {
    group: 'image',
    type: 'words',
    description: 'more arguments for docker build; a string is split as a shell would, nothing is expanded',
  },
  secrets: {
    group: 'image',
    type: 'list',
    description: 'NAME of an environment variable, or a full --secret value (id=…, type=…)',
  },
  'layer-cache': {
    group: 'image',
    type: 'choice',
    values: ['engine', 'none', 'inline', 'registry'],
    default: 'engine',
    description:
      "what a build may reuse: the engine's layers, nothing, those of the newest image with the same Dockerfile, target and platform, or a cache image",
  },
  'cache-on': {
    group: 'key',
    type: 'list',
    description: 'files, folders, globs (** for any depth, ! to exclude) and file.json#.path to key on',
  },
  'cache-on-copied': {
    group: 'key',
    type: 'switch',
    default: false,
    description: 'also key on every file that the Dockerfile copies for this target',
  },
  'cache-on-base-images': {
    group: 'key',
    type: 'switch',
    default: false,
    description: 'also key on the digests of the base images',
  },
  'cache-on-missing': {
    group: 'key',
    type: 'choice',
    values: ['fail', 'warn'],
    default: 'fail',
    description: "what to do about a cache-on entry that matches nothing or can't be read",
  },
  'cache-version': { group: 'key', type: 'text', description: 'change it to change the key' },
  'registry-provider': {
    group: 'registry',
    type: 'choice',
    values: ['ecr', 'gcr', 'oci', 'local'],
    default: 'ecr',
    description: "where images are kept: Amazon ECR, Google, any registry, or only this machine's docker engine",
  },
  registry: {
    group: 'registry',
    provider: 'oci',
    type: 'text',
    description: 'with oci: host[:port][/path] of the registry, which docker must be logged in to',
  },
  'gcp-project': {
    group: 'registry',
    provider: 'gcr',
    type: 'text',
    description: 'with gcr: project that owns the registry',
  },
  'registry-hostname': {
    group: 'registry',
    provider: 'gcr',
    type: 'text',
    standard: 'gcr.io',
    description: 'with gcr: host of the registry',
  },
  'skip-pull-from-cache': {
    group: 'registry',
    type: 'switch',
    default: false,
    description: 'only make sure the image is in the registry; do not pull it',
  },
  'require-cached': {
    group: 'registry',
    type: 'switch',
    default: false,
    description: 'if the image is not cached, fail with status 3 instead of building it',
  },
  'wait-for-build': {
    group: 'registry',
    type: 'switch',
    default: true,
    description: 'if another job is building this image, wait for it instead of building it as well',
  },
  push: {
    group: 'registry',
    type: 'switch',
    default: true,
    description: 'false: never write to the registry; what has to be built is for this step only',
  },
  'latest-tag': {
    group: 'registry',
    type: 'text-or-off',
    default: 'latest',
    description: "tag that follows the repository's newest image, for people; false for none",
  },
  'on-registry-error': {
    group: 'registry',
    type: 'choice',
    values: ['build', 'fail'],
    default: 'build',
    description: 'what an outage of the registry means: build without it, or fail',
  },
  'export-env-variable': {
    group: 'registry',
    type: 'text',
    standard: 'BUILDKITE_PLUGIN_DOCKER_IMAGE',
    description: 'variable that receives repository:tag',
  },
  'ecr-name': {
    group: 'ecr',
    type: 'text',
    standard: 'build-cache/ORGANIZATION/PIPELINE (their slugs)',
    description: 'repository of the images',
  },
  region: {
    group: 'ecr',
    provider: 'ecr',
    type: 'text',
    standard: "AWS_REGION, AWS_DEFAULT_REGION, the profile's region, eu-west-1",
    description: 'AWS region of the registry',
  },
  'registry-id': {
    group: 'ecr',
    provider: 'ecr',
    type: 'text',
    standard: "the caller's account",
    description: 'AWS account that owns the registry',
  },
  'ecr-tags': { group: 'ecr', provider: 'ecr', type: 'map', description: 'resource tags of the repository' },
  'max-age-days': {
    group: 'ecr',
    provider: 'ecr',
    type: 'count',
    minimum: 1,
    default: 7,
    description: 'lifecycle policy: images expire this many days after their push',
  },
  'ecr-create': {
    group: 'ecr',
    provider: 'ecr',
    type: 'switch',
    default: true,
    description: 'create the repository if it does not exist',
  },
  'ecr-immutable-tags': {
    group: 'ecr',
    provider: 'ecr',
    type: 'switch',
    default: false,
    description: 'make the tags of the repository immutable, except those that have to move',
  },
  'ecr-kms-key': {
    group: 'ecr',
    provider: 'ecr',
    type: 'text',
    description: 'KMS key to encrypt a new repository with',
  },
});

export type OptionName = keyof typeof optionTable;

export const optionNames = Object.keys(optionTable) as OptionName[];

type ValueOf<Definition> = Definition extends { type: 'text' }
  ? string | undefined
  : Definition extends { type: 'list' | 'words' }
    ? readonly string[]
    : Definition extends { type: 'switch' }
      ? boolean
      : Definition extends { type: 'count' }
        ? number
        : Definition extends { type: 'choice'; values: readonly (infer Value)[] }
          ? Value
          : Definition extends { type: 'map' }
            ? ReadonlyMap<string, string>
            : Definition extends { type: 'text-or-off' }
              ? string | false
              : never;

/** The valid value of every option; what they mean together is `Settings`. */
export type OptionValues = { readonly [Name in OptionName]: ValueOf<(typeof optionTable)[Name]> };
