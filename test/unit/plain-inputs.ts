import type { KeyInputs } from '../../src/key/key-inputs';

/** A digest: 64 hexadecimal digits. */
export const digest = (digit: string): string => digit.repeat(64);

/** The inputs of a key with only a Dockerfile. */
export const plainInputs: KeyInputs = {
  dockerfileSha256: digest('0'),
  target: undefined,
  platform: 'linux/amd64',
  context: '.',
  buildArgs: [],
  additionalBuildArgs: [],
  secretIds: [],
  cacheVersion: undefined,
  files: [],
  jsonValues: [],
  copied: undefined,
  baseImages: undefined,
};
