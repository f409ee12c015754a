import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import http from 'node:http';
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

/** Changes the key, so that the run is a miss. */
let version = 0;
function miss(options: object = {}): { [option: string]: unknown } {
  version += 1;
  return { 'cache-version': `v${version}`, ...options };
}

ecr(
  'a repository is made with its tags, their case kept, and expires images after 7 days',
  async ({ agent }) => {
    await agent.runStep({ 'ecr-tags': { Team: 'web', team: 'shop', Empty: '' } });
    const repository = agent.api.repositories.get(REPOSITORY);
    assert.equal([...(repository?.tags ?? [])].sort(), [
      ['Empty', ''],
      ['Team', 'web'],
      ['team', 'shop'],
    ]);
    assert.equal(JSON.parse(policyOf(agent)), {
      rules: [
        {
          rulePriority: 1,
          description: 'Expire images older than 7 days',
          selection: { tagStatus: 'any', countType: 'sinceImagePushed', countUnit: 'days', countNumber: 7 },
          action: { type: 'expire' },
        },
      ],
    });
  },
);

ecr('our own policy is updated on a miss if max-age-days has changed', async ({ agent }) => {
  await agent.runStep(miss());
  await agent.runStep(miss({ 'max-age-days': 30 }));
  assert.match(policyOf(agent), /"countNumber":30/);
  agent.api.calls.length = 0;
  await agent.runStep(miss({ 'max-age-days': 30 }));
  assert.not(agent.api.operations().includes('PutLifecyclePolicy'));
});

ecr(
  'a repository that was made although the answer was lost gets its lifecycle policy',
  async ({ agent }) => {
    agent.api.intercept('CreateRepository', (_, attempt) =>
      attempt === 1 ? { resetMidAnswer: true } : undefined,
    );
    const result = await agent.runStep({ 'ecr-name': 'my/own' });
    assert.is(result.status, 0, result.log);
    assert.match(agent.api.repositories.get('my/own')?.lifecyclePolicyText ?? '', 'sinceImagePushed');
  },
);

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

ecr(
  'resource tags of an existing repository are put right on a miss: only those that differ',
  async ({ agent }) => {
    await agent.runStep(miss({ 'ecr-tags': { Key: 'a', Key2: 'b' } }));
    agent.api.calls.length = 0;
    await agent.runStep(miss({ 'ecr-tags': { Key: 'c', Key2: 'b' } }));
    const [call] = agent.api.calls.filter(({ operation }) => operation === 'TagResource');
    assert.equal(call?.input.tags, [{ Key: 'Key', Value: 'c' }]);
    agent.api.calls.length = 0;
    await agent.runStep(miss({ 'ecr-tags': { Key: 'c', Key2: 'b' } }));
    assert.not(agent.api.operations().includes('TagResource'));
  },
);

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
    result.stderr.match(
      /^warning: The repository is used as it is: its (lifecycle policy|resource tags) could not /gm,
    )?.length,
    2,
  );
});

ecr(
  'a repository that may not be created for another reason is not tried without tags',
  async ({ agent }) => {
    agent.api.intercept('CreateRepository', ({ tags }) => (tags ? DENIED('CreateRepository')() : undefined));
    const result = await agent.runStep({ 'ecr-tags': { Key: 'a' } });
    assert.is(result.status, 1, result.log);
    assert.is(agent.api.repositories.size, 0);
  },
);

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

ecr(
  'a login that another program took away during the build is made anew for the push',
  async ({ agent }) => {
    const file = path.join(agent.sandbox.home, '.docker/config.json');
    agent.docker.rules([{ match: ['build'], before: () => writeFileSync(file, '{"auths":{"other":{}}}') }]);
    const result = await agent.runStep();
    assert.is(result.status, 0, result.log);
    assert.is(agent.docker.commands().filter((command) => command === 'login').length, 2);
    assert.equal(Object.keys(JSON.parse(readFileSync(file, 'utf8')).auths), ['other', agent.host]);
  },
);

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
  ['at last eu-west-1', { AWS_REGION: undefined }, undefined, 'eu-west-1'],
];

