import { readFileSync } from 'node:fs';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Agent, type Build, createAgent } from '../support/agent';
import { pluginEnv } from '../support/plugin-env';
import { runProgram } from '../support/program';

// What each option does to docker build, given as JSON or as flattened variables.

const options = suite<{ agent: Agent }>('options');

options.before.each(async (context) => {
  context.agent = await createAgent();
  context.agent.sandbox.write('Dockerfile', 'FROM bash\n');
  context.agent.sandbox.write('docker/my-dockerfile', 'FROM bash\n');
  context.agent.sandbox.write('package-lock.json', '{}');
});

options.after.each(({ agent }) => agent.close());

/** A build with the arguments after `build`, without our own labels and the tag. */
type OptionBuild = Omit<Build, 'argv' | 'label' | 'started'> & { readonly args: readonly string[] };

const cases: readonly [
  why: string,
  configuration: { [option: string]: unknown },
  expected: (build: OptionBuild) => void,
][] = [
  ['nothing given', {}, ({ args }) => assert.equal(args, ['--file=Dockerfile', '.'])],
  [
    'dockerfile: the context is its folder',
    { dockerfile: 'docker/my-dockerfile' },
    ({ args }) => assert.equal(args, ['--file=docker/my-dockerfile', 'docker']),
  ],
  [
    'dockerfile-inline: through standard input, byte for byte',
    { 'dockerfile-inline': 'FROM bash\nRUN echo "a  b"\n' },
    ({ args, stdin }) => {
      assert.equal(args, ['--file=-', '.']);
      assert.is(stdin, 'FROM bash\nRUN echo "a  b"\n');
    },
  ],
  [
    'secrets: a name, and full values; they switch BuildKit on',
    { secrets: ['NPM_TOKEN', 'id=npmrc,src=package-lock.json', 'type=env,id=other,src=NPM_TOKEN'] },
    ({ args, env }) => {
      assert.equal(
        args.filter((arg) => arg.startsWith('--secret')),
        [
          '--secret=id=NPM_TOKEN,env=NPM_TOKEN',
          '--secret=id=npmrc,src=package-lock.json',
          '--secret=type=env,id=other,src=NPM_TOKEN',
        ],
      );
      assert.is(env.DOCKER_BUILDKIT, '1');
    },
  ],
  ['a build log gets plain lines from BuildKit', {}, ({ env }) => assert.is(env.BUILDKIT_PROGRESS, 'plain')],
];

for (const [index, [why, configuration, expected]] of cases.entries()) {
  const form = index % 2 === 0 ? 'json' : 'flattened';
  options(`${why} (${form})`, async ({ agent }) => {
    const env = { ARG_1: 'wow', NPM_TOKEN: 'hunter2' };
    const result = await agent.runStep(configuration, { form, env });
    assert.is(result.status, 0, result.log);
    const [build] = agent.builds();
    assert.ok(build);
    const { argv = [], label, stdin, env: seen = {} } = build ?? {};
    assert.ok(label);
    // Unique to this run.
    const tag = argv.find((arg) => /^--tag=localhost\/docker-ecr-cache-build:\d{10}-[0-9a-f]{12}$/.test(arg));
    assert.ok(tag, argv.join(' '));
    expected({ args: argv.slice(1).filter((arg) => arg !== tag), stdin, env: seen });
    assert.not.match(result.log, /hunter2/);
  });
}

options('the key: a build arg in additional-build-args whose value is in the environment', async ({ agent }) => {
  const configuration = { 'additional-build-args': '--build-arg A --build-arg=B --build-arg C=1' };
  const tags = [];
  for (const env of [
    { A: '1', B: '1' },
    { A: '2', B: '1' },
    { A: '1', B: '2' },
    { A: '1', B: '1', C: '2' },
  ]) {
    tags.push((await agent.runStep(configuration, { env })).exported.BUILDKITE_PLUGIN_DOCKER_ECR_CACHE_EXPORT_TAG);
  }
  assert.is(new Set(tags.slice(0, 3)).size, 3);
  assert.is(tags[3], tags[0]);
});

options('export-env-variable receives the image instead of the usual one', async ({ agent }) => {
  const { exported } = await agent.runStep({ 'export-env-variable': 'MY_IMAGE' });
  assert.match(exported.MY_IMAGE ?? '', /:[0-9a-f]{40}$/);
  assert.is(exported.BUILDKITE_PLUGIN_DOCKER_IMAGE, undefined);
});

options('skip-pull-from-cache: a hit pulls nothing and needs no engine', async ({ agent }) => {
  await agent.runStep();
  agent.docker.forgetImages();
  agent.docker.world.engineRunning = false;
  const before = agent.docker.calls().length;
  const result = await agent.runStep({ 'skip-pull-from-cache': true });
  assert.is(result.status, 0, result.log);
  assert.equal(agent.docker.commands().slice(before), ['login']);
  assert.is(result.exported.BUILDKITE_PLUGIN_DOCKER_ECR_CACHE_EXPORT_HIT, 'true');
});

options('skip-pull-from-cache: without docker, a hit is a hit and one line says so', async ({ agent }) => {
  await agent.runStep();
  agent.sandbox.install('docker', '#!/nowhere\n');
  const result = await agent.runStep({ 'skip-pull-from-cache': true });
  assert.is(result.status, 0, result.log);
  assert.match(result.stderr, /^docker is not logged in to the registry: .* there is no docker on PATH$/m);
});

options('latest-tag: another name, or none', async ({ agent }) => {
  await agent.runStep({ 'latest-tag': 'newest' });
  await agent.runStep({ 'latest-tag': false, 'cache-version': '2' });
  const tags = [...(await agent.imageTags()).keys()];
  assert.is(tags.length, 3);
  assert.ok(tags.includes('newest'));
});

options('a secret or build arg from an unset variable is logged before the build', async ({ agent }) => {
  const result = await agent.runStep(
    {
      secrets: ['NOT_SET'],
      'build-args': ['ABSENT', 'EMPTY', 'GIVEN=a'],
      'additional-build-args': ['--build-arg', 'MISSING'],
    },
    { env: { EMPTY: '' } },
  );
  const warnings = result.stderr.match(/(?<=^warning: )The (secret|build arg) .*$/gm);
  assert.equal(warnings, [
    'The secret NOT_SET is empty: there is no variable NOT_SET',
    'The build arg ABSENT has no value: there is no variable ABSENT',
    'The build arg MISSING has no value: there is no variable MISSING',
  ]);
});

options("a flag of the hook command overrides the plugin's option", async ({ agent }) => {
  const { sandbox, api } = agent;
  const file = path.join(sandbox.root, 'exports');
  const { status, log } = await runProgram({
    sandbox,
    argv: ['hook', '--exports', file, '--export-env-variable=FLAG'],
    env: { ...api.env, AWS_REGION: 'eu-west-1', ...pluginEnv({ 'export-env-variable': 'OPTION' }) },
  });
  assert.is(status, 0, log);
  assert.match(readFileSync(file, 'utf8'), /^FLAG\0/);
});

options.run();
