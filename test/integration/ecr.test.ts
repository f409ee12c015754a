import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import path from 'node:path';
import { generate } from 'selfsigned';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Agent, createAgent, REPOSITORY } from '../support/agent';
import { startEcrApi } from '../support/ecr-api';
import { listen } from '../support/http-fault';
import { memoryImages } from '../support/image-store';
import { runProgram } from '../support/program';
import type { Sandbox } from '../support/sandbox';
import { miss } from '../support/step-results';

// What Amazon ECR is asked: in which region, with which credentials, through which proxy.

const ecr = suite<{ agent: Agent }>('ecr');

ecr.before.each(async (context) => {
  context.agent = await createAgent();
  context.agent.sandbox.write('Dockerfile', 'FROM bash\n');
});

ecr.after.each(({ agent }) => agent.close());

function policyOf(agent: Agent): string {
  return agent.api.repositories.get(REPOSITORY)?.lifecyclePolicyText ?? '';
}

ecr('a repository is made with its tags, their case kept, and a lifecycle policy', async ({ agent }) => {
  await agent.runStep({ 'ecr-tags': { Team: 'web', team: 'shop', Empty: '' } });
  const tags = agent.api.repositories.get(REPOSITORY)?.tags ?? [];
  assert.equal(Object.fromEntries(tags), { Team: 'web', team: 'shop', Empty: '' });
  assert.match(policyOf(agent), /"description":"Expire images older than 7 days"/);
});

ecr('our own policy is updated on a miss if max-age-days has changed', async ({ agent }) => {
  await agent.runStep(miss());
  await agent.runStep(miss({ 'max-age-days': 30 }));
  assert.match(policyOf(agent), /"countNumber":30/);
  agent.api.calls.length = 0;
  await agent.runStep(miss({ 'max-age-days': 30 }));
  assert.not(agent.api.operations().includes('PutLifecyclePolicy'));
});

ecr('a repository that was made although the answer was lost gets its lifecycle policy', async ({ agent }) => {
  agent.api.intercept('CreateRepository', (_, attempt) => (attempt === 1 ? { resetMidAnswer: true } : undefined));
  const result = await agent.runStep({ 'ecr-name': 'my/own' });
  assert.is(result.status, 0, result.log);
  assert.match(agent.api.repositories.get('my/own')?.lifecyclePolicyText ?? '', 'sinceImagePushed');
});

ecr('a policy that is not ours stays; one line says so', async ({ agent }) => {
  await agent.runStep(miss());
  const repository = agent.api.repositories.get(REPOSITORY);
  const foreign = policyOf(agent).replace('Expire images older than 7 days', 'keep the house clean');
  if (repository) repository.lifecyclePolicyText = foreign;
  const result = await agent.runStep(miss({ 'max-age-days': 30 }));
  assert.is(result.status, 0);
  assert.is(policyOf(agent), foreign);
  assert.match(
    result.stderr,
    /^The lifecycle policy of build-cache\/acme\/shop was not written by this plugin and stays as it is$/m,
  );
});

ecr('an existing repository without a policy gets one only under the default name', async ({ agent }) => {
  for (const name of [REPOSITORY, 'my/own']) {
    await agent.runStep(miss({ 'ecr-name': name }));
    delete agent.api.repositories.get(name)?.lifecyclePolicyText;
    await agent.runStep(miss({ 'ecr-name': name }));
  }
  assert.match(policyOf(agent), /Expire images older than 7 days/);
  assert.is(agent.api.repositories.get('my/own')?.lifecyclePolicyText, undefined);
});

ecr('resource tags of an existing repository are corrected on a miss: only those that differ', async ({ agent }) => {
  await agent.runStep(miss({ 'ecr-tags': { Key: 'a', Key2: 'b' } }));
  agent.api.calls.length = 0;
  await agent.runStep(miss({ 'ecr-tags': { Key: 'c', Key2: 'b' } }));
  const [call] = agent.api.calls.filter(({ operation }) => operation === 'TagResource');
  assert.equal(call?.input.tags, [{ Key: 'Key', Value: 'c' }]);
  agent.api.calls.length = 0;
  await agent.runStep(miss({ 'ecr-tags': { Key: 'c', Key2: 'b' } }));
  assert.not(agent.api.operations().includes('TagResource'));
});

