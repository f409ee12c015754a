// Bundles src/ into the one file that hooks and people run. With --check it only compares: status 1 where
// the committed files are not what the source gives.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = path.dirname(fileURLToPath(import.meta.url));
const bundle = 'bin/docker-ecr-cache.cjs';
const licences = 'bin/docker-ecr-cache.licences.txt';

const settings = {
  absWorkingDir: root,
  write: false,
  metafile: true,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node14',
  mainFields: ['module', 'main'],
  legalComments: 'none',
  // Each character is then one byte in memory, which is quicker to read.
  charset: 'ascii',
  logLevel: 'warning',
};

/** A part of the program that stands in a comment: as text it is a function (src/bundle/code-cache.ts). */
const part = {
  ...settings,
  banner: { js: '(function (module, exports, require, __filename) {' },
  footer: { js: '})' },
};

// The SDK is minified: nobody reads it in a stack trace, and it is compiled in half the time. It can't import by itself
// where it runs.
const sdk = await build({
  ...part,
  entryPoints: ['src/registry/aws-sdk.ts'],
  outfile: 'sdk.cjs',
  minify: true,
  supported: { 'dynamic-import': false },
});

/** Packages that log where DEBUG asks for it would show the password of a proxy. */
const withoutDebug = {
  name: 'without-debug',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^debug$/ }, ({ path: name }) => ({ path: name, namespace: 'without' }));
    onLoad({ filter: /.*/, namespace: 'without' }, () => ({ contents: 'module.exports = () => () => {};' }));
  },
};

const program = await build({
  ...part,
  entryPoints: ['src/main.ts'],
  outfile: bundle,
  plugins: [withoutDebug],
  // Names stay readable in stack traces; minifying our own code would save little once it has been compiled.
  minify: false,
  sourcemap: 'external',
});

const [map, code] = ['.map', '.cjs'].map(
  (ending) => program.outputFiles.find((file) => file.path.endsWith(ending)).text,
);
const [sdkCode] = sdk.outputFiles.map((file) => file.text);

/** A function that has nothing but text in it, as src/bundle/start.ts reads it. */
function carry(name, text) {
  if (text.includes('*~'))
    throw new Error(`${name} has "*~" in it, which stands for the end of a comment: choose another`);
  return `function ${name}() {/* Generated from src/ by build.mjs. What runs this text: src/bundle/start.ts\n${text.replaceAll('*/', '*~')}*/}\n`;
}

const digest = createHash('sha256').update(`${code}${sdkCode}`).digest('hex').slice(0, 16);

const start = await build({
  ...settings,
  entryPoints: ['src/bundle/start.ts'],
  outfile: bundle,
  // First of all: places in the text of the program are those in the file then.
  banner: { js: carry('program', code) + carry('awsSdk', sdkCode) },
  footer: { js: `//# sourceMappingURL=${path.basename(bundle)}.map` },
  define: { digest: JSON.stringify(digest) },
});

/** The licence texts of every package that the bundle has code of. */
function collectLicences() {
  const packages = new Set();
  const inputs = [sdk, program, start].flatMap(({ metafile }) =>
    Object.values(metafile.outputs).flatMap((output) => Object.entries(output.inputs)),
  );
  for (const [input, { bytesInOutput }] of inputs) {
    const name = /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1];
    if (name && bytesInOutput > 0) packages.add(name);
  }
  const texts = [...packages].sort().map((name) => {
    const folder = path.join(root, 'node_modules', name);
    const { version, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
    const file = ['LICENSE', 'LICENSE.md', 'LICENSE.txt', 'LICENCE', 'license'].find((candidate) =>
      existsSync(path.join(folder, candidate)),
    );
    const text = file
      ? readFileSync(path.join(folder, file), 'utf8').trim()
      : '(the package has no licence file)';
    return `${name} ${version} (${license})\n\n${text}\n`;
  });
  return `Licences of the packages that ${bundle} contains\n\n${texts.join(`\n${'-'.repeat(80)}\n\n`)}`;
}

const outputs = new Map([
  [bundle, start.outputFiles[0].text],
  // In the file the program has one line more above it.
  [`${bundle}.map`, JSON.stringify({ ...JSON.parse(map), mappings: `;${JSON.parse(map).mappings}` })],
  [licences, collectLicences()],
]);

if (process.argv.includes('--check')) {
  for (const file of [bundle, licences]) {
    const committed = path.join(root, file);
    if (!existsSync(committed) || readFileSync(committed, 'utf8') !== outputs.get(file)) {
      console.error(`${file} is not what src/ gives: run \`npm run build\` and commit it`);
      process.exitCode = 1;
    }
  }
  // The map is not committed; coverage needs it beside the bundle.
  writeFileSync(path.join(root, `${bundle}.map`), outputs.get(`${bundle}.map`));
} else {
  for (const [file, text] of outputs) writeFileSync(path.join(root, file), text);
}
