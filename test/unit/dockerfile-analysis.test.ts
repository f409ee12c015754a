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

type Case = readonly [why: string, dockerfile: string, sources: readonly string[], options?: Options];

function check(title: string, cases: readonly Case[]): void {
  for (const [why, dockerfile, sources, options] of cases) {
    test(`${title}: ${why}`, () => assert.equal(listSources(dockerfile, options), sources));
  }
}

check('COPY', [
  ['every word but the last is a source', 'FROM a\nCOPY b c/d e/', ['b', 'c/d']],
  ['the JSON form', 'FROM a\nCOPY ["b c", "d", "/e"]', ['b c', 'd']],
  ['invalid JSON is the shell form', 'FROM a\nCOPY [b] c', ['[b]']],
  [
    'text after the JSON form makes it the shell form, but not to BuildKit before 0.15',
    'FROM a\nCOPY ["b", "c", "/d/"] # e',
    ['[b,', 'c,', 'd/]', '#', 'b', 'c'],
  ],
  ['the root is the context', 'FROM a\nCOPY . /\nCOPY / /\nCOPY ./ /', ['.']],
  ['nothing leads out', 'FROM a\nCOPY ../b /../../c d/../../e f', ['b', 'c', 'e']],
  ['slashes and dots do not matter', 'FROM a\nCOPY ./b/ /c//d/./e f', ['b', 'c/d/e']],
  ['quotes and escapes go away', 'FROM a\nCOPY "b"\'c\' d\\e f', ['bc', 'de']],
  ['an escaped wildcard loses its escape', 'FROM a\nCOPY b\\*c b\\\\*c d', ['b*c', 'b\\*c']],
  ['a copy from another stage is not a source', 'FROM a AS x\nCOPY b c\nFROM d\nCOPY --from=x e f', ['b']],
  ['an empty --from does not count', 'FROM a\nCOPY --from= b c', ['b']],
  ['a heredoc is not a source', 'FROM a\nCOPY <<EOF b /c/\nCOPY d e\nEOF', ['b']],
  ['flags are not sources', 'FROM a\nCOPY --chown=1:1 --chmod=600 --link b c', ['b']],
  ['a stage may have no source', 'FROM a\nRUN b', []],
]);

check('ADD', [
  ['a path', 'FROM a\nADD b.tar c /d/', ['b.tar', 'c']],
  ['an address is not a path', 'FROM a\nADD https://b/c d', []],
  ['nor is one with an unknown variable', 'FROM a\nADD https://b/$v/c "https://d/${w}" /e/', []],
  ['a repository is not a path', 'FROM a\nADD git@b:c.git#main ssh://d/e.git f', []],
  ['a path may look like one', 'FROM a\nADD https:/b github.com/c/d e', ['https:/b', 'github.com/c/d']],
]);

check('RUN --mount', [
  ['the context by default', 'FROM a\nRUN --mount=target=/b c', ['.']],
  ['type=bind', 'FROM a\nRUN --mount=type=bind,target=/b,source=c d', ['c']],
  ['src, case and order do not matter', 'FROM a\nRUN --mount=SRC=/c,TYPE=Bind,dst=/b d', ['c']],
  ['quoted values', 'FROM a\nRUN --mount=\'"source=b,c",target=/d\' --mount=source="e f",target=/g h', ['b,c', 'e f']],
  [
    'cache, tmpfs, secret and ssh bring nothing',
    ['FROM a', ...['cache', 'tmpfs', 'secret', 'ssh'].map((type) => `RUN --mount=type=${type},target=/b c`)].join('\n'),
    [],
  ],
  ['from a stage', 'FROM a AS x\nCOPY b c\nFROM d\nRUN --mount=from=X,source=e,target=/f g', ['b']],
  ['a cache may start from a stage', 'FROM a AS x\nCOPY b c\nFROM d\nRUN --mount=type=cache,from=x,target=/f g', ['b']],
  ['after the flags there is only the command', 'FROM a\nRUN b --mount=source=c,target=/d', []],
  ['variables', 'FROM a\nARG s=b\nRUN --mount=source=$s,target=/c d', ['b']],
  ['an unknown variable', 'FROM a\nRUN --mount=source=$s,target=/c d', ['.']],
  ['other flags are no mounts', 'FROM a\nRUN --network=none --security=insecure b', []],
]);

