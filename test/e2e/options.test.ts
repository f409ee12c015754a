import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { runProgram } from '../support/program';
import { findBuilders, type RealWorld, startRealWorld } from '../support/real-agent';

// Options that change a build, seen in what the real builder made of them.

const e2e = suite<{ world: RealWorld }>('options');

e2e.before(async (context) => {
  context.world = await startRealWorld();
});

e2e.after(({ world }) => world.close());

interface Case {
  readonly title: string;
  readonly configuration: { readonly [option: string]: unknown };
  readonly files: { readonly [path: string]: string };
  readonly env?: { readonly [name: string]: string };
  /** What `docker image inspect` and a command in the image have to say. */
  readonly label?: readonly [name: string, value: string];
  readonly run?: readonly [command: readonly string[], output: string];
}

const cases: readonly Case[] = [
  {
    title: 'build args with a value and from the environment',
    configuration: { 'build-args': ['ARG_1', 'ARG_2=such value', 'UNSET'] },
    env: { ARG_1: 'wow $(id)' },
    files: {
      Dockerfile: 'FROM bash\nARG ARG_1\nARG ARG_2\nARG UNSET=default\nRUN echo "$ARG_1|$ARG_2|$UNSET" > /args\n',
    },
    run: [['cat', '/args'], 'wow $(id)|such value|default\n'],
  },
  {
    title: 'an inline Dockerfile with the checkout as context',
    configuration: { 'dockerfile-inline': 'FROM bash\nCOPY hello /hello\n' },
    files: { hello: 'hello from the checkout\n' },
    run: [['cat', '/hello'], 'hello from the checkout\n'],
  },
  {
    title: 'another context than the folder of the Dockerfile',
    configuration: { dockerfile: 'docker/Dockerfile', context: '.' },
    files: { 'docker/Dockerfile': 'FROM bash\nCOPY top /top\n', top: 'top\n' },
    run: [['cat', '/top'], 'top\n'],
  },
  {
    title: 'additional build args with quotes',
    configuration: { 'additional-build-args': `--label 'team=web shop' --label "quote=a \\"b\\" \\$HOME"` },
    files: { Dockerfile: 'FROM bash\n' },
    label: ['quote', 'a "b" $HOME'],
  },
  {
    title: 'secrets from the environment and from a file',
    configuration: { secrets: ['TOKEN', 'id=npmrc,src=.npmrc'] },
    env: { TOKEN: 'hunter2' },
    files: {
      Dockerfile:
        '# syntax is the built-in one\nFROM bash\n' +
        'RUN --mount=type=secret,id=TOKEN --mount=type=secret,id=npmrc ' +
        'cat /run/secrets/TOKEN /run/secrets/npmrc | wc -c > /length\n',
      '.npmrc': 'file secret',
    },
    run: [['cat', '/length'], '18\n'],
  },
  {
    title: 'a target stage',
    configuration: { target: 'build-deps' },
    files: { Dockerfile: 'FROM bash AS build-deps\nLABEL stage=deps\nFROM bash\nLABEL stage=last\n' },
    label: ['stage', 'deps'],
  },
];

const needingBuildKit: readonly { readonly [option: string]: unknown }[] = [
  { 'cache-on-copied': true },
  { 'cache-on-base-images': true },
  { 'layer-cache': 'none' },
  { 'layer-cache': 'inline' },
  { 'layer-cache': 'registry' },
];

for (const [index, builder] of findBuilders().entries()) {
  for (const [number, example] of cases.entries()) {
    e2e(`${example.title} (${builder.title})`, async ({ world }) => {
      const checkout = world.openCheckout(`options-${index}-${number}`, builder);
      for (const [path, text] of Object.entries(example.files)) checkout.sandbox.write(path, text);
      const result = await checkout.runStep({ ...example.configuration }, { env: { ...example.env } });
      assert.is(result.status, 0, result.log);
      assert.not.match(result.log, /hunter2|file secret/);
      const image = result.exported.BUILDKITE_PLUGIN_DOCKER_IMAGE ?? '';
      if (example.label) {
        const [name, value] = example.label;
        const format = `{{index .Config.Labels "${name}"}}`;
        const inspected = await world.engine.docker('image', 'inspect', '--format', format, image);
        assert.is(inspected.stdout, `${value}\n`);
      }
      if (example.run) {
        const [command, output] = example.run;
        const ran = await world.engine.docker('run', '--rm', '--network=none', image, ...command);
        assert.is(ran.stdout, output);
      }
      checkout.remove();
    });
  }
}

for (const builder of findBuilders()) {
  const { title, lacksBuildKit } = builder;
  for (const [number, configuration] of needingBuildKit.entries()) {
    if (lacksBuildKit === undefined) continue;
    e2e(`refused before the build: ${JSON.stringify(configuration)} (${title})`, async ({ world }) => {
      const checkout = world.openCheckout(`refused-${number}`, builder);
      checkout.sandbox.write('Dockerfile', 'FROM scratch\nCOPY Dockerfile /\n');
      const { status, stderr } = await checkout.runStep(configuration);
      assert.is(status, 1, stderr);
      assert.match(stderr, lacksBuildKit);
      assert.not.match(stderr, /STEP 1/);
      checkout.remove();
    });
  }
}

e2e('local, run directly: needs only the engine', async ({ world }) => {
  const checkout = world.openCheckout('local');
  checkout.sandbox.write('Dockerfile', 'FROM bash\nRUN echo local\n');
  const before = world.api.calls.length;
  const run = () =>
    runProgram({
      sandbox: checkout.sandbox,
      argv: ['--registry-provider', 'local', '--json'],
      env: world.engine.env,
    });
  const first = await run();
  assert.is(first.status, 0, first.stderr);
  assert.match(JSON.parse(first.stdout).reference, /^localhost\/build-cache\/work:[0-9a-f]{40}$/);
  assert.is(JSON.parse(first.stdout).hit, false);
  assert.is(JSON.parse((await run()).stdout).hit, true);
  assert.is(world.api.calls.length, before);
  checkout.remove();
});

e2e("a failing build shows docker's output and leaves nothing in the registry", async ({ world }) => {
  const checkout = world.openCheckout('failing');
  checkout.sandbox.write('Dockerfile', 'FROM bash\nRUN echo the reason >&2; false\n');
  const result = await checkout.runStep();
  assert.is(result.status, 1);
  assert.equal(result.exported, {});
  assert.match(result.stderr, /the reason/);
  assert.match(result.stderr, /error: docker build failed with status \d+; /);
  assert.equal([...(await world.api.registry.images.tags(checkout.repositoryName)).keys()], []);
  checkout.remove();
});

e2e.run();
