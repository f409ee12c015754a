import { mkdirSync, readdirSync, rmdirSync } from 'node:fs';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Agent, createAgent } from '../support/agent';
import { PROGRAM, startProgram } from '../support/program';
import { testNode } from '../support/sandbox';

// Missing homes and working directories.

const surroundings = suite<{ agent: Agent }>('surroundings');

surroundings.before.each(async (context) => {
  context.agent = await createAgent();
  context.agent.sandbox.write('Dockerfile', 'FROM bash\n');
});

surroundings.after.each(({ agent }) => agent.close());

for (const [why, toEnv] of [
  ['an empty HOME', (folder: string) => ({ HOME: '', XDG_CACHE_HOME: folder })],
  ['a HOME that is relative', () => ({ HOME: '.' })],
  ['an XDG_CACHE_HOME that is relative', () => ({ XDG_CACHE_HOME: '.' })],
  ['both', () => ({ HOME: '.', XDG_CACHE_HOME: '.' })],
] as const) {
  surroundings(`${why} leads nothing into the checkout`, async ({ agent }) => {
    const { sandbox } = agent;
    const folder = path.join(sandbox.root, 'elsewhere');
    mkdirSync(folder, { mode: 0o700 });
    const result = await agent.runStep({}, { env: { ...toEnv(folder), DOCKER_CONFIG: folder } });
    assert.is(result.status, 0, result.log);
    assert.equal(readdirSync(sandbox.work), ['Dockerfile']);
  });
}

surroundings('a working directory that was removed: a clear error', async ({ agent: { sandbox } }) => {
  const cwd = path.join(sandbox.root, 'gone');
  mkdirSync(cwd);
  sandbox.install('in-removed-folder', `#!/bin/sh\nrmdir "$PWD"\nexec "${testNode()}" "${PROGRAM}" key\n`);
  const { status, stderr } = await startProgram({
    sandbox,
    cwd,
    node: path.join(sandbox.bin, 'in-removed-folder'),
  }).result;
  assert.throws(() => rmdirSync(cwd));
  assert.match(stderr, /^error: the working directory can't be found: ENOENT/);
  assert.is(status, 1);
});

surroundings.run();