check('stages', [
  ['only the last by default', 'FROM a AS x\nCOPY b c\nFROM d\nCOPY e f', ['e']],
  ['the target in any case', 'FROM a AS x\nCOPY b c\nFROM d\nCOPY e f', ['b'], { target: 'X' }],
  ['those it starts from', 'FROM a AS x\nCOPY b c\nFROM x AS y\nCOPY d e\nFROM y\nCOPY f g', ['b', 'd', 'f']],
  ['as and stage names in any case', 'from a as X\ncopy b c\nfrom x\ncopy d e', ['b', 'd']],
  ['--from by number', 'FROM a\nCOPY b c\nFROM d\nCOPY e f\nFROM g\nCOPY --from=1 h i', ['e']],
  ['--from by number as Go reads it', 'FROM a\nCOPY b c\nFROM d\nCOPY e f\nFROM g\nCOPY --from=+001 h i', ['e']],
  [
    '--from of what is needed by what is needed',
    'FROM a AS x\nCOPY b c\nFROM d AS y\nCOPY --from=x e f\nFROM g\nCOPY --from=y h i',
    ['b'],
  ],
  [
    'a name that is taken twice stands for both',
    'FROM a AS x\nCOPY b c\nFROM d AS x\nCOPY e f\nFROM g\nCOPY --from=x h i',
    ['b', 'e'],
  ],
  ['a loop of stages ends', 'FROM a AS x\nCOPY --from=y b c\nCOPY d e\nFROM x AS y\nCOPY f g', ['d', 'f']],
  ['a stage that is named by a variable', 'ARG v=x\nFROM a AS x\nCOPY b c\nFROM d AS z\nCOPY e f\nFROM ${v}', ['b']],
  ['by a platform', 'FROM a AS x-arm64\nCOPY b c\nFROM d AS x-amd64\nCOPY e f\nFROM x-$TARGETARCH', ['e']],
  [
    'by the machine that builds: all before it',
    'FROM a AS x-arm64\nCOPY b c\nFROM d AS x-amd64\nCOPY e f\nFROM x-$BUILDARCH',
    ['b', 'e'],
  ],
  ['ONBUILD counts for a stage that starts from it', 'FROM a AS x\nONBUILD COPY b c\nFROM x\nCOPY d e', ['b', 'd']],
  ['ONBUILD does not count without', 'FROM a AS x\nONBUILD COPY b c\nFROM d\nCOPY --from=x e f', []],
  ['nor for the stage after next', 'FROM scratch AS x\nONBUILD COPY b$v c\nFROM x AS y\nENV v=d\nFROM y', ['b']],
  ['ONBUILD sees what its stage has set', 'FROM scratch AS x\nENV v=b\nONBUILD COPY $v c\nFROM x\nENV v=d', ['b']],
]);

