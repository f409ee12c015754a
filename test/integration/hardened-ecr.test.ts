import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Agent, createAgent, REPOSITORY } from '../support/agent';
import { imageFailure } from '../support/ecr-api';
import { isNewestTag } from '../support/image-line';
import { EXPORT, hitOf, miss, READING, succeed, takeCommands, takeOperations } from '../support/step-results';

// ECR repositories that were created by others, are immutable, encrypted, archived, or belong to another account.

const ecr = suite<{ agent: Agent }>('hardened ECR');

ecr.before.each(async (context) => {
  context.agent = await createAgent();
  context.agent.sandbox.write('Dockerfile', 'FROM bash\n');
});

ecr.after.each(({ agent }) => agent.close());

ecr('ecr-create: false: a repository that is missing fails the step, and nothing is built', async ({ agent }) => {
  const result = await agent.runStep({ 'ecr-create': false });
  assert.is(result.status, 1, result.log);
  assert.match(
    result.stderr,
    /^error: there is no repository build-cache\/acme\/shop, and with ecr-create: false it is not created$/m,
  );
  assert.match(result.stderr, /^Create it \(aws ecr create-repository\)/m);
  assert.not.match(result.stderr, /Building/);
  assert.equal(result.exported, {});
  assert.equal(takeCommands(agent), []);
  assert.equal(takeOperations(agent), READING);
});

ecr('ecr-create: false: a read-only step fails too, and builds nothing', async ({ agent }) => {
  const result = await agent.runStep({ 'ecr-create': false, push: false });
  assert.is(result.status, 1, result.log);
  assert.match(result.stderr, /with ecr-create: false it is not created/);
  assert.equal(takeCommands(agent).includes('build'), false);
});

ecr('ecr-create: false: to a step that must not build it is an image that is not cached', async ({ agent }) => {
  const result = await agent.runStep({ 'ecr-create': false, 'require-cached': true });
  assert.is(result.status, 3, result.log);
  assert.equal(takeCommands(agent), []);
});

ecr('ecr-create: false: a repository that is there is used, and kept as the settings say', async ({ agent }) => {
  agent.api.create(REPOSITORY);
  await succeed(agent, { 'ecr-create': false, 'max-age-days': 9 });
  assert.match(agent.api.repositories.get(REPOSITORY)?.lifecyclePolicyText ?? '', /"countNumber":9/);
  assert.not(agent.api.operations().includes('CreateRepository'));
  assert.is(hitOf(await succeed(agent, { 'ecr-create': false })), 'true');
});

/** The repository's tag mutability, and the filters of tags that are excluded from it. */
function mutabilityOf({ api }: Agent, name = REPOSITORY): readonly (string | undefined)[] {
  const repository = api.repositories.get(name);
  const filters = repository?.imageTagMutabilityExclusionFilters ?? [];
  return [repository?.imageTagMutability, ...filters.map(({ filter }) => filter)];
}

const IMMUTABLE = ['IMMUTABLE_WITH_EXCLUSION', 'latest', 'newest-*', 'cache-*', 'building-*'];

ecr('ecr-immutable-tags: a new repository is immutable, except for moving tags', async ({ agent }) => {
  const options = { 'ecr-immutable-tags': true };
  await succeed(agent, miss(options));
  assert.equal(mutabilityOf(agent), IMMUTABLE);
  assert.not(agent.api.operations().includes('PutImageTagMutability'));
  const { exported, stderr } = await succeed(agent, miss(options));
  assert.not.match(stderr, /warning/);
  const tags = await agent.api.registry.images.tags(REPOSITORY);
  for (const [tag, digest] of tags) {
    if (tag === 'latest' || isNewestTag(tag)) assert.is(digest, exported[`${EXPORT}DIGEST`], tag);
  }
  assert.is(tags.size, 4);
});

ecr('ecr-immutable-tags: another latest-tag, or none', async ({ agent }) => {
  await succeed(agent, { 'ecr-name': 'a/one', 'ecr-immutable-tags': true, 'latest-tag': 'main' });
  await succeed(agent, { 'ecr-name': 'a/none', 'ecr-immutable-tags': true, 'latest-tag': false });
  assert.equal(mutabilityOf(agent, 'a/one'), ['IMMUTABLE_WITH_EXCLUSION', 'main', 'newest-*', 'cache-*', 'building-*']);
  assert.equal(mutabilityOf(agent, 'a/none'), ['IMMUTABLE_WITH_EXCLUSION', 'newest-*', 'cache-*', 'building-*']);
});

ecr('ecr-immutable-tags: a mutable repository is changed on a miss, once', async ({ agent }) => {
  await succeed(agent);
  await succeed(agent, { 'ecr-immutable-tags': true });
  assert.equal(mutabilityOf(agent), ['MUTABLE'], 'not on a hit');
  const { stderr } = await succeed(agent, miss({ 'ecr-immutable-tags': true }));
  assert.equal(mutabilityOf(agent), IMMUTABLE);
  assert.match(
    stderr,
    /^The tags of build-cache\/acme\/shop are immutable from now on, except latest, newest-\*, cache-\*, building-\*$/m,
  );
  takeOperations(agent);
  const again = await succeed(agent, miss({ 'ecr-immutable-tags': true }));
  assert.not(takeOperations(agent).includes('PutImageTagMutability'));
  assert.not.match(again.stderr, /warning|from now on/);
});

