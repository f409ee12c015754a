import { inflateRawSync } from 'node:zlib';
import type { EcrCall } from './ecr-api';

// Images of one Dockerfile, target and platform are a line. A tag follows the newest image of each, and a label tells
// what the key of an image was made from. Most tests are about neither, and look at the rest.

/** Whether a tag follows the newest image of a line. */
export function isNewestTag(tag: unknown): boolean {
  return typeof tag === 'string' && /^newest-[0-9a-f]{8}$/.test(tag);
}

/** Whether the API is asked about such a tag, or to move one. */
export function isAboutNewest({ input }: Pick<EcrCall, 'input'>): boolean {
  const ids = (input.imageIds ?? []) as readonly { imageTag?: string }[];
  return [input.imageTag, ...ids.map(({ imageTag }) => imageTag)].some(isNewestTag);
}

export interface BuildArguments {
  /** All but our own label. */
  argv: string[];
  /** What our own label says; `undefined` where there is none. */
  label: string | undefined;
}

const LABEL = '--label=docker-ecr-cache.key-inputs=';

/** Tells our own label from what else a build is told. Throws unless it is at most one, right behind the tag. */
export function splitBuildArguments(argv: readonly string[]): BuildArguments {
  const isOurs = (argument: string | undefined) => argument?.startsWith(LABEL) ?? false;
  const behindTag = argv.findIndex((argument) => argument.startsWith('--tag=')) + 1;
  const ours = argv.filter(isOurs);
  if (ours.length > 1 || (ours.length === 1 && !isOurs(argv[behindTag]))) {
    throw new Error(`The build has not one label of ours, right behind the tag:\n${argv.join('\n')}`);
  }
  return { argv: argv.filter((argument) => !isOurs(argument)), label: ours[0]?.slice(LABEL.length) };
}

/** What our label says, in short, of what a key was made from. */
export interface KeySummary {
  form: number;
  line: string;
  inputs: Record<string, string>;
  files: Record<string, string>;
  depth: number | null;
}

export function readLabel(label: string): KeySummary {
  return JSON.parse(inflateRawSync(Buffer.from(label, 'base64')).toString());
}