const DENIED = (operation: string) => () => ({
  error: 'AccessDeniedException',
  message: `User: arn:aws:iam::123456789012:user/ci is not authorized to perform: ecr:${operation}`,
});

ecr('a denied change of the policy or the tags is one warning each', async ({ agent }) => {
  await agent.runStep(miss());
  agent.api.intercept('GetLifecyclePolicy', DENIED('GetLifecyclePolicy'));
  agent.api.intercept('TagResource', DENIED('TagResource'));
  const result = await agent.runStep(miss({ 'ecr-tags': { Key: 'a' } }));
  assert.is(result.status, 0, result.log);
  assert.is(
    result.stderr.match(/^warning: The repository is used as it is: its (lifecycle policy|resource tags) could not /gm)
      ?.length,
    2,
  );
});

ecr('a repository that may not be created for another reason is not tried without tags', async ({ agent }) => {
  agent.api.intercept('CreateRepository', ({ tags }) => (tags ? DENIED('CreateRepository')() : undefined));
  const result = await agent.runStep({ 'ecr-tags': { Key: 'a' } });
  assert.is(result.status, 1, result.log);
  assert.is(agent.api.repositories.size, 0);
});

ecr('a repository that may be created but not tagged is created without tags', async ({ agent }) => {
  agent.api.intercept('CreateRepository', ({ tags }) => (tags ? DENIED('TagResource')() : undefined));
  const result = await agent.runStep({ 'ecr-tags': { Key: 'a' } });
  assert.is(result.status, 0, result.log);
  assert.match(result.stderr, /^warning: The repository was created without its resource tags/m);
});

const policies: readonly [why: string, found: string | undefined, kept: RegExp][] = [
  // It may have ended before it got this far.
  ['gets a lifecycle policy from us if it has none', undefined, /Expire images older than 7 days/],
  ['keeps one that is not ours', '{"rules":[]}', /^\{"rules":\[\]\}$/],
];

for (const [why, lifecyclePolicyText, kept] of policies) {
  ecr(`a repository that another job makes meanwhile is not an error, and ${why}`, async ({ agent }) => {
    agent.api.intercept('CreateRepository', (_, attempt) => {
      if (attempt > 1) return undefined;
      Object.assign(agent.api.create(REPOSITORY), { lifecyclePolicyText });
      return { error: 'RepositoryAlreadyExistsException' };
    });
    const result = await agent.runStep();
    assert.is(result.status, 0, result.log);
    assert.is(agent.api.operations().filter((operation) => operation === 'CreateRepository').length, 1);
    assert.match(policyOf(agent), kept);
  });
}

ecr('without permission to create the repository, the step ends before the build', async ({ agent }) => {
  agent.api.intercept('CreateRepository', DENIED('CreateRepository'));
  const result = await agent.runStep();
  assert.is(result.status, 1);
  assert.match(result.stderr, /CreateRepository on build-cache\/acme\/shop in eu-west-1 was denied/);
  assert.match(result.stderr, /Allow ecr:CreateRepository in the IAM policy/);
  assert.not(agent.docker.commands().includes('build'));
});

ecr('a login that another program took away during the build is made anew for the push', async ({ agent }) => {
  const file = path.join(agent.sandbox.home, '.docker/config.json');
  agent.docker.rules([{ match: ['build'], before: () => writeFileSync(file, '{"auths":{"other":{}}}') }]);
  const result = await agent.runStep();
  assert.is(result.status, 0, result.log);
  assert.is(agent.docker.commands().filter((command) => command === 'login').length, 2);
  assert.equal(Object.keys(JSON.parse(readFileSync(file, 'utf8')).auths), ['other', agent.host]);
});

