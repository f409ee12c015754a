import { readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Agent, createAgent, REPOSITORY } from '../support/agent';
import type { HookResult } from '../support/hook';
import { readLabel } from '../support/image-line';
import { until } from '../support/until';

// The plugin's main job, through the hook, sourced as the agent does it.

const hook = suite<{ agent: Agent }>('hook');

hook.before.each(async (context) => {
  context.agent = await createAgent();
  context.agent.sandbox.write('Dockerfile', 'FROM bash\nRUN echo "my expensive build step"\n');
});

hook.after.each(({ agent }) => agent.close());

const PREFIX = 'BUILDKITE_PLUGIN_DOCKER_ECR_CACHE_EXPORT_';

function expectSuccess(result: HookResult, hit: boolean): void {
  assert.is(result.status, 0, result.log);
  assert.is(result.exported[`${PREFIX}HIT`], String(hit), result.log);
  assert.is(result.stdout, '');
  assert.equal(result.removed, []);
  assert.equal(result.leaked, []);
  assert.is(result.cwdChanged, undefined);
}

hook('a miss creates the repository, builds, pushes and moves latest', async ({ agent }) => {
  const result = await agent.runStep();
  expectSuccess(result, false);
  // In parallel with the login; after the build, to check that the engine has it; after the push, for its digest.
  assert.equal(
    agent.docker.commands().filter((command) => !['login', 'image ls'].includes(command)),
    ['image inspect', 'build', 'image inspect', 'tag', 'image rm', 'version', 'push', 'image inspect'],
  );
  assert.equal(
    agent.operations().sort(),
    [
      'GetAuthorizationToken',
      ...['BatchGetImage', 'BatchGetImage', 'BatchGetImage', 'BatchGetImage'],
      ...['CreateRepository', 'PutLifecyclePolicy', 'PutImage'],
    ].sort(),
  );
  const tags = await agent.imageTags();
  const tag = result.exported[`${PREFIX}TAG`] ?? '';
  assert.equal([...tags.keys()].sort(), [tag, 'latest'].sort());
  assert.is(tags.get(tag), tags.get('latest'));
  assert.equal(agent.locks(), []);
});

hook('a tag points to the newest image of a Dockerfile, target and platform', async ({ agent }) => {
  const first = await agent.runStep({ 'cache-version': '1' });
  const [[newest = '', digest] = [], ...others] = await agent.newestTags();
  assert.equal(others, []);
  assert.is(digest, first.exported[`${PREFIX}DIGEST`]);
  // The newest image is looked up once, to explain the miss; then its tag is moved.
  assert.equal(agent.newestOperations(), ['BatchGetImage', 'PutImage']);
  const second = await agent.runStep({ 'cache-version': '2' });
  assert.is.not(second.exported[`${PREFIX}DIGEST`], digest);
  assert.equal([...(await agent.newestTags())], [[newest, second.exported[`${PREFIX}DIGEST`]]]);
  // A hit moves nothing.
  agent.api.calls.length = 0;
  expectSuccess(await agent.runStep({ 'cache-version': '1' }), true);
  assert.equal(agent.newestOperations(), []);
  agent.sandbox.write('other', 'FROM bash\n');
  for (const configuration of [{ dockerfile: 'other' }, { target: 'deps' }, { platform: 'linux/s390x' }]) {
    await agent.runStep(configuration);
  }
  const tags = await agent.newestTags();
  assert.is(tags.size, 4);
  assert.is(tags.get(newest), second.exported[`${PREFIX}DIGEST`]);
});

hook("an image's label says what its key was made from, without values", async ({ agent }) => {
  agent.sandbox.write('package.json', '{}');
  const secret = 'hunter2';
  const result = await agent.runStep(
    {
      'cache-on': 'package.json',
      'build-args': ['GIVEN=plain-value', 'TAKEN'],
      'additional-build-args': ['--label=by=us'],
      secrets: ['NPM_TOKEN'],
    },
    { env: { TAKEN: 'taken-value', NPM_TOKEN: secret } },
  );
  expectSuccess(result, false);
  const [build] = agent.builds();
  const summary = readLabel(build?.label ?? '');
  assert.equal([summary.line], [...(await agent.newestTags()).keys()]);
  assert.equal(Object.keys(summary.files), ['package.json']);
  for (const input of ['the Dockerfile', 'the context', 'the build arg GIVEN', 'the build arg TAKEN']) {
    assert.match(summary.inputs[input] ?? '', /^[0-9a-f]{4,8}$/, input);
  }
  assert.not.match(JSON.stringify(summary), /plain-value|taken-value|hunter2/);
  const image = agent.docker.world.images.get(result.exported.BUILDKITE_PLUGIN_DOCKER_IMAGE ?? '');
  assert.equal(image?.labels, {
    'docker-ecr-cache.key-inputs': build?.label,
    'docker-ecr-cache.build-started': build?.started,
    by: 'us',
  });
});

