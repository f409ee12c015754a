import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Agent, createAgent } from '../support/agent';
import { HOOK, type HookResult } from '../support/hook';
import { runProgram } from '../support/program';

// What a run leaves behind: an image, a login and its exports, and no secret anywhere.

const leftovers = suite<{ agent: Agent }>('leftovers');

leftovers.before.each(async (context) => {
  context.agent = await createAgent();
  context.agent.sandbox.write('Dockerfile', 'FROM bash\nCOPY src /src\n');
  context.agent.sandbox.write('src/index.js', 'index');
  context.agent.sandbox.write('.npmrc', 'registry');
});

leftovers.after.each(({ agent }) => agent.close());

/** Every file in a folder with its size, time and mode, to detect any change. */
function describeFolder(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const name = path.join(folder, entry.name);
    if (entry.isDirectory()) return [`${name}/`, ...describeFolder(name)];
    const { size, mtimeMs, mode } = statSync(name);
    return [`${name} ${size} ${mtimeMs} ${mode}`];
  });
}

const steps: readonly [why: string, arrange: (agent: Agent) => void, configuration: object, status: number][] = [
  ['a miss', () => undefined, { 'cache-on': ['src'], secrets: ['id=npmrc,src=.npmrc'] }, 0],
  ['an inline Dockerfile', () => undefined, { 'dockerfile-inline': 'FROM bash\n' }, 0],
  ['everything that is copied', () => undefined, { 'cache-on-copied': true }, 0],
  ['a build that fails', ({ docker }) => docker.rules([{ match: ['build'], stderr: 'no\n', exit: 1 }]), {}, 1],
  ['options that are wrong', () => undefined, { 'max-age-days': 'x' }, 2],
  [
    'a look-up that is denied',
    ({ api }) => {
      api.intercept('BatchGetImage', () => ({ error: 'AccessDeniedException' }));
    },
    {},
    1,
  ],
];

for (const [why, arrange, configuration, status] of steps) {
  leftovers(`the checkout, the temporary folder and the plugin's folder after: ${why}`, async ({ agent }) => {
    const { sandbox } = agent;
    const plugin = copyPlugin(agent);
    const before = [...describeFolder(sandbox.work), ...describeFolder(plugin)];
    arrange(agent);
    const result = await agent.runStep({ ...configuration }, { hook: path.join(plugin, 'hooks/pre-command') });
    assert.is(result.status, status, result.log);
    assert.equal([...describeFolder(sandbox.work), ...describeFolder(plugin)], before);
    assert.equal(sandbox.leftovers(), []);
    const config = path.join(sandbox.home, '.docker/config.json');
    assert.equal(
      listFiles(sandbox.home).filter((file) => file !== config),
      [],
    );
  });
}

const commands: readonly [argv: readonly string[], status: number][] = [
  [['--help'], 0],
  [['--version'], 0],
  [['no-command'], 2],
  [['key'], 0],
  [['key', '--explain'], 0],
  [['key', '--json'], 0],
  [['check'], 3],
  [['check', '--explain'], 3],
  [['--require-cached'], 3],
  [['--registry-provider=local'], 0],
  [[], 0],
  [['hook', '--exports', '../exports'], 0],
];

for (const [argv, status] of commands) {
  leftovers(`a home has docker's configuration at most after the command: ${argv.join(' ')}`, async ({ agent }) => {
    const { sandbox, api } = agent;
    const names = { BUILDKITE_ORGANIZATION_SLUG: 'acme', BUILDKITE_PIPELINE_SLUG: 'shop' };
    const env = { ...api.env, ...names, AWS_REGION: 'eu-west-1' };
    const before = describeFolder(sandbox.work);
    // For commands that build, the second run is a hit.
    for (let run = 0; run < 2; run++) {
      const result = await runProgram({ sandbox, argv: [...argv], env });
      assert.is(result.status, status, result.log);
      assert.equal(
        listFiles(sandbox.home).filter((file) => file !== path.join(sandbox.home, '.docker/config.json')),
        [],
      );
      assert.equal(sandbox.leftovers(), []);
      assert.equal(describeFolder(sandbox.work), before);
    }
  });
}

