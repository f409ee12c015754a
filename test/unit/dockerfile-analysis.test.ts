import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type AnalysisOptions, analyseDockerfile } from '../../src/key/dockerfile/stage-walk';
import type { BuildArg } from '../../src/settings/settings';

interface Options extends Partial<Omit<AnalysisOptions, 'buildArgs'>> {
  readonly buildArgs?: readonly string[];
}

function analyse(text: string, { buildArgs = [], ...options }: Options = {}) {
  return analyseDockerfile(text, {
    target: undefined,
    buildArgs: buildArgs.map((arg): BuildArg => {
      const at = arg.indexOf('=');
      return at < 0
        ? { source: 'environment', name: arg, value: undefined }
        : { source: 'given', name: arg.slice(0, at), value: arg.slice(at + 1) };
    }),
    additionalBuildArgs: [],
    platform: 'linux/amd64',
    ...options,
  });
}

/** The paths that count; those that need not exist end with `?`. Fails if the whole context counts. */
function listSources(text: string, options?: Options): readonly string[] {
  return analyse(text, options).sources.map(({ path, isDoubtful }) => path + (isDoubtful ? '?' : ''));
}

type Case = readonly [why: string, lines: readonly string[], sources: readonly string[], options?: Options];

function check(title: string, cases: readonly Case[]): void {
  for (const [why, lines, sources, options] of cases) {
    test(`${title}: ${why}`, () => assert.equal(listSources(lines.join('\n'), options), sources));
  }
}

check('COPY', [
  ['every word but the last is a source', ['FROM a', 'COPY b c/d e/'], ['b', 'c/d']],
  ['the JSON form', ['FROM a', 'COPY ["b c", "d", "/e"]'], ['b c', 'd']],
  ['invalid JSON is the shell form', ['FROM a', 'COPY [b] c'], ['[b]']],
  [
    'text after the JSON form makes it the shell form, but not to BuildKit before 0.15',
    ['FROM a', 'COPY ["b", "c", "/d/"] # e'],
    ['[b,', 'c,', 'd/]', '#', 'b', 'c'],
  ],
  ['the root is the context', ['FROM a', 'COPY . /', 'COPY / /', 'COPY ./ /'], ['.']],
  ['nothing leads out', ['FROM a', 'COPY ../b /../../c d/../../e f'], ['b', 'c', 'e']],
  ['slashes and dots do not matter', ['FROM a', 'COPY ./b/ /c//d/./e f'], ['b', 'c/d/e']],
  ['quotes and escapes go away', ['FROM a', `COPY "b"'c' d\\e f`], ['bc', 'de']],
  ['an escaped wildcard loses its escape', ['FROM a', 'COPY b\\*c b\\\\*c d'], ['b*c', 'b\\*c']],
  ['a copy from another stage is not a source', ['FROM a AS x', 'COPY b c', 'FROM d', 'COPY --from=x e f'], ['b']],
  ['an empty --from does not count', ['FROM a', 'COPY --from= b c'], ['b']],
  ['a heredoc is not a source', ['FROM a', 'COPY <<EOF b /c/', 'COPY d e', 'EOF'], ['b']],
  ['flags are not sources', ['FROM a', 'COPY --chown=1:1 --chmod=600 --link b c'], ['b']],
  ['a stage may have none', ['FROM a', 'RUN b'], []],
]);

check('ADD', [
  ['a path', ['FROM a', 'ADD b.tar c /d/'], ['b.tar', 'c']],
  ['an address is not a path', ['FROM a', 'ADD https://b/c d'], []],
  ['nor is one with an unknown variable', ['FROM a', 'ADD https://b/$v/c "https://d/${w}" /e/'], []],
  ['a repository is not a path', ['FROM a', 'ADD git@b:c.git#main ssh://d/e.git f'], []],
  ['a path may look like one', ['FROM a', 'ADD https:/b github.com/c/d e'], ['https:/b', 'github.com/c/d']],
]);

