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
  /** All but our own labels. */
  argv: string[];
  /** What our label of the key says; `undefined` where there is none. */
  label: string | undefined;
  /** When the build began, by our label; `undefined` where there is none. */
  started: string | undefined;
}

const KEY_LABEL = '--label=docker-ecr-cache.key-inputs=';
const START_LABEL = '--label=docker-ecr-cache.build-started=';

/** Tells our own labels from what else a build is told. Throws where one is there twice. */
export function splitBuildArguments(argv: readonly string[]): BuildArguments {
  const find = (label: string) => {
    const [found, more] = argv.filter((argument) => argument.startsWith(label));
    if (more !== undefined) throw new Error(`The build has a label of ours twice:\n${argv.join('\n')}`);
    return found?.slice(label.length);
  };
  return {
    argv: argv.filter((argument) => !argument.startsWith(KEY_LABEL) && !argument.startsWith(START_LABEL)),
    label: find(KEY_LABEL),
    started: find(START_LABEL),
  };
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
