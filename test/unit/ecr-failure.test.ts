import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { OptionError, OutageError, UserError } from '../../src/errors';
import { CredentialsError } from '../../src/registry/aws-credentials';
import { toEcrError } from '../../src/registry/ecr-failure';
import { findNetworkFailure } from '../../src/registry/network-failure';
import { ProxyError } from '../../src/registry/proxying-agent';

const request = { operation: 'BatchGetImage', repositoryName: 'build-cache/a', region: 'eu-west-1' };
const doing = 'BatchGetImage on build-cache/a in eu-west-1';

interface Facts {
  readonly name?: string;
  readonly status?: number;
  readonly code?: string;
  readonly message?: string;
}

/** An error like those of the SDK or node. */
function makeError({ message = 'what came back', status, ...facts }: Facts): Error {
  const metadata = status === undefined ? {} : { $metadata: { httpStatusCode: status } };
  return Object.assign(new Error(message), facts, metadata);
}

/** The SDK's error for an answer that it can't parse. */
function makeSyntaxError(status: number): Error {
  const message = 'Unexpected token <\n  Deserialization error: to see the raw response…';
  return Object.assign(new SyntaxError(message), { $metadata: { httpStatusCode: status } });
}

// ---- The network: one table for all services ----

const context = { server: 'x', nameHint: 'Check the name.', caVariable: 'NODE_EXTRA_CA_CERTS' };

const lasting: readonly [code: string, message: string, what: RegExp, hint: RegExp][] = [
  ['ENOTFOUND', 'getaddrinfo ENOTFOUND y', /^there is no such host: getaddrinfo ENOTFOUND y$/, /^Check the name\.$/],
  ...[
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'UNABLE_TO_GET_ISSUER_CERT',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    'UNABLE_TO_GET_CRL',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'ERR_TLS_CERT_ALTNAME_INVALID',
    'CERT_HAS_EXPIRED',
    'HOSTNAME_MISMATCH',
  ].map((code): [string, string, RegExp, RegExp] => [
    code,
    'why',
    /^the certificate of x is not trusted: why$/,
    /point NODE_EXTRA_CA_CERTS at/,
  ]),
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'write EPROTO', /^x does not speak HTTPS$/, /plain HTTP/],
  ['ERR_SSL_PACKET_LENGTH_TOO_LONG', 'write EPROTO', /^x does not speak HTTPS$/, /plain HTTP/],
  ['EPROTO', 'ssl3_get_record:wrong version number', /^x does not speak HTTPS$/, /plain HTTP/],
  ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'alert', /^TLS handshake with x failed: alert$/, /undefined/],
  ['HPE_INVALID_CONSTANT', 'Parse Error', /^x does not speak HTTP: Parse Error$/, /Check the address/],
];

for (const [code, message, what, hint] of lasting) {
  test(`the network, and somebody has to fix it: ${code}`, () => {
    const failure = findNetworkFailure(makeError({ code, message }), context);
    assert.is(failure?.isPassing, false);
    assert.match(failure?.what ?? '', what);
    assert.match(String(failure?.hint), hint);
  });
}

const passing = [
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETDOWN',
  'ENETUNREACH',
  'EPIPE',
  'ETIMEDOUT',
  'ERR_STREAM_PREMATURE_CLOSE',
  'ERR_SOCKET_CONNECTION_TIMEOUT',
  'ERR_TLS_HANDSHAKE_TIMEOUT',
];

for (const code of passing) {
  test(`the network, and it may pass: ${code}`, () => {
    assert.equal(findNetworkFailure(makeError({ code }), context), {
      isPassing: true,
      what: 'what came back',
    });
    assert.is(findNetworkFailure(makeError({ code, message: '' }), context)?.what, code, 'of several addresses');
  });
}

for (const code of ['ENOENT', 'EMFILE', 'ERR_INVALID_URL']) {
  test(`not the network: ${code}`, () => {
    assert.is(findNetworkFailure(makeError({ code }), context), undefined);
  });
}

// ---- Amazon ECR ----

const permission = "Allow ecr:BatchGetImage in the IAM policy of the agent's role";
const renewal = 'The AWS credentials are expired or wrong: renew them, and check the clock';
const between = 'Something between this machine and AWS answered: check HTTPS_PROXY';

