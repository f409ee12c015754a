import { OptionError } from '../errors';

/** A path to a value of a JSON document: names of members and indexes of lists. */
export type JsonPath = readonly (string | number)[];

/**
 * Reads the part of `file.json#.path` behind the `#`: `.name`, `."any name"`, `["any name"]`, `[0]`, in a row;
 * `.` alone is the whole document. These are jq's plain paths; its other filters are not supported.
 *
 * @param entry the whole entry, for the error
 * @throws OptionError for anything beyond a plain path
 */
export function parseJsonPath(text: string, entry: string): JsonPath {
  if (text === '.') return [];
  const step = /\.([A-Za-z_][A-Za-z0-9_]*)|\.("(?:[^"\\]|\\.)*")|\.?\[(?:("(?:[^"\\]|\\.)*")|(-?\d+))\]/sy;
  const path: (string | number)[] = [];
  while (step.lastIndex < text.length) {
    const at = step.lastIndex;
    const match = step.exec(text);
    const name = match && (match[1] ?? parseQuoted(match[2] ?? match[3]));
    if (match === null || (name === undefined && match[4] === undefined)) {
      throw new OptionError(
        `cache-on: ${JSON.stringify(entry)} is not accepted from ${JSON.stringify(text.slice(at))} on`,
        'Behind # must be a plain path, such as .name, ."any name", .list[0] or .name["any name"].',
      );
    }
    path.push(name ?? Number(match[4]));
  }
  return path;
}

/** A path as `parseJsonPath` reads it. */
export function formatJsonPath(path: JsonPath): string {
  const steps = path.map((step) =>
    typeof step === 'string' && /^[A-Za-z_][A-Za-z0-9_]*$/.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`,
  );
  return steps.length === 0 || steps[0]?.startsWith('[') ? `.${steps.join('')}` : steps.join('');
}

function parseQuoted(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as string;
  } catch {
    // The caller reports it as part of the path.
    return undefined;
  }
}

/**
 * The value at a path as canonical JSON: sorted keys, no white space, and numbers as they were written, since large ones
 * would lose digits.
 *
 * @param text a JSON document, with or without a byte order mark
 * @returns undefined if the document has no such value
 * @throws SyntaxError for invalid JSON
 */
export function selectJson(text: string, path: JsonPath): string | undefined {
  const document = text.replace(/^\uFEFF/, '');
  JSON.parse(document);
  const value = path.reduce(selectMember, JSON.parse(document.replace(stringOrNumber, markToken)) as Marked);
  return value === undefined ? undefined : toCanonicalJson(value);
}

/** A document whose strings start with `s`, and whose numbers are strings of an `n` and their digits. */
type Marked = string | boolean | null | undefined | readonly Marked[] | { readonly [markedName: string]: Marked };

/** Finds the strings and numbers of valid JSON. */
const stringOrNumber = /"([^"\\]*(?:\\.[^"\\]*)*)"|-?\d[\d.eE+-]*/g;

function markToken(token: string, text: string | undefined): string {
  return text === undefined ? `"n${token}"` : `"s${text}"`;
}

function selectMember(value: Marked, step: string | number): Marked {
  if (typeof value !== 'object' || value === null) return undefined;
  if (isList(value)) {
    return typeof step === 'number' ? value[step < 0 ? value.length + step : step] : undefined;
  }
  const name = `s${step}`;
  return typeof step === 'string' && Object.keys(value).includes(name) ? value[name] : undefined;
}

function isList(value: Marked): value is readonly Marked[] {
  return Array.isArray(value);
}

/** A value with the text before it, or only text. */
interface Piece {
  readonly before: string;
  readonly value?: Marked;
}

/** Without recursion: a document may be nested more deeply than the stack allows. */
function toCanonicalJson(value: Marked): string {
  const written: string[] = [];
  const rest: Piece[] = [{ before: '', value }];
  for (let piece = rest.pop(); piece !== undefined; piece = rest.pop()) {
    written.push(piece.before);
    if (typeof piece.value === 'object' && piece.value !== null) {
      for (const part of toPieces(piece.value).reverse()) rest.push(part);
    } else if (piece.value !== undefined) {
      written.push(toScalar(piece.value));
    }
  }
  return written.join('');
}

function toPieces(value: Exclude<Marked, string | boolean | null | undefined>): Piece[] {
  if (isList(value)) {
    const items = value.map((item, index) => ({ before: index === 0 ? '[' : ',', value: item }));
    return [...items, { before: items.length === 0 ? '[]' : ']' }];
  }
  const members = Object.keys(value)
    .sort()
    .map((name, index) => ({
      before: `${index === 0 ? '{' : ','}${JSON.stringify(name.slice(1))}:`,
      value: value[name],
    }));
  return [...members, { before: members.length === 0 ? '{}' : '}' }];
}

function toScalar(value: string | boolean | null): string {
  if (typeof value !== 'string') return String(value);
  return value.startsWith('n') ? value.slice(1) : JSON.stringify(value.slice(1));
}
