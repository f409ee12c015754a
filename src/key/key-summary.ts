import { createHash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { quoteOdd } from '../errors';
import { type KeyInputs, mapKeyParts, type SummaryLists } from './key-inputs';

/** The number of the form that a summary is written in. */
const summaryForm = 1;

/** Longest summary, in characters: it travels with every image. */
const longestSummary = 16 * 1024;

/** Longest text that one is made from, in bytes: digests don't get any shorter, so that a longer one never fits. */
const longestText = 16 * longestSummary;

/** Digits of a digest that are kept: enough to tell one file from its next version. */
const plainDigits = 8;

/** So few that they tell nothing of a value that may be easy to guess, as a build arg's. */
const guessableDigits = 4;

type NamedDigest = readonly [name: string, digest: string];

type Digests = { readonly [name: string]: string };

/** The inputs of a key in short: what each is, and a few digits of its digest. */
interface KeySummary {
  readonly form: typeof summaryForm;
  /** Tag of the newest image of its line. A label of a base image is of another line. */
  readonly line: string;
  readonly inputs: Digests;
  /** Files by path. Folders deeper than `depth`, where it is a number, count as one; they end with a slash. */
  readonly files: Digests;
  readonly depth: number | null;
}

/**
 * Writes a summary of what a key was made from, to be kept with the image: names and a part of each digest, no value of
 * a build arg or secret. Where there are many files, deep folders are taken together.
 */
export function writeKeySummary(inputs: KeyInputs, line: string): string {
  const files = listFiles(inputs);
  const depths = [null, ...descend(Math.max(0, ...[...files.keys()].map((file) => file.split('/').length)))];
  for (const depth of depths) {
    const summary: KeySummary = {
      form: summaryForm,
      line,
      inputs: Object.fromEntries(listInputs(inputs)),
      files: Object.fromEntries(collapse(files, depth)),
      depth,
    };
    const text = Buffer.from(JSON.stringify(summary));
    if (text.length > longestText) continue;
    const written = deflateRawSync(text).toString('base64');
    if (written.length <= longestSummary) return written;
  }
  return '';
}

function descend(from: number): readonly number[] {
  return Array.from({ length: from }, (_, index) => from - 1 - index);
}

/**
 * What changed since a summary was written, in a few words each; empty where it is not of the same line, or in a form
 * that this program does not know.
 */
export function compareWithSummary(inputs: KeyInputs, line: string, text: string): readonly string[] {
  const summary = parseSummary(text);
  if (summary === undefined || summary.line !== line) return [];
  const files = new Map(collapse(listFiles(inputs), summary.depth));
  return [
    ...describeInputs(compare(new Map(Object.entries(summary.inputs)), new Map(listInputs(inputs)))),
    ...describeFiles(compare(new Map(Object.entries(summary.files)), files)),
  ];
}

function parseSummary(text: string): KeySummary | undefined {
  try {
    // No more than what was written may come out of it, whoever made it.
    const json = inflateRawSync(Buffer.from(text, 'base64'), { maxOutputLength: longestText });
    const summary: KeySummary = Object(JSON.parse(json.toString()));
    const isKnown = summary.form === summaryForm && isDigests(summary.inputs) && isDigests(summary.files);
    return isKnown ? summary : undefined;
  } catch {
    return undefined;
  }
}

function isDigests(value: unknown): value is Digests {
  return typeof value === 'object' && value !== null;
}

function listInputs(inputs: KeyInputs): readonly NamedDigest[] {
  return [
    ...list(inputs, 'options'),
    ...list(inputs, 'items'),
    ...list(inputs, 'guessableOptions', guessableDigits),
    ...list(inputs, 'guessableItems', guessableDigits),
  ];
}

function listFiles(inputs: KeyInputs): ReadonlyMap<string, string> {
  return new Map([...list(inputs, 'copiedFiles'), ...list(inputs, 'files')]);
}

function list(inputs: KeyInputs, kind: keyof SummaryLists, digits = plainDigits): readonly NamedDigest[] {
  return mapKeyParts(inputs, ({ toSummary }, value) => toSummary?.(value)[kind] ?? [])
    .flat()
    .map(([name, value]) => [name, digest(value, digits)]);
}

function digest(value: unknown, digits: number): string {
  return createHash('sha256')
    .update(JSON.stringify(value ?? null))
    .digest('hex')
    .slice(0, digits);
}

/** Takes together what lies deeper than so many folders. */
function collapse(files: ReadonlyMap<string, string>, depth: number | null): readonly NamedDigest[] {
  if (depth === null) return [...files];
  const folders = new Map<string, string[]>();
  const shallow: [string, string][] = [];
  for (const [file, fileDigest] of files) {
    const parts = file.split('/');
    if (parts.length <= depth) {
      shallow.push([file, fileDigest]);
      continue;
    }
    const folder = `${parts.slice(0, depth).join('/') || '.'}/`;
    const entries = folders.get(folder) ?? [];
    entries.push(`${file}\0${fileDigest}`);
    folders.set(folder, entries);
  }
  return [
    ...shallow,
    ...[...folders].map(([folder, entries]): [string, string] => [
      folder,
      digest(entries.sort(), plainDigits),
    ]),
  ];
}

interface Differences {
  readonly changed: readonly string[];
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

function compare(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): Differences {
  return {
    changed: [...after.keys()].filter((name) => before.has(name) && before.get(name) !== after.get(name)),
    added: [...after.keys()].filter((name) => !before.has(name)),
    removed: [...before.keys()].filter((name) => !after.has(name)),
  };
}

/** How many inputs, or files, are named one by one. */
const namedInputs = 4;
const namedFiles = 2;

function describeInputs(differences: Differences): readonly string[] {
  return (['changed', 'added', 'removed'] as const)
    .filter((verb) => differences[verb].length > 0)
    .map((verb) => `${joinNames(differences[verb], namedInputs)} ${verb}`);
}

function joinNames(names: readonly string[], most: number): string {
  const parts = names.slice(0, most).map(quoteOdd);
  if (names.length > most) parts.push(`${names.length - most} more`);
  return [parts.slice(0, -1).join(', '), ...parts.slice(-1)].filter((part) => part).join(' and ');
}

function describeFiles(differences: Differences): readonly string[] {
  return (['changed', 'added', 'removed'] as const)
    .filter((verb) => differences[verb].length > 0)
    .map((verb) => {
      const files = differences[verb];
      if (files.length <= namedFiles) return `${joinNames(files, namedFiles)} ${verb}`;
      const kind = files.some((file) => file.endsWith('/')) ? 'files and folders' : 'files';
      const folder = findCommonFolder(files);
      return `${files.length} ${kind} ${verb}${folder === '' ? '' : ` under ${quoteOdd(folder)}`}`;
    });
}

function findCommonFolder([first = '', ...others]: readonly string[]): string {
  const folders = first.split('/').slice(0, -1);
  const common = folders.filter((_, index) => {
    const folder = `${folders.slice(0, index + 1).join('/')}/`;
    return others.every((other) => other.startsWith(folder));
  });
  return common.map((folder) => `${folder}/`).join('');
}
