import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { findOwnPlatform, parsePlatform } from '../../src/settings/platform';

const spellings: readonly [why: string, text: string, platform: string][] = [
  ['the usual one', 'linux/amd64', 'linux/amd64'],
  ['the default variant is left out', 'linux/arm64/v8', 'linux/arm64'],
  ['the first level of amd64 is left out', 'linux/amd64/v1', 'linux/amd64'],
  ['a higher level of amd64 is another platform', 'linux/amd64/v3', 'linux/amd64/v3'],
  ['arm without a variant is v7', 'linux/arm', 'linux/arm/v7'],
  ['another variant of arm', 'linux/arm/v6', 'linux/arm/v6'],
  ['a variant without its v', 'linux/arm/7', 'linux/arm/v7'],
  ['names that uname uses', 'linux/x86_64', 'linux/amd64'],
  ['names that uname uses', 'linux/aarch64', 'linux/arm64'],
  ["Debian's names", 'linux/armhf', 'linux/arm/v7'],
  ["Debian's names", 'linux/armel', 'linux/arm/v6'],
  ['capitals', 'Linux/AMD64', 'linux/amd64'],
  ['another system', 'windows/amd64', 'windows/amd64'],
];

for (const [why, text, platform] of spellings) {
  test(`${text}: ${why}`, () => assert.is(parsePlatform(text, 'platform'), platform));
}

const refused: readonly [why: string, text: string][] = [
  ['several at once', 'linux/amd64,linux/arm64'],
  ['a processor alone', 'arm64'],
  ['too many parts', 'linux/arm/v7/x'],
  ['nothing between the slashes', 'linux/'],
  ['something like a flag', '--load'],
];

for (const [why, text] of refused) {
  test(`${text} is refused: ${why}`, () =>
    assert.throws(
      () => parsePlatform(text, 'DOCKER_DEFAULT_PLATFORM'),
      ({ message }: Error) => message === `DOCKER_DEFAULT_PLATFORM: ${JSON.stringify(text)} is not a platform`,
    ));
}

const processors: readonly [processor: string, platform: string][] = [
  ['x64', 'linux/amd64'],
  ['arm64', 'linux/arm64'],
  ['arm', 'linux/arm/v7'],
  ['ia32', 'linux/386'],
  ['ppc64', 'linux/ppc64le'],
  ['s390x', 'linux/s390x'],
  ['riscv64', 'linux/riscv64'],
];

for (const [processor, platform] of processors) {
  test(`node's ${processor} is docker's ${platform}`, () => assert.is(findOwnPlatform(processor), platform));
}

test.run();
