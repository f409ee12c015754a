import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { startChild } from '../support/child-process';
import { isOurs, type ReadmeExample, readExamples, readPlugins, type Step } from '../support/readme';
import { type Checkout, type RealWorld, startRealWorld } from '../support/real-agent';

// The README's examples, taken from its text. Each step runs as on an agent: its plugins in order, then its command. The
// first run builds and pushes; the next one, on an empty engine, builds nothing.

/** How an example is run. */
interface Rehearsal {
  /** The name of its Dockerfile. */
  readonly dockerfile?: string;
  /** The example that has its other Dockerfile. */
  readonly dockerfileOf?: string;
  /** Other files of the checkout. */
  readonly files?: { readonly [path: string]: string };
  /** Variables set by agent hooks. */
  readonly env?: { readonly [name: string]: string };
  /** Whether each use of the plugin is a hit in the first run. Default: none. */
  readonly firstHits?: readonly boolean[];
  /** The output of each command; undefined if what runs it isn't available here. */
  readonly output?: RegExp | undefined;
  /** A change before a third run, which builds everything again. */
  readonly change?: Pick<Rehearsal, 'files' | 'env'>;
  /** A change that doesn't cause a build. */
  readonly noChange?: Pick<Rehearsal, 'files' | 'env'>;
}

const npmFiles = {
  'package.json': '{"name":"shop"}',
  'package-lock.json': '{"name":"shop","lockfileVersion":3,"packages":{}}',
};
const npm: Rehearsal = {
  dockerfileOf: 'Cache npm packages',
  files: npmFiles,
  output: /^npm stand-in: test$/m,
  change: { files: { 'package-lock.json': '{"lockfileVersion":3,"packages":{}}' } },
  noChange: { files: { 'README.md': 'nothing that counts' } },
};
const wow: Rehearsal = { dockerfileOf: 'No configuration at all', output: /^wow$/m };

const rehearsals: { readonly [title: string]: Rehearsal } = {
  'No configuration at all': { output: /^wow$/m },
  'Cache npm packages': npm,
  'Use another Dockerfile': { ...wow, dockerfile: 'docker/my-dockerfile' },
  'Build a target stage': { output: /^what a build needs$/m },
  'Write the Dockerfile into the pipeline': npm,
  'Pass build args and secrets': { ...npm, env: { NPM_TOKEN: 'hunter2' } },
  'Pass more arguments to docker build': { output: /^vanilla for test$/m },
  'Use secrets': {
    ...npm,
    env: { NPM_TOKEN: 'hunter2' },
    noChange: { env: { NPM_TOKEN: 'another secret' } },
  },
  'Build on the resulting image': {
    ...npm,
    dockerfile: 'Dockerfile.app',
    files: { ...npmFiles, 'src/index.js': 'exports.wow = 1;\n' },
  },
  'Hand the image to docker-compose': {
    files: { Dockerfile: 'FROM node:24\n' },
    output: /^npm stand-in: test$/m,
  },
  'Hand the image to another plugin': { ...wow, output: undefined },
  'Hand the image to a later step': { ...wow, output: /^(wow)?$/m },
  'Seed the cache before other steps': { ...wow, firstHits: [false, true] },
  'Share a pipeline between agents of several platforms': { ...wow, output: undefined },
  'Pin the image by digest': wow,
  'Let pull requests only read': { ...wow, firstHits: [false, true] },
  'Lock the repository down': wow,
  'Reuse layers': wow,
  'Key on everything that is copied': { ...npm, noChange: {} },
};

/**
 * Examples that can't run here or have another test: registries of AWS and others (unit tests check their options), base
 * images in a registry (base-images.test.ts), and what isn't a pipeline.
 */
const notRehearsed = [
  'Use another region or another account',
  'Use another registry',
  'Rebuild when a base image changes',
  'Fail instead of building',
  'Choose a builder',
  'Registries',
];

/** The meta-data of one build. */
const buildkiteAgent = path.join(__dirname, '../support/stand-in-buildkite-agent.sh');

const architectures: { readonly [node: string]: string } = { x64: 'amd64' };
const prefix = 'BUILDKITE_PLUGIN_DOCKER_ECR_CACHE_EXPORT_';
const examples = readExamples();

const e2e = suite<{ world: RealWorld }>('readme');

e2e.before(async (context) => {
  context.world = await startRealWorld();
});

e2e.after(({ world }) => world.close());

/** A step as the agent gets it; of a matrix, the job for this machine. */
function toJob(step: Step): Step {
  return JSON.parse(JSON.stringify(step).replace(/\{\{matrix\}\}/g, architectures[process.arch] ?? process.arch));
}

interface Outcome {
  readonly references: readonly string[];
  readonly hits: readonly boolean[];
}

