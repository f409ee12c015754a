/*
 * The variables of a Dockerfile, and quotes, escapes and variables in its words (moby/buildkit,
 * frontend/dockerfile/shell/lex.go).
 */

/** The value of a variable: its text, null if it is certainly not set, undefined if unknown. */
export type VariableValue = string | null | undefined;

export type VariableLookup = (name: string) => VariableValue;

/** Docker rejects such a word. */
class WordError extends Error {}

/**
 * Removes quotes and escapes from a word and replaces its variables.
 *
 * @returns undefined if it depends on an unknown variable, or if docker rejects it
 */
export function expandWord(word: string, escapeCharacter: string, lookUp: VariableLookup): string | undefined {
  const characters = [...word];
  let at = 0;
  try {
    return readUntil(undefined, false, false);
  } catch (error) {
    if (error instanceof WordError) return undefined;
    throw error;
  }

  /** @param keepsEscapes whether to keep escape characters, as in the pattern of `${name#pattern}` */
  function readUntil(stop: string | undefined, keepsEscapes: boolean, isQuoted: boolean): string | undefined {
    let result: string | undefined = '';
    while (stop !== undefined || at < characters.length) {
      const next = take();
      if (next === stop) break;
      const piece = readPiece(next, keepsEscapes, isQuoted);
      result = result === undefined || piece === undefined ? undefined : result + piece;
    }
    return result;
  }

  function readPiece(first: string, keepsEscapes: boolean, isQuoted: boolean): string | undefined {
    const after = characters[at];
    if (first === '$') return readVariable();
    if (first === escapeCharacter) {
      if (isQuoted && after !== '"' && after !== '$' && after !== escapeCharacter) return first;
      return (keepsEscapes ? first : '') + (after === undefined ? '' : take());
    }
    if (isQuoted) return first;
    if (first === '"') return readUntil('"', keepsEscapes, true);
    if (first !== "'") return first;
    const text = characters.slice(at, characters.indexOf("'", at));
    at += text.length;
    if (take() !== "'") throw new WordError();
    return text.join('');
  }

  /** What follows a `$`. */
  function readVariable(): string | undefined {
    const isBraced = characters[at] === '{';
    if (isBraced) at += 1;
    // A name, a number, or one of the shell's special parameters, which are never set.
    const rest = characters.slice(at).join('');
    const [name = ''] = /^(?:\p{Nd}+|[@*#?\-$!]|[\p{L}_][\p{L}\p{Nd}_]*)/u.exec(rest) ?? [];
    at += [...name].length;
    if (!isBraced) return name === '' ? '$' : toText(lookUp(name));
    if (name === '') throw new WordError();
    const operator = take();
    if (operator === '}') return toText(lookUp(name));
    if (operator === '/') return readReplacement(lookUp(name));
    return operator === ':' ? readModifier(lookUp(name), take(), true) : readModifier(lookUp(name), operator, false);
  }

  function readModifier(value: VariableValue, modifier: string, emptyIsUnset: boolean): string | undefined {
    if (!/^[-+?#%]$/.test(modifier)) throw new WordError();
    const word = readUntil('}', modifier === '#' || modifier === '%', false);
    if (value === undefined) return undefined;
    const isSet = value !== null && !(emptyIsUnset && value === '');
    switch (modifier) {
      case '-':
        return isSet ? value : word;
      case '+':
        return isSet ? word : '';
      case '?':
        if (!isSet) throw new WordError();
        return value;
      default:
        return word === undefined ? undefined : trimPattern(value ?? '', modifier, word);
    }
  }

  /** `${name/pattern/text}` replaces the first match, `${name//pattern/text}` all. */
  function readReplacement(value: VariableValue): string | undefined {
    const isGlobal = characters[at] === '/';
    if (isGlobal) at += 1;
    const pattern = readUntil('/', true, false);
    const replacement = readUntil('}', true, false);
    if (pattern === undefined || replacement === undefined || value === undefined) return undefined;
    const source = toExpression(pattern, '.*');
    // Go's `ReplaceAllString` differs from JavaScript's `replace` here.
    if (isGlobal && (replacement.includes('$') || new RegExp(source, 'u').test(''))) return undefined;
    return (value ?? '').replace(new RegExp(source, isGlobal ? 'gu' : 'u'), () => replacement);
  }

  function take(): string {
    const character = characters[at];
    if (character === undefined) throw new WordError();
    at += 1;
    return character;
  }
}

function toText(value: VariableValue): string | undefined {
  return value === null ? '' : value;
}

/** Removes the shortest match of a pattern from the start (`#`) or end (`%`) of a value; doubled, the longest. */
function trimPattern(value: string, modifier: string, word: string): string {
  const isLongest = word.startsWith(modifier);
  const pattern = isLongest ? word.slice(1) : word;
  const expression =
    modifier === '#'
      ? `^(?:${toExpression(pattern, isLongest ? '.*' : '.*?')})([^]*)$`
      : `^([^]*${isLongest ? '?' : ''})(?:${toExpression(pattern, '.*')})$`;
  return new RegExp(expression, 'u').exec(value)?.[1] ?? value;
}

/** `*` and `?` are wildcards unless a backslash escapes them. */
function toExpression(pattern: string, star: string): string {
  return pattern.replace(/\\(.?)|\*|\?|[$()+./[\]^{|}]/gsu, (token, escaped?: string) => {
    if (token === '*') return star;
    if (token === '?') return '.';
    if (escaped === undefined) return `\\${token}`;
    if (!/^[*?\\}/]$/.test(escaped)) throw new WordError();
    return `\\${escaped}`;
  });
}

/** RUN sees these without an ARG. */
const predefined = new Set(
  ['HTTP_PROXY', 'HTTPS_PROXY', 'FTP_PROXY', 'NO_PROXY', 'ALL_PROXY'].flatMap((name) => [name, name.toLowerCase()]),
);

/**
 * The variables of one stage, as its instructions change them. ARG and ENV share one set: the later one wins, and stages
 * built on this one inherit it.
 */
export class StageVariables {
  private readonly env: Map<string, string | undefined>;
  private readonly values: Map<string, VariableValue>;

  /**
   * @param globals the args from before the first FROM, which ARG can import; null for no value
   * @param given the values of `--build-arg`
   * @param isOpen whether the base image may have variables of its own
   * @param parent the variables of the stage that it is built on
   */
  constructor(
    private readonly globals: ReadonlyMap<string, VariableValue>,
    private readonly given: ReadonlyMap<string, string | undefined>,
    readonly isOpen: boolean,
    parent?: StageVariables,
  ) {
    this.env = new Map(parent?.env);
    this.values = new Map(parent?.values);
    // BuildKit applies the environment of the parent again: what ENV set there wins over a later ARG.
    for (const name of this.values.keys()) {
      if (this.env.has(name)) this.values.set(name, this.env.get(name));
      else if (isOpen) this.values.set(name, undefined);
    }
  }

  readonly lookUp: VariableLookup = (name) => {
    if (this.values.has(name)) return this.values.get(name);
    // BuildKit gives every stage a PATH, even one from scratch.
    return this.isOpen || predefined.has(name) || name === 'PATH' ? undefined : null;
  };

  setEnv(name: string, value: string | undefined): void {
    this.env.set(name, value);
    this.values.set(name, value);
  }

  /** @param standard returns the default; undefined if there is none */
  declareArg(name: string, standard: (() => string | undefined) | undefined): void {
    const value = this.given.has(name)
      ? { text: this.given.get(name) }
      : standard
        ? { text: standard() }
        : this.globals.has(name)
          ? { text: this.globals.get(name) }
          : undefined;
    if (value) this.values.set(name, value.text);
  }
}

/**
 * The args that BuildKit sets from the platforms (Dockerfile reference, "Automatic platform ARGs in the global scope").
 * Those of the build machine are unknown here.
 *
 * @param platform `os/architecture[/variant]`
 */
export function toPlatformArgs(platform: string): Map<string, string | undefined> {
  const [os = '', architecture = '', variant = ''] = platform.split('/');
  return new Map([
    ['TARGETPLATFORM', platform],
    ['TARGETOS', os],
    ['TARGETARCH', architecture],
    ['TARGETVARIANT', variant],
    ['TARGETOSVERSION', ''],
    ...['TARGETSTAGE', 'BUILDPLATFORM', 'BUILDOS', 'BUILDOSVERSION', 'BUILDARCH', 'BUILDVARIANT'].map(
      (name): [string, undefined] => [name, undefined],
    ),
  ]);
}

/**
 * The spellings of a platform. Which one the build sees depends on how it was given: `linux/arm64` is `linux/arm64/v8`,
 * `linux/arm` is `linux/arm/v7`. (containerd/platforms, Normalize)
 */
export function toPlatformSpellings(platform: string): readonly string[] {
  const [os = '', architecture = '', variant = ''] = platform.split('/');
  const usual: { readonly [architecture: string]: string } = { arm64: 'v8', arm: 'v7' };
  const own = usual[architecture];
  if (own === undefined || (variant !== '' && variant !== own)) return [platform];
  const [short, long] = [`${os}/${architecture}`, `${os}/${architecture}/${own}`];
  return variant === '' ? [short, long] : [long, short];
}