/** A copy of the plugin as an agent clones it, in a folder with a space. */
function copyPlugin({ sandbox }: Agent): string {
  const plugin = path.join(sandbox.root, 'plug ins', 'docker-ecr-cache');
  const project = path.resolve(path.dirname(HOOK), '..');
  for (const file of ['hooks/pre-command', 'bin/docker-ecr-cache.cjs']) {
    sandbox.write(path.join(plugin, file), readFileSync(path.join(project, file)), 0o755);
  }
  return plugin;
}

const surroundings: readonly [why: string, env: { [name: string]: string | undefined }][] = [
  ['no HOME', { HOME: undefined }],
  ['a HOME that is not there', { HOME: '/nowhere/at/all' }],
  ['a HOME that is a file', { HOME: '/dev/null' }],
  ['an empty HOME', { HOME: '' }],
  ['a HOME that is relative', { HOME: '.' }],
  ['no LANG', { LANG: undefined }],
  ['no TERM', { TERM: undefined }],
];

for (const [why, env] of surroundings) {
  leftovers(`${why}: no effect, where docker's configuration is elsewhere`, async ({ agent }) => {
    const folder = path.join(agent.sandbox.root, 'docker-config');
    mkdirSync(folder);
    const before = describeFolder(agent.sandbox.work);
    const result = await agent.runStep({}, { env: { ...env, DOCKER_CONFIG: folder } });
    assert.is(result.status, 0, result.log);
    assert.equal(describeFolder(agent.sandbox.work), before);
    assert.is((await agent.imageTags()).size, 2);
    assert.equal(agent.sandbox.leftovers(), []);
    assert.not.match(result.log, /internal error/);
  });
}

leftovers('no TMPDIR: /tmp is used', async ({ agent: { sandbox, runStep } }) => {
  // A stand-in for /tmp, because the machine's own has files of others.
  const mktemp = path.join(sandbox.root, 'tools', 'mktemp');
  sandbox.install('mktemp', `#!/bin/sh\necho "mktemp $*" >&2\nexec '${mktemp}' -d '${sandbox.tmp}/XXXXXXXX'\n`);
  const result = await runStep({}, { env: { TMPDIR: undefined } });
  assert.is(result.status, 0, result.log);
  assert.match(result.log, /^mktemp -d \/tmp\/docker-ecr-cache\.XXXXXXXX$/m);
  assert.equal(sandbox.leftovers(), []);
});

leftovers('a TMPDIR that does not exist: a clear error, and nothing is done', async ({ agent }) => {
  const result = await agent.runStep({}, { env: { TMPDIR: '/nowhere/at/all' } });
  assert.is(result.status, 1);
  assert.match(result.log, /error: no temporary folder can be made in \/nowhere\/at\/all/);
  assert.equal(result.exported, {});
  assert.equal(agent.docker.commands(), []);
  assert.equal(agent.api.operations(), []);
});

leftovers('a TMPDIR with spaces and quotes', async ({ agent }) => {
  const folder = path.join(agent.sandbox.root, `a "b" 'c' $d`);
  mkdirSync(folder);
  const result = await agent.runStep({}, { env: { TMPDIR: folder } });
  assert.is(result.status, 0, result.log);
  assert.equal(Object.keys(result.exported).length, 5);
  assert.equal(readdirSync(folder), []);
});

/** A different secret for each place that can hold one. */
const canaries = {
  ACCESS_KEY: 'canary-secret-access-key',
  SESSION: 'canary-session-token',
  BUILD_ARG: 'canary-build-arg-of-the-environment',
  SECRET_ENV: 'canary-secret-of-the-environment',
  SECRET_FILE: 'canary-secret-of-a-file',
  COPIED: 'canary-text-of-a-file-that-counts',
  FOREIGN: 'canary-password-of-another-registry',
};

