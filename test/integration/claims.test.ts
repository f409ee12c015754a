import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { formatClaim } from '../../src/registry/claim-note';
import { type Agent, createAgent } from '../support/agent';

// What a claim asks of Amazon ECR, and what a run does if it is refused. unit/claim and, with real registries, e2e/claims
// show that it keeps jobs from building the same image.

const claims = suite<{ agent: Agent }>('claims');

claims.before.each(async (context) => {
  context.agent = await createAgent();
  context.agent.sandbox.write('Dockerfile', 'FROM bash\n');
});

claims.after.each(({ agent }) => agent.close());

const repository = 'build-cache/acme/shop';
const claiming = { 'wait-for-build': true };
const cannot = /^The build can't be claimed, so other jobs may build this image too: /m;

const claimTag = (tag = '') => `building-${tag.slice(0, 16)}`;

claims('a miss: repository, claim, build, push, and the claim is gone', async ({ agent }) => {
  const { api, docker } = agent;
  let during: readonly string[] = [];
  docker.rules([
    {
      match: ['build'],
      before: async () => {
        during = [...(await agent.imageTags()).keys()];
      },
    },
  ]);
  const { status, log, exported } = await agent.runStep(claiming);
  assert.is(status, 0, log);
  const tag = exported.BUILDKITE_PLUGIN_DOCKER_ECR_CACHE_EXPORT_TAG;
  assert.equal(during, [claimTag(tag)]);
  assert.equal([...(await agent.imageTags()).keys()].sort(), [tag, 'latest'].sort());
  const operations = api.operations();
  const order = ['CreateRepository', 'PutImage', 'BatchDeleteImage'].map((name) => operations.indexOf(name));
  assert.equal(
    order,
    [...order].sort((one, other) => one - other),
  );
  assert.not(order.includes(-1), operations.join());
  // By digest, never by tag.
  for (const { input } of api.calls.filter(({ operation }) => operation === 'BatchDeleteImage')) {
    for (const id of input.imageIds as object[]) assert.equal(Object.keys(id), ['imageDigest']);
  }
});

claims('a hit makes no other calls', async ({ agent }) => {
  await agent.runStep(claiming);
  agent.api.calls.length = 0;
  assert.is((await agent.runStep(claiming)).exported.BUILDKITE_PLUGIN_DOCKER_ECR_CACHE_EXPORT_HIT, 'true');
  assert.equal(agent.api.operations().sort(), ['BatchGetImage', 'GetAuthorizationToken']);
});

claims("layers that the repository doesn't have are uploaded", async ({ agent }) => {
  agent.api.intercept('PutImage', (_, attempt) => (attempt === 1 ? { error: 'LayersNotFoundException' } : undefined));
  const { status, log } = await agent.runStep(claiming);
  assert.is(status, 0, log);
  assert.not.match(log, cannot);
  assert.ok(agent.api.operations().includes('CompleteLayerUpload'));
});

const obstacles: readonly [what: string, prepare: (agent: Agent) => void, said: RegExp][] = [
  [
    'an immutable repository that does not except claims',
    ({ api }) => api.create(repository, { imageTagMutability: 'IMMUTABLE' }),
    /building-\* is not excluded$/m,
  ],
  [
    'one whose exception is for other tags',
    ({ api }) =>
      api.create(repository, {
        imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
        imageTagMutabilityExclusionFilters: [{ filterType: 'WILDCARD', filter: 'newest-*' }],
      }),
    /building-\* is not excluded$/m,
  ],
  [
    'a repository that can not be described',
    ({ api }) => {
      api.create(repository);
      api.intercept('DescribeRepositories', () => ({ error: 'AccessDeniedException' }));
    },
    /DescribeRepositories .*was denied/m,
  ],
  [
    'a policy that counts images, without permission to delete',
    ({ api }) => {
      api.create(repository).lifecyclePolicyText = JSON.stringify({
        rules: [
          {
            rulePriority: 1,
            selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 10 },
            action: { type: 'expire' },
          },
        ],
      });
      api.intercept('BatchDeleteImage', () => ({ error: 'AccessDeniedException' }));
    },
    /may count images, and ecr:BatchDeleteImage is not allowed$/m,
  ],
];

