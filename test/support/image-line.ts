import { inflateRawSync } from 'node:zlib';
import type { EcrCall } from './ecr-api';

// Images of the same Dockerfile, target and platform form a line. A tag points to the newest image of each line, and a
// label says what an image's key was made from. Most tests are about neither and ignore them.

/** Whether a tag points to the newest image of a line. */
export function isNewestTag(tag: unknown): boolean {
  return typeof tag === 'string' && /^newest-[0-9a-f]{8}$/.test(tag);
}

/** Whether a call of the API reads or moves such a tag. */
export function isAboutNewest({ input }: Pick<EcrCall, 'input'>): boolean {
  const ids = (input.imageIds ?? []) as readonly { imageTag?: string }[];
  return [input.imageTag, ...ids.map(({ imageTag }) => imageTag)].some(isNewestTag);
}

export interface BuildArguments {
  /** Without our own labels. */
  argv: string[];
  /** The value of our label with the key's inputs. */
  label: string | undefined;
  /** The value of our label with the time at which the build started. */
  started: string | undefined;
}

const KEY_LABEL = '--label=docker-ecr-cache.key-inputs=';
const START_LABEL = '--label=docker-ecr-cache.build-started=';

/** Separates our own labels from the other arguments of a build. Throws if one is there twice. */
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

/** The contents of the label with the key's inputs. */
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