hook('the start of a build is noted only in images that are pushed: others stay the same', async ({ agent }) => {
  for (const configuration of [{ push: false }, { 'registry-provider': 'local' }, {}])
    expectSuccess(await agent.runStep(configuration), false);
  assert.equal(
    agent.builds().map(({ started }) => started !== undefined),
    [false, false, true],
  );
});

hook('jobs on one machine take turns: one builds and pushes, the others are hits', async ({ agent }) => {
  const jobs = [agent.startStep(), agent.startStep(), agent.startStep()];
  const isWaiting = ({ log }: (typeof jobs)[number]) =>
    /^Another job on this machine is building this image: waiting for it/m.test(log());
  const othersWait = () => until(() => jobs.filter(isWaiting).length === 2, 'the other jobs');
  agent.docker.rules([{ match: ['push'], before: othersWait }]);
  const results = await Promise.all(jobs.map(({ result }) => result));
  for (const result of results) assert.is(result.status, 0, result.log);
  assert.equal(results.map(({ exported }) => exported[`${PREFIX}HIT`]).sort(), ['false', 'true', 'true']);
  const commands = agent.docker.commands();
  assert.equal(
    commands.filter((command) => ['build', 'push', 'pull'].includes(command)),
    ['build', 'push'],
  );
  assert.is(new Set(results.map(({ exported }) => exported[`${PREFIX}DIGEST`])).size, 1);
  assert.equal(agent.locks(), []);
});

hook('the exports, and nothing else', async ({ agent }) => {
  const { exported } = await agent.runStep();
  const repository = `${agent.host}/${REPOSITORY}`;
  const tag = exported[`${PREFIX}TAG`] ?? '';
  assert.match(tag, /^[0-9a-f]{40}$/);
  const digest = (await agent.api.registry.images.tags(REPOSITORY)).get(tag);
  assert.equal(exported, {
    BUILDKITE_PLUGIN_DOCKER_IMAGE: `${repository}:${tag}`,
    [`${PREFIX}IMAGE`]: repository,
    [`${PREFIX}TAG`]: tag,
    [`${PREFIX}DIGEST`]: digest,
    [`${PREFIX}HIT`]: 'false',
  });
});

for (const name of ['name', 'folder', 'status', 'value', 'plugin', 'traps']) {
  hook(`the image arrives in a variable that is called ${name}`, async ({ agent }) => {
    const { exported } = await agent.runStep({ 'export-env-variable': name });
    assert.is(exported[name], `${agent.host}/${REPOSITORY}:${exported[`${PREFIX}TAG`]}`);
  });
}

hook('a hit asks for the token and the image, and pulls', async ({ agent }) => {
  const first = await agent.runStep();
  agent.docker.forgetImages();
  agent.api.calls.length = 0;
  const before = agent.docker.calls().length;
  const second = await agent.runStep();
  expectSuccess(second, true);
  assert.equal(agent.api.operations().sort(), ['BatchGetImage', 'GetAuthorizationToken']);
  // The second inspection is for the build time.
  assert.equal(agent.docker.commands().slice(before).sort(), ['image inspect', 'image inspect', 'login', 'pull']);
  assert.equal({ ...second.exported, [`${PREFIX}HIT`]: 'false' }, first.exported);
});

hook("a hit does not pull if the engine has the registry's digest", async ({ agent }) => {
  await agent.runStep();
  const before = agent.docker.calls().length;
  expectSuccess(await agent.runStep(), true);
  assert.equal(agent.docker.commands().slice(before).sort(), ['image inspect', 'login']);
});

