import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { OutageError, UserError } from '../../src/errors';
import { FileReader } from '../../src/key/file-reader';
import type { KeyInputs } from '../../src/key/key-inputs';
import { KeyPlan, type KeySurroundings } from '../../src/key/key-plan';
import type { BuildSettings } from '../../src/settings/settings';
import { plainInputs } from './plain-inputs';
import { plainSettings } from './plain-settings';
import { makeScratchFolder, type ScratchFolder } from './scratch-folder';

function plan(
  { root }: ScratchFolder,
  change: Partial<BuildSettings>,
  surroundings: Partial<KeySurroundings> = {},
): KeyPlan {
  return new KeyPlan(
    { ...plainSettings, ...change },
    {
      workingDirectory: root,
      fileReader: new FileReader(25),
      findBaseDigest: async (reference) => `sha256:of ${reference}`,
      say: () => {},
      warn: () => {},
      ...surroundings,
    },
  );
}

function read(folder: ScratchFolder, change: Partial<BuildSettings> = {}): Promise<KeyInputs> {
  return plan(folder, change).readInputs();
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

const folder = makeScratchFolder({
  Dockerfile: 'FROM a\n',
  'app/Dockerfile': 'FROM b\r\n',
  'package.json': '{"name":"a","version":"1"}',
  'src/a.ts': 'a',
});

test('only what is asked for is read', async () => {
  assert.equal(await read(folder), { ...plainInputs, dockerfileSha256: sha256('FROM a\n') });
});

test('everything that is asked for is read, of values only digests', async () => {
  const inputs = await read(folder, {
    dockerfile: { kind: 'file', path: 'app/Dockerfile' },
    context: 'app',
    target: 'deps',
    buildArgs: [
      { source: 'given', name: 'A', value: 's3cr3t' },
      { source: 'given', name: 'B', value: '' },
      { source: 'environment', name: 'C', value: 's3cr3t' },
      { source: 'environment', name: 'D', value: undefined },
    ],
    additionalBuildArgs: ['--a'],
    secrets: [{ id: 'npm', argument: 'id=npm,env=TOKEN', missingVariable: 'TOKEN' }],
    cacheOn: ['src', 'package.json#.name'],
    cacheVersion: '2',
  });
  assert.equal(inputs, {
    dockerfileSha256: sha256('FROM b\r\n'),
    target: 'deps',
    platform: 'linux/amd64',
    context: 'app',
    buildArgs: [
      { name: 'A', sha256: sha256('s3cr3t') },
      { name: 'B', sha256: sha256('') },
      { name: 'C', sha256: sha256('s3cr3t') },
      { name: 'D', sha256: null },
    ],
    additionalBuildArgs: ['--a'],
    secretIds: ['npm'],
    cacheVersion: '2',
    files: [{ path: 'src/a.ts', content: { executable: false, sha256: sha256('a') } }],
    jsonValues: [{ path: 'package.json', select: ['name'], sha256: sha256('"a"') }],
    copied: undefined,
    baseImages: undefined,
  });
});

test('a Dockerfile counts by its bytes, not by the text that they are read as', async () => {
  const other = makeScratchFolder();
  const digests = await Promise.all(
    [0x80, 0x81].map(async (byte, index) => {
      writeFileSync(other.path(`${index}`), Buffer.from([0x23, byte]));
      return (await read(other, { dockerfile: { kind: 'file', path: `${index}` } })).dockerfileSha256;
    }),
  );
  assert.is.not(digests[0], digests[1]);
});

test('a file in a context that is a link is uncovered like any other', async () => {
  const linked = makeScratchFolder({
    'real/Dockerfile': 'FROM a\nCOPY . /\n',
    'real/a': '',
    'real/b': '',
    app: { link: 'real' },
  });
  const change: Partial<BuildSettings> = {
    dockerfile: { kind: 'file', path: 'app/Dockerfile' },
    context: 'app',
    cacheOn: ['app/b'],
  };
  const { uncovered } = await plan(linked, change).compareCoverage(await read(linked, change));
  assert.equal(uncovered, ['app/a']);
});

/** The base images of a Dockerfile whose stage is `a` or `av8`, depending on how docker gets the platform. */
async function readBaseImages(findBaseDigest: KeySurroundings['findBaseDigest']) {
  const said: string[] = [];
  const text = 'FROM a$TARGETVARIANT\n';
  const change: Partial<BuildSettings> = {
    dockerfile: { kind: 'inline', text },
    platform: 'linux/arm64',
    cacheOnBaseImages: true,
  };
  const say = (line: string) => said.push(line);
  const { baseImages = [] } = await plan(folder, change, { findBaseDigest, say }).readInputs();
  return { references: baseImages.map(({ reference }) => reference), said };
}

/** A registry that has all images except one, for which it fails. */
function without(missing: string, error: Error): KeySurroundings['findBaseDigest'] {
  return async (reference) => {
    if (reference === missing) throw error;
    return `sha256:of ${reference}`;
  };
}

test('the base images count as each docker version reads the Dockerfile', async () => {
  assert.equal(await readBaseImages(async () => 'sha256:1'), { references: ['a', 'av8'], said: [] });
});

for (const digest of [`sha256:${'a'.repeat(64)}`, `sha512:${'b'.repeat(128)}`]) {
  test(`a base image that is pinned by ${digest.slice(0, 6)} counts by that, and no registry is asked`, async () => {
    const change: Partial<BuildSettings> = {
      dockerfile: { kind: 'inline', text: `FROM a:1@${digest}\n` },
      cacheOnBaseImages: true,
    };
    const findBaseDigest = () => assert.unreachable('a registry was asked') as never;
    const { baseImages } = await plan(folder, change, { findBaseDigest }).readInputs();
    assert.equal(baseImages, [{ reference: `a:1@${digest}`, platform: undefined, digest }]);
  });
}

test('a base image that only another docker version uses need not exist', async () => {
  assert.equal(await readBaseImages(without('av8', new UserError('there is no av8'))), {
    references: ['a'],
    said: [
      "cache-on-base-images: av8, which only another of docker's ways to read the Dockerfile builds on, does not count: there is no av8",
    ],
  });
});

for (const [why, missing, error] of [
  ['one that every version uses has to exist', 'a', new UserError('there is no a')],
  ['an outage is not an absence', 'av8', new OutageError('the registry does not answer')],
  ['nor is a defect', 'av8', new TypeError('av8 is undefined')],
] as const) {
  test(`a base image that can't be looked up is an error: ${why}`, async () => {
    try {
      await readBaseImages(without(missing, error));
    } catch (thrown) {
      assert.is(thrown, error);
      return;
    }
    assert.unreachable('there were base images');
  });
}

test('a JSON value is not the whole of a file that is copied', async () => {
  const change: Partial<BuildSettings> = {
    dockerfile: { kind: 'inline', text: 'FROM a\nCOPY package.json src /\n' },
    cacheOn: ['package.json#.name', 'src'],
  };
  assert.equal(await plan(folder, change).compareCoverage(await read(folder, change)), {
    uncovered: [],
    partlyCovered: ['package.json'],
    unused: [],
  });
  const whole = { ...change, cacheOn: ['package.json#.name', 'package.json', 'src'] };
  assert.equal((await plan(folder, whole).compareCoverage(await read(folder, whole))).partlyCovered, []);
});

test('a Dockerfile counts by its bytes, wherever it stands', async () => {
  const inline = await read(folder, { dockerfile: { kind: 'inline', text: 'FROM a\n' } });
  const elsewhere = await read(folder, { dockerfile: { kind: 'file', path: folder.path('Dockerfile') } });
  assert.equal([inline, elsewhere], [await read(folder), await read(folder)]);
  const otherLineEnd = await read(folder, { dockerfile: { kind: 'inline', text: 'FROM a\r\n' } });
  assert.is.not(otherLineEnd.dockerfileSha256, inline.dockerfileSha256);
});

test('an endless Dockerfile is refused at once', async () => {
  const fifos = makeScratchFolder();
  assert.is(spawnSync('mkfifo', [fifos.path('Dockerfile')]).status, 0);
  try {
    await read(fifos);
  } catch (error) {
    assert.instance(error, UserError);
    assert.match((error as UserError).message, "the Dockerfile Dockerfile can't be read: is not a regular file");
    return;
  }
  assert.unreachable('there was a key');
});

const unreadable: readonly [why: string, path: string, says: string][] = [
  ['it is missing', 'missing', `there is no file missing in ${folder.root}`],
  ['it is a folder', 'app', "the Dockerfile app can't be read: is not a regular file"],
  ['its folder is a file', 'package.json/Dockerfile', "can't be read: ENOTDIR"],
];

for (const [why, path, says] of unreadable) {
  test(`without a Dockerfile there is no key: ${why}`, async () => {
    try {
      await read(folder, { dockerfile: { kind: 'file', path } });
    } catch (error) {
      assert.instance(error, UserError);
      assert.is((error as UserError).exitStatus, 1);
      assert.match((error as UserError).message, says);
      return;
    }
    assert.unreachable('there was a key');
  });
}

test.run();