ecr('docker login is skipped if a credential helper serves the host', async ({ agent }) => {
  const { home } = agent.sandbox;
  const { images } = agent.api.registry;
  for (const config of [{ credHelpers: { [agent.host]: 'ecr-login' } }, { credsStore: 'ecr-login' }]) {
    agent.sandbox.write(path.join(home, '.docker/config.json'), JSON.stringify(config));
    // This helper gives docker credentials without a login.
    const push = async ({ argv }: { argv: readonly string[] }) => {
      const reference = argv[argv.length - 1] ?? '';
      const image = agent.docker.world.images.get(reference);
      if (image) await images.put(REPOSITORY, reference.split(':').pop(), image.manifest, image.mediaType);
    };
    agent.docker.rules([{ match: ['push'], before: push, stdout: 'pushed\n', times: 1 }]);
    const result = await agent.runStep(miss({ 'skip-pull-from-cache': true }));
    assert.is(result.status, 0, result.log);
    assert.match(result.exported.BUILDKITE_PLUGIN_DOCKER_ECR_CACHE_EXPORT_DIGEST ?? '', /^sha256:/);
  }
  assert.not(agent.docker.commands().includes('login'));
});

const regions: readonly [
  why: string,
  env: { [name: string]: string | undefined },
  option: string | undefined,
  region: string,
][] = [
  ['the option first', { AWS_REGION: 'us-east-1', AWS_PROFILE: 'ci' }, 'ap-southeast-2', 'ap-southeast-2'],
  ["the profile's", { AWS_REGION: undefined, AWS_PROFILE: 'ci' }, undefined, 'sa-east-1'],
  ['otherwise eu-west-1', { AWS_REGION: undefined }, undefined, 'eu-west-1'],
];

for (const [why, env, region, expected] of regions) {
  ecr(`region: ${why}, for every call`, async ({ agent }) => {
    writeProfile(agent.sandbox, 'region = sa-east-1');
    const result = await agent.runStep(region ? { region } : {}, { env });
    assert.is(result.status, 0, result.log);
    assert.equal([...new Set(agent.api.calls.map((call) => call.region))], [expected]);
    assert.is(/No region is set/.test(result.stderr), why === 'otherwise eu-west-1');
  });
}

const FUTURE = new Date(Date.now() + 3_600_000).toISOString();
const KEYS = { AccessKeyId: 'AKIASERVICE', SecretAccessKey: 's', Token: 't', Expiration: FUTURE };

interface CredentialSource {
  readonly why: string;
  /** What its service answers to a request of this path. */
  readonly answer?: (path: string) => string;
  readonly arrange?: (sandbox: Sandbox) => void;
  readonly env: (url: string, sandbox: Sandbox) => { readonly [name: string]: string | undefined };
}

/** Each with a service in place of Amazon's; unit/aws-credentials has their order and their failures. */
const sources: readonly CredentialSource[] = [
  {
    why: "the profile's credential_process",
    arrange: (sandbox) => {
      sandbox.install('give-keys', `#!/bin/sh\necho '${JSON.stringify({ Version: 1, ...KEYS })}'\n`);
      writeProfile(sandbox, 'credential_process = give-keys');
    },
    env: () => ({ AWS_PROFILE: 'ci' }),
  },
  {
    why: 'the container service',
    answer: () => JSON.stringify(KEYS),
    env: (url) => ({ AWS_CONTAINER_CREDENTIALS_FULL_URI: url }),
  },
  {
    why: 'the instance metadata service',
    answer: (asked) => {
      if (asked.endsWith('/token')) return 'token';
      return asked.endsWith('security-credentials/') ? 'role' : JSON.stringify({ Code: 'Success', ...KEYS });
    },
    env: (url) => ({ AWS_EC2_METADATA_DISABLED: undefined, AWS_EC2_METADATA_SERVICE_ENDPOINT: url }),
  },
  {
    why: 'web identity',
    answer:
      () => `<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleWithWebIdentityResult>
        <Credentials><AccessKeyId>AKIASERVICE</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>
        <Expiration>${FUTURE}</Expiration></Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>`,
    env: (url, { home, write }) => ({
      AWS_WEB_IDENTITY_TOKEN_FILE: write(path.join(home, 'token'), 'jwt'),
      AWS_ROLE_ARN: 'arn:aws:iam::123456789012:role/ci',
      AWS_ENDPOINT_URL_STS: url,
    }),
  },
  {
    why: 'SSO',
    answer: () => {
      const expiration = Date.now() + 3_600_000;
      const keys = { accessKeyId: 'AKIASERVICE', secretAccessKey: 's', sessionToken: 't', expiration };
      return JSON.stringify({ roleCredentials: keys });
    },
    arrange: (sandbox) => {
      const start = 'https://acme.awsapps.com/start';
      writeProfile(
        sandbox,
        `sso_start_url = ${start}\nsso_region = eu-west-1\nsso_account_id = 123456789012\nsso_role_name = ci`,
      );
      // The file's name is the SHA-1 of the start URL.
      const name = `${createHash('sha1').update(start).digest('hex')}.json`;
      const token = JSON.stringify({ accessToken: 'token', expiresAt: FUTURE });
      sandbox.write(path.join(sandbox.home, '.aws/sso/cache', name), token);
    },
    env: (url) => ({ AWS_PROFILE: 'ci', AWS_ENDPOINT_URL_SSO: url }),
  },
];