for (const [why, env, region, expected] of regions) {
  ecr(`region: ${why}, for every call`, async ({ agent }) => {
    agent.sandbox.write(path.join(agent.sandbox.home, '.aws/config'), '[profile ci]\nregion = sa-east-1\n');
    const result = await agent.runStep(region ? { region } : {}, { env });
    assert.is(result.status, 0, result.log);
    assert.equal([...new Set(agent.api.calls.map((call) => call.region))], [expected]);
    assert.is(/No region is set/.test(result.stderr), why === 'at last eu-west-1');
  });
}

const NO_KEYS = { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined };
const accessKeys = (agent: Agent) => [...new Set(agent.api.calls.map(({ accessKeyId }) => accessKeyId))];

ecr("credentials: the profile's credential_process", async ({ agent }) => {
  agent.sandbox.install(
    'give-keys',
    `#!/bin/sh\necho '{"Version":1,"AccessKeyId":"AKIAPROCESS","SecretAccessKey":"secret"}'\n`,
  );
  agent.sandbox.write(
    path.join(agent.sandbox.home, '.aws/config'),
    '[profile ci]\ncredential_process = give-keys\n',
  );
  const result = await agent.runStep({}, { env: { ...NO_KEYS, AWS_PROFILE: 'ci' } });
  assert.is(result.status, 0, result.log);
  assert.equal(accessKeys(agent), ['AKIAPROCESS']);
});

const FUTURE = new Date(Date.now() + 3_600_000).toISOString();

/** An HTTP service in place of one that provides credentials. */
async function serve(answer: (request: http.IncomingMessage) => [type: string, body: string]) {
  return listen(
    http.createServer((request, response) => {
      request.resume();
      const [type, body] = answer(request);
      response.writeHead(200, { 'content-type': type });
      response.end(body);
    }),
  );
}

ecr('credentials: the container service', async ({ agent }) => {
  const body = { AccessKeyId: 'AKIACONTAINER', SecretAccessKey: 's', Token: 't', Expiration: FUTURE };
  const service = await serve(() => ['application/json', JSON.stringify(body)]);
  const env = { ...NO_KEYS, AWS_CONTAINER_CREDENTIALS_FULL_URI: `http://127.0.0.1:${service.port}/` };
  const result = await agent.runStep({}, { env });
  await service.close();
  assert.is(result.status, 0, result.log);
  assert.equal(accessKeys(agent), ['AKIACONTAINER']);
});

ecr('credentials: the instance metadata service', async ({ agent }) => {
  const body = {
    Code: 'Success',
    AccessKeyId: 'AKIAINSTANCE',
    SecretAccessKey: 's',
    Token: 't',
    Expiration: FUTURE,
  };
  const service = await serve(({ url, method }) => {
    if (method === 'PUT') return ['text/plain', 'token'];
    return /security-credentials\/$/.test(url ?? '')
      ? ['text/plain', 'role']
      : ['text/plain', JSON.stringify(body)];
  });
  const env = {
    ...NO_KEYS,
    AWS_EC2_METADATA_DISABLED: undefined,
    AWS_EC2_METADATA_SERVICE_ENDPOINT: `http://127.0.0.1:${service.port}`,
  };
  const result = await agent.runStep({}, { env });
  await service.close();
  assert.is(result.status, 0, result.log);
  assert.equal(accessKeys(agent), ['AKIAINSTANCE']);
});

