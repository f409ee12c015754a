import { closest, distance } from 'fastest-levenshtein';
import { OptionError } from '../errors';
import { type OptionDefinition, type OptionName, type OptionValues, optionNames, optionTable } from './option-table';

/** What a user wrote for an option, and under which name (`--target`, `target`, a variable). */
export interface RawOption {
  readonly writtenAs: string;
  readonly value: unknown;
  /** Whether messages must not show the value, which may be a secret. */
  readonly isHidden?: boolean;
}

export type RawOptions = ReadonlyMap<OptionName, RawOption>;

/**
 * Checks the value of every option.
 *
 * As in the bash plugin, an empty string or null counts as not given. Numbers and booleans may be strings if their meaning
 * is clear.
 *
 * @throws OptionError that names the option as the user wrote it, the value and what is accepted
 */
export function parseOptionValues(raw: RawOptions): OptionValues {
  const values: { [name: string]: unknown } = {};
  for (const name of optionNames) {
    const given = raw.get(name);
    values[name] = parseValue(optionTable[name], given && { ...given, isHidden: isSecret(name) });
  }
  return values as unknown as OptionValues;
}

/** Whether the values of an option may be secrets. */
export function isSecret(name: OptionName): boolean {
  return name === 'secrets' || name === 'build-args';
}

/** The known name that a typo probably means. */
export function findNearestName(name: string, known: readonly string[]): string | undefined {
  const nearest = closest(name, known);
  return distance(name, nearest) <= Math.max(2, Math.floor(nearest.length / 3)) ? nearest : undefined;
}

function parseValue(definition: OptionDefinition, given: RawOption | undefined): unknown {
  const option = given === undefined || given.value === null || given.value === '' ? undefined : given;
  switch (definition.type) {
    case 'text':
      return option && parseText(option, 'a string');
    case 'list':
      return option ? parseList(option) : [];
    case 'words':
      if (option === undefined) return [];
      return typeof option.value === 'string' ? parseWords(option, option.value) : parseList(option);
    case 'switch':
      return option ? parseSwitch(option) : definition.default;
    case 'count':
      return option ? parseCount(option, definition.minimum) : definition.default;
    case 'choice':
      return option ? parseChoice(option, definition.values) : definition.default;
    case 'map':
      return option ? parseMap(option) : new Map();
    case 'text-or-off':
      if (option === undefined) return definition.default;
      return option.value === false || option.value === 'false' ? false : parseText(option, 'a string or false');
  }
}

function parseText(option: RawOption, accepted: string): string {
  const text = asText(option.value);
  if (text === undefined) {
    const isNumber = typeof option.value === 'number';
    throw wrongValue(option, accepted, isNumber ? 'Put the number in quotes.' : undefined);
  }
  if (text.includes('\0')) throw wrongValue(option, `${accepted} without a NUL character`);
  return text;
}

function parseList(option: RawOption): readonly string[] {
  const items: readonly unknown[] = Array.isArray(option.value) ? option.value : [option.value];
  return items.map((item) => parseText({ ...option, value: item }, 'a string or a list of strings'));
}

function parseWords(option: RawOption, text: string): readonly string[] {
  const words = splitShellWords(parseText(option, 'a string'));
  if (words === undefined) {
    throw new OptionError(
      `${option.writtenAs}: ${JSON.stringify(text)} ends inside a quotation or in a backslash`,
      'Close the quotation, or give the option as a list with one argument an entry.',
    );
  }
  return words;
}

function parseSwitch(option: RawOption): boolean {
  if (option.value === true || option.value === 'true') return true;
  if (option.value === false || option.value === 'false') return false;
  throw wrongValue(option, 'true or false');
}

function parseCount(option: RawOption, minimum: number): number {
  const { value } = option;
  const count = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  if (typeof count !== 'number' || !Number.isSafeInteger(count) || count < minimum) {
    throw wrongValue(option, `a whole number, ${minimum} or more`);
  }
  return count;
}

function parseChoice(option: RawOption, values: readonly string[]): string {
  const text = asText(option.value);
  if (text !== undefined && values.includes(text)) return text;
  const nearest = text === undefined ? undefined : findNearestName(text, values);
  const accepted = `${values.slice(0, -1).join(', ')} or ${values[values.length - 1]}`;
  throw wrongValue(option, accepted, nearest && `Did you mean ${nearest}?`);
}

function parseMap(option: RawOption): ReadonlyMap<string, string> {
  const { value } = option;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw wrongValue(option, 'names with values');
  }
  const entries = Object.entries(value).map(([key, item]): [string, string] => [
    key,
    typeof item === 'boolean'
      ? String(item)
      : parseText({ writtenAs: `${option.writtenAs}: ${key}`, value: item }, 'a string'),
  ]);
  return new Map(entries);
}

/** Accepts whole numbers as text; other numbers are ambiguous: to YAML, 1.10 and 1.1 are the same. */
function asText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return Number.isSafeInteger(value) ? String(value) : undefined;
}

function wrongValue(option: RawOption, accepted: string, hint?: string): OptionError {
  const value = option.isHidden ? 'a value that is not shown' : JSON.stringify(option.value);
  return new OptionError(`${option.writtenAs}: ${value} is not accepted; it must be ${accepted}`, hint);
}

/**
 * Splits a string into words as a POSIX shell does: at white space, with single quotes, double quotes and
 * backslashes honoured. Nothing is expanded and no character is an operator.
 * (POSIX.1-2017, Shell Command Language, 2.2 Quoting)
 *
 * @returns undefined for an unclosed quote or a backslash at the end
 */
export function splitShellWords(text: string): readonly string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  const piece = /\s+|'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)|[^\s'"\\]+/sy;
  while (piece.lastIndex < text.length) {
    const match = piece.exec(text);
    if (match === null) return undefined;
    const [whole, single, double, escaped] = match;
    if (/^\s/.test(whole)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      word = (word ?? '') + (single ?? unescapeDoubleQuoted(double) ?? unescapeBare(escaped) ?? whole);
    }
  }
  if (word !== undefined) words.push(word);
  return words;
}

/** Between double quotes a backslash escapes only these characters. */
function unescapeDoubleQuoted(text: string | undefined): string | undefined {
  return text?.replace(/\\([$`"\\]|\n)/g, (_, character: string) => (character === '\n' ? '' : character));
}

function unescapeBare(character: string | undefined): string | undefined {
  return character === '\n' ? '' : character;
}