ecr('ecr-immutable-tags: without the option, nothing is read or changed', async ({ agent }) => {
  await succeed(agent, miss({ 'ecr-immutable-tags': true }));
  takeOperations(agent);
  await succeed(agent, miss());
  assert.equal(mutabilityOf(agent), IMMUTABLE);
  assert.not(takeOperations(agent).includes('DescribeRepositories'));
});

ecr('ecr-immutable-tags: a denied change is a warning', async ({ agent }) => {
  await succeed(agent);
  agent.api.intercept('PutImageTagMutability', () => ({
    error: 'AccessDeniedException',
    message: 'User: a is not authorized to perform: ecr:PutImageTagMutability',
  }));
  const { stderr } = await succeed(agent, miss({ 'ecr-immutable-tags': true }));
  assert.match(stderr, /^warning: The repository is used as it is: the immutability of its tags could not/m);
  assert.equal(mutabilityOf(agent), ['MUTABLE']);
});

ecr('a repository where no tag moves: the image is kept, and a warning for each that stays', async ({ agent }) => {
  agent.api.create(REPOSITORY, { imageTagMutability: 'IMMUTABLE' });
  assert.not.match((await succeed(agent, miss())).stderr, /warning/);
  const { stderr, exported } = await succeed(agent, miss({ 'ecr-immutable-tags': true }));
  assert.match(stderr, /^warning: The tag latest stays where it is: /m);
  assert.match(stderr, /^warning: The tag newest-[0-9a-f]{8} stays where it is: /m);
  assert.equal(mutabilityOf(agent), ['IMMUTABLE']);
  assert.match(exported[`${EXPORT}DIGEST`] ?? '', /^sha256:/);
});

ecr('ecr-kms-key: a new repository is encrypted with it, one that is there is not asked', async ({ agent }) => {
  const kmsKey = 'arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab';
  await succeed(agent, { 'ecr-kms-key': kmsKey });
  assert.equal(agent.api.repositories.get(REPOSITORY)?.encryptionConfiguration, {
    encryptionType: 'KMS',
    kmsKey,
  });
  agent.api.create('a/b');
  await succeed(agent, { 'ecr-kms-key': kmsKey, 'ecr-name': 'a/b' });
  assert.equal(agent.api.repositories.get('a/b')?.encryptionConfiguration, { encryptionType: 'AES256' });
});

ecr("an archived image can't be pulled, so it is built and pushed again", async ({ agent }) => {
  const first = await succeed(agent);
  const tag = first.exported[`${EXPORT}TAG`] ?? '';
  agent.docker.forgetImages();
  await agent.api.archive(REPOSITORY, tag, 'found');
  takeCommands(agent);
  takeOperations(agent);
  const second = await succeed(agent);
  assert.is(hitOf(second), 'false');
  assert.equal(takeCommands(agent), ['pull', 'build', 'push']);
  assert.ok(takeOperations(agent).includes('DescribeImages'));
  assert.match(
    second.stderr,
    /^The registry no longer delivers this image, which was archived or removed: building it again$/m,
  );
  const digest = (await agent.imageTags()).get(tag);
  assert.is(second.exported[`${EXPORT}DIGEST`], digest);
  assert.is.not(digest, first.exported[`${EXPORT}DIGEST`]);
  agent.docker.forgetImages();
  assert.is(hitOf(await succeed(agent)), 'true');
});

ecr('an archived image that these credentials may not push again: denied, not taken for pushed', async ({ agent }) => {
  const { exported } = await succeed(agent);
  agent.docker.forgetImages();
  await agent.api.archive(REPOSITORY, exported[`${EXPORT}TAG`] ?? '', 'found');
  agent.docker.rules([{ match: ['push'], stderr: 'denied: not authorized to perform: ecr:PutImage\n', exit: 1 }]);
  const result = await agent.runStep();
  assert.is(result.status, 1, result.log);
  assert.match(result.stderr, /push: false/);
});

ecr('an archived image that BatchGetImage reports as inaccessible: likewise', async ({ agent }) => {
  const { exported } = await succeed(agent);
  agent.docker.forgetImages();
  await agent.api.archive(REPOSITORY, exported[`${EXPORT}TAG`] ?? '', 'ImageInaccessible');
  takeCommands(agent);
  assert.is(hitOf(await succeed(agent)), 'false');
  assert.equal(takeCommands(agent), ['build', 'push']);
});

