import { quoteOdd } from '../errors';
import { formatJsonPath } from './json-path';

/** A file, a symbolic link, or what a link leads to. Its path is relative to the working directory, with `/`. */
export interface FileInput {
  readonly path: string;
  /** The path that a link holds. */
  readonly link?: string;
  /** Of the file, or of what the link leads to; a folder has none. */
  readonly content?: FileContent;
}

export interface FileContent {
  readonly executable: boolean;
  readonly sha256: string;
}

/** One value of a JSON file. */
export interface JsonInput {
  readonly path: string;
  readonly select: readonly (string | number)[];
  /** SHA-256 of the value as canonical JSON; null if the file has no such value. */
  readonly sha256: string | null;
}

/** What the Dockerfile copies into the image. */
export interface CopiedInputs {
  readonly files: readonly FileInput[];
  /** Addresses that ADD fetches. */
  readonly remoteSources: readonly string[];
}

/** An image that the Dockerfile builds on. */
export interface BaseImageInput {
  readonly reference: string;
  /** What `FROM --platform` says. */
  readonly platform: string | undefined;
  /** The digest that the reference names in its registry, or is pinned to. */
  readonly digest: string;
}

/** A build arg with the SHA-256 of its value; null if it is not set. */
export interface BuildArgInput {
  readonly name: string;
  readonly sha256: string | null;
}

/** Everything that the key is made from. Nothing here is secret: values are digests. */
export interface KeyInputs {
  readonly dockerfileSha256: string;
  readonly target: string | undefined;
  readonly platform: string;
  readonly context: string;
  readonly buildArgs: readonly BuildArgInput[];
  readonly additionalBuildArgs: readonly string[];
  readonly secretIds: readonly string[];
  readonly cacheVersion: string | undefined;
  readonly files: readonly FileInput[];
  readonly jsonValues: readonly JsonInput[];
  /** Undefined without `cache-on-copied`. */
  readonly copied: CopiedInputs | undefined;
  /** Undefined without `cache-on-base-images`. */
  readonly baseImages: readonly BaseImageInput[] | undefined;
}

/** A line of `key --explain`: what counts, and its digest or value. */
export type Row = readonly [what: string, value: string];

/** What a summary lists by name, each with the value whose digest it keeps some digits of. */
export type Named = readonly (readonly [name: string, value: unknown])[];

/** How one kind of input is used. */
interface KeyPart<Value> {
  /** The name of its member in the document, if different. */
  readonly member?: string;
  /**
   * Its value in the document, if not the input itself. Undefined is left out, so that a new kind of input does not
   * change the keys of those who don't use it.
   */
  readonly toDocument?: (value: Value) => unknown;
  /** Its lines in `key --explain`, by the title of their group. Groups are printed in the order they appear. */
  readonly toRows: (value: Value) => { readonly [title: string]: readonly Row[] };
  /** What is compared on a miss. Not target and platform: with another one, the image belongs to another line. */
  readonly toSummary?: (value: Value) => { readonly inputs?: Named; readonly files?: Named };
}

