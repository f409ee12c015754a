import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { startChild } from '../support/child-process';
import { type DockerRegistry, startDockerRegistry } from '../support/docker-registry';
import type { HookResult } from '../support/hook';
import { isNewestTag } from '../support/image-line';
import { type Checkout, type RealWorld, startRealWorld } from '../support/real-agent';
import { registryImages } from '../support/registry-images';

// A registry that docker is already logged in to, with and without a password: an image's whole way, without AWS.

const e2e = suite<{ world: RealWorld; open: DockerRegistry; closed: DockerRegistry }>('other registries');

const CREDENTIALS = { username: 'builder', password: 'pa:ss/wörd' };
const PREFIX = 'BUILDKITE_PLUGIN_DOCKER_ECR_CACHE_EXPORT_';

e2e.before(async (context) => {
  context.world = await startRealWorld();
  context.open = await startDockerRegistry();
  context.closed = await startDockerRegistry({ credentials: CREDENTIALS });
  for (const { host } of [context.open, context.closed]) context.world.engine.allowHttp(host);
});

e2e.after(async ({ world, open, closed }) => {
  await Promise.all([open.stop(), closed.stop()]);
  await world.close();
});

/** Logs docker in with its own configuration, as an earlier step would. */
async function logIn(
  world: RealWorld,
  { sandbox }: Checkout,
  { host, credentials }: DockerRegistry,
): Promise<{ DOCKER_CONFIG?: string }> {
  if (credentials === undefined) return {};
  const env = { DOCKER_CONFIG: path.join(sandbox.root, 'docker-config') };
  const login = startChild({
    command: world.engine.client,
    args: ['login', `--username=${credentials.username}`, '--password-stdin', host],
    cwd: sandbox.work,
    env: { ...sandbox.env, ...world.engine.env, ...env },
    input: credentials.password,
  });
  const { status, log } = await login.result;
  assert.is(status, 0, log);
  return env;
}

function exportOf({ exported }: HookResult, name: 'IMAGE' | 'TAG' | 'DIGEST' | 'HIT'): string {
  return exported[`${PREFIX}${name}`] ?? '';
}

for (const kind of ['open', 'closed'] as const) {
  const title = `${kind === 'open' ? 'without' : 'with'} a password`;

  e2e(`oci: built and pushed, pulled where the engine has nothing, then only looked up, ${title}`, async (context) => {
    const { world, [kind]: registry } = context;
    const checkout = world.openCheckout(`oci-${kind}`);
    const name = `team/${checkout.repositoryName}`;
    checkout.sandbox.write('Dockerfile', 'FROM bash\nRUN cat /proc/sys/kernel/random/uuid > /id\n');
    const env = await logIn(world, checkout, registry);
    const options = { 'registry-provider': 'oci', registry: `${registry.host}/team` };
    const callsBefore = world.api.calls.length;
    const run = async (more: object = {}) => {
      const result = await checkout.runStep({ ...options, ...more }, { env });
      assert.not.match(result.log, CREDENTIALS.password);
      return result;
    };
    const succeed = async (more: object = {}) => {
      const result = await run(more);
      assert.is(result.status, 0, result.log);
      return result;
    };

    const strict = await run({ 'require-cached': true });
    assert.is(strict.status, 3, strict.log);
    const kept = await succeed({ push: false });
    assert.equal([exportOf(kept, 'HIT'), exportOf(kept, 'DIGEST')], ['false', '']);
    assert.is((await registryImages(registry).tags(name)).size, 0, 'nothing is pushed yet');

    const first = await succeed();
    const tag = exportOf(first, 'TAG');
    const digest = exportOf(first, 'DIGEST');
    assert.is(exportOf(first, 'HIT'), 'false');
    assert.is(first.exported.BUILDKITE_PLUGIN_DOCKER_IMAGE, `${registry.host}/${name}:${tag}`);
    const tags = await registryImages(registry).tags(name);
    const named = [...tags.keys()].map((one) => (isNewestTag(one) ? 'newest' : one));
    assert.equal(named.sort(), [tag, 'latest', 'newest'].sort());
    assert.equal([...new Set(tags.values())], [digest]);

    await world.engine.clean();
    const second = await succeed({ 'require-cached': true, push: false });
    assert.is(exportOf(second, 'HIT'), 'true');
    assert.is(exportOf(second, 'DIGEST'), digest);
    assert.match(second.log, /^--- :docker: Pulling /m);
    // What later steps may run by digest.
    const reference = `${exportOf(second, 'IMAGE')}@${digest}`;
    const ran = await world.engine.docker('run', '--rm', '--network=none', reference, 'cat', '/id');
    assert.match(ran.stdout, /^[0-9a-f-]{36}\n$/);

    const third = await succeed();
    assert.is(exportOf(third, 'HIT'), 'true');
    assert.not.match(third.log, /Pulling/);
    assert.is(world.api.calls.length, callsBefore, 'nothing is asked of AWS');
    checkout.remove();
  });
}

for (const [why, stored] of [
  ['no password', undefined],
  ['a wrong password', { ...CREDENTIALS, password: 'wrong' }],
] as const) {
  e2e(`oci: ${why} is a denial, not an absence`, async ({ world, closed }) => {
    const checkout = world.openCheckout('oci-denied');
    checkout.sandbox.write('Dockerfile', 'FROM bash\n');
    if (stored) {
      const auth = Buffer.from(`${stored.username}:${stored.password}`).toString('base64');
      const config = JSON.stringify({ auths: { [closed.host]: { auth } } });
      checkout.sandbox.write(path.join(checkout.sandbox.root, 'docker-config/config.json'), config);
    }
    const env = { DOCKER_CONFIG: path.join(checkout.sandbox.root, 'docker-config') };
    const options = { 'registry-provider': 'oci', registry: `${closed.host}/team`, 'require-cached': true };
    const { status, log } = await checkout.runStep(options, { env });
    assert.is(status, 1, log);
    assert.match(log, /^error: look-up of \S+ was denied by \S+ with status 401: UNAUTHORIZED/m);
    assert.not.match(log, 'wrong');
    checkout.remove();
  });
}

e2e.run();
