import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parseBuildOptions } from '../../src/settings/build-options';

interface Expected {
  readonly buildArgs?: readonly [string, string | undefined][];
  readonly contexts?: readonly [string, string][];
  readonly overrides?: readonly string[];
}

const cases: readonly [why: string, words: readonly string[], expected: Expected][] = [
  ['nothing gives nothing', [], {}],
  ['a build arg in one word', ['--build-arg=A=1=2'], { buildArgs: [['A', '1=2']] }],
  ['a build arg in two words', ['--build-arg', 'A=1'], { buildArgs: [['A', '1']] }],
  ['an empty build arg is a value', ['--build-arg', 'A='], { buildArgs: [['A', '']] }],
  ['a build arg from the environment is not known', ['--build-arg', 'A'], { buildArgs: [['A', undefined]] }],
  ['the last of a name holds', ['--build-arg=A=1', '--build-arg=A=2'], { buildArgs: [['A', '2']] }],
  ['a named context', ['--build-context', 'lib=../lib'], { contexts: [['lib', '../lib']] }],
  [
    'a context is found by the short name of an image',
    ['--build-context=docker.io/library/Alpine:latest=docker-image://alpine:3'],
    { contexts: [['alpine', 'docker-image://alpine:3']] },
  ],
  ['--target replaces the target', ['--target', 'x'], { overrides: ['--target'] }],
  ['--platform replaces the platform', ['--platform=linux/arm64'], { overrides: ['--platform'] }],
  ['--file replaces the Dockerfile', ['--file=x'], { overrides: ['--file'] }],
  ['-f is --file', ['-f', 'x'], { overrides: ['--file'] }],
  ['-f may have its value in the same word', ['-fx', '-qf=y'], { overrides: ['--file'] }],
  ['another short option is not -f', ['-t', 'f', '-tf'], {}],
  ['other options do not matter', ['--label', 'a=b', '--no-cache', '--network=host'], {}],
];

for (const [why, words, expected] of cases) {
  test(why, () => {
    const { buildArgs, contexts, overrides } = parseBuildOptions(words);
    assert.equal(
      { buildArgs: [...buildArgs], contexts: [...contexts], overrides },
      { buildArgs: [], contexts: [], overrides: [], ...expected },
    );
  });
}

test.run();
