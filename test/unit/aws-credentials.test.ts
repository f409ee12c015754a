import http from 'node:http';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { OutageError, UserError } from '../../src/errors';
import { findCredentials, findKeys } from '../../src/registry/aws-credentials';
import { readAwsProfiles } from '../../src/registry/aws-profiles';
import * as sdk from '../../src/registry/aws-sdk';
import { toEcrError } from '../../src/registry/ecr-failure';
import { cut, listen } from '../support/http-fault';
import { makeScratchFolder } from './scratch-folder';

// Which source of credentials is used, and what the SDK says if its service fails, on loopback.

type Handler = (request: http.IncomingMessage, response: http.ServerResponse) => void;
type Variables = { readonly [name: string]: string };

const SECRET = 'canary-secret-access-key';
const future = new Date(Date.now() + 3_600_000).toISOString();
const keys = JSON.stringify({ AccessKeyId: 'AKIA', SecretAccessKey: SECRET, Token: 't', Expiration: future });
const process_ = (id: string) =>
  `credential_process = echo '{"Version":1,"AccessKeyId":"${id}","SecretAccessKey":"s"}'`;
const home = makeScratchFolder({
  token: 'jwt',
  '.aws/config': `
[profile region]
region = eu-west-1

[profile broken]
credential_process = echo no keys today >&2; echo "the vault is locked" >&2; exit 1 # --password canary

[profile process]
${process_('AKIAPROCESS')}

[profile container]
role_arn = arn:aws:iam::1:role/ci
credential_source = EcsContainer

[profile environment]
role_arn = arn:aws:iam::1:role/ci
credential_source = Environment

[profile role]
role_arn = arn:aws:iam::1:role/ci
source_profile = keys

[profile sourceless]
role_arn = arn:aws:iam::1:role/ci

[profile torn]
role_arn = arn:aws:iam::1:role/ci
source_profile = keys
credential_source = Environment

[profile lost]
role_arn = arn:aws:iam::1:role/ci
source_profile = nobody

[profile poor]
role_arn = arn:aws:iam::1:role/ci
source_profile = region

[profile chained]
role_arn = arn:aws:iam::1:role/ci
source_profile = half

[profile half]
aws_access_key_id = AKIAHALF

[profile secret]
aws_secret_access_key = ${SECRET}

[profile web]
web_identity_token_file = /nowhere/token

[profile sso]
sso_start_url = https://acme
sso_region = eu-west-1
sso_account_id = 1
sso_role_name = ci

[profile session]
sso_session = acme
sso_account_id = 1
sso_role_name = ci
`,
  '.aws/credentials': `[keys]
aws_access_key_id = AKIAPROFILE
aws_secret_access_key = ${SECRET}
`,
});

const credentials = suite('AWS credentials');

/**
 * The id of the key that is found, or the error as shown.
 *
 * @param answerMs only short where it should run out, since the machine may be busy
 */
async function ask(variables: Variables, answerMs = 10_000): Promise<unknown> {
  for (const name of Object.keys(process.env)) {
    if (name.startsWith('AWS_')) delete process.env[name];
  }
  const env = { HOME: home.root, AWS_EC2_METADATA_DISABLED: 'true', ...variables };
  Object.assign(process.env, env);
  const requestHandler = { requestTimeout: answerMs, throwOnRequestTimeout: true, socketTimeout: answerMs };
  const clientConfig = { requestHandler, maxAttempts: 1 };
  try {
    const profiles = readAwsProfiles(env, home.root);
    const found = findKeys(env) ?? findCredentials(sdk, { env, profiles, clientConfig, answerMs });
    const identity = { callerClientConfig: { region: async () => 'eu-west-1' } };
    return (typeof found === 'function' ? await found(identity) : found).accessKeyId;
  } catch (error) {
    return toEcrError(error, { operation: 'BatchGetImage', repositoryName: 'a', region: 'eu-west-1' });
  }
}

