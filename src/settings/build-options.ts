/** What of the additional arguments of `docker build` changes how a Dockerfile is read. */
export interface BuildOptions {
  /** `--build-arg NAME=value`; undefined for `--build-arg NAME`, whose value only docker's environment has. */
  readonly buildArgs: ReadonlyMap<string, string | undefined>;
  /** `--build-context NAME=value`, by the normalised name. */
  readonly contexts: ReadonlyMap<string, string>;
  /** Options that replace what the analysis was told (the Dockerfile, the target, …). */
  readonly overrides: readonly string[];
}

/** Options that make another build of it than the settings say. */
const overriding = new Set(['--file', '--target', '--platform', '--automount', '--call', '--check']);

/** Reads `additional-build-args`. What it can't make sense of has no effect on the Dockerfile, or makes docker fail. */
export function parseBuildOptions(words: readonly string[]): BuildOptions {
  const buildArgs = new Map<string, string | undefined>();
  const contexts = new Map<string, string>();
  const overrides = new Set<string>();
  words.forEach((word, index) => {
    const [, name = '', joined] = /^(--[^=]*)(?:=(.*))?$/s.exec(word) ?? [];
    const value = joined ?? words[index + 1] ?? '';
    // `-f`, also with its value or after the one other flag of a letter that takes none.
    if (/^-q?f/.test(word)) overrides.add('--file');
    else if (overriding.has(name)) overrides.add(name);
    else if (name === '--build-arg') buildArgs.set(...splitPair(value));
    else if (name === '--build-context') {
      const [context, source = ''] = splitPair(value);
      contexts.set(normaliseImageName(context), source);
    }
  });
  return { buildArgs, contexts, overrides: [...overrides] };
}

/** The name by which docker finds a named context for an image: without Docker Hub's host and `:latest`. */
export function normaliseImageName(name: string): string {
  return name
    .toLowerCase()
    .replace(/^(?:index\.)?docker\.io\//, '')
    .replace(/^library\//, '')
    .replace(/:latest$/, '');
}

/** `name=value`, or only a name. */
export function splitPair(text: string): [name: string, value: string | undefined] {
  const at = text.indexOf('=');
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}
