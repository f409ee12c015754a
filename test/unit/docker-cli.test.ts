import { existsSync, readFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Docker, type LockSurroundings } from '../../src/docker/docker-cli';
import { ProcessRunner } from '../../src/docker/process-runner';
import { makeScratchFolder } from './scratch-folder';

const lock: Omit<LockSurroundings, 'folder'> = {
  staleMs: 10_000,
  pollMs: 5,
  loginMs: 20_000,
  pushMs: 10_000,
  atExit: () => () => {},
};

/** What the scripts below begin with. */
const prelude = `#!${process.execPath}
const fs = require('fs');
const args = process.argv.slice(2);
const file = __dirname + '/config.json';
fs.appendFileSync(__dirname + '/calls', args.join(' ') + '\\n');
const calls = fs.readFileSync(__dirname + '/calls', 'utf8').split('\\n').length - 1;
const read = () => (fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')).auths : {});
const write = (auths) => {
  fs.writeFileSync(file + '.new', JSON.stringify({ auths }));
  fs.renameSync(file + '.new', file);
};
`;

/** A machine whose `docker` is a script for node: of a login it has the host as args[3], and keeps what it writes. */
function makeMachine(script: string, change: Partial<LockSurroundings> = {}) {
  const folder = makeScratchFolder({ docker: { executable: prelude + script } });
  const runner = new ProcessRunner({ PATH: folder.root }, () => {});
  const docker = new Docker(runner, 'shown', { ...lock, folder: folder.root, ...change });
  const calls = () =>
    existsSync(folder.path('calls')) ? readFileSync(folder.path('calls'), 'utf8').trim().split('\n') : [];
  const auths = () => JSON.parse(readFileSync(folder.path('config.json'), 'utf8')).auths;
  return { docker, calls, auths };
}

test('of logins that queue for longer than a lock is respected none is lost', async () => {
  // As docker does it: the file is read, the registry is asked, the file is written.
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
  ['that nobody writes over: once', 'write({ [args[3]]: {} });', 1],
  [
    'that another program writes over at once: once more',
    'write({ [args[3]]: {} }); if (calls === 1) write({ "other.example.com": {} });',
    2,
  ],
  ['that docker keeps nowhere to be seen: once more, and no third time', '', 2],
];

for (const [why, script, logins] of overwritten) {
  test(`a login ${why}`, async () => {
    const { docker, calls } = makeMachine(script);
    await docker.login('a.example.com', 'AWS', 'x');
    const call = 'login --username=AWS --password-stdin a.example.com';
    assert.equal(calls(), Array(logins).fill(call));
  });
}

test.run();
