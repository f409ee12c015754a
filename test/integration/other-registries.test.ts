import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { claimType, formatClaim } from '../../src/registry/claim-note';
import { type Agent, createAgent } from '../support/agent';
import { type DistributionApi, openRegistryRules, startDistributionApi } from '../support/distribution-api';
import type { EcrRegistryRules } from '../support/ecr-service';
import { isNewestTag } from '../support/image-line';
import { EXPORT, hitOf, miss, succeed, takeCommands } from '../support/step-results';
import { until } from '../support/until';

// Registries that docker is already logged in to: what they are asked, and that nothing else is.

interface Context {
  agent: Agent;
  registry: DistributionApi;
  rules: EcrRegistryRules;
}

const CREDENTIALS = { username: 'me', password: 'pa:ss/wörd' };
const NAME = 'team/build-cache/acme/shop';

function registrySuite(title: string, credentials?: typeof CREDENTIALS) {
  const tests = suite<Context>(title);
  tests.before.each(async (context) => {
    context.agent = await createAgent();
    context.agent.sandbox.write('Dockerfile', 'FROM bash\n');
    context.registry = await startDistributionApi();
    context.rules = openRegistryRules(context.registry.host, credentials ? { credentials } : {});
    context.registry.follow(context.rules);
    context.agent.docker.world.registries.set(context.registry.host, context.rules);
  });
  tests.after.each(async ({ agent, registry }) => {
    assert.equal(agent.api.calls, [], 'nothing is asked of AWS');
    assert.not(agent.docker.commands().includes('login'), 'docker is logged in by others');
    await agent.close();
    await registry.close();
    registry.expectNothingUnexpected();
  });
  return tests;
}

/** The options of the provider under test. */
function oci({ registry }: Context, options: object = {}): object {
  return { 'registry-provider': 'oci', registry: `${registry.host}/team`, ...options };
}

/** Logs the sandbox's docker in. */
function logIn({ agent, registry }: Context, { username, password } = CREDENTIALS): void {
  const auth = Buffer.from(`${username}:${password}`).toString('base64');
  agent.sandbox.write(
    path.join(agent.sandbox.home, '.docker/config.json'),
    JSON.stringify({ auths: { [registry.host]: { auth } } }),
  );
}

const open = registrySuite('a registry that lets everybody in');

open('oci: a miss builds, pushes and moves both tags; the next run is a hit', async (context) => {
  const { agent, registry, rules } = context;
  const first = await succeed(agent, oci(context));
  const tag = first.exported[`${EXPORT}TAG`] ?? '';
  assert.is(hitOf(first), 'false');
  assert.is(first.exported.BUILDKITE_PLUGIN_DOCKER_IMAGE, `${registry.host}/${NAME}:${tag}`);
  assert.is(first.exported[`${EXPORT}IMAGE`], `${registry.host}/${NAME}`);
  const tags = await rules.images.tags(NAME);
  assert.equal(
    [...tags.keys()].map((name) => (isNewestTag(name) ? 'newest' : name)).sort(),
    [tag, 'latest', 'newest'].sort(),
  );
  assert.equal([...new Set(tags.values())], [first.exported[`${EXPORT}DIGEST`]]);
  assert.equal(takeCommands(agent), ['build', 'push']);

  agent.docker.forgetImages();
  registry.asked.splice(0);
  const second = await succeed(agent, oci(context));
  assert.is(hitOf(second), 'true');
  assert.is(second.exported[`${EXPORT}DIGEST`], first.exported[`${EXPORT}DIGEST`]);
  assert.equal(takeCommands(agent), ['pull']);
  assert.equal(registry.asked, [`GET manifests/${tag}`], 'one look-up');

  await succeed(agent, oci(context));
  assert.equal(takeCommands(agent), [], 'the engine has it');
});

open('oci: a job that waits for a build uses HEAD, and only gets a claim that changed', async (context) => {
  const { agent, registry, rules } = context;
  await succeed(agent, oci(context, { 'cache-version': 'other' }));
  const waiting = oci(context, { 'require-cached': true, 'wait-for-build': true });
  const tag = /:([0-9a-f]{40}) is not cached/.exec((await agent.runStep({ ...waiting })).log)?.[1] ?? '';
  const note = { state: 'building', nonce: 'n', builder: 'a job', beat: 0 } as const;
  const claimTag = `building-${tag.slice(0, 16)}`;
  await rules.images.put(NAME, claimTag, formatClaim(note), claimType);
  registry.asked.splice(0);
  const step = agent.startStep({ ...waiting }).result;
  const count = (text: string) => registry.asked.filter((asked) => asked === text).length;
  await until(() => count(`HEAD manifests/${claimTag}`) === 3, 'three looks at the claim');
  const latest = await rules.images.get(NAME, 'latest');
  assert.ok(latest);
  if (latest) await rules.images.put(NAME, tag, latest.manifest, latest.mediaType);
  const { status, log } = await step;
  assert.is(status, 0, log);
  assert.is(count(`GET manifests/${claimTag}`), 1);
  // The look-up, then the pushed image.
  assert.is(count(`GET manifests/${tag}`), 2);
});

open('oci: without AWS credentials, and without a region', async (context) => {
  const { agent } = context;
  const result = await agent.runStep(
    { ...oci(context) },
    {
      env: { AWS_REGION: undefined, AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined },
    },
  );
  assert.is(result.status, 0, result.log);
  assert.not.match(result.stderr, /region/);
});