/** Like `ask`, with a service that answers this; `URL` in the variables stands for its address. */
async function askService(handler: Handler | undefined, variables: Variables, answerMs?: number) {
  const server = http.createServer((request, response) => {
    request.resume();
    handler?.(request, response);
  });
  const { port, close } = await listen(server);
  if (handler === undefined) await close();
  const entries = Object.entries(variables);
  const named = entries.map(([name, value]) => [name, value.replace('URL', `http://127.0.0.1:${port}`)]);
  const result = await ask(Object.fromEntries(named), answerMs);
  await close();
  return result;
}

const answer =
  (status: number, body: string): Handler =>
  (_, response) => {
    response.statusCode = status;
    response.end(body);
  };
const halfOf =
  (body: string): Handler =>
  (_, response) => {
    response.writeHead(200, { 'content-length': body.length });
    response.write(body.slice(0, body.length / 2));
  };

const container = { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'URL/creds' };
const instance = { AWS_EC2_METADATA_DISABLED: 'false', AWS_EC2_METADATA_SERVICE_ENDPOINT: 'URL' };
const webIdentity = {
  AWS_WEB_IDENTITY_TOKEN_FILE: home.path('token'),
  AWS_ROLE_ARN: 'arn:aws:iam::1:role/ci',
  AWS_ENDPOINT_URL_STS: 'URL',
};

/** Every source that is a service, each set up alone. */
const services: readonly [title: string, variables: Variables][] = [
  ["the container's service (AWS_CONTAINER_CREDENTIALS_FULL_URI)", container],
  ['the AWS profile container', { ...container, AWS_PROFILE: 'container' }],
  ['the instance metadata service (AWS_EC2_METADATA_SERVICE_ENDPOINT)', instance],
  ['web identity (AWS_WEB_IDENTITY_TOKEN_FILE)', webIdentity],
];

const faults: readonly [why: string, handler: Handler | undefined, answerMs?: number][] = [
  ['refuses the connection', undefined],
  ['resets the connection', ({ socket }) => cut(socket)],
  ['hangs', () => {}, 200],
  ['hangs in the middle', halfOf(keys), 200],
  ['answers 500', answer(500, 'a bad day')],
  ['answers 429', answer(429, '')],
  ['answers garbage', answer(200, '<html><title>hotel</title>')],
];

for (const [title, variables] of services) {
  for (const [why, handler, answerMs] of faults) {
    credentials(`an outage: ${title} ${why}`, async () => {
      const error = (await askService(handler, variables, answerMs)) as OutageError;
      assert.instance(error, OutageError);
      const says = `BatchGetImage on a in eu-west-1: asking ${title} for AWS credentials failed: `;
      assert.ok(error.message.startsWith(says), error.message);
      assert.not.match(error.message, /\n|canary/);
    });
  }
}

const sts = (code: string, message: string, status = 400) =>
  answer(status, `<ErrorResponse><Error><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`);

