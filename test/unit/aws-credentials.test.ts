import http from 'node:http';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { OutageError, UserError } from '../../src/errors';
import { findCredentials } from '../../src/registry/aws-credentials';
import * as sdk from '../../src/registry/aws-sdk';
import { toEcrError } from '../../src/registry/ecr-failure';
import { cut, listen } from '../support/http-fault';
import { makeScratchFolder } from './scratch-folder';

// What the SDK's own sources of credentials say when the services behind them fail, on loopback and with short bounds.

type Handler = (request: http.IncomingMessage, response: http.ServerResponse) => void;
type Variables = { readonly [name: string]: string };

const SECRET = 'canary-secret-access-key';
const future = new Date(Date.now() + 3_600_000).toISOString();
const keys = JSON.stringify({ AccessKeyId: 'AKIA', SecretAccessKey: SECRET, Token: 't', Expiration: future });
const home = makeScratchFolder({
  token: 'jwt',
  '.aws/config': [
    '[profile broken]\ncredential_process = echo no keys today >&2; echo "the vault is locked" >&2; exit 1 # --password canary',
    '[profile role]\nrole_arn = arn:aws:iam::1:role/ci\ncredential_source = EcsContainer',
    '[profile sso]\nsso_start_url = https://acme\nsso_region = eu-west-1\nsso_account_id = 1\nsso_role_name = ci',
    '[profile keys]\naws_access_key_id = AKIAPROFILE\naws_secret_access_key = secret',
  ].join('\n'),
});

const credentials = suite('AWS credentials');
const bounds = {
  connectionTimeout: 200,
  requestTimeout: 200,
  throwOnRequestTimeout: true,
  socketTimeout: 200,
};

/** The id of the key that is found, or the error that a person sees. */
async function ask(variables: Variables): Promise<unknown> {
  for (const name of Object.keys(process.env)) {
    if (name.startsWith('AWS_')) delete process.env[name];
  }
  const env = { HOME: home.root, AWS_EC2_METADATA_DISABLED: 'true', ...variables };
  Object.assign(process.env, env);
  const provide = findCredentials(sdk, env, { requestHandler: bounds, maxAttempts: 1 }, 200);
  try {
    return (await provide({ callerClientConfig: { region: async () => 'eu-west-1' } })).accessKeyId;
  } catch (error) {
    return toEcrError(error, { operation: 'BatchGetImage', repositoryName: 'a', region: 'eu-west-1' });
  }
}

