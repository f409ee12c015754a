import { existsSync } from 'node:fs';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Agent, createAgent } from '../support/agent';
import { startChild } from '../support/child-process';
import { type DistributionApi, startDistributionApi } from '../support/distribution-api';
import { PROGRAM } from '../support/program';
import { findBlocks, readDocument } from '../support/readme';
import { findExecutable } from '../support/sandbox';

// The README's terminal commands and its sample log, taken from its text.

const commands = suite<{ agent: Agent; registry: DistributionApi }>('readme commands');

commands.before.each(async (context) => {
  context.registry = await startDistributionApi();
  context.agent = await createAgent({ host: context.registry.host });
  context.registry.follow(context.agent.api.registry);
  const { sandbox } = context.agent;
  sandbox.write('Dockerfile', 'FROM bash\nCOPY package.json package-lock.json ./\n');
  sandbox.write('package.json', '{}');
  sandbox.write('package-lock.json', '{}');
});

commands.after.each(async ({ agent, registry }) => {
  await agent.close();
  await registry.close();
});

const readme = readDocument('README.md');

/** What each command prints. */
const outputs: readonly RegExp[] = [
  /^(localhost\/try:[0-9a-f]{40}\n)\1$/,
  /^tested in \S+\/web\/build-cache:[0-9a-f]{40}\n$/,
  /^image\n.*\n {2}package-lock\.json +[0-9a-f]{64}\n/s,
];

const root = path.join(__dirname, '../..');
/** In place of a clone of the repository: a clone of this checkout, or the checkout itself if it has no history. */
const clone = existsSync(path.join(root, '.git')) ? `git clone --quiet '${root}'` : `ln -s '${root}'`;

const texts = findBlocks(readme, 'sh').filter((text) => text.includes('docker-ecr-cache.cjs'));

commands('every command of the README is run', () => assert.is(texts.length, outputs.length));

for (const [index, text] of texts.entries()) {
  commands(text.trim(), async ({ agent: { sandbox, api, docker } }) => {
    docker.rules([{ match: ({ argv }) => argv[0] === 'run' && argv.slice(3).join(' ') === 'npm test', stdout: '' }]);
    const script = text
      .replace(/^git clone \S+/, clone)
      .replace(/(?<=node )(?:path\/to\/)?bin\/docker-ecr-cache\.cjs/, `'${PROGRAM}'`);
    const git = findExecutable('git');
    if (git !== undefined) sandbox.link('git', git);
    const { status, stdout, log } = await startChild({
      command: 'bash',
      args: ['-e', '-c', script],
      cwd: sandbox.work,
      env: { ...sandbox.env, ...api.env, AWS_REGION: 'eu-west-1' },
    }).result;
    assert.is(status, 0, log);
    const [run] = docker.calls().filter(({ argv }) => argv[0] === 'run');
    assert.match(run ? `tested in ${run.argv[2]}\n` : stdout, outputs[index] ?? /^$/);
  });
}

commands('the log of a miss', async ({ agent }) => {
  const { sandbox, docker } = agent;
  const [sample = ''] = findBlocks(readme, '').filter((text) => text.includes('Since the newest image'));
  const configuration = { 'cache-on': ['package.json', 'package-lock.json'] };
  await agent.runStep(configuration);
  sandbox.write('package-lock.json', '{"changed":true}');
  // Slow enough for the reason to appear before the build ends.
  docker.rules([{ match: ['build'], delayMs: 1_000 }]);
  const { log } = await agent.runStep(configuration);
  const withoutKey = (text: string) => text.replace(/[0-9a-f]{40}/g, '<key>');
  assert.ok(withoutKey(log).includes(withoutKey(sample)), log);
});

commands.run();