check('variables', [
  ['the default of ARG', 'FROM a\nARG v=b\nCOPY $v/c d', ['b/c']],
  ['a build arg', 'FROM a\nARG v=b\nCOPY $v d', ['c'], { buildArgs: ['v=c'] }],
  ['an empty build arg is a value', 'FROM a\nARG v=b\nCOPY c$v d', ['c'], { buildArgs: ['v='] }],
  ['one that is not set is not given', 'FROM a\nARG v=b\nCOPY $v d', ['b'], { buildArgs: ['v'] }],
  [
    'one from additional-build-args comes last',
    'FROM a\nARG v=b\nCOPY $v d',
    ['e'],
    { buildArgs: ['v=c'], additionalBuildArgs: ['--build-arg', 'v=e'] },
  ],
  [
    'only docker knows one without value there',
    'FROM a\nARG v=b\nCOPY $v d',
    ['.'],
    { additionalBuildArgs: ['--build-arg', 'v'] },
  ],
  ['a build arg without ARG is nothing', 'FROM scratch\nCOPY b$v d', ['b'], { buildArgs: ['v=c'] }],
  ['ARG counts from its line on', 'FROM scratch\nCOPY b$v d\nARG v=c\nCOPY b$v d', ['b', 'bc']],
  ['a global ARG counts in FROM', 'ARG v=x\nFROM a AS x\nCOPY b c\nFROM $v', ['b']],
  ['in a stage only when it is declared again', 'ARG v=b\nFROM scratch\nCOPY c$v d\nARG v\nCOPY c$v d', ['c', 'cb']],
  ['a default there goes before the global one', 'ARG v=b\nFROM a\nARG v=c\nCOPY $v d', ['c']],
  ['a global ARG may use another', 'ARG v=b\nARG w=$v/c\nFROM a\nARG w\nCOPY $w d', ['b/c']],
  ['ARG without any value may be the image’s ENV', 'FROM a\nARG v\nCOPY b$v d', ['.']],
  ['not with an empty image', 'FROM scratch\nARG v\nCOPY b$v d', ['b']],
  ['quotes in a default', 'FROM a\nARG v="b c"\nCOPY $v d', ['b c']],
  ['ENV', 'FROM a\nENV v=b\nCOPY $v d', ['b']],
  ['ENV of several', "FROM a\nENV v=b w='c d' x=e\\ f\nCOPY $v $w $x d", ['b', 'c d', 'e f']],
  ['ENV in its old form', 'FROM a\nENV v  b c\nCOPY $v d', ['b c']],
  ['ENV does not see what it sets itself', 'FROM a\nENV v=b\nENV v=c w=$v\nCOPY $w d', ['b']],
  ['ENV goes before an ARG above it', 'FROM a\nARG v=b\nENV v=c\nCOPY $v d', ['c'], { buildArgs: ['v=e'] }],
  ['an ARG below ENV goes before it', 'FROM a\nENV v=c\nARG v=b\nCOPY $v d', ['b']],
  ['ENV of the stage below', 'FROM a AS x\nENV v=b\nFROM x\nCOPY $v d', ['b']],
  ['ARG of the stage below', 'FROM scratch AS x\nARG v=b\nFROM x\nCOPY $v d', ['b']],
  ['where the image may have an ENV of that name it counts', 'FROM a AS x\nARG v=b\nFROM x\nCOPY $v d', ['.']],
  ['not of another stage', 'FROM a AS x\nENV v=b\nFROM scratch\nCOPY c$v d', ['c']],
  ['what is not declared may be the image’s', 'FROM a\nCOPY b/$v d', ['.']],
  ['also through a stage', 'FROM a AS x\nFROM x\nCOPY b/$v d', ['.']],
  ['and through another variable', 'FROM a\nENV w=$v\nCOPY b/$w d', ['.']],
  ['with a default that would not be needed then', 'FROM a\nCOPY ${v:-b} d', ['.']],
  [
    'the predefined arguments are not known',
    'FROM scratch\nCOPY b$HTTP_PROXY d',
    ['.'],
    { buildArgs: ['HTTP_PROXY=c'] },
  ],
  ['a default does not see the ARG before it in docker 20.10', 'FROM scratch\nARG v=b w=$v\nCOPY c$w d', ['cb', 'c?']],
  [
    'a global ARG that is declared again without a value loses it in docker 20.10',
    'ARG v=b\nARG v\nFROM scratch\nARG v\nCOPY c$v d',
    ['cb', 'c?'],
  ],
  ['the target platform too', 'ARG TARGETARCH\nFROM a\nARG TARGETARCH\nCOPY b$TARGETARCH c', ['bamd64', 'b?']],
  [
    'in FROM it is then set and empty',
    'ARG v\nFROM a AS x\nCOPY b c\nFROM d AS y\nCOPY e f\nFROM ${v-x}${v+y}',
    ['b', 'e?'],
  ],
  ['several ARGs in one line', 'FROM a\nARG v=b w=c\nCOPY $v $w d', ['b', 'c']],
  ['in the JSON form too', 'FROM a\nARG v=b\nCOPY ["$v/c d", "e"]', ['b/c d']],
  ['the escape directive', '# escape=`\nFROM a\nARG v=b\nCOPY `$v\\c $v d', ['$v\\c', 'b']],
  [
    'the target platform',
    'FROM a\nARG TARGETPLATFORM\nARG TARGETOS\nARG TARGETARCH\nCOPY $TARGETPLATFORM $TARGETOS-$TARGETARCH d',
    ['linux/amd64', 'linux-amd64'],
  ],
  ['not without ARG', 'FROM scratch\nCOPY b$TARGETARCH c', ['b']],
  [
    'a build arg goes before the target platform',
    'FROM a\nARG TARGETARCH\nCOPY b$TARGETARCH c',
    ['bd'],
    { buildArgs: ['TARGETARCH=d'] },
  ],
  ['the machine that builds is not known', 'FROM a\nARG BUILDARCH\nCOPY b$BUILDARCH c', ['.']],
  ['a variant', 'FROM a\nARG TARGETVARIANT\nCOPY b$TARGETVARIANT c', ['bv6'], { platform: 'linux/arm/v6' }],
  [
    'arm64 with and without its variant',
    'FROM a\nARG TARGETPLATFORM\nCOPY $TARGETPLATFORM c',
    ['linux/arm64', 'linux/arm64/v8?'],
    { platform: 'linux/arm64' },
  ],
]);

