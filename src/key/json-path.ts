import { OptionError } from '../errors';

/** The way from the top of a JSON document to one of its values: names of members and places in lists. */
export type JsonPath = readonly (string | number)[];

/**
 * Reads the part of `file.json#.path` behind the `#`: `.name`, `."any name"`, `["any name"]`, `[0]`, in a row;
 * `.` alone is the whole document. These are the plain paths of jq; its other filters are not taken.
 *
 * @param entry what the path is a part of, for the error
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
    typeof step === 'string' && /^[A-Za-z_][A-Za-z0-9_]*$/.test(step)
      ? `.${step}`
      : `[${JSON.stringify(step)}]`,
  );
  return steps.length === 0 || steps[0]?.startsWith('[') ? `.${steps.join('')}` : steps.join('');
}

function parseQuoted(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as string;
  } catch {
    // jq's strings are JSON's; what JSON does not take is reported as part of the path.
    return undefined;
  }
}

/**
 * The value at the end of a path, as canonical JSON: object keys sorted, no white space, numbers with the digits
 * they were written with (as a double, 12345678901234567890 would equal its neighbours).
 *
 * @param text a JSON document, with or without a byte order mark
 * @returns undefined where the document has no such value
 * @throws SyntaxError where it is not JSON
 */
export function selectJson(text: string, path: JsonPath): string | undefined {
  const document = text.replace(/^\uFEFF/, '');
  JSON.parse(document);
  const value = path.reduce(selectMember, JSON.parse(document.replace(stringOrNumber, markToken)) as Marked);
  return value === undefined ? undefined : toCanonicalJson(value);
}

/** A document in which every string starts with `s`, and every number is a string of its digits after an `n`. */
type Marked =
  | string
  | boolean
  | null
  | undefined
  | readonly Marked[]
  | { readonly [markedName: string]: Marked };

/** In a text that is known to be JSON, this finds its strings and numbers and nothing else. */
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

/** A value, and the text that stands before it; or only text. */
interface Piece {
  readonly before: string;
  readonly value?: Marked;
}

/** Not by recursion: a document may be nested more deeply than calls can be. */
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
