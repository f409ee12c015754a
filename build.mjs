// Bundles src/main.ts into the one file that hooks and people run. With --check it only compares: status 1 where
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

// The SDK is minified: nobody reads it in a stack trace, and it is compiled in half the time. It can't import by itself
// where it runs (src/registry/code-cache.ts).
const sdk = await build({
  ...settings,
  entryPoints: ['src/registry/aws-sdk.ts'],
  outfile: 'sdk.cjs',
  minify: true,
  supported: { 'dynamic-import': false },
});

/** Keeps the SDK as text within the bundle, as src/registry/load-sdk.ts says. */
const sdkAsText = {
  name: 'sdk-as-text',
  setup({ onLoad }) {
    onLoad({ filter: /\/src\/registry\/load-sdk\.ts$/ }, () => {
      const code = sdk.outputFiles[0].text;
      const digest = createHash('sha256').update(code).digest('hex').slice(0, 16);
      return {
        contents: `export async function loadSdk(codeCache) {
          return codeCache.run(${JSON.stringify(code)}, 'aws-sdk', '${digest}');
        }`,
      };
    });
  },
};

/** Packages that log where DEBUG asks for it would show the password of a proxy. */
const withoutDebug = {
  name: 'without-debug',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^debug$/ }, ({ path: name }) => ({ path: name, namespace: 'without' }));
    onLoad({ filter: /.*/, namespace: 'without' }, () => ({ contents: 'module.exports = () => () => {};' }));
  },
};

const program = await build({
  ...settings,
  entryPoints: ['src/main.ts'],
  outfile: bundle,
  plugins: [sdkAsText, withoutDebug],
  // Names stay readable in stack traces; minifying our own code would save a start no more than two milliseconds.
  minify: false,
  sourcemap: 'linked',
  banner: { js: '// Generated from src/ by build.mjs.' },
});

/** The licence texts of every package that the bundle has code of. */
function collectLicences() {
  const packages = new Set();
  const inputs = [sdk, program].flatMap(({ metafile }) =>
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

const outputs = new Map(program.outputFiles.map((file) => [path.relative(root, file.path), file.text]));
outputs.set(licences, collectLicences());

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