check('RUN --mount', [
  ['the context by default', ['FROM a', 'RUN --mount=target=/b c'], ['.']],
  ['type=bind', ['FROM a', 'RUN --mount=type=bind,target=/b,source=c d'], ['c']],
  ['src, case and order do not matter', ['FROM a', 'RUN --mount=SRC=/c,TYPE=Bind,dst=/b d'], ['c']],
  [
    'quoted values',
    ['FROM a', `RUN --mount='"source=b,c",target=/d' --mount=source="e f",target=/g h`],
    ['b,c', 'e f'],
  ],
  [
    'cache, tmpfs, secret and ssh bring nothing',
    ['FROM a', ...['cache', 'tmpfs', 'secret', 'ssh'].map((type) => `RUN --mount=type=${type},target=/b c`)],
    [],
  ],
  ['from a stage', ['FROM a AS x', 'COPY b c', 'FROM d', 'RUN --mount=from=X,source=e,target=/f g'], ['b']],
  [
    'a cache may start from a stage',
    ['FROM a AS x', 'COPY b c', 'FROM d', 'RUN --mount=type=cache,from=x,target=/f g'],
    ['b'],
  ],
  ['after the flags there is only the command', ['FROM a', 'RUN b --mount=source=c,target=/d'], []],
  ['variables', ['FROM a', 'ARG s=b', 'RUN --mount=source=$s,target=/c d'], ['b']],
]);

check('stages', [
  ['only the last by default', ['FROM a AS x', 'COPY b c', 'FROM d', 'COPY e f'], ['e']],
  ['the target in any case', ['FROM a AS x', 'COPY b c', 'FROM d', 'COPY e f'], ['b'], { target: 'X' }],
  [
    'those it starts from',
    ['FROM a AS x', 'COPY b c', 'FROM x AS y', 'COPY d e', 'FROM y', 'COPY f g'],
    ['b', 'd', 'f'],
  ],
  ['as and stage names in any case', ['from a as X', 'copy b c', 'from x', 'copy d e'], ['b', 'd']],
  ['--from by number', ['FROM a', 'COPY b c', 'FROM d', 'COPY e f', 'FROM g', 'COPY --from=1 h i'], ['e']],
  ...['01', '+1', '+001'].map(
    (number): Case => [
      `--from by number as Go reads it: ${number}`,
      ['FROM a', 'COPY b c', 'FROM d', 'COPY e f', 'FROM g', `COPY --from=${number} h i`],
      ['e'],
    ],
  ),
  [
    '--from of what is needed by what is needed',
    ['FROM a AS x', 'COPY b c', 'FROM d AS y', 'COPY --from=x e f', 'FROM g', 'COPY --from=y h i'],
    ['b'],
  ],
  [
    'a name that is taken twice stands for both',
    ['FROM a AS x', 'COPY b c', 'FROM d AS x', 'COPY e f', 'FROM g', 'COPY --from=x h i'],
    ['b', 'e'],
  ],
  ['a circle comes to an end', ['FROM a AS x', 'COPY --from=y b c', 'COPY d e', 'FROM x AS y', 'COPY f g'], ['d', 'f']],
  [
    'a stage that is named by a variable',
    ['ARG v=x', 'FROM a AS x', 'COPY b c', 'FROM d AS z', 'COPY e f', 'FROM ${v}'],
    ['b'],
  ],
  ['by a platform', ['FROM a AS x-arm64', 'COPY b c', 'FROM d AS x-amd64', 'COPY e f', 'FROM x-$TARGETARCH'], ['e']],
  [
    'by the machine that builds: all before it',
    ['FROM a AS x-arm64', 'COPY b c', 'FROM d AS x-amd64', 'COPY e f', 'FROM x-$BUILDARCH'],
    ['b', 'e'],
  ],
  [
    'ONBUILD counts for a stage that starts from it',
    ['FROM a AS x', 'ONBUILD COPY b c', 'FROM x', 'COPY d e'],
    ['b', 'd'],
  ],
  ['ONBUILD does not count without', ['FROM a AS x', 'ONBUILD COPY b c', 'FROM d', 'COPY --from=x e f'], []],
  [
    'nor for the stage after next',
    ['FROM scratch AS x', 'ONBUILD COPY b$v c', 'FROM x AS y', 'ENV v=d', 'FROM y'],
    ['b'],
  ],
  [
    'ONBUILD sees what its stage has set',
    ['FROM scratch AS x', 'ENV v=b', 'ONBUILD COPY $v c', 'FROM x', 'ENV v=d'],
    ['b'],
  ],
]);