open('oci: an outage builds locally; the image is pushed when the registry is back', async (context) => {
  const { agent, rules } = context;
  const { refuseRepository } = rules;
  const outage = { status: 503, code: 'DENIED', message: 'down' } as const;
  rules.refuseRepository = () => outage;
  agent.docker.rules([
    {
      match: ['build'],
      before: () => {
        rules.refuseRepository = refuseRepository;
      },
    },
  ]);
  const result = await succeed(agent, oci(context));
  assert.match(result.stderr, /^warning: Going on without the registry: look-up of .* status 503/m);
  assert.match(result.exported[`${EXPORT}DIGEST`] ?? '', /^sha256:/);
});

open('oci: an image that is removed before the pull is built and pushed again', async (context) => {
  const { agent, rules } = context;
  const first = await succeed(agent, oci(context));
  const tag = first.exported[`${EXPORT}TAG`] ?? '';
  agent.docker.forgetImages();
  takeCommands(agent);
  const { get } = rules.images;
  let lookUps = 0;
  rules.images.get = async (name, reference) => {
    if (reference === tag) lookUps += 1;
    return reference === tag && lookUps > 1 && !agent.docker.commands().includes('push')
      ? undefined
      : get(name, reference);
  };
  const second = await succeed(agent, oci(context));
  assert.is(hitOf(second), 'false');
  assert.equal(takeCommands(agent), ['pull', 'build', 'push']);
  assert.match(second.stderr, /^The registry no longer delivers this image, /m);
});

open("oci: a tag that can't be moved is a warning", async (context) => {
  const { agent, rules } = context;
  rules.refusePush = async (_, reference) =>
    reference === 'latest' ? { status: 403, code: 'DENIED', message: 'tag is protected' } : undefined;
  const { stderr } = await succeed(agent, oci(context));
  assert.match(stderr, /^warning: The tag latest stays where it is: push of .*:latest was denied by /m);
});

open('gcr: the short form with host and project', async (context) => {
  const { agent, registry } = context;
  const options = {
    'registry-provider': 'gcr',
    'registry-hostname': registry.host,
    'gcp-project': 'team',
  };
  const { exported } = await succeed(agent, options);
  assert.is(exported[`${EXPORT}IMAGE`], `${registry.host}/${NAME}`);
  assert.is(hitOf(await succeed(agent, oci(context))), 'true', 'it is the same as the long form');
});

open.run();

const closed = registrySuite('a registry that asks who is there', CREDENTIALS);

closed("oci: docker's own credentials are shown, for a look-up and for the moving tags", async (context) => {
  const { agent, rules } = context;
  logIn(context);
  const { exported, log } = await succeed(agent, oci(context));
  assert.is((await rules.images.tags(NAME)).get('latest'), exported[`${EXPORT}DIGEST`]);
  assert.not.match(log, CREDENTIALS.password);
  agent.docker.forgetImages();
  assert.is(hitOf(await succeed(agent, oci(context))), 'true');
});

closed('oci: the credentials of a helper, which only gets the host', async (context) => {
  const { agent, registry } = context;
  agent.sandbox.install(
    'docker-credential-tests',
    `#!/bin/sh\nread -r host\n[ "$host" = ${registry.host} ] || exit 1\n` +
      `printf '{"ServerURL":"%s","Username":"me","Secret":"pa:ss/wörd"}' "$host"\n`,
  );
  agent.sandbox.write(
    path.join(agent.sandbox.home, '.docker/config.json'),
    JSON.stringify({ credHelpers: { [registry.host]: 'tests' } }),
  );
  const { log } = await succeed(agent, oci(context));
  assert.not.match(log, CREDENTIALS.password);
});

for (const [why, stored] of [
  ['without credentials', undefined],
  ['with a wrong password', { ...CREDENTIALS, password: 'wrong' }],
] as const) {
  closed(`oci: ${why} it is denied, never a miss or an outage`, async (context) => {
    const { agent, registry } = context;
    if (stored) logIn(context, stored);
    const result = await agent.runStep({ ...oci(context) });
    assert.is(result.status, 1, result.log);
    assert.match(result.stderr, /^error: look-up of \S+ was denied by 127\.0\.0\.1:\d+ with status 401/m);
    assert.match(result.stderr, new RegExp(`docker login ${registry.host}\\.$`, 'm'));
    assert.equal(takeCommands(agent), []);
  });
}

closed('oci: without permission to push, the hint is push: false', async (context) => {
  const { agent, rules } = context;
  logIn(context);
  rules.refusePush = async () => ({
    status: 403,
    code: 'DENIED',
    message: 'requested access to the resource is denied',
  });
  const result = await agent.runStep({ ...miss(oci(context)) });
  assert.is(result.status, 1, result.log);
  assert.match(result.stderr, /^error: docker push of \S+ failed: the registry denied it: denied: requested/m);
  assert.match(result.stderr, /^Check that docker is logged in to it, .* set push: false /m);
  await succeed(agent, miss(oci(context, { push: false })));
});

closed.run();

const foreign = suite<Context>('a registry of base images beside Amazon ECR');

foreign.before.each(async (context) => {
  context.agent = await createAgent();
  context.registry = await startDistributionApi();
  context.rules = openRegistryRules(context.registry.host, { credentials: CREDENTIALS });
  context.registry.follow(context.rules);
});
foreign.after.each(async ({ agent, registry }) => {
  await agent.close();
  await registry.close();
});

foreign("it does not get our registry's token", async ({ agent, registry, rules }) => {
  const shown: string[] = [];
  const { refuseLogin } = rules;
  rules.refuseLogin = (username, password) => {
    shown.push(username);
    return refuseLogin(username, password);
  };
  agent.sandbox.write('Dockerfile', `FROM ${registry.host}/base:1\n`);
  const result = await agent.runStep({ 'cache-on-base-images': true });
  assert.is(result.status, 1, result.log);
  assert.match(result.stderr, /was denied by 127\.\S+ with status 401.*without credentials: docker has none$/m);
  assert.equal(shown, []);
});

foreign.run();