ecr(
  'a pull that fails although the image is there: DescribeImages says so, and the tag is left alone',
  async ({ agent }) => {
    await succeed(agent);
    const digests = await agent.imageTags();
    agent.docker.forgetImages();
    takeCommands(agent);
    takeOperations(agent);
    agent.docker.rules([{ match: ['pull'], stderr: 'Error response from daemon: EOF\n', exit: 1 }]);
    const second = await succeed(agent);
    assert.equal(takeCommands(agent), ['pull', 'pull', 'pull', 'build']);
    assert.is(second.exported[`${EXPORT}DIGEST`], '');
    assert.equal(await agent.imageTags(), digests);
    assert.is(agent.api.calls.filter(({ operation }) => operation === 'DescribeImages').length, 1);
  },
);

ecr('a denied question whether an image is archived: an outage', async ({ agent }) => {
  const { exported } = await succeed(agent);
  agent.docker.forgetImages();
  await agent.api.archive(REPOSITORY, exported[`${EXPORT}TAG`] ?? '', 'found');
  agent.api.intercept('DescribeImages', () => ({
    error: 'AccessDeniedException',
    message: 'User: a is not authorized to perform: ecr:DescribeImages',
  }));
  takeCommands(agent);
  const { stderr } = await succeed(agent);
  assert.equal(takeCommands(agent), ['pull', 'pull', 'pull', 'build']);
  assert.match(stderr, /^Whether the image is archived can't be found out: DescribeImages .* was denied/m);
});

ecr('another failure of BatchGetImage does not mean that the image is missing', async ({ agent }) => {
  agent.api.create(REPOSITORY);
  agent.api.intercept('BatchGetImage', imageFailure('KmsError', 'the key is disabled'));
  const result = await agent.runStep();
  assert.is(result.status, 1);
  assert.match(result.stderr, /^error: BatchGetImage on .* failed: KmsError: the key is disabled$/m);
});

ecr.run();

const account = suite<{ agent: Agent }>('the registry of another account');

account.before.each(async (context) => {
  context.agent = await createAgent({ callerId: '999999999999' });
  context.agent.sandbox.write('Dockerfile', 'FROM bash\n');
});

account.after.each(({ agent }) => agent.close());

const OWNER = { 'registry-id': '123456789012' };

account('registry-id: the token and all calls are for that account, on a miss and on a hit', async ({ agent }) => {
  const all = { 'ecr-immutable-tags': true, 'ecr-tags': { Team: 'web' }, 'max-age-days': 3, ...OWNER };
  const { exported } = await succeed(agent, miss(all));
  assert.match(exported.BUILDKITE_PLUGIN_DOCKER_IMAGE ?? '', /^123456789012\.dkr\.ecr\./);
  await succeed(agent, miss({ ...all, 'max-age-days': 4, 'ecr-tags': { Team: 'api' } }));
  agent.docker.forgetImages();
  const options = miss(all);
  await succeed(agent, options);
  agent.docker.forgetImages();
  assert.is(hitOf(await succeed(agent, options)), 'true');
  for (const { operation, input } of agent.api.calls) {
    const { registryId, registryIds, resourceArn } = input;
    assert.is(
      registryId ?? (registryIds as string[] | undefined)?.[0] ?? String(resourceArn).split(':')[4],
      '123456789012',
      operation,
    );
  }
  assert.equal(takeOperations(agent), [
    'BatchGetImage',
    'CreateRepository',
    'DescribeRepositories',
    'GetAuthorizationToken',
    'GetLifecyclePolicy',
    'ListTagsForResource',
    'PutImage',
    'PutLifecyclePolicy',
    'TagResource',
  ]);
});

account('registry-id: an archived image is looked up there as well', async ({ agent }) => {
  const { exported } = await succeed(agent, OWNER);
  agent.docker.forgetImages();
  await agent.api.archive(REPOSITORY, exported[`${EXPORT}TAG`] ?? '', 'found');
  assert.is(hitOf(await succeed(agent, OWNER)), 'false');
  const [call] = agent.api.calls.filter(({ operation }) => operation === 'DescribeImages');
  assert.is(call?.input.registryId, '123456789012');
});

account('registry-id: a token for another registry is refused, and nothing goes there', async ({ agent }) => {
  agent.api.intercept('GetAuthorizationToken', () => ({
    output: {
      authorizationData: [
        {
          authorizationToken: Buffer.from('AWS:token').toString('base64'),
          proxyEndpoint: 'https://999999999999.dkr.ecr.eu-west-1.amazonaws.com',
        },
      ],
    },
  }));
  const result = await agent.runStep(OWNER);
  assert.is(result.status, 1, result.log);
  assert.match(
    result.stderr,
    /^error: GetAuthorizationToken was asked for the registry of account 123456789012, but answered for 999999999999\.dkr\.ecr\.eu-west-1\.amazonaws\.com$/m,
  );
  assert.match(result.stderr, /^Check registry-id/m);
  assert.equal(agent.docker.commands(), []);
});

account("without registry-id, all calls are for the caller's account", async ({ agent }) => {
  const result = await agent.runStep();
  assert.is(result.status, 1, result.log);
  for (const { input } of agent.api.calls) {
    assert.equal([input.registryId, input.registryIds], [undefined, undefined]);
  }
});

account.run();