/** Runs every step, each on an empty engine. */
async function runPipeline(
  world: RealWorld,
  checkout: Checkout,
  { steps }: ReadmeExample,
  { env, output }: Rehearsal,
): Promise<Outcome> {
  const references: string[] = [];
  const hits: boolean[] = [];
  for (const step of steps.map(toJob)) {
    await world.engine.clean();
    let stepEnv: { [name: string]: string } = { ...env, ...step.env };
    for (const { configuration } of readPlugins(step).filter(isOurs)) {
      const result = await checkout.runStep({ ...configuration }, { env: stepEnv });
      assert.is(result.status, 0, result.log);
      assert.not.match(result.log, /^warning: |hunter2|another secret/m);
      assert.equal(checkout.sandbox.leftovers(), []);
      stepEnv = { ...stepEnv, ...result.exported };
      const imageVariable = String(configuration['export-env-variable'] ?? 'BUILDKITE_PLUGIN_DOCKER_IMAGE');
      assert.is(stepEnv[imageVariable], `${stepEnv[`${prefix}IMAGE`]}:${stepEnv[`${prefix}TAG`]}`);
      references.push(String(stepEnv[imageVariable]));
      hits.push(stepEnv[`${prefix}HIT`] === 'true');
    }
    if (output !== undefined) await runCommand(world, checkout, step, stepEnv, output);
  }
  return { references, hits };
}

/**
 * Where plugins that run a command in an image get the image from: the agent sets a variable for each of their options, and
 * a variable that is already set has the same effect. (docker-buildkite-plugin, docker-compose-buildkite-plugin: plugin_read_config)
 */
const imageVariables: { readonly [plugin: string]: string } = {
  docker: 'BUILDKITE_PLUGIN_DOCKER_IMAGE',
  'docker-compose': 'BUILDKITE_PLUGIN_DOCKER_COMPOSE_RUN_IMAGE',
};

/** Runs a step's command in the last plugin's image, or without one on the agent. */
async function runCommand(
  world: RealWorld,
  checkout: Checkout,
  step: Step,
  stepEnv: { readonly [name: string]: string },
  output: RegExp,
): Promise<void> {
  const { command = '' } = step;
  if (command === 'true') return;
  const last = readPlugins(step).find(({ name }) => name.replace(/#.*/, '') in imageVariables);
  if (last !== undefined) {
    const { volumes = [] } = last.configuration as { readonly volumes?: readonly string[] };
    const options = ['--rm', '--network=none', ...volumes.map((volume) => `--volume=${volume}`)];
    const image = stepEnv[imageVariables[last.name.replace(/#.*/, '')] ?? ''] ?? '';
    const ran = await world.engine.docker('run', ...options, image, 'sh', '-e', '-c', command);
    assert.match(ran.stdout, output);
    return;
  }
  const ran = await startChild({
    command: 'bash',
    // As the upload of the pipeline would interpolate it.
    args: ['-e', '-c', command.replace(/\$\$/g, '$')],
    cwd: checkout.sandbox.work,
    env: { ...checkout.stepEnv(), ...stepEnv },
  }).result;
  assert.is(ran.status, 0, ran.log);
  assert.match(ran.stdout, output);
}

/** All files that an example needs, by path. */
function listFiles({ dockerfiles }: ReadmeExample, rehearsal: Rehearsal): readonly (readonly [string, string])[] {
  const { dockerfile = 'Dockerfile', dockerfileOf, files = {} } = rehearsal;
  const others = examples.find(({ title }) => title === dockerfileOf)?.dockerfiles ?? [];
  const own = dockerfiles.length > 0 ? dockerfiles : others;
  return [
    ...others.map((text) => ['Dockerfile', text] as const),
    ...own.map((text) => [dockerfile, text] as const),
    ...Object.entries(files),
  ];
}

function writeFiles({ sandbox }: Checkout, files: readonly (readonly [path: string, text: string])[]): void {
  for (const [path, text] of files) sandbox.write(path, text);
}

e2e('every recipe is run or listed as an exception', () => {
  assert.equal(examples.map(({ title }) => title).sort(), [...Object.keys(rehearsals), ...notRehearsed].sort());
});

for (const [number, example] of examples.entries()) {
  const rehearsal = rehearsals[example.title];
  if (rehearsal === undefined) continue;
  e2e(example.title, async ({ world }) => {
    const { change, noChange, firstHits } = rehearsal;
    const checkout = world.openCheckout(`readme-${number}`);
    checkout.sandbox.link('buildkite-agent', buildkiteAgent);
    writeFiles(checkout, listFiles(example, rehearsal));

    const first = await runPipeline(world, checkout, example, rehearsal);
    assert.ok(first.hits.length > 0, 'the example does not use the plugin');
    assert.equal(first.hits, firstHits ?? first.hits.map(() => false));

    writeFiles(checkout, Object.entries(noChange?.files ?? {}));
    const env = { ...rehearsal.env, ...noChange?.env };
    const second = await runPipeline(world, checkout, example, { ...rehearsal, env });
    assert.equal(
      second.hits,
      first.hits.map(() => true),
    );
    assert.equal(second.references, first.references);

    if (change !== undefined) {
      writeFiles(checkout, Object.entries(change.files ?? {}));
      const third = await runPipeline(world, checkout, example, rehearsal);
      assert.equal(third.hits, firstHits ?? first.hits.map(() => false));
    }
    checkout.remove();
  });
}

e2e.run();