for (const [what, prepare, said] of obstacles) {
  claims(`${what}: one line, no claim, and everything as before`, async ({ agent }) => {
    prepare(agent);
    const { status, log, exported } = await agent.runStep(claiming);
    assert.is(status, 0, log);
    assert.match(log, cannot);
    assert.match(log, said);
    assert.match(exported.BUILDKITE_PLUGIN_DOCKER_ECR_CACHE_EXPORT_DIGEST ?? '', /^sha256:/);
    const put = agent.api.calls.filter(({ operation }) => operation === 'PutImage');
    assert.not(put.some(({ input }) => String(input.imageTag).startsWith('building-')));
  });
}

claims('an immutable repository that excludes claims: claimed', async ({ agent }) => {
  agent.api.create(repository, {
    imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
    imageTagMutabilityExclusionFilters: ['latest', 'newest-*', 'building-*'].map((filter) => ({
      filterType: 'WILDCARD',
      filter,
    })),
  });
  const { log } = await agent.runStep(claiming);
  assert.not.match(log, cannot);
});

claims('a claim that is denied: one line, otherwise as without claims', async ({ agent }) => {
  agent.api.intercept('PutImage', ({ imageTag }) =>
    String(imageTag).startsWith('building-') ? { error: 'AccessDeniedException' } : undefined,
  );
  const { status, log } = await agent.runStep(claiming);
  assert.is(status, 0, log);
  assert.match(log, cannot);
});

for (const [what, answer] of [
  ['is denied', { error: 'AccessDeniedException' }],
  ['fails', { output: { failures: [{ failureCode: 'ImageReferencedByManifestList' }] } }],
] as const) {
  claims(`deleting ${what}: the tag ends on an ended claim`, async ({ agent }) => {
    agent.api.intercept('BatchDeleteImage', () => answer);
    const { status, log, exported } = await agent.runStep(claiming);
    assert.is(status, 0, log);
    const tag = claimTag(exported.BUILDKITE_PLUGIN_DOCKER_ECR_CACHE_EXPORT_TAG);
    const claim = await agent.api.registry.images.get(repository, tag);
    assert.is(claim?.manifest, formatClaim({ state: 'ended' }));
  });
}

claims('require-cached waits for a build in progress, then answers', async ({ agent }) => {
  await agent.runStep({ ...claiming, 'cache-version': 'other' });
  const first = await agent.runStep({ 'require-cached': true, ...claiming });
  assert.is(first.status, 3, first.log);
  const tag = /:([0-9a-f]{40}) is not cached/.exec(first.log)?.[1];
  const note = { state: 'building', nonce: 'n', builder: 'https://example.com/job', beat: 0 } as const;
  const { images } = agent.api.registry;
  const claim = await images.put(
    repository,
    claimTag(tag),
    formatClaim(note),
    'application/vnd.oci.image.manifest.v1+json',
  );
  // The look-up, the first look at the claim, and the next one.
  agent.api.intercept('BatchGetImage', async (_, attempt) => {
    if (attempt !== 3) return undefined;
    const latest = await images.get(repository, 'latest');
    if (latest) await images.put(repository, tag, latest.manifest, latest.mediaType);
    await images.remove(repository, claim);
    return undefined;
  });
  const { status, log } = await agent.runStep({ 'require-cached': true, ...claiming });
  assert.is(status, 0, log);
  assert.match(log, /^Another job is building this image: waiting for https:\/\/example\.com\/job$/m);
});

claims('a build that fails frees the claim', async ({ agent }) => {
  agent.docker.rules([{ match: ['build'], exit: 1, stderr: 'no\n' }]);
  assert.is((await agent.runStep(claiming)).status, 1);
  assert.equal([...(await agent.imageTags()).keys()], []);
});

claims('a cancel frees the claim', async ({ agent }) => {
  agent.docker.rules([{ match: ['build'], hang: true }]);
  const step = agent.startStep(claiming);
  await agent.docker.waitForCall(['build']);
  step.signal('SIGTERM');
  assert.is((await step.result).status, 143);
  assert.equal([...(await agent.imageTags()).keys()], []);
});

claims.run();