const notes: readonly [why: string, dockerfile: string, takesEverything: boolean, says: RegExp, options?: Options][] = [
  ['a variable of the image', 'FROM a\nCOPY $v /c', true, /COPY \$v \/c: \$v depends on/],
  ['PATH, which even a stage from scratch has', 'FROM scratch\nCOPY ${PATH:+b} c', true, /depends on/],
  ['a COPY without destination', 'FROM a\nCOPY b', true, /COPY b can't be read/],
  ['an unknown instruction', 'FROM a\nCOPPY b c', true, /COPPY in the Dockerfile/],
  ['an ENV with an unknown name', 'FROM a\nENV $v=b\nCOPY c d', true, /ENV \$v=b: the name it sets can't be known/],
  ['no FROM', 'COPY a b', true, /no FROM/],
  ['a frontend of someone else', '# syntax=foo/bar:1\nFROM a', true, /read by foo\/bar:1/],
  ['an image that has ONBUILD in its name', 'FROM node:8-onbuild', true, /node:8-onbuild seems to have ONBUILD/],
  ['a target that is not there', 'FROM a\nCOPY b c', false, /no stage is named x/, { target: 'x' }],
  [
    '--automount',
    'FROM a\nCOPY b c',
    true,
    /--automount in additional/,
    { additionalBuildArgs: ['--automount=type=bind'] },
  ],
  [
    '--platform where it matters',
    'FROM a\nARG TARGETARCH\nCOPY $TARGETARCH c',
    true,
    /depends on/,
    { additionalBuildArgs: ['--platform=x'] },
  ],
  [
    'a named context',
    'FROM a\nCOPY --from=lib b c',
    false,
    /build context lib \(\.\.\/lib\) is not counted/,
    { additionalBuildArgs: ['--build-context=lib=../lib'] },
  ],
  [
    'one that takes the place of a stage',
    'FROM a AS lib\nCOPY b c\nFROM lib',
    false,
    /build context lib/,
    { additionalBuildArgs: ['--build-context=lib=../lib'] },
  ],
  [
    'one that takes the place of an image',
    'FROM alpine',
    false,
    /build context alpine/,
    { additionalBuildArgs: ['--build-context=alpine=../lib'] },
  ],
  ['a variable in --from', 'FROM a AS x\nCOPY b c\nFROM d\nCOPY --from=$v e f', false, /--from=\$v can't be known/],
];

for (const [why, dockerfile, takesEverything, says, options] of notes) {
  test(`noted: ${why}`, () => {
    const { sources, unknown } = analyse(dockerfile, options);
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

const images: readonly [why: string, dockerfile: string, images: readonly (string | object)[], options?: Options][] = [
  ['the image of a stage', 'FROM a:1@sha256:0', ['a:1@sha256:0']],
  ['not scratch', 'FROM scratch\nCOPY --from=scratch a b', []],
  ['not a stage', 'FROM a AS x\nFROM x', ['a']],
  ['only of stages that are needed', 'FROM a AS x\nFROM b', ['b']],
  ['those that files are taken from', 'FROM a\nCOPY --from=b c d\nRUN --mount=from=e,target=/f g', ['a', 'b', 'e']],
  ['once', 'FROM a AS x\nFROM a\nCOPY --from=x b c', ['a']],
  ['with global ARGs', 'ARG v=1\nFROM a:${v}-b', ['a:1-b']],
  ['with build args', 'ARG v=1\nFROM a:$v', ['a:2'], { buildArgs: ['v=2'] }],
  ['with a platform', 'FROM --platform=linux/arm64 a', [{ reference: 'a', platform: 'linux/arm64' }]],
  [
    'with the target platform',
    'FROM --platform=$TARGETPLATFORM a:$TARGETARCH',
    [{ reference: 'a:amd64', platform: 'linux/amd64' }],
  ],
  [
    'the platform of the machine that builds is not known',
    'FROM --platform=$BUILDPLATFORM a',
    [{ reference: 'a', platform: undefined }],
  ],
  ['of each spelling of the platform', 'FROM a:$TARGETVARIANT-x', ['a:-x', 'a:v8-x?'], { platform: 'linux/arm64' }],
  [
    'once, if the spellings differ in the platform only',
    'FROM --platform=$TARGETPLATFORM a',
    [{ reference: 'a', platform: 'linux/arm64' }],
    { platform: 'linux/arm64' },
  ],
  ['not the frontend', '# syntax=docker/dockerfile:1\nFROM a', ['a']],
  ['one that depends on the machine that builds', 'FROM a:$BUILDARCH', [{ unresolved: 'a:$BUILDARCH' }]],
  [
    'of docker 20.10, to which an argument that is declared without a value is empty',
    'ARG TARGETARCH\nFROM a${TARGETARCH:+-$TARGETARCH}',
    ['a-amd64', 'a?'],
  ],
  ['one that is nothing', 'FROM $v', [{ unresolved: '$v' }]],
  [
    'an image in the place of another',
    'FROM alpine:latest',
    ['b:3'],
    { additionalBuildArgs: ['--build-context', 'alpine=docker-image://b:3'] },
  ],
  [
    'of every stage where the target is not known',
    'FROM a\nFROM b',
    ['a', 'b'],
    { additionalBuildArgs: ['--target=x'] },
  ],
];

for (const [why, dockerfile, expected, options] of images) {
  test(`base images: ${why}`, () => {
    assert.equal(
      analyse(dockerfile, options).baseImages,
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
