import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { computeCacheKey, toKeyDocument } from '../../src/key/cache-key';
import { parseCacheOnEntry, readCacheOn } from '../../src/key/cache-on';
import { FileReader } from '../../src/key/file-reader';
import type { FileInput, KeyInputs } from '../../src/key/key-inputs';
import { plainInputs } from './plain-inputs';
import { makeScratchFolder } from './scratch-folder';

// Properties that hold for all inputs, tried with random ones.

/** Texts that would collide if parts were joined carelessly. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 6 }),
  fc.constantFrom('', ' ', '"', '\\', ',', '[]', '],[', 'null', '\0', '\n', 'a', 'b', 'ab', 'é', 'é'),
);
const digest = fc.constantFrom('1'.repeat(64), '2'.repeat(64));

const file: fc.Arbitrary<FileInput> = fc.oneof(
  fc.record({ path: text, content: fc.record({ executable: fc.boolean(), sha256: digest }) }),
  fc.record({ path: text, link: text }),
  fc.record({ path: text, link: text, content: fc.record({ executable: fc.boolean(), sha256: digest }) }),
  fc.record({ path: text }),
);
const files = fc.uniqueArray(file, { selector: ({ path }) => path, maxLength: 3 });

const inputs: fc.Arbitrary<KeyInputs> = fc.record({
  dockerfileSha256: digest,
  target: fc.option(text, { nil: undefined }),
  platform: fc.constantFrom('linux/amd64', 'linux/arm64'),
  context: text,
  buildArgs: fc.array(fc.record({ name: text, sha256: fc.option(digest) }), { maxLength: 3 }),
  additionalBuildArgs: fc.array(text, { maxLength: 3 }),
  secretIds: fc.array(text, { maxLength: 3 }),
  cacheVersion: fc.option(text, { nil: undefined }),
  files,
  jsonValues: fc.uniqueArray(
    fc.record({
      path: text,
      select: fc.array(fc.oneof(text, fc.nat(2)), { maxLength: 2 }),
      sha256: fc.option(digest),
    }),
    { selector: ({ path, select }) => JSON.stringify([path, select]), maxLength: 2 },
  ),
  copied: fc.option(fc.record({ files, remoteSources: fc.uniqueArray(text, { maxLength: 2 }) }), {
    nil: undefined,
  }),
  baseImages: fc.option(
    fc.uniqueArray(fc.record({ reference: text, platform: fc.option(text, { nil: undefined }), digest }), {
      selector: ({ reference, platform }) => JSON.stringify([reference, platform]),
      maxLength: 2,
    }),
    { nil: undefined },
  ),
});

/** The inputs, with everything sorted whose order doesn't matter. */
function inOrder(value: KeyInputs): string {
  // Undefined differs from every text, and from null.
  const toText = (part: unknown) =>
    JSON.stringify(part, (_, inner) => (inner === undefined ? { undefined: true } : inner));
  const sorted = (items: readonly unknown[]) => items.map(toText).sort();
  return toText({
    ...value,
    files: sorted(value.files),
    jsonValues: sorted(value.jsonValues),
    copied: value.copied && {
      files: sorted(value.copied.files),
      remoteSources: sorted(value.copied.remoteSources),
    },
    baseImages: value.baseImages && sorted(value.baseImages),
  });
}

test('two sets of inputs have the same document only if they are the same', () => {
  fc.assert(
    fc.property(inputs, inputs, (one, other) => {
      const sameDocument = JSON.stringify(toKeyDocument(one)) === JSON.stringify(toKeyDocument(other));
      assert.is(sameDocument, inOrder(one) === inOrder(other));
    }),
    { numRuns: 3000 },
  );
});

test('any other part makes another key', () => {
  fc.assert(
    fc.property(
      inputs,
      inputs,
      fc.constantFrom(...(Object.keys(plainInputs) as (keyof KeyInputs)[])),
      (one, other, part) => {
        const changed = { ...one, [part]: other[part] };
        const isSame = inOrder(one) === inOrder(changed);
        assert.is(computeCacheKey(one).sha256 === computeCacheKey(changed).sha256, isSame);
      },
    ),
    { numRuns: 3000 },
  );
});

test('the order of files, values and images does not matter', () => {
  fc.assert(
    fc.property(inputs, (one) => {
      const reversed: KeyInputs = {
        ...one,
        files: [...one.files].reverse(),
        jsonValues: [...one.jsonValues].reverse(),
        copied: one.copied && { ...one.copied, files: [...one.copied.files].reverse() },
        baseImages: one.baseImages && [...one.baseImages].reverse(),
      };
      assert.is(computeCacheKey(reversed).sha256, computeCacheKey(one).sha256);
    }),
  );
});

/** A valid file name. U+FFFD, which stands for bytes that aren't UTF-8, is refused. */
const name = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 8 })
  .filter(
    (value) => !/[/\0\uFFFD]/.test(value) && !['.', '..', '.git'].includes(value) && Buffer.byteLength(value) < 200,
  );

test('any names and contents of files: the same tree has the same key, another tree another one', async () => {
  const tree = fc.dictionary(name, fc.string({ unit: 'binary', maxLength: 4 }), {
    minKeys: 1,
    maxKeys: 4,
    noNullPrototype: true,
  });
  const readFolder = async (contents: { [name: string]: string }, entries: readonly string[]) => {
    const folder = makeScratchFolder(contents);
    const { files: found } = await readCacheOn(entries.map(parseCacheOnEntry), 'fail', {
      workingDirectory: folder.root,
      fileReader: new FileReader(25),
      say: () => {},
      warn: () => {},
    });
    return JSON.stringify([...found].sort((one, other) => (one.path < other.path ? -1 : 1)));
  };
  await fc.assert(
    fc.asyncProperty(tree, tree, async (one, other) => {
      const prefix = (contents: object) =>
        Object.fromEntries(Object.entries(contents).map(([key, value]) => [`d/${key}`, value]));
      const read = await readFolder(prefix(one), ['d']);
      // Each file is named, with `./` so that no name is an exclusion.
      assert.is(
        await readFolder(
          prefix(one),
          Object.keys(one)
            .reverse()
            .map((key) => `./d/${key}`),
        ),
        read,
      );
      const isSame = isDeepStrictEqual({ ...one }, { ...other });
      assert.is((await readFolder(prefix(other), ['d'])) === read, isSame);
    }),
    { numRuns: 150 },
  );
});

test.run();
