import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { OptionError } from '../../src/errors';
import { parseBuildOptions, refuseBuildOptions } from '../../src/settings/build-options';

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

const refused: readonly [words: readonly string[], named: string, platform?: string][] = [
  [['--file=x'], '--file'],
  [['-f', 'x'], '--file'],
  [['-qfx'], '--file'],
  [['--check'], '--check'],
  [['--call=outline'], '--call'],
  [['--push'], '--push'],
  [['--output', '.'], '--output'],
  [['-o', 'type=registry'], '--output'],
  [['-otype=image,push=true'], '--output'],
  [['--output=type=docker,dest=image.tar'], '--output'],
  [['--platform=linux/amd64,linux/arm64'], 'a second --platform'],
  [['--platform', 'linux/amd64', '--platform=linux/arm64'], 'a second --platform'],
  [['--platform=linux/arm64'], 'a second --platform', 'linux/amd64'],
];

for (const [words, named, platform] of refused) {
  test(`${words.join(' ')} is refused, with what to use instead`, () => {
    try {
      refuseBuildOptions(words, 'additional-build-args', platform);
    } catch (error) {
      assert.instance(error, OptionError);
      assert.ok((error as OptionError).message.startsWith(`additional-build-args: ${named} is not accepted: `));
      assert.ok((error as OptionError).hint);
      return;
    }
    assert.unreachable();
  });
}

for (const [words, platform] of [
  [['--load', '--label', 'a=b', '--build-arg', 'A=1', '-t', 'f', '-tf']],
  [['--output=type=docker']],
  [['-o', 'type=docker']],
  [['--platform', 'linux/arm64']],
  [['--platform=linux/arm64'], 'linux/arm64'],
] as readonly [string[], string?][]) {
  test(`${words.join(' ')} is accepted`, () => refuseBuildOptions(words, 'x', platform));
}

test.run();
