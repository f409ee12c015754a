import type { BuildSettings } from '../../src/settings/settings';

/** The settings of a build without any option, on an agent with an amd64 processor. */
export const plainSettings: BuildSettings = {
  dockerfile: { kind: 'file', path: 'Dockerfile' },
  context: '.',
  target: undefined,
  platform: 'linux/amd64',
  isPlatformGiven: false,
  buildArgs: [],
  additionalBuildArgs: [],
  passedBuildArgs: [],
  secrets: [],
  cacheOn: [],
  cacheOnCopied: false,
  cacheOnBaseImages: false,
  cacheOnMissing: 'fail',
  layerCache: 'engine',
  usesBuildKit: false,
  cacheVersion: undefined,
};