check('variables', [
  ['the default of ARG', ['FROM a', 'ARG v=b', 'COPY $v/c d'], ['b/c']],
  ['a build arg', ['FROM a', 'ARG v=b', 'COPY $v d'], ['c'], { buildArgs: ['v=c'] }],
  ['an empty build arg is a value', ['FROM a', 'ARG v=b', 'COPY c$v d'], ['c'], { buildArgs: ['v='] }],
  ['one that is not set is not given', ['FROM a', 'ARG v=b', 'COPY $v d'], ['b'], { buildArgs: ['v'] }],
  [
    'one from additional-build-args comes last',
    ['FROM a', 'ARG v=b', 'COPY $v d'],
    ['e'],
    { buildArgs: ['v=c'], additionalBuildArgs: ['--build-arg', 'v=e'] },
  ],
  [
    'only docker knows one without value there',
    ['FROM a', 'ARG v=b', 'COPY $v d'],
    ['.'],
    { additionalBuildArgs: ['--build-arg', 'v'] },
  ],
  ['a build arg without ARG is nothing', ['FROM scratch', 'COPY b$v d'], ['b'], { buildArgs: ['v=c'] }],
  ['ARG counts from its line on', ['FROM scratch', 'COPY b$v d', 'ARG v=c', 'COPY b$v d'], ['b', 'bc']],
  ['a global ARG counts in FROM', ['ARG v=x', 'FROM a AS x', 'COPY b c', 'FROM $v'], ['b']],
  [
    'in a stage only when it is declared again',
    ['ARG v=b', 'FROM scratch', 'COPY c$v d', 'ARG v', 'COPY c$v d'],
    ['c', 'cb'],
  ],
  ['a default there goes before the global one', ['ARG v=b', 'FROM a', 'ARG v=c', 'COPY $v d'], ['c']],
  ['a global ARG may use another', ['ARG v=b', 'ARG w=$v/c', 'FROM a', 'ARG w', 'COPY $w d'], ['b/c']],
  ['ARG without any value may be the image’s ENV', ['FROM a', 'ARG v', 'COPY b$v d'], ['.']],
  ['not with an empty image', ['FROM scratch', 'ARG v', 'COPY b$v d'], ['b']],
  ['quotes in a default', ['FROM a', 'ARG v="b c"', 'COPY $v d'], ['b c']],
  ['ENV', ['FROM a', 'ENV v=b', 'COPY $v d'], ['b']],
  ['ENV of several', ['FROM a', `ENV v=b w='c d' x=e\\ f`, 'COPY $v $w $x d'], ['b', 'c d', 'e f']],
  ['ENV in its old form', ['FROM a', 'ENV v  b c', 'COPY $v d'], ['b c']],
  ['ENV does not see what it sets itself', ['FROM a', 'ENV v=b', 'ENV v=c w=$v', 'COPY $w d'], ['b']],
  ['ENV goes before an ARG above it', ['FROM a', 'ARG v=b', 'ENV v=c', 'COPY $v d'], ['c'], { buildArgs: ['v=e'] }],
  ['an ARG below ENV goes before it', ['FROM a', 'ENV v=c', 'ARG v=b', 'COPY $v d'], ['b']],
  ['ENV of the stage below', ['FROM a AS x', 'ENV v=b', 'FROM x', 'COPY $v d'], ['b']],
  ['ARG of the stage below', ['FROM scratch AS x', 'ARG v=b', 'FROM x', 'COPY $v d'], ['b']],
  ['where the image may have an ENV of that name it counts', ['FROM a AS x', 'ARG v=b', 'FROM x', 'COPY $v d'], ['.']],
  ['not of another stage', ['FROM a AS x', 'ENV v=b', 'FROM scratch', 'COPY c$v d'], ['c']],
  ['what is not declared may be the image’s', ['FROM a', 'COPY b/$v d'], ['.']],
  ['also through a stage', ['FROM a AS x', 'FROM x', 'COPY b/$v d'], ['.']],
  ['and through another variable', ['FROM a', 'ENV w=$v', 'COPY b/$w d'], ['.']],
  ['with a default that would not be needed then', ['FROM a', 'COPY ${v:-b} d'], ['.']],
  [
    'the predefined arguments are not known',
    ['FROM scratch', 'COPY b$HTTP_PROXY d'],
    ['.'],
    { buildArgs: ['HTTP_PROXY=c'] },
  ],
  [
    'a default does not see the ARG before it in docker 20.10',
    ['FROM scratch', 'ARG v=b w=$v', 'COPY c$w d'],
    ['cb', 'c?'],
  ],
  [
    'a global ARG that is declared again without a value loses it in docker 20.10',
    ['ARG v=b', 'ARG v', 'FROM scratch', 'ARG v', 'COPY c$v d'],
    ['cb', 'c?'],
  ],
  ['the target platform too', ['ARG TARGETARCH', 'FROM a', 'ARG TARGETARCH', 'COPY b$TARGETARCH c'], ['bamd64', 'b?']],
  [
    'in FROM it is then set and empty',
    ['ARG v', 'FROM a AS x', 'COPY b c', 'FROM d AS y', 'COPY e f', 'FROM ${v-x}${v+y}'],
    ['b', 'e?'],
  ],
  ['several ARGs in one line', ['FROM a', 'ARG v=b w=c', 'COPY $v $w d'], ['b', 'c']],
  ['in the JSON form too', ['FROM a', 'ARG v=b', 'COPY ["$v/c d", "e"]'], ['b/c d']],
  ['the escape directive', ['# escape=`', 'FROM a', 'ARG v=b', 'COPY `$v\\c $v d'], ['$v\\c', 'b']],
  [
    'the target platform',
    ['FROM a', 'ARG TARGETPLATFORM', 'ARG TARGETOS', 'ARG TARGETARCH', 'COPY $TARGETPLATFORM $TARGETOS-$TARGETARCH d'],
    ['linux/amd64', 'linux-amd64'],
  ],
  ['not without ARG', ['FROM scratch', 'COPY b$TARGETARCH c'], ['b']],
  [
    'a build arg goes before the target platform',
    ['FROM a', 'ARG TARGETARCH', 'COPY b$TARGETARCH c'],
    ['bd'],
    { buildArgs: ['TARGETARCH=d'] },
  ],
  ['the machine that builds is not known', ['FROM a', 'ARG BUILDARCH', 'COPY b$BUILDARCH c'], ['.']],
  ['a variant', ['FROM a', 'ARG TARGETVARIANT', 'COPY b$TARGETVARIANT c'], ['bv6'], { platform: 'linux/arm/v6' }],
  [
    'arm64 with and without its variant',
    ['FROM a', 'ARG TARGETPLATFORM', 'COPY $TARGETPLATFORM c'],
    ['linux/arm64', 'linux/arm64/v8?'],
    { platform: 'linux/arm64' },
  ],
]);

