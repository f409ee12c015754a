// Bundles src/ into the one file that hooks and people run. With --check it only compares: status 1 where
// the committed files are not what the source gives.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = path.dirname(fileURLToPath(import.meta.url));
const bundle = 'bin/docker-ecr-cache.cjs';
const licences = 'bin/docker-ecr-cache.licences.txt';

/** Modules that are left out, by the name that they are imported by, and what is there instead. */
const leftOut = {
  // The SDK's own chain of credential sources: src/registry/aws-credentials.ts asks them itself.
  '@aws-sdk/credential-provider-node': 'export const defaultProvider = undefined;',
  // Amazon ECR and STS have no operation with an event stream.
  '@smithy/core/event-streams': 'export const EventStreamSerde = undefined, eventStreamSerdeProvider = undefined;',
  // A client with a method for each operation, and so the code of all operations; and what nothing here calls.
  './ECR': 'export {};',
  './pagination': 'export {};',
  './waiters': 'export {};',
};

/** The commands of Amazon ECR that the program uses. The others are left out, too. */
const commands = readFileSync(path.join(root, 'src/registry/aws-sdk.ts'), 'utf8').match(/\w+Command\b/g);

const leaveOut = {
  name: 'leave-out',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /./ }, ({ path: name }) =>
      Object.hasOwn(leftOut, name) ? { path: name, namespace: 'left-out' } : undefined,
    );
    onLoad({ filter: /./, namespace: 'left-out' }, ({ path: name }) => ({ contents: leftOut[name] }));
    onLoad({ filter: /client-ecr[/\\]dist-es[/\\]commands[/\\]index\.js$/ }, () => ({
      contents: commands.map((name) => `export * from './${name}';`).join('\n'),
    }));
  },
};

const { metafile, outputFiles } = await build({
  absWorkingDir: root,
  entryPoints: ['src/main.ts'],
  outfile: bundle,
  write: false,
  metafile: true,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node14',
  // The ES modules of the SDK, of which what is not used drops out.
  mainFields: ['module', 'main'],
  plugins: [leaveOut],
  legalComments: 'none',
  sourcemap: 'linked',
  logLevel: 'warning',
});

/** The licence texts of every package that the bundle has code of. */
function collectLicences() {
  const packages = new Set();
  for (const [input, { bytesInOutput }] of Object.entries(metafile.outputs[bundle].inputs)) {
    const name = /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1];
    if (name && bytesInOutput > 0) packages.add(name);
  }
  const texts = [...packages].sort().map((name) => {
    const folder = path.join(root, 'node_modules', name);
    const { version, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
    const file = ['LICENSE', 'LICENSE.md', 'LICENSE.txt', 'LICENCE', 'license'].find((candidate) =>
      existsSync(path.join(folder, candidate)),
    );
    const text = file ? readFileSync(path.join(folder, file), 'utf8').trim() : '(the package has no licence file)';
    return `${name} ${version} (${license})\n\n${text}\n`;
  });
  return `Licences of the packages that ${bundle} contains\n\n${texts.join(`\n${'-'.repeat(80)}\n\n`)}`;
}

const outputs = new Map([
  ...outputFiles.map(({ path: file, text }) => [path.relative(root, file), text]),
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
