import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Child, runningProcesses, startChild } from '../support/child-process';
import { isolate } from '../support/isolation';

// Engines leave nothing behind, however the process that started them ends.

const isolation = suite('isolation');

// Starts two engines with a container each, and cleans nothing up.
const PROGRAM = `
const { startEngine } = require('./test/support/engine');
const { findEngine } = require('./test/support/engines');
const { isolateThisProcess } = require('./test/support/isolation');
isolateThisProcess();
(async () => {
  for (const name of ['20.10', '28-containerd']) {
    const engine = await startEngine(findEngine(name));
    await engine.importBase(['bash:latest']);
    await engine.docker('run', '--detach', '--network=none', 'bash', 'sleep', '1000');
  }
  console.log('both run');
  setTimeout(() => process.exit(0), END_AFTER_MS);
})();
`;

/** Traces of an engine outside of its isolation. */
function observe() {
  return {
    processes: runningProcesses().length,
    mounts: readFileSync('/proc/self/mountinfo', 'utf8'),
    network: readFileSync('/proc/net/dev', 'utf8').replace(/:.*/g, ''),
    folders: readdirSync(tmpdir()).filter((name) => name.startsWith('docker-ecr-e2e-')),
  };
}

/** The control groups with the name of one of the folders. */
function findControlGroups(folders: readonly string[]): readonly string[] {
  const { stdout } = spawnSync('find', ['/sys/fs/cgroup', '-type', 'd'], { encoding: 'utf8' });
  return stdout.split('\n').filter((line) => folders.some((folder) => line.includes(folder)));
}

function start(endAfterMs: number): Child {
  return startChild({
    command: process.execPath,
    args: ['--import', 'tsx', '--eval', PROGRAM.replace('END_AFTER_MS', String(endAfterMs))],
    cwd: path.resolve(__dirname, '../..'),
    env: { ...process.env, DOCKER_ECR_CACHE_TEST_FOLDER: undefined },
    timeoutMs: 120_000,
  });
}

const ends: readonly [how: string, end: ((child: Child) => void) | undefined][] = [
  ['it ends', undefined],
  ['SIGINT, as from a terminal', (child) => child.signal('SIGINT')],
  ['SIGTERM', ({ pid }) => process.kill(pid, 'SIGTERM')],
  ['SIGKILL', ({ pid }) => process.kill(pid, 'SIGKILL')],
];

for (const [how, end] of ends) {
  isolation(`engines leave no process, mount, bridge or folder: ${how}`, async () => {
    const before = observe();
    const child = start(end ? 100_000 : 500);
    await child.waitFor('both run', 60_000);
    const { folders } = observe();
    assert.ok(runningProcesses().length > before.processes + 8, 'daemons, containerds, shims, containers');
    assert.ok(findControlGroups(folders).length > 0);
    assert.equal(observe().mounts, before.mounts);
    end?.(child);
    await child.result;

    const deadline = Date.now() + 5_000;
    while (runningProcesses().length > before.processes && Date.now() < deadline)
      await new Promise((resolve) => setTimeout(resolve, 50));
    for (const folder of observe().folders) utimesSync(path.join(tmpdir(), folder), 0, 0);
    // The next one removes what a killed one has left.
    isolate(['true']).remove();
    assert.equal(observe(), before);
    assert.equal(findControlGroups(folders), []);
  });
}

isolation.run();
