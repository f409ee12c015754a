import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Agent, createAgent, REPOSITORY } from '../support/agent';
import { EXPORT, hitOf, miss, READING, succeed, takeCommands, takeOperations } from '../support/step-results';

// Pipelines that must never build, and pipelines that may read but not write.

const strict = suite<{ agent: Agent }>('strict pipelines');

strict.before.each(async (context) => {
  context.agent = await createAgent();
  context.agent.sandbox.write('Dockerfile', 'FROM bash\n');
});

strict.after.each(({ agent }) => agent.close());

strict('require-cached: a hit is a hit', async ({ agent }) => {
  await succeed(agent);
  agent.docker.forgetImages();
  takeCommands(agent);
  assert.is(hitOf(await succeed(agent, { 'require-cached': true })), 'true');
  assert.equal(takeCommands(agent), ['pull']);
});

for (const [why, isMade] of [
  ['an image that is not there', true],
  ['a repository that is not there', false],
] as const) {
  strict(
    `require-cached: ${why} is status 3, with an explanation, and nothing is built or created`,
    async ({ agent }) => {
      if (isMade) agent.api.create(REPOSITORY);
      const before = agent.api.repositories.size;
      const result = await agent.runStep({ 'require-cached': true });
      assert.is(result.status, 3, result.log);
      assert.match(
        result.stderr,
        /^error: \S+\/build-cache\/acme\/shop:[0-9a-f]{40} is not cached, and with require-cached: true it is not built$/m,
      );
      assert.match(result.stderr, /^Run the step that builds it first, .* without require-cached\.$/m);
      assert.equal(result.exported, {});
      assert.equal(takeCommands(agent), []);
      assert.equal(takeOperations(agent), READING);
      assert.is(agent.api.repositories.size, before);
    },
  );
}

strict("require-cached: an image that can't be pulled is a failure", async ({ agent }) => {
  await succeed(agent);
  agent.docker.forgetImages();
  takeCommands(agent);
  agent.docker.rules([{ match: ['pull'], stderr: 'Error response from daemon: EOF\n', exit: 1 }]);
  const result = await agent.runStep({ 'require-cached': true });
  assert.is(result.status, 1, result.log);
  assert.not(takeCommands(agent).includes('build'));
});

strict('require-cached: an archived image is not cached', async ({ agent }) => {
  const { exported } = await succeed(agent);
  agent.docker.forgetImages();
  await agent.api.archive(REPOSITORY, exported[`${EXPORT}TAG`] ?? '', 'found');
  takeCommands(agent);
  const result = await agent.runStep({ 'require-cached': true });
  assert.is(result.status, 3, result.log);
  assert.equal(takeCommands(agent), ['pull']);
});

strict('require-cached with skip-pull-from-cache only asks', async ({ agent }) => {
  const strict = { 'require-cached': true, 'skip-pull-from-cache': true };
  assert.is((await agent.runStep(strict)).status, 3);
  await succeed(agent);
  takeCommands(agent);
  assert.is(hitOf(await succeed(agent, strict)), 'true');
  assert.equal(takeCommands(agent), []);
});

strict('push: false: what had to be built is for this step, and nothing is made or written', async ({ agent }) => {
  const { exported, stderr } = await succeed(agent, { push: false, 'ecr-tags': { Team: 'web' } });
  assert.match(stderr, /^--- :docker: miss, built, not pushed in /m);
  assert.is(exported[`${EXPORT}HIT`], 'false');
  assert.is(exported[`${EXPORT}DIGEST`], '');
  assert.ok(agent.docker.engineHas(exported.BUILDKITE_PLUGIN_DOCKER_IMAGE ?? ''));
  assert.equal(takeCommands(agent), ['build']);
  assert.equal(takeOperations(agent), READING);
  assert.is(agent.api.repositories.size, 0);
});

strict('push: false: an existing repository is not changed', async ({ agent }) => {
  await succeed(agent);
  takeOperations(agent);
  const tags = await agent.api.registry.images.tags(REPOSITORY);
  const options = {
    push: false,
    'max-age-days': 30,
    'ecr-immutable-tags': true,
    'ecr-tags': { Team: 'web' },
  };
  const { stderr } = await succeed(agent, miss(options));
  assert.equal(takeOperations(agent), READING);
  assert.equal(await agent.api.registry.images.tags(REPOSITORY), tags);
  assert.not.match(stderr, /Pushing/);
});

strict('push: false: a hit is pulled, and docker is logged in', async ({ agent }) => {
  await succeed(agent);
  agent.docker.forgetImages();
  takeCommands(agent);
  assert.is(hitOf(await succeed(agent, { push: false })), 'true');
  assert.ok(agent.docker.commands().includes('login'));
  assert.equal(takeCommands(agent), ['pull']);
});

strict('push: false: an outage builds locally', async ({ agent }) => {
  agent.api.intercept('BatchGetImage', () => ({ status: 503 }));
  assert.is(hitOf(await succeed(agent, { push: false })), 'false');
  assert.equal(takeCommands(agent), ['build']);
  assert.equal(takeOperations(agent), READING);
});

strict('push: false with require-cached: a hit is pulled, a miss is status 3', async ({ agent }) => {
  const strict = { push: false, 'require-cached': true };
  const result = await agent.runStep(strict);
  assert.is(result.status, 3, result.log);
  assert.equal(takeCommands(agent), []);
  assert.equal(takeOperations(agent), READING);
  await succeed(agent);
  assert.is(hitOf(await succeed(agent, strict)), 'true');
});

strict.run();
