import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { OptionError, OutageError, UserError } from '../../src/errors';
import { CredentialsError } from '../../src/registry/aws-credentials';
import { toEcrError } from '../../src/registry/ecr-failure';

const request = { operation: 'BatchGetImage', repositoryName: 'build-cache/a', region: 'eu-west-1' };
const doing = 'BatchGetImage on build-cache/a in eu-west-1';

interface Facts {
  readonly name?: string;
  readonly status?: number;
  readonly code?: string;
}

/** An error as the SDK or node throws it. */
function makeError({ name, status, code }: Facts): Error {
  return Object.assign(new Error('what came back'), {
    ...(name === undefined ? {} : { name }),
    ...(status === undefined ? {} : { $metadata: { httpStatusCode: status } }),
    ...(code === undefined ? {} : { code }),
  });
}

const outages: readonly [why: string, facts: Facts][] = [
  ['throttling', { name: 'ThrottlingException', status: 400 }],
  ['throttling by another name', { name: 'TooManyRequestsException', status: 400 }],
  ['throttling of EC2', { name: 'RequestLimitExceeded', status: 400 }],
  ['too many requests', { name: 'Unknown', status: 429 }],
  ['an error of the service', { name: 'ServerException', status: 500 }],
  ['an error of the service without its status', { name: 'ServerException' }],
  ['a gateway', { name: 'Unknown', status: 502 }],
  ['a service that is down', { name: 'ServiceUnavailable', status: 503 }],
  ['time that ran out', { name: 'TimeoutError' }],
  ['time that ran out for the socket', { code: 'ETIMEDOUT' }],
  ['a connection that is refused', { code: 'ECONNREFUSED' }],
  ['a connection that is cut', { code: 'ECONNRESET' }],
  ['a connection that is cut while it is written to', { code: 'EPIPE' }],
  ['a name server that does not answer', { code: 'EAI_AGAIN' }],
  ['a host that is out of reach', { code: 'EHOSTUNREACH' }],
  ['a network that is out of reach', { code: 'ENETUNREACH' }],
  ['a network that is down', { code: 'ENETDOWN' }],
  ['a TLS handshake that took too long', { code: 'ERR_TLS_HANDSHAKE_TIMEOUT' }],
];

for (const [why, facts] of outages) {
  test(`an outage: ${why}`, () => {
    const cause = makeError(facts);
    const error = toEcrError(cause, request) as OutageError;
    assert.instance(error, OutageError);
    assert.is(error.message, `${doing} failed: ${cause.name}: what came back`);
    assert.is(error.cause, cause);
  });
}

test('an outage: an answer that is no JSON, such as the page of a proxy', () => {
  const cause = Object.assign(
    new SyntaxError('Unexpected token <\n  Deserialization error: to see the raw response…'),
    {
      $metadata: { httpStatusCode: 503 },
    },
  );
  const error = toEcrError(cause, request);
  assert.instance(error, OutageError);
  assert.match((error as OutageError).message, /failed: HTTP 503 with an answer that is no JSON$/);
});

test('a SyntaxError that is of no answer is a defect', () => {
  const cause = new SyntaxError('Unexpected token');
  assert.is(toEcrError(cause, request), cause);
});

const permission = "Allow ecr:BatchGetImage in the IAM policy of the agent's role";
const renewal = 'The AWS credentials are expired or wrong: renew them';