/** Every kind of input, in the order of the document. Another order makes another key. */
const keyParts: { readonly [Name in keyof KeyInputs]: KeyPart<KeyInputs[Name]> } = {
  dockerfileSha256: {
    member: 'dockerfile',
    toRows: (sha256) => ({ image: [['Dockerfile', sha256]] }),
    toSummary: (sha256) => ({ inputs: [['the Dockerfile', sha256]] }),
  },
  target: {
    toDocument: (target) => target ?? null,
    toRows: (target) => ({ image: [['target', showText(target, '(the last stage)')]] }),
  },
  platform: {
    toRows: (platform) => ({ image: [['platform', platform]] }),
  },
  context: {
    toRows: (context) => ({ image: [['context', quoteOdd(context)]] }),
    toSummary: (context) => ({ inputs: [['the context', context]] }),
  },
  buildArgs: {
    toDocument: (args) => args.map(({ name, sha256 }) => [name, sha256]),
    toRows: (args) => ({ 'build args': args.map(({ name, sha256 }) => [name, sha256 ?? '(not set)']) }),
    toSummary: (args) => ({ inputs: args.map((arg) => [`the build arg ${arg.name}`, arg.sha256]) }),
  },
  additionalBuildArgs: {
    toRows: (args) => ({ 'additional build args': toNames(args) }),
    toSummary: (args) => ({ inputs: [['additional-build-args', args]] }),
  },
  secretIds: {
    toRows: (ids) => ({ secrets: toNames(ids) }),
    toSummary: (ids) => ({ inputs: [['secrets', ids]] }),
  },
  cacheVersion: {
    toDocument: (version) => version ?? null,
    toRows: (version) => ({ image: [['cache-version', showText(version, '(none)')]] }),
    toSummary: (version) => ({ inputs: [['cache-version', version]] }),
  },
  files: {
    toDocument: listFiles,
    toRows: (files) => ({ 'files of cache-on': toFileRows(files) }),
    toSummary: (files) => ({ files: nameFiles(files) }),
  },
  jsonValues: {
    toDocument: (values) => sortAsJson(values.map(({ path, select, sha256 }) => [path, select, sha256])),
    toRows: (values) => ({
      'JSON values of cache-on': sortRows(values.map((it) => [nameJsonValue(it), it.sha256 ?? '(absent)'])),
    }),
    toSummary: (values) => ({ files: values.map((value) => [nameJsonValue(value), value.sha256]) }),
  },
  copied: {
    toDocument: (copied) =>
      copied ? { files: listFiles(copied.files), remoteSources: [...copied.remoteSources].sort() } : null,
    toRows: (copied) => ({
      'copied files': toFileRows(copied?.files ?? []),
      'addresses that ADD fetches': toNames(copied?.remoteSources ?? []),
    }),
    toSummary: (copied) => ({
      inputs: [
        ['cache-on-copied', copied !== undefined],
        ...(copied?.remoteSources ?? []).map((address) => [address, true] as const),
      ],
      files: nameFiles(copied?.files ?? []),
    }),
  },
  baseImages: {
    toDocument: (images) =>
      images ? sortAsJson(images.map((it) => [it.reference, it.platform ?? null, it.digest])) : null,
    toRows: (images = []) => ({
      'base images': sortRows(images.map(({ reference, digest }) => [reference, digest])),
    }),
    toSummary: (images) => ({
      inputs: [
        ['cache-on-base-images', images !== undefined],
        ...(images ?? []).map(({ reference, digest }) => [`the base image ${reference}`, digest] as const),
      ],
    }),
  },
};

/** Calls a function for every kind of input with its value. */
export function mapKeyParts<Result>(
  inputs: KeyInputs,
  make: <Value>(part: KeyPart<Value>, value: Value, member: string) => Result,
): readonly Result[] {
  const names = Object.keys(keyParts) as (keyof KeyInputs)[];
  return names.map(<Name extends keyof KeyInputs>(name: Name) =>
    make<KeyInputs[Name]>(keyParts[name], inputs[name], keyParts[name].member ?? name),
  );
}

function listFiles(files: readonly FileInput[]): readonly unknown[] {
  return sortBy(files, (file) => file.path).map(({ path, link, content }) => [
    path,
    link ?? null,
    content ? [content.executable, content.sha256] : null,
  ]);
}

function toFileRows(files: readonly FileInput[]): readonly Row[] {
  return sortRows(files.map((file) => [file.path, describeFile(file)]));
}

function showText(text: string | undefined, absent: string): string {
  return text === undefined ? absent : quoteOdd(text);
}

function describeFile({ link, content }: FileInput): string {
  const parts = [content?.sha256, content?.executable && '(executable)', link && `-> ${quoteOdd(link)}`];
  return parts.filter((part) => part).join(' ') || '(empty folder)';
}

function nameFiles(files: readonly FileInput[]): Named {
  return files.map(({ path, link, content }) => [path, [link, content]]);
}

function nameJsonValue({ path, select }: JsonInput): string {
  return `${path}#${formatJsonPath(select)}`;
}

/** Rows without values. */
export function toNames(names: readonly string[]): readonly Row[] {
  return names.map((name) => [name, '']);
}

function sortRows(rows: readonly Row[]): readonly Row[] {
  return sortBy(rows, ([what]) => what);
}

/** Sorts lists that differ in their first items. */
function sortAsJson(lists: readonly (readonly unknown[])[]): readonly unknown[] {
  return sortBy(lists, (list) => JSON.stringify(list));
}

/** Sorts by code units, independent of the locale. */
function sortBy<Item>(items: readonly Item[], toText: (item: Item) => string): readonly Item[] {
  return items
    .map((item): [string, Item] => [toText(item), item])
    .sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0))
    .map(([, item]) => item);
}
