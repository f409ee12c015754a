/*
 * Quotes, escapes and variables in a word of a Dockerfile (moby/buildkit, frontend/dockerfile/shell/lex.go).
 */

/** What a variable holds: its text, null where it is surely not set, undefined where that can't be known. */
export type VariableValue = string | null | undefined;

export type VariableLookup = (name: string) => VariableValue;

/**
 * A word with its quotes and escapes taken away and its variables put in.
 *
 * @param escapeCharacter the Dockerfile's escape character
 * @returns undefined where it depends on a variable that can't be known, or is none that docker takes
 */
export function expandWord(
  word: string,
  escapeCharacter: string,
  lookUp: VariableLookup,
): string | undefined {
  try {
    return new WordReader([...word], escapeCharacter, lookUp).read();
  } catch (error) {
    if (error instanceof WordError) return undefined;
    throw error;
  }
}

/** Docker ends the build at such a word. */
class WordError extends Error {}

/** Reads one word, character by character. A result is undefined where it can't be known. */
class WordReader {
  private at = 0;

  constructor(
    private readonly characters: readonly string[],
    private readonly escapeCharacter: string,
    private readonly lookUp: VariableLookup,
  ) {}

  read(): string | undefined {
    return this.readUntil(undefined, false);
  }

  /** @param keepsEscapes whether escape characters stay, as in the patterns of `${name#pattern}` */
  private readUntil(stop: string | undefined, keepsEscapes: boolean): string | undefined {
    let result: string | undefined = '';
    for (let next = this.peek(); next !== undefined; next = this.peek()) {
      if (next === stop) {
        this.at += 1;
        return result;
      }
      result = concatenate(result, this.readPiece(keepsEscapes));
    }
    if (stop !== undefined) throw new WordError();
    return result;
  }

  private readPiece(keepsEscapes: boolean): string | undefined {
    const first = this.take();
    switch (first) {
      case "'":
        return this.readSingleQuoted();
      case '"':
        return this.readDoubleQuoted(keepsEscapes);
      case '$':
        return this.readVariable();
      case this.escapeCharacter:
        return (keepsEscapes ? first : '') + (this.peek() === undefined ? '' : this.take());
      default:
        return first;
    }
  }

  private readSingleQuoted(): string {
    const end = this.characters.indexOf("'", this.at);
    if (end < 0) throw new WordError();
    const text = this.characters.slice(this.at, end).join('');
    this.at = end + 1;
    return text;
  }

  private readDoubleQuoted(keepsEscapes: boolean): string | undefined {
    let result: string | undefined = '';
    for (let next = this.take(); next !== '"'; next = this.take()) {
      let piece: string | undefined = next;
      if (next === '$') {
        piece = this.readVariable();
      } else if (next === this.escapeCharacter) {
        const after = this.peek();
        if (after === '"' || after === '$' || after === this.escapeCharacter) {
          piece = (keepsEscapes ? next : '') + this.take();
        }
      }
      result = concatenate(result, piece);
    }
    return result;
  }

  /** What follows a `$`. */
  private readVariable(): string | undefined {
    if (this.peek() !== '{') {
      const name = this.readName();
      return name === '' ? '$' : toText(this.lookUp(name));
    }
    this.at += 1;
    const name = this.readName();
    if (name === '') throw new WordError();
    const operator = this.take();
    if (operator === '}') return toText(this.lookUp(name));
    if (operator === '/') return this.readReplacement(name);
    const isColon = operator === ':';
    return this.readModifier(name, isColon ? this.take() : operator, isColon);
  }

  private readModifier(name: string, modifier: string, emptyIsUnset: boolean): string | undefined {
    if (!/^[-+?#%]$/.test(modifier)) throw new WordError();
    const isPattern = modifier === '#' || modifier === '%';
    const word = this.readUntil('}', isPattern);
    const value = this.lookUp(name);
    if (value === undefined) return undefined;
    const isSet = value !== null && !(emptyIsUnset && value === '');
    switch (modifier) {
      case '-':
        return isSet ? toText(value) : word;
      case '+':
        return isSet ? word : '';
      case '?':
        if (!isSet) throw new WordError();
        return toText(value);
      default:
        return word === undefined ? undefined : trimPattern(value ?? '', modifier, word);
    }
  }

  /** `${name/pattern/text}` for the first match, `${name//pattern/text}` for all. */
  private readReplacement(name: string): string | undefined {
    const isGlobal = this.peek() === '/';
    if (isGlobal) this.at += 1;
    const pattern = this.readUntil('/', true);
    const replacement = this.readUntil('}', true);
    const value = this.lookUp(name);
    if (pattern === undefined || replacement === undefined || value === undefined) return undefined;
    const source = toExpression(pattern);
    // Here Go's `ReplaceAllString` parts from JavaScript's `replace`.
    if (isGlobal && (replacement.includes('$') || new RegExp(source, 'u').test(''))) return undefined;
    return (value ?? '').replace(new RegExp(source, isGlobal ? 'gu' : 'u'), () => replacement);
  }

  /** Letters, digits and `_`; a number; or one of the shell's special parameters, which are never set. */
  private readName(): string {
    const rest = this.characters.slice(this.at).join('');
    const [name = ''] = /^(?:\p{Nd}+|[@*#?\-$!]|[\p{L}_][\p{L}\p{Nd}_]*)/u.exec(rest) ?? [];
    this.at += [...name].length;
    return name;
  }

  private peek(): string | undefined {
    return this.characters[this.at];
  }

  private take(): string {
    const character = this.peek();
    if (character === undefined) throw new WordError();
    this.at += 1;
    return character;
  }
}

function concatenate(one: string | undefined, other: string | undefined): string | undefined {
  return one === undefined || other === undefined ? undefined : one + other;
}

function toText(value: string | null | undefined): string | undefined {
  return value === null ? '' : value;
}

/** Takes the shortest match of a pattern from the start (`#`) or the end (`%`) of a value; doubled, the longest. */
function trimPattern(value: string, modifier: '#' | '%' | string, word: string): string {
  const isLongest = word.startsWith(modifier);
  const expression = new RegExp(`^(?:${toExpression(isLongest ? word.slice(1) : word)})$`, 'u');
  const characters = [...value];
  const counts = characters.map((_, index) => index).concat(characters.length);
  for (const count of isLongest ? counts.reverse() : counts) {
    const isStart = modifier === '#';
    const cut = isStart ? count : characters.length - count;
    const [start, end] = [characters.slice(0, cut).join(''), characters.slice(cut).join('')];
    if (expression.test(isStart ? start : end)) return isStart ? end : start;
  }
  return value;
}

/** `*` and `?` are wildcards, a backslash takes them as they are. */
function toExpression(pattern: string): string {
  return pattern.replace(/\\(.?)|\*|\?|[$()+./[\]^{|}]/gsu, (token, escaped?: string) => {
    if (token === '*') return '.*';
    if (token === '?') return '.';
    if (escaped === undefined) return `\\${token}`;
    if (escaped === '}' || escaped === '/') return `\\${escaped}`;
    if (!/^[*?\\]$/.test(escaped)) throw new WordError();
    return `\\${escaped}`;
  });
}