ecr('credentials: web identity', async ({ agent }) => {
  const answer = `<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
    <AssumeRoleWithWebIdentityResult><Credentials><AccessKeyId>AKIAWEB</AccessKeyId><SecretAccessKey>s</SecretAccessKey>
    <SessionToken>t</SessionToken><Expiration>${FUTURE}</Expiration></Credentials></AssumeRoleWithWebIdentityResult>
    </AssumeRoleWithWebIdentityResponse>`;
  const service = await serve(() => ['text/xml', answer]);
  const tokenFile = agent.sandbox.write(path.join(agent.sandbox.home, 'token'), 'jwt');
  const env = {
    ...NO_KEYS,
    AWS_WEB_IDENTITY_TOKEN_FILE: tokenFile,
    AWS_ROLE_ARN: 'arn:aws:iam::123456789012:role/ci',
    AWS_ENDPOINT_URL_STS: `http://127.0.0.1:${service.port}`,
  };
  const result = await agent.runStep({}, { env });
  await service.close();
  assert.is(result.status, 0, result.log);
  assert.equal(accessKeys(agent), ['AKIAWEB']);
});

ecr('credentials: SSO', async ({ agent }) => {
  const { home } = agent.sandbox;
  const body = {
    roleCredentials: {
      accessKeyId: 'AKIASSO',
      secretAccessKey: 's',
      sessionToken: 't',
      expiration: Date.now() + 3_600_000,
    },
  };
  const service = await serve(() => ['application/json', JSON.stringify(body)]);
  agent.sandbox.write(
    path.join(home, '.aws/config'),
    '[profile ci]\nsso_start_url = https://acme.awsapps.com/start\nsso_region = eu-west-1\nsso_account_id = 123456789012\nsso_role_name = ci\n',
  );
  // The file's name is the SHA-1 of the start URL.
  const cache = path.join(home, '.aws/sso/cache', `${sha1('https://acme.awsapps.com/start')}.json`);
  agent.sandbox.write(cache, JSON.stringify({ accessToken: 'token', expiresAt: FUTURE }));
  const env = { ...NO_KEYS, AWS_PROFILE: 'ci', AWS_ENDPOINT_URL_SSO: `http://127.0.0.1:${service.port}` };
  const result = await agent.runStep({}, { env });
  await service.close();
  assert.is(result.status, 0, result.log);
  assert.equal(accessKeys(agent), ['AKIASSO']);
});

function sha1(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}