const refusals: readonly [why: string, handler: Handler | undefined, variables: Variables, says: RegExp][] = [
  [
    'a container whose role is denied',
    answer(403, '{"Code":"AccessDenied","Message":"no association"}'),
    container,
    /failed: Server responded with status: 403: AccessDenied: no association\nFix its configuration/,
  ],
  [
    "a container's service on another host",
    undefined,
    { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://example.com/' },
    /failed: URL not accepted\. .* 169\.254\.170\.2 /,
  ],
  [
    "a container's token file that is missing",
    answer(200, keys),
    { ...container, AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: '/nowhere/token' },
    /ENOENT: no such file or directory/,
  ],
  [
    'an instance without a role',
    answer(404, ''),
    instance,
    /no AWS credentials were found: .*none from the instance .* \(HTTP 404\)\nGive the agent an instance or container role/,
  ],
  [
    'an instance that wants a token, but answered no request for one',
    ({ method }, response) => answer(method === 'PUT' ? 403 : 401, '')({} as never, response),
    instance,
    /no AWS credentials were found: .* Error response .* \(HTTP 401\)\n/,
  ],
  [
    'an instance whose service has an invalid URL',
    undefined,
    { ...instance, AWS_EC2_METADATA_SERVICE_ENDPOINT: 'localhost:80' },
    /\(AWS_EC2_METADATA_SERVICE_ENDPOINT\) .* failed: TypeError: Protocol "localhost:" not supported/,
  ],
  [
    'no source at all',
    undefined,
    {},
    /found: none in the environment, none in the AWS profile default, none from .*: AWS_EC2_METADATA_DISABLED is set\n/,
  ],
  [
    'web identity: a role that may not be assumed',
    sts('AccessDenied', 'Not authorized to perform sts:AssumeRoleWithWebIdentity', 403),
    webIdentity,
    /was denied: AccessDenied: Not authorized to perform .*\nAllow sts:AssumeRoleWithWebIdentity/,
  ],
  [
    'a web identity token that has expired',
    sts('ExpiredTokenException', 'Token expired'),
    webIdentity,
    /was denied: ExpiredTokenException: Token expired.*\n.* expired or wrong: renew them/,
  ],
  [
    'a web identity token file that is missing',
    undefined,
    { ...webIdentity, AWS_WEB_IDENTITY_TOKEN_FILE: '/nowhere/token' },
    /failed: ENOENT: no such file or directory.*\nFix its configuration/,
  ],
  [
    'web identity without a role',
    undefined,
    { ...webIdentity, AWS_ROLE_ARN: '' },
    /\(AWS_WEB_IDENTITY_TOKEN_FILE\) .* failed: AWS_ROLE_ARN is not set\n/,
  ],
  [
    'a credential_process that fails',
    undefined,
    { AWS_PROFILE: 'broken' },
    /asking the AWS profile broken for AWS credentials failed: its credential_process failed: the vault is locked\n/,
  ],
  ['an SSO login that has expired', undefined, { AWS_PROFILE: 'sso' }, /failed: The SSO session .* aws sso login/],
  [
    'an SSO session that is missing',
    undefined,
    { AWS_PROFILE: 'session' },
    /profile session .* failed: the profile session has the sso_session acme, which does not exist\n/,
  ],
  [
    'half a key: AWS_ACCESS_KEY_ID',
    undefined,
    { AWS_ACCESS_KEY_ID: 'A' },
    /^AWS_ACCESS_KEY_ID is set, but AWS_SECRET_ACCESS_KEY is not\n/,
  ],
  [
    'half a key: AWS_SECRET_ACCESS_KEY',
    undefined,
    { AWS_SECRET_ACCESS_KEY: SECRET },
    /^AWS_SECRET_ACCESS_KEY is set, but AWS_ACCESS_KEY_ID is not\n/,
  ],
  ...['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_SECURITY_TOKEN'].map(
    (name): [string, undefined, Variables, RegExp] => [
      `a line end in ${name}`,
      undefined,
      { AWS_ACCESS_KEY_ID: 'A', AWS_SECRET_ACCESS_KEY: SECRET, [name]: 'canary\n' },
      new RegExp(`^${name} has white space, or .*\nSet it again, without a line end.`),
    ],
  ),
  [
    'half a key in the profile',
    undefined,
    { AWS_PROFILE: 'half' },
    /profile half .* failed: the profile half has no aws_secret_access_key\n/,
  ],
  [
    'a source_profile that is missing',
    undefined,
    { AWS_PROFILE: 'lost' },
    /profile lost .* failed: the profile nobody, its source_profile, does not exist\n/,
  ],
  [
    'a source_profile with half a key',
    undefined,
    { AWS_PROFILE: 'chained' },
    /profile chained .* failed: the profile half has no aws_secret_access_key\n/,
  ],
  [
    'a source_profile without credentials',
    undefined,
    { AWS_PROFILE: 'poor' },
    /profile poor .* failed: the profile region, its source_profile, has no credentials\n/,
  ],
  [
    'a role without a source',
    undefined,
    { AWS_PROFILE: 'sourceless' },
    /failed: the profile sourceless needs either source_profile or credential_source with its role_arn\n/,
  ],
  ['a role with two sources', undefined, { AWS_PROFILE: 'torn' }, /failed: the profile torn needs either/],
];

for (const [why, handler, variables, says] of refusals) {
  credentials(`not an outage, somebody has to fix it: ${why}`, async () => {
    const error = (await askService(handler, variables)) as UserError;
    assert.instance(error, UserError);
    assert.not.instance(error, OutageError);
    assert.match(`${error.message}\n${error.hint}`, says);
    assert.not.match(error.message, /\n|canary/);
  });
}

credentials('an outage: the identity provider does not answer STS', async () => {
  const handler = sts('IDPCommunicationError', 'An error occurred during communication with the identity provider');
  assert.instance(await askService(handler, webIdentity), OutageError);
});

credentials('a machine that is not an instance has no credentials: its service is not named', async () => {
  // The SDK must not ask the address of a real instance.
  process.env.AWS_EC2_METADATA_SERVICE_ENDPOINT = 'http://127.0.0.1:1';
  const env = { AWS_EC2_METADATA_DISABLED: 'false' };
  const profiles = readAwsProfiles(env, '/nowhere');
  const provide = findCredentials(sdk, { env, profiles, clientConfig: {}, answerMs: 10_000 });
  const error = await provide().catch((failure: unknown) => failure);
  const seen = toEcrError(error, { operation: 'a', repositoryName: 'b', region: 'c' }) as UserError;
  assert.not.instance(seen, OutageError);
  assert.match(
    seen.message,
    /no AWS credentials were found: .*: Unable to connect to instance metadata service \(ECONNREFUSED\)$/,
  );
});

const environment = { AWS_ACCESS_KEY_ID: 'AKIAENV', AWS_SECRET_ACCESS_KEY: SECRET };

/** In the AWS CLI's order. Each is set up together with all that come after it. */
const order: readonly [why: string, variables: Variables, id: string | RegExp][] = [
  ['keys in the environment, before AWS_PROFILE', { ...environment, ...webIdentity, AWS_PROFILE: 'keys' }, 'AKIAENV'],
  [
    'a role that the profile assumes',
    { ...webIdentity, ...container, AWS_PROFILE: 'role' },
    /profile role .* was denied/,
  ],
  [
    'web identity in the environment',
    { ...webIdentity, ...container, AWS_PROFILE: 'keys' },
    /web identity .* was denied/,
  ],
  ['keys of the profile', { ...container, AWS_PROFILE: 'keys' }, 'AKIAPROFILE'],
  ['a process of the profile', { ...container, AWS_PROFILE: 'process' }, 'AKIAPROCESS'],
  [
    "the container's service, where the profile only names a region",
    { ...instance, ...container, AWS_PROFILE: 'region' },
    'AKIA',
  ],
];

for (const [why, variables, expected] of order) {
  credentials(`the first that is set up counts: ${why}`, async () => {
    const service: Handler = (request, response) =>
      request.method === 'POST'
        ? sts('AccessDenied', 'no', 403)(request, response)
        : answer(200, keys)(request, response);
    const result = await askService(service, { AWS_ENDPOINT_URL_STS: 'URL', ...variables });
    if (typeof expected === 'string') assert.is(result, expected);
    else assert.match((result as Error).message, expected);
  });
}

const tokens: readonly [why: string, variables: Variables, sessionToken: string | undefined][] = [
  ['none', {}, undefined],
  ['AWS_SESSION_TOKEN', { AWS_SESSION_TOKEN: 'new', AWS_SECURITY_TOKEN: 'old' }, 'new'],
  ['its former name', { AWS_SECURITY_TOKEN: 'old' }, 'old'],
];

for (const [why, variables, sessionToken] of tokens) {
  credentials(`the session token of keys in the environment: ${why}`, () => {
    assert.is(findKeys({ ...environment, ...variables })?.sessionToken, sessionToken);
  });
}

credentials('found: what could not be reached before', async () => {
  let asked = 0;
  const flaky: Handler = (request, response) => answer(asked++ === 0 ? 500 : 200, keys)(request, response);
  const { port, close } = await listen(http.createServer(flaky));
  const variables = { AWS_CONTAINER_CREDENTIALS_FULL_URI: `http://127.0.0.1:${port}/` };
  assert.instance(await ask(variables), OutageError);
  assert.is(asked, 1, 'the SDK asks again by itself');
  assert.is(await ask(variables), 'AKIA');
  await close();
});

credentials.run();
