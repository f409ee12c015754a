import { OptionError } from '../errors';

/** Additional arguments of `docker build` that affect how the Dockerfile is read. */
export interface BuildOptions {
  /** `--build-arg NAME=value`; undefined for `--build-arg NAME`, whose value docker takes from its environment. */
  readonly buildArgs: ReadonlyMap<string, string | undefined>;
  /** `--build-context NAME=value`, by normalised name. */
  readonly contexts: ReadonlyMap<string, string>;
  /** Options that override the settings; those that `refuseBuildOptions` refuses are not looked for. */
  readonly overrides: readonly string[];
}

/** Options that override the settings. */
const overriding = new Set(['--target', '--platform', '--automount']);

/** Parses `additional-build-args`. Ignores what does not affect the Dockerfile and what docker will reject. */
export function parseBuildOptions(words: readonly string[]): BuildOptions {
  const buildArgs = new Map<string, string | undefined>();
  const contexts = new Map<string, string>();
  const overrides = new Set<string>();
  words.forEach((word, index) => {
    const [, name = '', joined] = /^(--[^=]*)(?:=(.*))?$/s.exec(word) ?? [];
    const value = joined ?? words[index + 1] ?? '';
    if (overriding.has(name)) overrides.add(name);
    else if (name === '--build-arg') buildArgs.set(...splitPair(value));
    else if (name === '--build-context') {
      const [context, source = ''] = splitPair(value);
      contexts.set(normaliseImageName(context), source);
    }
  });
  return { buildArgs, contexts, overrides: [...overrides] };
}

/** What `additional-build-args` must not contain: why, and what to use instead. */
const refusals = {
  '--file': [
    'docker would build another Dockerfile than the key is made from',
    'Name it with the option dockerfile, and its folder with context.',
  ],
  '--check': ['it checks the Dockerfile and builds no image', 'Run it in a command of its own.'],
  '--push': [
    'docker would push the image, whatever push says and although its key may have moved during the build',
    'Leave it out: the image is pushed after the build, unless push is false.',
  ],
  '--output': [
    'the image has to end in the docker engine',
    'Leave it out, or write type=docker; to get files out of a build, run docker build in a command of its own.',
  ],
  '--platform': ['an image is for one platform', 'Set the option platform, in a step for each platform.'],
} as const;

/**
 * Checks that a build with these arguments builds the key's Dockerfile, and only into the engine.
 *
 * @param platform the platform passed to docker besides, if any
 * @throws OptionError for an argument that would change that
 */
export function refuseBuildOptions(words: readonly string[], writtenAs: string, platform: string | undefined): void {
  const platforms = new Set(platform === undefined ? [] : [platform]);
  const refuse = (name: string, [why, hint]: readonly [string, string]) => {
    throw new OptionError(`${writtenAs}: ${name} is not accepted: ${why}`, hint);
  };
  words.forEach((word, index) => {
    const [, long, short, joined] = /^(?:(--[^=]*)|-q?([fo]))=?(.*)$/s.exec(word) ?? [];
    const name = long ?? { f: '--file', o: '--output' }[short ?? ''];
    const value = (long === undefined ? joined : /=(.*)/s.exec(word)?.[1]) || words[index + 1] || '';
    if (name === '--file' || name === '--push') refuse(name, refusals[name]);
    if (name === '--check' || name === '--call' || name === '--print') refuse(name, refusals['--check']);
    if (name === '--output' && !isLoad(value)) refuse(name, refusals['--output']);
    if (name === '--platform') for (const one of value.split(',')) platforms.add(one.trim());
  });
  if (platforms.size > 1) refuse('a second --platform', refusals['--platform']);
}

/** Whether an output is equivalent to `--load`. */
function isLoad(output: string): boolean {
  const fields = output.split(',').map((field) => field.trim());
  return fields.includes('type=docker') && !fields.some((field) => field.startsWith('dest='));
}

/** The name by which docker matches named contexts and images: without Docker Hub's host and `:latest`. */
export function normaliseImageName(name: string): string {
  return name
    .toLowerCase()
    .replace(/^(?:index\.)?docker\.io\//, '')
    .replace(/^library\//, '')
    .replace(/:latest$/, '');
}

/** Splits `name=value`, or only a name. */
export function splitPair(text: string): [name: string, value: string | undefined] {
  const at = text.indexOf('=');
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}