function writeProfile({ home, write }: Sandbox, lines: string): void {
  write(path.join(home, '.aws/config'), `[profile ci]\n${lines}\n`);
}

for (const { why, answer, arrange, env } of sources) {
  ecr(`credentials: ${why}`, async ({ agent }) => {
    const server = http.createServer(({ url = '' }, response) => response.end(answer?.(url)));
    const service = await listen(server);
    arrange?.(agent.sandbox);
    const noKeys = { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined };
    const variables = env(`http://127.0.0.1:${service.port}`, agent.sandbox);
    const result = await agent.runStep({}, { env: { ...noKeys, ...variables } });
    await service.close();
    assert.is(result.status, 0, result.log);
    assert.equal([...new Set(agent.api.calls.map(({ accessKeyId }) => accessKeyId))], ['AKIASERVICE']);
  });
}

/** A certificate for localhost and ecr.invalid, its key, and a file with the certificate. */
async function makeCertificate(sandbox: Sandbox): Promise<{ key: string; cert: string; file: string }> {
  const names = ['localhost', 'ecr.invalid'].map((value) => ({ type: 2, value }) as const);
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], {
    extensions: [{ name: 'subjectAltName', altNames: names }],
  });
  return { key, cert, file: sandbox.write(path.join(sandbox.root, 'cert.pem'), cert) };
}

function byName(url: string): string {
  return url.replace('127.0.0.1', 'localhost');
}

ecr("AWS_CA_BUNDLE: the API's certificate is trusted only with it", async ({ agent }) => {
  const { file, ...tls } = await makeCertificate(agent.sandbox);
  const api = await startEcrApi({ images: memoryImages(), registryHost: agent.host, tls });
  const run = (env: object) =>
    runProgram({
      sandbox: agent.sandbox,
      argv: ['check', '--ecr-name', 'x1', '--region', 'eu-west-1'],
      env: { ...api.env, AWS_ENDPOINT_URL_ECR: byName(api.url), ...env },
    });
  const trusted = await run({ AWS_CA_BUNDLE: file });
  const untrusted = await run({});
  await api.close();
  assert.is(trusted.status, 3, trusted.stderr);
  assert.is(untrusted.status, 1);
  assert.match(untrusted.stderr, /is not trusted: .*\nIf .*, point AWS_CA_BUNDLE at/);
});