/** Where these texts occur in anything that a run writes, prints, exports or passes on. */
function findCanaries(
  agent: Agent,
  result: HookResult,
  texts: readonly string[],
  allowed: readonly string[] = [],
): readonly string[] {
  const places: { [place: string]: string } = {
    log: result.log,
    exports: JSON.stringify(result.exported),
    argv: JSON.stringify(agent.docker.calls().map(({ argv }) => argv)),
    stdin: JSON.stringify(
      agent.docker
        .calls()
        .filter(({ argv }) => argv[0] !== 'login')
        .map(({ stdin }) => stdin),
    ),
    api: JSON.stringify(agent.api.calls.map(({ input }) => input)),
    labels: JSON.stringify([...agent.docker.world.images.values()].map(({ labels }) => labels)),
  };
  for (const folder of [agent.sandbox.work, agent.sandbox.home, agent.sandbox.tmp]) {
    for (const file of listFiles(folder)) places[file] = readFileSync(file, 'utf8');
  }
  return Object.entries(places)
    .filter(([place]) => !allowed.some((suffix) => place.endsWith(suffix)))
    .flatMap(([place, text]) => texts.filter((canary) => text.includes(canary)).map((c) => `${c} in ${place}`));
}

function listFiles(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const name = path.join(folder, entry.name);
    return entry.isDirectory() ? listFiles(name) : [name];
  });
}

const courses: readonly [why: string, arrange: (agent: Agent) => void, configuration: object][] = [
  ['a miss', () => undefined, {}],
  ['a build that fails', ({ docker }) => docker.rules([{ match: ['build'], stderr: 'no\n', exit: 1 }]), {}],
  ['a login that fails', ({ docker }) => docker.rules([{ match: ['login'], stderr: 'denied: no\n', exit: 1 }]), {}],
  ['a push that fails', ({ docker }) => docker.rules([{ match: ['push'], stderr: 'denied: no\n', exit: 1 }]), {}],
  [
    'an API that denies',
    ({ api }) => {
      api.intercept('GetAuthorizationToken', () => ({ error: 'AccessDeniedException' }));
    },
    {},
  ],
  ['an option that is wrong', () => undefined, { 'max-age-days': 'x' }],
];

for (const [index, [why, arrange, configuration]] of courses.entries()) {
  const form = index % 2 === 0 ? 'json' : 'flattened';
  leftovers(`no secret is anywhere after: ${why} (${form})`, async ({ agent }) => {
    const { sandbox } = agent;
    sandbox.write('.npmrc', canaries.SECRET_FILE);
    sandbox.write('src/index.js', canaries.COPIED);
    const auth = Buffer.from(`me:${canaries.FOREIGN}`).toString('base64');
    const config = { auths: { 'registry.example.com': { auth } } };
    sandbox.write(path.join(sandbox.home, '.docker/config.json'), JSON.stringify(config));
    arrange(agent);
    const result = await agent.runStep(
      {
        'build-args': ['BUILD_ARG'],
        secrets: ['SECRET_ENV', 'id=npmrc,src=.npmrc'],
        'cache-on': ['src'],
        'cache-on-copied': true,
        ...configuration,
      },
      {
        form,
        env: {
          AWS_SECRET_ACCESS_KEY: canaries.ACCESS_KEY,
          AWS_SESSION_TOKEN: canaries.SESSION,
          BUILD_ARG: canaries.BUILD_ARG,
          SECRET_ENV: canaries.SECRET_ENV,
        },
      },
    );
    const passwords = agent.docker
      .calls()
      .filter(({ argv }) => argv[0] === 'login')
      .map(({ stdin = '' }) => stdin.trim());
    assert.ok(passwords.every((password) => password.length > 20));
    const encoded = passwords.map((password) => Buffer.from(`AWS:${password}`).toString('base64'));
    const secrets = [...Object.values(canaries), auth, ...passwords, ...encoded];
    assert.equal(
      // Except where they came from, and docker's own configuration.
      findCanaries(agent, result, secrets, ['.npmrc', 'src/index.js', '.docker/config.json']),
      [],
    );
    // The search itself works.
    assert.ok(findCanaries(agent, result, [canaries.SECRET_FILE]).length > 0);
  });
}

leftovers.run();
