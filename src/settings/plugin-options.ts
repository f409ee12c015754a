import { OptionError } from '../errors';
import { type OptionName, optionNames, optionTable } from './option-table';
import { findNearestName, type RawOption, type RawOptions } from './option-values';
import { type Environment, findVariable } from './surroundings';

/** Variables with our prefix that the program itself exports. */
const exportedSuffixes = ['EXPORT_IMAGE', 'EXPORT_TAG', 'EXPORT_DIGEST', 'EXPORT_HIT'];

/**
 * The options of a plugin run: from the JSON in `BUILDKITE_PLUGIN_CONFIGURATION`, and for options that it lacks, from the
 * flattened variables, which people also set in agent hooks and a pipeline's `env`.
 *
 * @param warn called with one line for each flattened variable that is not an option
 * @throws OptionError for invalid JSON and for a key that is not an option
 */
export function parsePluginOptions(env: Environment, warn: (text: string) => void): RawOptions {
  const configuration = parseConfiguration(env);
  const derived = new Set(configuration.flatMap(([name, value]) => listFlattened(name, value)));
  const raw = new Map<OptionName, RawOption>(parseFlattened(env, derived, warn));
  for (const [name, value] of configuration) {
    // In YAML, an empty value is null.
    if (value !== null) raw.set(name, { writtenAs: name, value });
  }
  return raw;
}

function parseConfiguration(env: Environment): readonly [OptionName, unknown][] {
  const text = findVariable(env, 'BUILDKITE_PLUGIN_CONFIGURATION');
  if (text === undefined) return [];
  let configuration: unknown;
  try {
    configuration = JSON.parse(text);
  } catch (error) {
    throw new OptionError(
      `BUILDKITE_PLUGIN_CONFIGURATION is not JSON: ${(error as Error).message}`,
      'The agent sets this variable; check that no hook or `env` of the pipeline overwrites it.',
    );
  }
  if (configuration === null) return [];
  if (typeof configuration !== 'object' || Array.isArray(configuration)) {
    throw new OptionError(
      `the plugin's configuration is ${Array.isArray(configuration) ? 'a list' : JSON.stringify(configuration)}; it must be a map of options`,
      'Write the options as `name: value` lines beneath the plugin, indented by two more levels than its name.',
    );
  }
  return Object.entries(configuration).map(([key, value]): [OptionName, unknown] => {
    if (!isOptionName(key))
      throw unknownOption(key, key, optionNames, (known) => known, `The options are: ${optionNames.join(', ')}.`);
    return [key, value];
  });
}

/** Whether this is the name of an option. */
export function isOptionName(name: string): name is OptionName {
  return (optionNames as readonly string[]).includes(name);
}

/**
 * The error for an unknown option, with the nearest known one.
 *
 * @param known the known names
 * @param spell how they are written
 * @param list the hint if no known name is near
 */
export function unknownOption(
  name: string,
  writtenAs: string,
  known: readonly string[],
  spell: (known: string) => string,
  list: string,
): OptionError {
  const nearest = findNearestName(name, known);
  return new OptionError(
    `${writtenAs} is not an option`,
    nearest === undefined ? list : `Did you mean ${spell(nearest)}?`,
  );
}

/** @param derived suffixes of the variables that the agent made from the configuration, which cause no warnings */
function parseFlattened(
  env: Environment,
  derived: ReadonlySet<string>,
  warn: (text: string) => void,
): Map<OptionName, RawOption> {
  const prefix = `BUILDKITE_PLUGIN_${flattenName(findVariable(env, 'BUILDKITE_PLUGIN_NAME') ?? 'DOCKER_ECR_CACHE')}_`;
  const raw = new Map<OptionName, RawOption>();
  const lists = new Map<OptionName, { index: number; value: string }[]>();
  const maps = new Map<OptionName, { [key: string]: string }>();
  for (const [variable, value] of Object.entries(env)) {
    if (value === undefined || !variable.startsWith(prefix)) continue;
    const suffix = variable.slice(prefix.length);
    const part = findPart(suffix);
    if (part === undefined) {
      if (!exportedSuffixes.includes(suffix) && !derived.has(suffix))
        warn(describeUnknownVariable(variable, suffix, prefix));
    } else if (part.kind === 'whole') {
      raw.set(part.name, { writtenAs: variable, value });
    } else if (part.kind === 'item') {
      lists.set(part.name, [...(lists.get(part.name) ?? []), { index: part.index, value }]);
    } else {
      maps.set(part.name, { ...maps.get(part.name), [part.key]: value });
    }
  }
  for (const [name, items] of lists) {
    const inOrder = items.sort((one, other) => one.index - other.index).map((item) => item.value);
    const whole = raw.get(name);
    const value = whole === undefined || whole.value === '' ? inOrder : [whole.value, ...inOrder];
    raw.set(name, { writtenAs: prefix + flattenName(name), value });
  }
  for (const [name, value] of maps) raw.set(name, { writtenAs: prefix + flattenName(name), value });
  return raw;
}

/** Whether a later run of the plugin in the same step would take a variable for an option. */
export function isOptionVariable(variable: string): boolean {
  if (variable === 'BUILDKITE_PLUGIN_CONFIGURATION' || variable === 'BUILDKITE_PLUGIN_NAME') return true;
  const prefix = 'BUILDKITE_PLUGIN_DOCKER_ECR_CACHE_';
  return variable.startsWith(prefix) && findPart(variable.slice(prefix.length)) !== undefined;
}

type FlattenedPart =
  | { readonly kind: 'whole'; readonly name: OptionName }
  | { readonly kind: 'item'; readonly name: OptionName; readonly index: number }
  | { readonly kind: 'entry'; readonly name: OptionName; readonly key: string };

/** Which part of which option a flattened variable holds; its name is given without the prefix. */
function findPart(suffix: string): FlattenedPart | undefined {
  for (const name of optionNames) {
    const flat = flattenName(name);
    const { type } = optionTable[name];
    if (suffix === flat && type !== 'map') return { kind: 'whole', name };
    if (!suffix.startsWith(`${flat}_`)) continue;
    const rest = suffix.slice(flat.length + 1);
    if (type === 'map' && rest !== '') return { kind: 'entry', name, key: rest };
    if ((type === 'list' || type === 'words') && /^\d+$/.test(rest)) {
      return { kind: 'item', name, index: Number(rest) };
    }
  }
  return undefined;
}

function describeUnknownVariable(variable: string, suffix: string, prefix: string): string {
  const nearest = findNearestName(suffix, optionNames.map(flattenName));
  return `${variable} is not an option and is ignored${nearest === undefined ? '' : `; did you mean ${prefix}${nearest}?`}`;
}

/** The suffixes of the variables that the agent makes from a value of the configuration. */
function listFlattened(name: string, value: unknown): readonly string[] {
  const flat = flattenName(name);
  return typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, item]) => listFlattened(`${flat}_${key}`, item))
    : [flat];
}

/** Converts a name as the agent does for variables: upper case, `-` and white space as `_`. */
function flattenName(name: string): string {
  return name.toUpperCase().replace(/[-\s]/g, '_');
}
