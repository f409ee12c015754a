import { existsSync, readFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Docker, type DockerSurroundings } from '../../src/docker/docker-cli';
import { readDockerConfig } from '../../src/docker/docker-config';
import { ProcessRunner } from '../../src/docker/process-runner';
import { OutageError, UserError } from '../../src/errors';
import { makeScratchFolder } from './scratch-folder';

/** The start of the scripts below. */
const prelude = `#!${process.execPath}
const fs = require('fs');
const args = process.argv.slice(2);
const file = __dirname + '/config.json';
fs.mkdirSync(__dirname + '/podman', { recursive: true });
fs.appendFileSync(__dirname + '/calls', args.join(' ') + '\\n');
const calls = fs.readFileSync(__dirname + '/calls', 'utf8').split('\\n').length - 1;
const read = () => (fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')).auths : {});
const write = (auths, file = __dirname + '/config.json') => {
  fs.writeFileSync(file + '.new', JSON.stringify({ auths }));
  fs.renameSync(file + '.new', file);
};
`;

/** A machine whose `docker` is a script for node. The host of a login is args[3]. */
function makeMachine(
  script: string,
  { staleMs = 10_000, ...change }: Partial<DockerSurroundings> & { staleMs?: number } = {},
  files: { readonly [name: string]: string } = {},
) {
  const folder = makeScratchFolder({ docker: { executable: prelude + script }, ...files });
  const runner = new ProcessRunner({ PATH: folder.root }, () => {});
  const said: string[] = [];
  const docker = new Docker(runner, {
    progress: 'shown',
    lock: { staleMs, pollMs: 5, slowMs: 10_000, folder: folder.root, atExit: () => () => {} },
    readLogins: () => [
      { name: 'docker', config: readDockerConfig(folder.root) },
      { name: 'podman', config: readDockerConfig(folder.path('podman')) },
    ],
    answerMs: 20_000,
    isBuilderChosen: false,
    say: (line) => said.push(line),
    ...change,
  });
  const calls = () =>
    existsSync(folder.path('calls')) ? readFileSync(folder.path('calls'), 'utf8').trim().split('\n') : [];
  const auths = () => JSON.parse(readFileSync(folder.path('config.json'), 'utf8')).auths;
  return { runner, docker, calls, auths, said };
}

test('logins that queue for longer than a lock is respected: none is lost', async () => {
  // Like docker: reads the file, asks the registry, writes the file.
  const { docker, calls, auths } = makeMachine(
    'const auths = read(); auths[args[3]] = {}; setTimeout(() => write(auths), 250);',
    { staleMs: 1_000 },
  );
  const hosts = Array.from({ length: 10 }, (_, number) => `${number}.example.com`);
  await Promise.all(hosts.map((host) => docker.login(host, 'AWS', 'x')));
  assert.equal(Object.keys(auths()).sort(), hosts);
  assert.is(calls().length, hosts.length);
});

const overwritten: readonly [why: string, script: string, logins: number][] = [
  ['that stays: once', 'write({ [args[3]]: {} });', 1],
  [
    'that another program writes over at once: once more',
    'write({ [args[3]]: {} }); if (calls === 1) write({ "other.example.com": {} });',
    2,
  ],
  ['that podman keeps elsewhere: once', 'write({ [args[3]]: {} }, __dirname + "/podman/config.json");', 1],
  ['that docker keeps in no file: once more, and no third time', '', 2],
];

for (const [why, script, logins] of overwritten) {
  test(`a login ${why}`, async () => {
    const { docker, calls } = makeMachine(script);
    await docker.login('a.example.com', 'AWS', 'x');
    const call = 'login --username=AWS --password-stdin a.example.com';
    assert.equal(calls(), Array(logins).fill(call));
  });
}

const image = { repository: 'a.example.com/b', tag: 'c' };

const podman = 'if (args[0] === "version") console.log("Client:       Podman Engine");';
const digests: readonly [why: string, script: string, digest: string | undefined][] = [
  ['Docker notes it in the engine', '', undefined],
  [
    'podman writes it to a file',
    `${podman}
     if (args[0] === 'push') fs.writeFileSync(args[2].replace('--digestfile=', ''), 'sha256:1234\\n');`,
    'sha256:1234',
  ],
  ['a remote podman writes none', podman, ''],
  [
    'TMPDIR is emptied during the push, which succeeds anyway',
    `${podman}
     if (args[0] === 'push') fs.rmSync(require('path').dirname(args[2].replace('--digestfile=', '')), { recursive: true });`,
    '',
  ],
];

for (const [why, script, digest] of digests) {
  test(`the digest of a push: ${why}`, async () => {
    assert.is(await makeMachine(script).docker.push(image), digest);
  });
}

test('the tag of a build is removed, and the layers of the legacy builder stay', async () => {
  const { docker, calls } = makeMachine('');
  const { repository, tag } = docker.openOwnTag();
  await docker.dropOwnTags();
  await docker.dropOwnTags();
  assert.equal(calls(), [`image rm --no-prune ${repository}:${tag}`]);
});

const helped: readonly [command: string, run: (docker: Docker) => Promise<unknown>][] = [
  ['login', (docker) => docker.login('a.example.com', 'AWS', 'x')],
  ['pull', (docker) => docker.pull(image, undefined)],
  ['push', (docker) => docker.push(image)],
];

for (const [command, run] of helped) {
  test(`a ${command} that fails because of a credential helper names it`, async () => {
    const { docker } = makeMachine(
      `console.error('error getting credentials - err: exit status 1, out: \`locked\`'); process.exit(1);`,
      {},
      { 'config.json': '{"credsStore":"pass"}' },
    );
    const error = await run(docker).then(
      () => new UserError('nothing failed'),
      (reason: UserError) => reason,
    );
    assert.match(error.message, / failed: the credential helper failed \(docker-credential-pass\): .*out: `locked`$/);
  });
}
const engineHangs =
  /^docker (?:image inspect|tag) of a\.example\.com\/b:c has not answered in 0\.3 s: the docker engine hangs$/;

const hangs: readonly [command: string, ask: (docker: Docker) => Promise<unknown>, words: RegExp, isOutage: boolean][] =
  [
    ['a look for an image', (docker) => docker.findImage(image), engineHangs, false],
    ['a tag', (docker) => docker.tag(image, image), engineHangs, false],
    [
      'a login',
      (docker) => docker.login('a.example.com', 'AWS', 'x'),
      /^docker login to a\.example\.com has not answered in 0\.3 s$/,
      true,
    ],
  ];

for (const [command, ask, words, isOutage] of hangs) {
  for (const [how, script] of [
    ['', 'setInterval(() => {}, 1_000);'],
    [', even if it ignores signals', 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1_000);'],
  ] as const) {
    test(`${command} that hangs is ended, with an error${how}`, async () => {
      const { docker, runner } = makeMachine(script, { answerMs: 300 });
      const start = Date.now();
      try {
        await ask(docker);
      } catch (error) {
        assert.match((error as UserError).message, words);
        assert.is(error instanceof OutageError, isOutage);
        assert.is((error as UserError).hint === undefined, isOutage);
        assert.ok(Date.now() - start < 4_000, `took ${Date.now() - start} ms`);
        // Nothing is left to be ended.
        const asked = Date.now();
        await runner.stopAll('SIGTERM', 10_000);
        assert.ok(Date.now() - asked < 1_000);
        return;
      }
      assert.unreachable();
    });
  }
}

test.run();