interface Note {
  readonly lines: readonly string[];
  readonly options?: Options;
  readonly takesEverything: boolean;
  readonly says: RegExp;
}

const notes: readonly (readonly [why: string, note: Note])[] = [
  [
    'a variable of the image',
    { lines: ['FROM a', 'COPY $v /c'], takesEverything: true, says: /COPY \$v \/c: \$v depends on/ },
  ],
  [
    'PATH, which even a stage from scratch has',
    {
      lines: ['FROM scratch', 'COPY ${PATH:+b} c'],
      takesEverything: true,
      says: /depends on/,
    },
  ],
  ['a COPY without destination', { lines: ['FROM a', 'COPY b'], takesEverything: true, says: /COPY b can't be read/ }],
  [
    'an unknown instruction',
    { lines: ['FROM a', 'COPPY b c'], takesEverything: true, says: /COPPY in the Dockerfile/ },
  ],
  ['no FROM', { lines: ['COPY a b'], takesEverything: true, says: /no FROM/ }],
  [
    'a frontend of someone else',
    { lines: ['# syntax=foo/bar:1', 'FROM a'], takesEverything: true, says: /read by foo\/bar:1/ },
  ],
  [
    'an image that has ONBUILD in its name',
    { lines: ['FROM node:8-onbuild'], takesEverything: true, says: /node:8-onbuild seems to have ONBUILD/ },
  ],
  [
    'a target that is not there',
    {
      lines: ['FROM a', 'COPY b c'],
      options: { target: 'x' },
      takesEverything: false,
      says: /no stage is named x/,
    },
  ],
  [
    '--automount',
    {
      lines: ['FROM a', 'COPY b c'],
      options: { additionalBuildArgs: ['--automount=type=bind'] },
      takesEverything: true,
      says: /--automount in additional/,
    },
  ],
  [
    '--platform where it matters',
    {
      lines: ['FROM a', 'ARG TARGETARCH', 'COPY $TARGETARCH c'],
      options: { additionalBuildArgs: ['--platform=x'] },
      takesEverything: true,
      says: /depends on/,
    },
  ],
  [
    'a named context',
    {
      lines: ['FROM a', 'COPY --from=lib b c'],
      options: { additionalBuildArgs: ['--build-context=lib=../lib'] },
      takesEverything: false,
      says: /build context lib \(\.\.\/lib\) is not counted/,
    },
  ],
  [
    'one that takes the place of a stage',
    {
      lines: ['FROM a AS lib', 'COPY b c', 'FROM lib'],
      options: { additionalBuildArgs: ['--build-context=lib=../lib'] },
      takesEverything: false,
      says: /build context lib/,
    },
  ],
  [
    'one that takes the place of an image',
    {
      lines: ['FROM alpine'],
      options: { additionalBuildArgs: ['--build-context=alpine=../lib'] },
      takesEverything: false,
      says: /build context alpine/,
    },
  ],
  [
    'a variable in --from',
    {
      lines: ['FROM a AS x', 'COPY b c', 'FROM d', 'COPY --from=$v e f'],
      takesEverything: false,
      says: /--from=\$v can't be known/,
    },
  ],
];

for (const [why, { lines, options, takesEverything, says }] of notes) {
  test(`said: ${why}`, () => {
    const { sources, unknown } = analyse(lines.join('\n'), options);
    assert.is(
      sources.some(({ path }) => path === '.'),
      takesEverything,
    );
    assert.is(unknown.length, 1);
    assert.match(unknown[0] ?? '', says);
  });
}

test('nothing is logged about an unambiguous Dockerfile', () => {
  const lines = [
    '# syntax=registry.example/docker/dockerfile:1.7-labs',
    'FROM a',
    'ARG v=b',
    'COPY $v c',
    'ADD https://d e',
  ];
  assert.equal(analyse(lines.join('\n')).unknown, []);
});

test('an instruction in a message is short and on one line', () => {
  const { unknown } = analyse(`FROM a\nCOPY \\\n $v ${'x'.repeat(200)} /c`);
  assert.match(unknown[0] ?? '', /^COPY \$v x{60,}…: /);
});

test('--exclude, --parents and the kind of source', () => {
  const { sources } = analyse(
    [
      'FROM a',
      'COPY --exclude=*.md --exclude="b c" d e',
      'COPY --exclude=$v --exclude=ü f g',
      'COPY --parents h/i/*.js ./j/./k/**/l /m/',
      'COPY --parents . n',
      'COPY --parents=false o/./p q',
      'RUN --mount=source=r*,target=/s t',
    ].join('\n'),
  );
  assert.equal(
    sources.map(({ path, isPattern, excludes, only }) => [path, isPattern, excludes, only]),
    [
      ['d', true, ['*.md', 'b c'], undefined],
      // Docker's versions differ in whether the variable is expanded: some take ü for two characters.
      ['f', true, [], undefined],
      ['.', true, [], 'h/i/*.js'],
      ['j', true, [], 'k/**/l'],
      ['.', true, [], undefined],
      ['o/p', true, [], undefined],
      ['r*', false, [], undefined],
    ],
  );
});

test('--exclude leaves nothing out where the escape character is another', () => {
  const { sources } = analyse(['# escape=`', 'FROM a', 'COPY --exclude=b c d'].join('\n'));
  assert.equal(
    sources.map(({ excludes }) => excludes),
    [[]],
  );
});

test('no control character of the Dockerfile or the options reaches the log', () => {
  const { sources, unknown } = analyse(
    [
      '# syntax=a\u001b[2Kb',
      'ARG v',
      'FROM a\u001b$v',
      'COPY $x\u001b b',
      'COPY --from=$y\u001b b',
      'COPY a\u001bb c',
    ].join('\n'),
    { target: 'a\nb', additionalBuildArgs: ['--build-context=a\u001b=/b'] },
  );
  assert.ok(unknown.length > 3);
  for (const line of [...unknown, ...sources.map(({ instruction }) => instruction)]) assert.not.match(line, /\p{C}/u);
});

test('what ADD fetches is listed by its address', () => {
  const lines = [
    'FROM a',
    'ARG v=1.2',
    'ADD https://b/c-$v.tgz git@d:e.git /f/',
    'ADD --checksum=sha256:0 https://b/c-1.2.tgz /g',
  ];
  assert.equal(analyse(lines.join('\n')).remoteSources, ['https://b/c-1.2.tgz', 'git@d:e.git']);
});

const images: readonly [
  why: string,
  lines: readonly string[],
  images: readonly (string | object)[],
  options?: Options,
][] = [
  ['the image of a stage', ['FROM a:1@sha256:0'], ['a:1@sha256:0']],
  ['not scratch', ['FROM scratch', 'COPY --from=scratch a b'], []],
  ['not a stage', ['FROM a AS x', 'FROM x'], ['a']],
  ['only of stages that are needed', ['FROM a AS x', 'FROM b'], ['b']],
  [
    'those that files are taken from',
    ['FROM a', 'COPY --from=b c d', 'RUN --mount=from=e,target=/f g'],
    ['a', 'b', 'e'],
  ],
  ['once', ['FROM a AS x', 'FROM a', 'COPY --from=x b c'], ['a']],
  ['with global ARGs', ['ARG v=1', 'FROM a:${v}-b'], ['a:1-b']],
  ['with build args', ['ARG v=1', 'FROM a:$v'], ['a:2'], { buildArgs: ['v=2'] }],
  ['with a platform', ['FROM --platform=linux/arm64 a'], [{ reference: 'a', platform: 'linux/arm64' }]],
  [
    'with the target platform',
    ['FROM --platform=$TARGETPLATFORM a:$TARGETARCH'],
    [{ reference: 'a:amd64', platform: 'linux/amd64' }],
  ],
  [
    'the platform of the machine that builds is not known',
    ['FROM --platform=$BUILDPLATFORM a'],
    [{ reference: 'a', platform: undefined }],
  ],
  ['of each spelling of the platform', ['FROM a:$TARGETVARIANT-x'], ['a:-x', 'a:v8-x?'], { platform: 'linux/arm64' }],
  [
    'once, if the spellings differ in the platform only',
    ['FROM --platform=$TARGETPLATFORM a'],
    [{ reference: 'a', platform: 'linux/arm64' }],
    { platform: 'linux/arm64' },
  ],
  ['not the frontend', ['# syntax=docker/dockerfile:1', 'FROM a'], ['a']],
  ['one that depends on the machine that builds', ['FROM a:$BUILDARCH'], [{ unresolved: 'a:$BUILDARCH' }]],
  [
    'of docker 20.10, to which an argument that is declared without a value is empty',
    ['ARG TARGETARCH', 'FROM a${TARGETARCH:+-$TARGETARCH}'],
    ['a-amd64', 'a?'],
  ],
  ['one that is nothing', ['FROM $v'], [{ unresolved: '$v' }]],
  [
    'an image in the place of another',
    ['FROM alpine:latest'],
    ['b:3'],
    { additionalBuildArgs: ['--build-context', 'alpine=docker-image://b:3'] },
  ],
  [
    'of every stage where the target is not known',
    ['FROM a', 'FROM b'],
    ['a', 'b'],
    { additionalBuildArgs: ['--target=x'] },
  ],
];

for (const [why, lines, expected, options] of images) {
  test(`base images: ${why}`, () => {
    assert.equal(
      analyse(lines.join('\n'), options).baseImages,
      expected.map((image) =>
        typeof image === 'string'
          ? {
              reference: image.replace('?', ''),
              platform: undefined,
              isDoubtful: image.endsWith('?'),
            }
          : { ...image, isDoubtful: false },
      ),
    );
  });
}

test.run();