/** As `ask`, with a service that answers so; `URL` in the variables is where it is. */
async function askService(handler: Handler | undefined, variables: Variables) {
  const server = http.createServer((request, response) => {
    request.resume();
    handler?.(request, response);
  });
  const { port, close } = await listen(server);
  if (handler === undefined) await close();
  const entries = Object.entries(variables);
  const named = entries.map(([name, value]) => [name, value.replace('URL', `http://127.0.0.1:${port}`)]);
  const start = Date.now();
  const result = await ask(Object.fromEntries(named));
  assert.ok(Date.now() - start < 2_000, `took ${Date.now() - start} ms`);
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

const services: readonly [title: string, variables: Variables][] = [
  ["the container's service (AWS_CONTAINER_CREDENTIALS_FULL_URI)", container],
  ['the AWS profile role', { ...container, AWS_PROFILE: 'role' }],
  ['the instance metadata service', instance],
  ['web identity (AWS_WEB_IDENTITY_TOKEN_FILE)', webIdentity],
];

const faults: readonly [why: string, handler: Handler | undefined][] = [
  ['refuses the connection', undefined],
  ['resets the connection', ({ socket }) => cut(socket)],
  ['hangs', () => {}],
  ['hangs in the middle', halfOf(keys)],
  ['answers 500', answer(500, 'a bad day')],
  ['answers 503', answer(503, '')],
  ['answers 429', answer(429, '')],
  ['answers garbage', answer(200, '<html><title>hotel</title>')],
  ['answers half of it', answer(200, keys.slice(0, -20))],
];

for (const [title, variables] of services) {
  for (const [why, handler] of faults) {
    credentials(`an outage: ${title} ${why}`, async () => {
      const error = (await askService(handler, variables)) as OutageError;
      assert.instance(error, OutageError);
      assert.ok(
        error.message.startsWith(
          `BatchGetImage on a in eu-west-1: asking ${title} for AWS credentials failed: `,
        ),
        error.message,
      );
      assert.not.match(error.message, /\n|canary/);
    });
  }
}

const sts = (code: string, message: string, status = 400) =>
  answer(
    status,
    `<ErrorResponse><Error><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
  );

const refusals: readonly [
  why: string,
  handler: Handler | undefined,
  variables: Variables,
  says: string | RegExp,
  hint: string | RegExp,
][] = [
  [
    'a container whose role is denied',
    answer(403, '{"Code":"AccessDenied","Message":"no association"}'),
    container,
    'failed: Server responded with status: 403: AccessDenied: no association',
    'Check what sets it up',
  ],
  ['a container without a role', answer(404, ''), container, 'Server responded with status: 404', ''],
  [
    "a container's service that is elsewhere",
    undefined,
    { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://example.com/' },
    /failed: URL not accepted\. .* 169\.254\.170\.2 /,
    '',
  ],
  [
    "a container's service at no URL",
    undefined,
    { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'here' },
    /failed: TypeError: Invalid URL/,
    '',
  ],
  [
    "a container's token that is not there",
    answer(200, keys),
    { ...container, AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: '/nowhere/token' },
    'ENOENT: no such file or directory',
    '',
  ],
  [
    'an instance without a role',
    answer(404, ''),
    instance,
    'no AWS credentials were found',
    'instance or container role',
  ],
  [
    'an instance that wants a token from who gets none',
    ({ method }, response) => answer(method === 'PUT' ? 403 : 401, '')({} as never, response),
    instance,
    /no AWS credentials were found: Could not .*\[default\].*; Error response .* \(HTTP 401\)$/,
    '',
  ],
  [
    'no source at all',
    undefined,
    {},
    /no AWS credentials were found: Could not resolve .*\[default\]/,
    'AWS_PROFILE',
  ],
  [
    'a profile that is not there',
    undefined,
    { AWS_PROFILE: 'missing' },
    'using profile: [missing]',
    'Correct AWS_PROFILE: ',
  ],
  [
    'a role for web identity that may not be assumed',
    sts('AccessDenied', 'Not authorized to perform sts:AssumeRoleWithWebIdentity', 403),
    webIdentity,
    'was denied: AccessDenied: Not authorized to perform',
    'Allow sts:AssumeRoleWithWebIdentity',
  ],
  [
    'a token of web identity that is too old',
    sts('ExpiredTokenException', 'Token expired'),
    webIdentity,
    'was denied: ExpiredTokenException: Token expired',
    'expired or wrong: renew them',
  ],
  [
    'a token of web identity that is none',
    sts('InvalidIdentityToken', 'The ID Token provided is not a valid JWT'),
    webIdentity,
    'was denied: InvalidIdentityTokenException: The ID Token',
    'renew them',
  ],
  [
    'a token of web identity that is not there',
    undefined,
    { ...webIdentity, AWS_WEB_IDENTITY_TOKEN_FILE: '/nowhere/token' },
    'failed: ENOENT: no such file or directory',
    'Check what sets it up',
  ],
  [
    'a credential_process that fails',
    undefined,
    { AWS_PROFILE: 'broken' },
    /asking the AWS profile broken for AWS credentials failed: its credential_process failed: the vault is locked$/,
    'Check what sets it up',
  ],
  [
    'an SSO session that is not there',
    undefined,
    { AWS_PROFILE: 'sso' },
    /failed: The SSO session .* aws sso login/,
    '',
  ],
];

for (const [why, handler, variables, says, hint] of refusals) {
  credentials(`no outage, but for a person to mend: ${why}`, async () => {
    const error = (await askService(handler, variables)) as UserError;
    assert.instance(error, UserError);
    assert.not.instance(error, OutageError);
    assert.match(error.message, says);
    assert.match(error.hint ?? '', hint);
    assert.not.match(error.message, /\n|canary/);
  });
}

credentials('an outage: the identity provider does not answer STS', async () => {
  const handler = sts(
    'IDPCommunicationError',
    'An error occurred during communication with the identity provider',
  );
  assert.instance(await askService(handler, webIdentity), OutageError);
});

credentials('a machine that is no instance has no credentials: nobody has named the service', async () => {
  // The SDK itself must not look at the address that instances have.
  process.env.AWS_EC2_METADATA_SERVICE_ENDPOINT = 'http://127.0.0.1:1';
  const env = { HOME: home.root, AWS_EC2_METADATA_DISABLED: 'false' };
  const provide = findCredentials(sdk, env, {}, 200);
  try {
    await provide();
    assert.unreachable();
  } catch (error) {
    const seen = toEcrError(error, { operation: 'a', repositoryName: 'b', region: 'c' }) as UserError;
    assert.not.instance(seen, OutageError);
    assert.match(
      seen.message,
      /no AWS credentials were found: .*; Unable to connect to instance metadata service \(ECONNREFUSED\)$/,
    );
  }
});

const found: readonly [why: string, variables: Variables, id: string][] = [
  ["the container's service", container, 'AKIA'],
  ['the profile comes before it', { ...container, AWS_PROFILE: 'keys' }, 'AKIAPROFILE'],
  ['a profile that has none is passed over', { ...container, AWS_PROFILE: 'missing' }, 'AKIA'],
  ['the container comes before the instance', { ...instance, ...container }, 'AKIA'],
];

for (const [why, variables, id] of found) {
  credentials(`found: ${why}`, async () => assert.is(await askService(answer(200, keys), variables), id));
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