const refusals: readonly [why: string, facts: Facts, says: string, hint: string][] = [
  [
    'a missing permission',
    { name: 'AccessDeniedException', status: 400 },
    'was denied: AccessDeniedException: what came back',
    permission,
  ],
  [
    'a missing permission by another name',
    { name: 'AccessDenied', status: 403 },
    'was denied: AccessDenied',
    permission,
  ],
  [
    'a token that is too old',
    { name: 'ExpiredTokenException', status: 400 },
    'was denied: ExpiredTokenException',
    renewal,
  ],
  [
    'a token that is none',
    { name: 'UnrecognizedClientException', status: 400 },
    'was denied: UnrecognizedClientException',
    renewal,
  ],
  [
    'a clock that is wrong',
    { name: 'InvalidSignatureException', status: 400 },
    'was denied: InvalidSignatureException',
    'check the clock of this machine',
  ],
  [
    'a region that is not enabled',
    { name: 'OptInRequired', status: 403 },
    'was denied: OptInRequired',
    'Enable the region eu-west-1 for this AWS account',
  ],
  [
    'a region that does not exist',
    { code: 'ENOTFOUND' },
    'there is no such host: what came back',
    'Check the region (eu-west-1) for a typing error',
  ],
  [
    'a certificate of the network',
    { code: 'SELF_SIGNED_CERT_IN_CHAIN' },
    'is not trusted: what came back',
    'Point AWS_CA_BUNDLE at',
  ],
  [
    'a certificate without its issuer',
    { code: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY' },
    'is not trusted',
    'AWS_CA_BUNDLE',
  ],
  [
    'a certificate that cannot be verified',
    { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' },
    'is not trusted',
    'AWS_CA_BUNDLE',
  ],
  [
    'a certificate without its issuer, by another name',
    { code: 'UNABLE_TO_GET_ISSUER_CERT' },
    'is not trusted',
    'AWS_CA_BUNDLE',
  ],
  [
    'a certificate that signed itself',
    { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
    'is not trusted',
    'AWS_CA_BUNDLE',
  ],
  [
    'a certificate without a revocation list',
    { code: 'UNABLE_TO_GET_CRL' },
    'is not trusted',
    'AWS_CA_BUNDLE',
  ],
  ['no TLS at the other end', { code: 'ERR_SSL_WRONG_VERSION_NUMBER' }, 'failed: Error: what came back', ''],
  ['no TLS at the other end, as the system says it', { code: 'EPROTO' }, 'failed: Error: what came back', ''],
  ['no HTTP at the other end', { code: 'HPE_INVALID_CONSTANT' }, 'failed: Error: what came back', ''],
  ['a certificate that is too old', { code: 'CERT_HAS_EXPIRED' }, 'is not trusted', 'AWS_CA_BUNDLE'],
  [
    'a certificate of another host',
    { code: 'ERR_TLS_CERT_ALTNAME_INVALID' },
    'is not trusted',
    'AWS_CA_BUNDLE',
  ],
  [
    'a quota',
    { name: 'LimitExceededException', status: 400 },
    'failed: LimitExceededException: what came back',
    '',
  ],
  [
    'a wrong parameter',
    { name: 'InvalidParameterException', status: 400 },
    'failed: InvalidParameterException',
    '',
  ],
];

for (const [why, facts, says, hint] of refusals) {
  test(`no outage, but for a person to mend: ${why}`, () => {
    const cause = makeError(facts);
    const error = toEcrError(cause, request) as UserError;
    assert.instance(error, UserError);
    assert.not.instance(error, OutageError);
    assert.is(error.exitStatus, 1);
    assert.ok(error.message.startsWith(doing), error.message);
    assert.match(error.message, says);
    assert.match(error.hint ?? '', hint);
    assert.is(error.cause, cause);
  });
}

const denials: readonly [why: string, message: string, hint: string][] = [
  [
    'the action is ours',
    'User: arn:aws:sts::1:assumed-role/ci/i is not authorized to perform: ecr:BatchGetImage on resource: arn:aws:ecr:eu-west-1:1:repository/a because no identity-based policy allows the ecr:BatchGetImage action',
    'Allow ecr:BatchGetImage in the IAM policy',
  ],
  [
    'the action is another of ECR',
    'User: arn:aws:sts::1:assumed-role/ci/i is not authorized to perform: ecr:TagResource on resource: arn:aws:ecr:eu-west-1:1:repository/a because no identity-based policy allows the ecr:TagResource action',
    'Allow ecr:TagResource in the IAM policy',
  ],
  [
    'a role can not be assumed',
    'User: arn:aws:iam::1:user/ci is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::2:role/ci',
    'Allow sts:AssumeRole in the trust policy of the role that is to be assumed, and to whoever assumes it.',
  ],
  [
    'a key can not be used',
    'User: arn:aws:iam::1:user/ci is not authorized to perform: kms:GenerateDataKey on resource: arn:aws:kms:eu-west-1:1:key/a',
    'Allow kms:GenerateDataKey in the IAM policy',
  ],
  ['no action is named', 'Access Denied', 'Allow ecr:BatchGetImage in the IAM policy'],
  ['no action is named, but a resource', 'not for arn:aws:iam::1:User', 'Allow ecr:BatchGetImage in'],
];

for (const [why, message, hint] of denials) {
  test(`the permission that is missing: ${why}`, () => {
    const cause = Object.assign(new Error(message), { name: 'AccessDeniedException' });
    const error = toEcrError(cause, request) as UserError;
    assert.is(error.message, `${doing} was denied: AccessDeniedException: ${message}`);
    assert.ok(error.hint?.startsWith(hint), error.hint);
  });
}

test('no credentials: for a person to mend', () => {
  const cause = new CredentialsError(undefined, 'nobody has any');
  const error = toEcrError(cause, request) as UserError;
  assert.not.instance(error, OutageError);
  assert.is(error.message, `${doing}: no AWS credentials were found: nobody has any`);
  assert.match(error.hint ?? '', 'AWS_ACCESS_KEY_ID');
});

const asking = `${doing}: asking the vault for AWS credentials`;

// The words are those of the SDK's sources (test/unit/aws-credentials.test.ts has more of them, from the SDK itself).
const sources: readonly [why: string, words: string, cause: Error, isOutage: boolean][] = [
  ['a refused connection', 'Error: connect ECONNREFUSED 127.0.0.1:1', new Error(), true],
  ['both addresses of a host refuse', 'AggregateError', new Error(), true],
  ['time that ran out', 'TimeoutError: no answer in 10 s', makeError({ name: 'TimeoutError' }), true],
  ['a service with a bad day', 'Server responded with status: 500', new Error(), true],
  ['a service with too much to do', 'Server responded with status: 429', new Error(), true],
  [
    'such an instance',
    'Error response received from instance metadata service (HTTP 503)',
    new Error(),
    true,
  ],
  ['a page of a proxy', 'the answer is no JSON', new SyntaxError(), true],
  ['an answer of another service', 'response not of the required format', new Error(), true],
  ['STS with a bad day', 'InternalFailure: a', makeError({ name: 'InternalFailure', status: 500 }), true],
  ['a service that refuses', 'Server responded with status: 403', new Error(), false],
  ['a session that is over', 'The SSO session has expired', new Error(), false],
  ['a file that is not there', 'ENOENT: no such file', makeError({ code: 'ENOENT' }), false],
  ['a defect of the SDK', 'TypeError: a', new TypeError('a'), false],
];

for (const [why, words, cause, isOutage] of sources) {
  test(`a source of credentials that fails is ${isOutage ? 'an' : 'no'} outage: ${why}`, () => {
    const error = toEcrError(new CredentialsError('the vault', words, cause), request) as UserError;
    assert.is(error instanceof OutageError, isOutage);
    assert.is(error.message, `${asking} failed: ${words}`);
    assert.is(error.hint === undefined, isOutage);
  });
}

test('a source of credentials that denies: the permission is the one that it names', () => {
  const cause = makeError({ name: 'AccessDenied', status: 403 });
  const withAction = Object.assign(makeError({ name: 'AccessDenied' }), {
    message: 'User: a is not authorized to perform: sts:AssumeRole on resource: b',
  });
  for (const [error, hint] of [
    [cause, 'Check the role that is to be assumed'],
    [withAction, 'Allow sts:AssumeRole'],
  ] as const) {
    const seen = toEcrError(
      new CredentialsError('the vault', 'AccessDenied: a', error),
      request,
    ) as UserError;
    assert.not.instance(seen, OutageError);
    assert.is(seen.message, `${asking} was denied: AccessDenied: a`);
    assert.match(seen.hint ?? '', hint);
  }
});

const setups: readonly [why: string, error: Error][] = [
  ['a URL that is none', makeError({ name: 'TypeError', code: 'ERR_INVALID_URL' })],
  ['a header that is none', makeError({ name: 'TypeError', code: 'ERR_INVALID_CHAR' })],
  ['an endpoint that no rule allows', makeError({ name: 'EndpointError' })],
  ['a value that the SDK refuses', new Error('what came back')],
];

for (const [why, cause] of setups) {
  test(`not a defect, but set up so: ${why}`, () => {
    const error = toEcrError(cause, request) as UserError;
    assert.not.instance(error, OutageError);
    assert.is(error.exitStatus, 1);
    assert.is(error.message, `${doing} failed: ${cause.name}: what came back`);
    assert.match(error.hint ?? '', 'Check the region, the AWS_ variables');
  });
}

const untouched: readonly [why: string, error: unknown][] = [
  ['what a person reads already', new OptionError('a')],
  ['an outage that is told already', new OutageError('a')],
  ['a defect', new TypeError("Cannot read properties of undefined (reading 'a')")],
  ['a defect that node has a code for', makeError({ name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE' })],
  ['a JSON error of our own', new SyntaxError('Unexpected token <')],
  ['what is no error', 'a'],
];

for (const [why, error] of untouched) {
  test(`left as it is: ${why}`, () => assert.is(toEcrError(error, request), error));
}

test.run();