hook('a hit pulls if the engine has another image of that name', async ({ agent }) => {
  const { exported } = await agent.runStep();
  agent.docker.forgetImages();
  agent.docker.addImage(exported.BUILDKITE_PLUGIN_DOCKER_IMAGE ?? '');
  const before = agent.docker.calls().length;
  expectSuccess(await agent.runStep(), true);
  assert.ok(agent.docker.commands().slice(before).includes('pull'));
});

hook('a failing build fails the step with its status and exports nothing', async ({ agent }) => {
  agent.docker.rules([{ match: ['build'], stderr: 'boom: no such package\n', exit: 1 }]);
  const result = await agent.runStep();
  assert.is(result.status, 1);
  assert.equal(result.exported, {});
  assert.match(result.stderr, /boom: no such package/);
  assert.match(result.stderr, /\^\^\^ \+\+\+\nerror: docker build failed with status 1; see its output above/);
  assert.not(agent.docker.commands().includes('push'));
  assert.equal(agent.sandbox.leftovers(), []);
});

hook('works from flattened variables alone, in a fork of another name, under the same exports', async ({ agent }) => {
  agent.sandbox.write('other', 'FROM bash\n');
  const result = await agent.runStep({ dockerfile: 'other' }, { name: 'my-cache', form: 'both' });
  expectSuccess(result, false);
  const flattened = await agent.runStep({ dockerfile: 'other' }, { form: 'flattened' });
  expectSuccess(flattened, true);
  assert.is(flattened.exported[`${PREFIX}TAG`], result.exported[`${PREFIX}TAG`]);
});

hook('twice in a step: the second run sees the exports of the first and overwrites them', async ({ agent }) => {
  const first = await agent.runStep();
  agent.sandbox.write('other', 'FROM bash\n');
  const second = await agent.runStep({ dockerfile: 'other' }, { env: first.exported });
  assert.is(second.status, 0, second.log);
  assert.match(second.exported[`${PREFIX}TAG`] ?? '', /^[0-9a-f]{40}$/);
  assert.is.not(second.exported[`${PREFIX}TAG`], first.exported[`${PREFIX}TAG`]);
  assert.not.match(second.stderr, /warning/);
});