const outages: readonly [why: string, error: Error, says: string][] = [
  ['throttling', makeError({ name: 'ThrottlingException', status: 400 }), 'ThrottlingException: what came back'],
  ['too many requests', makeError({ name: 'Unknown', status: 429 }), 'Unknown: what came back'],
  ['the service, without its status', makeError({ name: 'ServerException' }), 'ServerException: what came back'],
  [
    'a gateway',
    makeError({ name: 'Unknown', status: 502, message: 'UnknownError' }),
    'HTTP 502 without an explanation',
  ],
  ['time that ran out', makeError({ name: 'TimeoutError' }), 'what came back'],
  ['the network', makeError({ code: 'ECONNRESET' }), 'what came back'],
  ['the page of a gateway', makeSyntaxError(503), 'HTTP 503 with an answer that is not JSON'],
  ['the page of a hotel', makeSyntaxError(200), 'HTTP 200 with an answer that is not JSON'],
  ['a proxy that is out of order', new ProxyError('the proxy x refuses', 'a', true), 'the proxy x refuses'],
];

for (const [why, cause, says] of outages) {
  test(`an outage: ${why}`, () => {
    const error = toEcrError(cause, request) as OutageError;
    assert.instance(error, OutageError);
    assert.ok(error.message.startsWith(`${doing} failed: ${says}`), error.message);
    assert.is(error.cause, cause);
  });
}

const refusals: readonly [why: string, error: Error, says: string, hint: string][] = [
  [
    'a missing permission',
    makeError({ name: 'AccessDeniedException', status: 400 }),
    'was denied: AccessDeniedException: what came back',
    permission,
  ],
  ['an old token', makeError({ name: 'ExpiredTokenException', status: 400 }), 'was denied: ExpiredToken', renewal],
  [
    'a region that is not enabled',
    makeError({ name: 'OptInRequired', status: 403 }),
    'was denied: OptInRequired',
    'Enable the region eu-west-1 for this AWS account',
  ],
  [
    'a region that does not exist',
    makeError({ code: 'ENOTFOUND' }),
    'failed: there is no such host: what came back',
    'Check the region (eu-west-1) for a typing error',
  ],
  [
    'a certificate of the network',
    makeError({ code: 'SELF_SIGNED_CERT_IN_CHAIN' }),
    'failed: the certificate of the service is not trusted: what came back',
    'If something in your network intercepts HTTPS, point AWS_CA_BUNDLE at',
  ],
  ['a system that is out of files', makeError({ code: 'EMFILE' }), 'failed: Error: what came back', ''],
  [
    'an answer without a body',
    makeError({ name: 'Unknown', status: 403, message: 'UnknownError' }),
    'failed: HTTP 403 without an explanation',
    '',
  ],
  ['the page of a proxy', makeSyntaxError(403), 'failed: HTTP 403 with an answer that is not JSON', between],
];

for (const [why, cause, says, hint] of refusals) {
  test(`not an outage, somebody has to fix it: ${why}`, () => {
    const error = toEcrError(cause, request) as UserError;
    assert.instance(error, UserError);
    assert.not.instance(error, OutageError);
    assert.ok(error.message.startsWith(`${doing} ${says}`), error.message);
    assert.ok((error.hint ?? '').startsWith(hint), error.hint);
    assert.is(error.cause, cause);
  });
}

test('a time-out of the SDK is quoted without its advice', () => {
  const message = '@smithy/node-http-handler - [ERROR] a request has exceeded 1 ms.\nAdvice';
  const error = toEcrError(makeError({ name: 'TimeoutError', code: 'ETIMEDOUT', message }), request);
  assert.is((error as Error).message, `${doing} failed: a request has exceeded 1 ms.`);
});

const who = 'User: arn:aws:sts::1:assumed-role/ci/i is not authorized to perform:';
const denials: readonly [why: string, message: string, hint: string][] = [
  ['the action is another of ECR', `${who} ecr:TagResource on resource: b`, 'Allow ecr:TagResource in the IAM policy'],
  [
    'a role can not be assumed',
    `${who} sts:AssumeRole on resource: arn:aws:iam::2:role/ci`,
    'Allow sts:AssumeRole in the trust policy of the role that is to be assumed, and to whoever assumes it.',
  ],
  ['no action is named, but a resource', 'not for arn:aws:iam::1:User', permission],
];

for (const [why, message, hint] of denials) {
  test(`the permission that is missing: ${why}`, () => {
    const error = toEcrError(makeError({ name: 'AccessDeniedException', message }), request) as UserError;
    assert.is(error.message, `${doing} was denied: AccessDeniedException: ${message}`);
    assert.ok(error.hint?.startsWith(hint), error.hint);
  });
}

// ---- Credentials ----

