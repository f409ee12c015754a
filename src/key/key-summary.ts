import { createHash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { quoteOdd } from '../errors';
import { type KeyInputs, mapKeyParts, type Named } from './key-inputs';

/** The version of the format. */
const summaryForm = 1;

/** Longest summary, in characters: it is part of every image. */
const longestSummary = 16 * 1024;

/** Most bytes to unpack from a summary, which anyone may have written: deflate can't expand more than 1032 times. */
const mostUnpacked = 1032 * longestSummary;

/** Digest digits kept per file: enough to tell two versions apart. */
const fileDigits = 8;

/** Digest digits kept of other inputs: too few to guess a build arg's value. */
const inputDigits = 4;

/** More files never fit, however well their names compress. */
const mostFiles = (longestSummary * 3) / 4 / (fileDigits / 2);

type Digests = ReadonlyMap<string, string>;

/**
 * Summarises the inputs of a key for a label of the image: names and part of each digest, no values of build args or
 * secrets. If there are too many files, those of deep folders are combined.
 *
 * @param line the line's newest tag, which tells our label from one inherited from a base image
 * @returns an empty text if no summary is short enough
 */
export function writeKeySummary(inputs: KeyInputs, line: string): string {
  const deepest = Math.max(0, ...listNamed(inputs, 'files').map(([file]) => file.split('/').length));
  const depths = Array.from({ length: deepest }, (_, index) => deepest - 1 - index);
  for (const depth of [Number.POSITIVE_INFINITY, ...depths]) {
    const files = digestFiles(inputs, depth);
    if (files.size > mostFiles) continue;
    const digests = {
      inputs: Object.fromEntries(digestInputs(inputs)),
      files: Object.fromEntries(files),
    };
    // JSON writes Infinity as null.
    const text = JSON.stringify({ form: summaryForm, line, depth, ...digests });
    const written = deflateRawSync(text).toString('base64');
    if (written.length <= longestSummary) return written;
  }
  return '';
}

/** What changed since a summary was written; empty if it belongs to another line or has an unknown format. */
export function compareWithSummary(inputs: KeyInputs, line: string, text: string): readonly string[] {
  try {
    const json = inflateRawSync(Buffer.from(text, 'base64'), { maxOutputLength: mostUnpacked });
    const summary = JSON.parse(json.toString());
    if (summary.form !== summaryForm || summary.line !== line) return [];
    return [
      ...describeChanges(new Map(Object.entries(summary.inputs)), digestInputs(inputs)),
      ...describeChanges(
        new Map(Object.entries(summary.files)),
        digestFiles(inputs, summary.depth ?? Number.POSITIVE_INFINITY),
      ),
    ];
  } catch {
    return [];
  }
}

function digestInputs(inputs: KeyInputs): Digests {
  return new Map(listNamed(inputs, 'inputs').map(([name, value]) => [name, digest(value, inputDigits)]));
}

/** Digests of files by path. Files deeper than `depth` folders are combined under their folder, which ends with a slash. */
function digestFiles(inputs: KeyInputs, depth: number): Digests {
  const groups = new Map<string, string[]>();
  for (const file of listNamed(inputs, 'files')) {
    const parts = file[0].split('/');
    const name = parts.length > depth ? `${parts.slice(0, depth).join('/') || '.'}/` : file[0];
    const group = groups.get(name);
    if (group) group.push(JSON.stringify(file));
    else groups.set(name, [JSON.stringify(file)]);
  }
  return new Map([...groups].map(([name, group]) => [name, digest(group.sort(), fileDigits)]));
}

function listNamed(inputs: KeyInputs, kind: 'inputs' | 'files'): Named {
  return mapKeyParts(inputs, ({ toSummary }, value) => toSummary?.(value)[kind] ?? []).flat();
}

function digest(value: unknown, digits: number): string {
  return createHash('sha256')
    .update(JSON.stringify(value ?? null))
    .digest('hex')
    .slice(0, digits);
}

function describeChanges(before: Digests, after: Digests): readonly string[] {
  const changes = {
    changed: [...after.keys()].filter((name) => before.has(name) && before.get(name) !== after.get(name)),
    added: [...after.keys()].filter((name) => !before.has(name)),
    removed: [...before.keys()].filter((name) => !after.has(name)),
  };
  return Object.entries(changes).flatMap(([verb, names]) => (names.length > 0 ? `${joinNames(names)} ${verb}` : []));
}

/** How many names are listed. */
const mostNames = 4;

function joinNames(names: readonly string[]): string {
  const parts = names.slice(0, mostNames).map(quoteOdd);
  if (names.length > mostNames) parts.push(`${names.length - mostNames} more`);
  return [parts.slice(0, -1).join(', '), ...parts.slice(-1)].filter((part) => part).join(' and ');
}
