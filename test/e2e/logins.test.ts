import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type DockerRegistry, startDockerRegistry } from '../support/docker-registry';
import { type EcrApi, startEcrApi } from '../support/ecr-api';
import { type EcrRegistryFront, startEcrRegistryFront } from '../support/ecr-registry-front';
import { type Engine, startEngine } from '../support/engine';
import { runHook } from '../support/hook';
import { imageManifest, memoryImages, sha256 } from '../support/image-store';
import { pluginEnv } from '../support/plugin-env';
import { createSandbox } from '../support/sandbox';

// Jobs that share a docker configuration and log in to different registries. Docker itself reads, changes and writes the
// file without a lock.

interface Account {
  readonly registry: DockerRegistry;
  readonly front: EcrRegistryFront;
  readonly api: EcrApi;
  /** The login in docker's configuration. */
  readonly auth: string;
}

const logins = suite<{ engine: Engine; accounts: readonly Account[] }>('logins');
const ACCOUNTS = 3;
const JOBS = 2;

logins.before(async (context) => {
  context.engine = await startEngine();
  context.accounts = await Promise.all(Array.from({ length: ACCOUNTS }, (_, number) => openAccount(number)));
});

logins.after(async ({ engine, accounts }) => {
  for (const { api, front, registry } of accounts) {
    await api.close();
    await front.close();
    await registry.stop();
    api.expectNothingUnexpected();
  }
  await engine.stop();
});

/** A registry with a password, and an API that has every image, so that only the login is left to do. */
async function openAccount(number: number): Promise<Account> {
  const username = 'AWS';
  const password = `the token of account ${number}`;
  const registry = await startDockerRegistry({ credentials: { username, password } });
  const front = await startEcrRegistryFront(registry);
  // Docker has read its configuration and not yet written it.
  front.intercept({ kind: 'base' }, () => ({ delayMs: 100 }));
  const api = await startEcrApi({ images: memoryImages(), registryHost: front.host, password });
  const { manifest, mediaType } = imageManifest();
  api.intercept('BatchGetImage', ({ imageIds }) => {
    const [imageId] = imageIds as object[];
    const image = {
      imageId: { ...imageId, imageDigest: sha256(manifest) },
      imageManifest: manifest,
      imageManifestMediaType: mediaType,
    };
    return { output: { images: [image], failures: [] } };
  });
  return { registry, front, api, auth: Buffer.from(`${username}:${password}`).toString('base64') };
}

/** The environment of a job with this account. */
async function runJob({ api }: Account, engine: Engine, configFolder: string): Promise<void> {
  const sandbox = createSandbox();
  sandbox.link('docker', engine.client);
  sandbox.write('Dockerfile', 'FROM bash\n');
  const env = {
    ...api.env,
    ...engine.env,
    ...pluginEnv({ 'skip-pull-from-cache': true }),
    AWS_REGION: 'eu-west-1',
    DOCKER_CONFIG: configFolder,
  };
  const result = await runHook({ sandbox, env });
  sandbox.remove();
  assert.is(result.status, 0, result.log);
  assert.not.match(result.log, /not logged in/);
}

for (const round of [1, 2]) {
  logins(
    `${ACCOUNTS * JOBS} jobs log in to ${ACCOUNTS} registries at once: nobody's credentials are lost (${round})`,
    async ({ engine, accounts }) => {
      const { root, write, remove } = createSandbox();
      const folder = path.join(root, 'shared');
      const foreign = { 'registry.example.com': { auth: Buffer.from('me:mine').toString('base64') } };
      const headers = { 'X-Custom': 'kept' };
      const file = write(path.join(folder, 'config.json'), JSON.stringify({ auths: foreign, HttpHeaders: headers }));
      const jobs = accounts.flatMap((account) => Array.from({ length: JOBS }, () => account));
      await Promise.all(jobs.map((account) => runJob(account, engine, folder)));
      const ours = accounts.map(({ front, auth }) => [front.host, { auth }]);
      const config = JSON.parse(readFileSync(file, 'utf8'));
      assert.equal(config.auths, { ...foreign, ...Object.fromEntries(ours) });
      assert.equal(config.HttpHeaders, headers);
      assert.equal(readdirSync(folder), ['config.json']);
      remove();
    },
  );
}

logins.run();