ecr('HTTPS_PROXY: the API is used through it, except for hosts in NO_PROXY', async ({ agent }) => {
  const { file, ...tls } = await makeCertificate(agent.sandbox);
  const api = await startEcrApi({ images: memoryImages(), registryHost: agent.host, tls });
  const { port: apiPort } = new URL(api.url);
  const tunnels: string[] = [];
  const server = http.createServer();
  const serverWithTls = https.createServer(tls);
  // Only the proxy knows where ecr.invalid is.
  const connect = ({ url = '' }: http.IncomingMessage, client: net.Socket) => {
    tunnels.push(url);
    const upstream = net.connect(Number(apiPort), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      upstream.pipe(client);
      client.pipe(upstream);
    });
    upstream.on('error', () => client.destroy());
    client.on('error', () => upstream.destroy());
  };
  for (const one of [server, serverWithTls]) one.on('connect', connect);
  const [proxy, proxyWithTls] = [await listen(server), await listen(serverWithTls)];
  const run = (host: string, env: object) =>
    runProgram({
      sandbox: agent.sandbox,
      argv: ['check', '--ecr-name', 'x1', '--region', 'eu-west-1'],
      env: {
        ...api.env,
        AWS_ENDPOINT_URL_ECR: `https://${host}:${apiPort}`,
        AWS_CA_BUNDLE: file,
        HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`,
        ...env,
      },
    });
  const through = await run('ecr.invalid', {});
  const used = tunnels.length;
  const throughTls = await run('ecr.invalid', { HTTPS_PROXY: `https://localhost:${proxyWithTls.port}` });
  const past = await run('localhost', { NO_PROXY: 'example.com,localhost' });
  // Packages that support DEBUG would print URLs and passwords.
  const password = { HTTPS_PROXY: `http://user:canary@127.0.0.1:${proxy.port}` };
  const debugged = await run('ecr.invalid', { DEBUG: '*', ...password });
  await Promise.all([api.close(), proxy.close(), proxyWithTls.close()]);
  assert.is(through.status, 3, through.stderr);
  assert.is(throughTls.status, 3, throughTls.stderr);
  assert.ok(used > 0);
  assert.is(past.status, 3, past.stderr);
  assert.equal([debugged.status, debugged.stderr], [3, through.stderr]);
  assert.is(tunnels.length, 3 * used);
  assert.equal([...new Set(tunnels)], [`ecr.invalid:${apiPort}`]);
});

ecr('check: prints the reference; 3 where it is not cached, 0 where it is; changes nothing', async ({ agent }) => {
  const run = (...argv: string[]) =>
    runProgram({
      sandbox: agent.sandbox,
      argv: ['check', '--ecr-name', REPOSITORY, '--region', 'eu-west-1', ...argv],
      env: agent.api.env,
    });
  const absent = await run();
  assert.is(absent.status, 3, absent.stderr);
  assert.match(
    absent.stdout,
    /^123456789012\.dkr\.ecr\.eu-west-1\.amazonaws\.com\/build-cache\/acme\/shop:[0-9a-f]{40}\n$/,
  );
  await agent.runStep();
  agent.api.calls.length = 0;
  const before = agent.docker.calls().length;
  const cached = await run('--json');
  assert.is(cached.status, 0, cached.stderr);
  const tag = absent.stdout.trim().split(':').pop() ?? '';
  const digest = (await agent.api.registry.images.tags(REPOSITORY)).get(tag);
  const { key, ...report } = JSON.parse(cached.stdout);
  assert.equal(report, { reference: absent.stdout.trim(), digest, cached: true });
  assert.match(key, new RegExp(`^${tag}[0-9a-f]{24}$`));
  assert.equal(agent.api.operations().sort(), ['BatchGetImage', 'GetAuthorizationToken']);
  assert.is(agent.docker.calls().length, before);
});

ecr('check: an outage is not a miss', async ({ agent }) => {
  const result = await runProgram({
    sandbox: agent.sandbox,
    argv: ['check', '--ecr-name', REPOSITORY, '--region', 'eu-west-1'],
    env: { ...agent.api.env, AWS_ENDPOINT_URL_ECR: 'http://127.0.0.1:1' },
  });
  assert.equal([result.status, result.stdout], [1, '']);
  assert.match(result.stderr, /^error: .* failed: connect ECONNREFUSED/m);
});

ecr('the default command prints the reference to standard output, and docker to standard error', async ({ agent }) => {
  const result = await runProgram({
    sandbox: agent.sandbox,
    argv: ['--ecr-name', 'team/cache', '--region', 'eu-west-1', '--no-latest-tag'],
    env: agent.api.env,
  });
  assert.is(result.status, 0, result.stderr);
  assert.match(result.stdout, /^123456789012\.dkr\.ecr\.eu-west-1\.amazonaws\.com\/team\/cache:[0-9a-f]{40}\n$/);
  assert.match(result.stderr, /^== Building the image$/m);
});

ecr('on a terminal, docker writes to it directly', async ({ agent }) => {
  const result = await runProgram({
    sandbox: agent.sandbox,
    argv: ['--registry-provider', 'local'],
    env: agent.api.env,
    streams: 'terminal',
  });
  assert.is(result.status, 0, result.log);
  const [build] = agent.builds();
  assert.is(build?.env.BUILDKIT_PROGRESS, undefined);
});

ecr.run();