hook('the log is made of groups and plain lines', async ({ agent }) => {
  const result = await agent.runStep();
  const titles = result.stderr.split('\n').filter((line) => line.startsWith('--- '));
  assert.is(titles.length, 4, result.stderr);
  assert.match(titles[0] ?? '', /^--- :docker: Looking for the image in Amazon ECR$/);
  assert.match(titles[1] ?? '', /^--- :docker: Building the image$/);
  assert.match(titles[2] ?? '', /^--- :docker: Pushing /);
  assert.match(titles[3] ?? '', /^--- :docker: miss, built in \d+\.\d\d s \(/);
  assert.match(result.stderr, /^The key is [0-9a-f]{40}, made from Dockerfile$/m);
});

hook('the last line of the log: what came of it, where the time went, and the reference', async ({ agent }) => {
  const miss = await agent.runStep();
  const hit = await agent.runStep();
  for (const [result, verdict] of [
    [miss, 'miss, built'],
    [hit, 'hit'],
  ] as const) {
    const last = result.stderr.trimEnd().split('\n').pop() ?? '';
    const [, said, total, steps = '', reference] =
      /^--- :docker: (.+) in (\d+\.\d\d) s \((.+?)\)(?: instead of a build of [^–]+)? – (\S+)$/.exec(last) ?? [];
    assert.is(said, verdict, result.stderr);
    assert.is(reference, result.exported.BUILDKITE_PLUGIN_DOCKER_IMAGE);
    const spent = steps.split(', ').map((step) => /^[a-z -]+ (\d+\.\d\d)$/.exec(step)?.[1]);
    assert.match(steps, /^startup /);
    const sum = spent.reduce((so_far, seconds) => so_far + Number(seconds), 0);
    // Each is rounded.
    assert.ok(sum <= Number(total) + 0.05, last);
  }
});

hook('a hit says which build it spared, and that a pull took longer', async ({ agent }) => {
  const { exported } = await agent.runStep();
  const { images } = agent.docker.world;
  const reference = exported.BUILDKITE_PLUGIN_DOCKER_IMAGE ?? '';
  const image = images.get(reference);
  assert.ok(image);
  if (image === undefined) return;
  // The stand-in says of every image that it was created as the year began.
  image.labels['docker-ecr-cache.build-started'] = '2025-12-31T23:59:59.9Z';
  assert.match((await agent.runStep()).stderr, / instead of a build of 0\.1 s – /);
  images.set('other:1', image);
  images.delete(reference);
  agent.docker.rules([{ match: ['pull'], delayMs: 300 }]);
  const { stderr } = await agent.runStep();
  assert.match(stderr, / instead of a build of 0\.1 s – /);
  assert.match(stderr, /^The pull took \d\.?\d* s, longer than the build of this image \(0\.1 s\): /m);
});

hook('a hit says little', async ({ agent }) => {
  await agent.runStep();
  const { stderr } = await agent.runStep();
  assert.ok(stderr.trim().split('\n').length <= 10, stderr);
});

hook('another job that pushed the image meanwhile is not overwritten: its image is used', async ({ agent }) => {
  const { exported } = await agent.runStep({ push: false });
  const tag = exported[`${PREFIX}TAG`] ?? '';
  let theirs = '';
  agent.docker.rules([
    {
      match: ['build'],
      before: async () => {
        const manifest = JSON.stringify({ schemaVersion: 2, config: {}, layers: [], by: 'another job' });
        const mediaType = 'application/vnd.docker.distribution.manifest.v2+json';
        theirs = await agent.api.registry.images.put(REPOSITORY, tag, manifest, mediaType);
      },
    },
  ]);
  const result = await agent.runStep();
  expectSuccess(result, false);
  assert.is(result.exported[`${PREFIX}DIGEST`], theirs);
  assert.not(agent.docker.commands().includes('push'));
  assert.ok(agent.docker.commands().includes('pull'));
});

hook("the registry's password is only passed on standard input", async ({ agent }) => {
  const result = await agent.runStep();
  const [login] = agent.docker.calls().filter(({ argv }) => argv[0] === 'login');
  assert.equal(login?.argv, ['login', '--username=AWS', '--password-stdin', agent.host]);
  const password = login?.stdin ?? '';
  assert.ok(password.length > 20);
  for (const { argv } of agent.docker.calls()) assert.not.ok(argv.join(' ').includes(password));
  assert.not.ok(result.log.includes(password));
});

hook('local keeps the image in the engine: no AWS, no login, no push', async ({ agent }) => {
  const configuration = { 'registry-provider': 'local' };
  const first = await agent.runStep(configuration);
  expectSuccess(first, false);
  assert.is(first.exported[`${PREFIX}IMAGE`], `localhost/${REPOSITORY}`);
  assert.is(first.exported[`${PREFIX}DIGEST`], '');
  expectSuccess(await agent.runStep(configuration), true);
  assert.equal(
    agent.docker.commands().filter((command) => command !== 'image ls' && command !== 'image inspect'),
    // One tag for the key, one for the newest image of the line.
    ['build', 'tag', 'tag', 'image rm'],
  );
  assert.equal(agent.api.operations(), []);
});

// The hook around the program: the node that it finds, and the shell that sources it.

const nodes: readonly [why: string, script: string, status: number, log: string][] = [
  [
    'one that is too old, by its version',
    '[ "$1" = --version ] && echo v12.22.12 && exit; echo "SyntaxError: Unexpected token" >&2; exit 1',
    1,
    'SyntaxError: Unexpected token\nerror: the docker-ecr-cache plugin needs Node.js 14 or newer; on PATH is v12.22.12\n',
  ],
  [
    'a shim that has no version to run has the last word',
    'echo "No version is set for command node" >&2; exit 126',
    126,
    'No version is set for command node\n',
  ],
  [
    'a version that a shim lacks is not the one on PATH',
    'echo "v8.17.0"; echo "v8.17.0 is not installed" >&2; exit 1',
    1,
    'v8.17.0\nv8.17.0 is not installed\n',
  ],
  [
    'one that does not start has the last word',
    '[ "$1" = --version ] && echo v20.0.0 && exit; echo "node: no such option" >&2; exit 9',
    9,
    'node: no such option\n',
  ],
];

for (const [why, script, status, log] of nodes) {
  hook(`the node on PATH: ${why}`, async ({ agent }) => {
    agent.sandbox.install('node', `#!/bin/sh\n${script}\n`);
    const result = await agent.runStep();
    assert.is(result.log, log);
    assert.is(result.status, status);
    assert.equal(result.exported, {});
  });
}

hook('the node on PATH: one that succeeds without exports is not Node.js', async ({ agent }) => {
  const node = agent.sandbox.install('node', '#!/bin/sh\n');
  const result = await agent.runStep();
  assert.is(result.log, `+++ error: ${node} exited with status 0 but is not Node.js: it exported nothing\n`);
  assert.is(result.status, 1);
});

hook('no node on PATH, but a function of that name', async ({ agent: { runStep, sandbox } }) => {
  rmSync(path.join(sandbox.bin, 'node'));
  const result = await runStep({}, { prelude: 'node() { :; }' });
  assert.match(result.log, /needs node, and there is none on PATH\nInstall Node.js 14 or newer/);
  assert.is(result.status, 1);
});

hook('a shell other than bash: a clear error', async ({ agent }) => {
  const result = await agent.runStep({}, { shell: ['dash'] });
  assert.match(result.log, /needs bash: unset BUILDKITE_HOOKS_SHELL/);
  assert.is(result.status, 1);
});

hook("the program does not read the step's standard input", async ({ agent }) => {
  agent.sandbox.install('node', `#!/bin/sh\ncat >>'${agent.sandbox.root}/input'\nexit 1\n`);
  await agent.runStep({}, { input: 'of the step' });
  assert.is(readFileSync(path.join(agent.sandbox.root, 'input'), 'utf8'), '');
});

hook("the caller's traps, options and variables are as they were", async ({ agent }) => {
  const prelude = `set -eu; trap 'echo "it'\\''s"' TERM; trap '' HUP; IFS=A; docker_ecr_cache_name=theirs`;
  const result = await agent.runStep({}, { prelude });
  expectSuccess(result, false);
});

const stepNodeOptions: readonly [why: string, value: string | undefined][] = [
  ['a module that only the container has', '-r dd-trace/ci/init'],
  ['a flag that this node does not know', '--no-such-flag'],
  ['spaces and a line end', ' --title=a \n b '],
  ['nothing', ''],
  ['unset', undefined],
];

for (const [why, value] of stepNodeOptions) {
  hook(`NODE_OPTIONS is the step's alone, for build args and docker too: ${why}`, async ({ agent }) => {
    const { bin, root } = agent.sandbox;
    renameSync(path.join(bin, 'docker'), path.join(root, 'docker'));
    const seen = path.join(root, 'seen');
    agent.sandbox.install(
      'docker',
      `#!/bin/sh\n[ "$1" != build ] || printf '%s' "\${NODE_OPTIONS-unset}" >'${seen}'\nexec '${root}/docker' "$@"\n`,
    );
    const configuration = { 'build-args': ['STEP', 'NODE_OPTIONS'] };
    const result = await agent.runStep(configuration, { env: { NODE_OPTIONS: value } });
    expectSuccess(result, false);
    assert.is(result.exported.NODE_OPTIONS, undefined);
    assert.is(readFileSync(seen, 'utf8'), value ?? 'unset');
    // The same as without node.
    const renamed = value === undefined ? ['STEP', 'NODE_OPTIONS'] : ['STEP', `NODE_OPTIONS=${value}`];
    const other = await agent.runStep({ 'build-args': renamed });
    assert.is(other.exported[`${PREFIX}TAG`], result.exported[`${PREFIX}TAG`]);
  });
}

hook('other variables that change how node starts are not passed on', async ({ agent }) => {
  const seen = path.join(agent.sandbox.root, 'seen');
  const names = 'NODE_OPTIONS NODE_COMPILE_CACHE OPENSSL_CONF NODE_EXTRA_CA_CERTS HTTPS_PROXY';
  agent.sandbox.install('node', `#!/bin/sh\nprintenv ${names} >'${seen}'\n`);
  const env = Object.fromEntries(names.split(' ').map((name) => [name, `the step's ${name}`]));
  await agent.runStep({}, { env });
  assert.is(readFileSync(seen, 'utf8'), "the step's NODE_EXTRA_CA_CERTS\nthe step's HTTPS_PROXY\n");
});

hook.run();