test('no credentials: somebody has to fix it', () => {
  const error = toEcrError(new CredentialsError(undefined, 'nobody has any'), request) as UserError;
  assert.not.instance(error, OutageError);
  assert.is(error.message, `${doing}: no AWS credentials were found: nobody has any`);
  assert.match(error.hint ?? '', 'AWS_ACCESS_KEY_ID');
});

const asking = `${doing}: asking the vault for AWS credentials`;

// The words are from the SDK's source. unit/aws-credentials has more of them, from the SDK itself.
const sources: readonly [why: string, words: string, cause: Error, isOutage: boolean][] = [
  ['a refused connection', 'Error: connect ECONNREFUSED 127.0.0.1:1', new Error(), true],
  ['time that ran out', 'no answer in 10 s', makeError({ name: 'TimeoutError', message: 'no answer in 10 s' }), true],
  ['a service that throttles', 'Server responded with status: 429', new Error(), true],
  ['a page of a proxy', 'the answer is not JSON', new SyntaxError(), true],
  ['an answer of another service', 'response not of the required format', new Error(), true],
  ['STS with an internal error', 'InternalFailure: a', makeError({ name: 'InternalFailure', status: 500 }), true],
  ['a service that refuses', 'Server responded with status: 403', new Error(), false],
  ['a session that has expired', 'The SSO session has expired', new Error(), false],
  ['a file that is not there', 'ENOENT: no such file', makeError({ code: 'ENOENT' }), false],
  ['a defect of the SDK', 'TypeError: a', new TypeError('a'), false],
  ['a proxy that refuses STS', 'no', new ProxyError('no', 'a', false), false],
];

for (const [why, words, cause, isOutage] of sources) {
  test(`a source of credentials that fails is ${isOutage ? 'an' : 'no'} outage: ${why}`, () => {
    const error = toEcrError(new CredentialsError('the vault', words, cause), request) as UserError;
    assert.is(error instanceof OutageError, isOutage);
    assert.is(error.message, `${asking} failed: ${words}`);
    assert.is(error.hint === undefined, isOutage);
  });
}

test('a source of credentials with an empty answer: its status', () => {
  const cause = makeError({ name: 'Unknown', status: 403, message: 'Unknown' });
  const error = toEcrError(new CredentialsError('the vault', 'Unknown: Unknown', cause), request);
  assert.is((error as UserError).message, `${asking} failed: HTTP 403 without an explanation`);
});

test('a source of credentials that denies: the permission is the one that it names', () => {
  for (const [message, hint] of [
    ['no', 'Check the role that is to be assumed'],
    [`${who} sts:AssumeRole on resource: b`, 'Allow sts:AssumeRole'],
  ] as const) {
    const cause = makeError({ name: 'AccessDenied', status: 403, message });
    const error = toEcrError(new CredentialsError('the vault', 'AccessDenied: a', cause), request) as UserError;
    assert.not.instance(error, OutageError);
    assert.is(error.message, `${asking} was denied: AccessDenied: a`);
    assert.match(error.hint ?? '', hint);
  }
});

const setups: readonly [why: string, error: Error][] = [
  ['a URL that is invalid', makeError({ name: 'TypeError', code: 'ERR_INVALID_URL' })],
  ['a header that is invalid', makeError({ name: 'TypeError', code: 'ERR_INVALID_CHAR' })],
  ['an endpoint that no rule allows', makeError({ name: 'EndpointError' })],
  ['a value that the SDK refuses', new Error('what came back')],
];

for (const [why, cause] of setups) {
  test(`a wrong setting, not a defect: ${why}`, () => {
    const error = toEcrError(cause, request) as UserError;
    assert.not.instance(error, OutageError);
    assert.is(error.exitStatus, 1);
    assert.is(error.message, `${doing} failed: ${cause.name}: what came back`);
    assert.match(error.hint ?? '', 'Check the region, the AWS_ variables');
  });
}

const untouched: readonly [why: string, error: unknown][] = [
  ['an error with a text of ours', new OptionError('a')],
  ['an outage that has a description', new OutageError('a')],
  ['a defect', new TypeError("Cannot read properties of undefined (reading 'a')")],
  ['a defect that node has a code for', makeError({ name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE' })],
  ['a JSON error of our own', new SyntaxError('Unexpected token <')],
  ['what is not an error', 'a'],
];

for (const [why, error] of untouched) {
  test(`left as it is: ${why}`, () => assert.is(toEcrError(error, request), error));
}

test.run();