/** A certificate for localhost, its key, and a file with the certificate. */
async function makeCertificate(sandbox: Sandbox): Promise<{ key: string; cert: string; file: string }> {
  const names = [{ type: 2, value: 'localhost' }] as const;
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], {
    extensions: [{ name: 'subjectAltName', altNames: [...names] }],
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
  const tunnels: string[] = [];
  const server = http.createServer();
  server.on('connect', ({ url = '' }: http.IncomingMessage, client: net.Socket) => {
    tunnels.push(url);
    const [host = '', port] = url.split(':');
    const upstream = net.connect(Number(port), host, () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      upstream.pipe(client);
      client.pipe(upstream);
    });
    upstream.on('error', () => client.destroy());
    client.on('error', () => upstream.destroy());
  });
  const proxy = await listen(server);
  const run = (env: object) =>
    runProgram({
      sandbox: agent.sandbox,
      argv: ['check', '--ecr-name', 'x1', '--region', 'eu-west-1'],
      env: {
        ...api.env,
        AWS_ENDPOINT_URL_ECR: byName(api.url),
        AWS_CA_BUNDLE: file,
        HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`,
        ...env,
      },
    });
  const through = await run({});
  const used = tunnels.length;
  const past = await run({ NO_PROXY: 'example.com,localhost' });
  // Packages that support DEBUG would print URLs and passwords.
  const debugged = await run({ DEBUG: '*', HTTPS_PROXY: `http://user:canary@127.0.0.1:${proxy.port}` });
  await proxy.close();
  await api.close();
  assert.is(through.status, 3, through.stderr);
  assert.ok(used > 0);
  assert.is(past.status, 3, past.stderr);
  assert.equal([debugged.status, debugged.stderr], [3, through.stderr]);
  assert.ok(tunnels.length === 2 * used);
  assert.equal([...new Set(tunnels)], [byName(api.url).replace('https://', '')]);
});

ecr(
  'check: prints the reference; 3 where it is not cached, 0 where it is; changes nothing',
  async ({ agent }) => {
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
  },
);

ecr('check: an outage is not a miss', async ({ agent }) => {
  const result = await runProgram({
    sandbox: agent.sandbox,
    argv: ['check', '--ecr-name', REPOSITORY, '--region', 'eu-west-1'],
    env: { ...agent.api.env, AWS_ENDPOINT_URL_ECR: 'http://127.0.0.1:1' },
  });
  assert.equal([result.status, result.stdout], [1, '']);
  assert.match(result.stderr, /^error: .* failed: connect ECONNREFUSED/m);
});

ecr(
  'the default command prints the reference to standard output, and docker to standard error',
  async ({ agent }) => {
    const result = await runProgram({
      sandbox: agent.sandbox,
      argv: ['--ecr-name', 'team/cache', '--region', 'eu-west-1', '--no-latest-tag'],
      env: agent.api.env,
    });
    assert.is(result.status, 0, result.stderr);
    assert.match(
      result.stdout,
      /^123456789012\.dkr\.ecr\.eu-west-1\.amazonaws\.com\/team\/cache:[0-9a-f]{40}\n$/,
    );
    assert.match(result.stderr, /^== Building the image$/m);
  },
);

ecr(
  'check --explain: of a miss also what changed, where that is known; of a hit nothing',
  async ({ agent }) => {
    const run = (...argv: string[]) =>
      runProgram({
        sandbox: agent.sandbox,
        argv: ['check', '--explain', '--ecr-name', REPOSITORY, '--region', 'eu-west-1', ...argv],
        env: agent.api.env,
      });
    const absent = await run();
    assert.is(absent.status, 3, absent.stderr);
    assert.match(
      absent.stderr,
      /^What changed is unknown: no earlier image of this Dockerfile, target and platform says what it was made from$/m,
    );
    const asJson = JSON.parse((await run('--json')).stdout);
    assert.is(asJson.reference, absent.stdout.trim());
    assert.is(asJson.cached, false);
    assert.equal(asJson.why, []);
    assert.equal(agent.docker.commands(), []);
    await agent.runStep();
    agent.api.calls.length = 0;
    const cached = await run('--json');
    assert.is(cached.status, 0, cached.stderr);
    assert.equal(JSON.parse(cached.stdout).why, []);
    assert.equal(agent.newestOperations(), []);
  },
);

ecr(
  'the default command, --json: the image, what came of it, the key, and where the time went',
  async ({ agent }) => {
    const run = async () => {
      const result = await runProgram({
        sandbox: agent.sandbox,
        argv: ['--ecr-name', REPOSITORY, '--region', 'eu-west-1', '--json'],
        env: agent.api.env,
      });
      assert.is(result.status, 0, result.stderr);
      return JSON.parse(result.stdout);
    };
    const { timings: spent, ...miss } = await run();
    const { timings, ...hit } = await run();
    const repository = `${agent.host}/${REPOSITORY}`;
    const tag: string = miss.tag;
    assert.match(miss.key, new RegExp(`^${tag}[0-9a-f]{24}$`));
    const image = {
      reference: `${repository}:${tag}`,
      repository,
      tag,
      digest: (await agent.imageTags()).get(tag),
      why: [],
      key: miss.key,
    };
    assert.equal(miss, { ...image, hit: false });
    assert.equal(hit, { ...image, hit: true });
    for (const step of ['total', 'startup', 'key', 'look-up', 'login']) {
      for (const times of [spent, timings]) assert.type(times[step], 'number', step);
    }
    for (const step of ['build', 'push']) {
      assert.type(spent[step], 'number', step);
      assert.is(timings[step], undefined);
    }
  },
);

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
