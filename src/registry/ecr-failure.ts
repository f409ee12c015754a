import { describeError, errorCode, OutageError, UserError } from '../errors';
import { CredentialsError } from './aws-credentials';

/** What was asked of Amazon ECR. */
export interface EcrRequest {
  /** The API's name for it, which is the permission's too: `ecr:<operation>`. */
  readonly operation: string;
  readonly repositoryName: string;
  readonly region: string;
}

/**
 * Error names that say: not with these credentials. (Amazon ECR API reference, Common Errors; botocore's model; AWS STS
 * API reference, AssumeRoleWithWebIdentity)
 */
const refusals = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'ExpiredToken',
  'ExpiredTokenException',
  'IDPRejectedClaimException',
  'IncompleteSignature',
  'InvalidClientTokenId',
  'InvalidIdentityTokenException',
  'InvalidSignatureException',
  'MissingAuthenticationToken',
  'MissingAuthenticationTokenException',
  'NotAuthorized',
  'OptInRequired',
  'RequestExpired',
  'SignatureDoesNotMatch',
  'UnrecognizedClientException',
]);

/** Error names that may be gone at the next attempt although their status is 400. */
const throttlings = new Set([
  'IDPCommunicationErrorException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
]);

/** What an answer that is no JSON, or no answer at all, is called by node and the SDK. */
const brokenConnections = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETDOWN',
  'ENETUNREACH',
  'EPIPE',
  'ETIMEDOUT',
  'ERR_STREAM_PREMATURE_CLOSE',
  'ERR_SOCKET_CONNECTION_TIMEOUT',
  'ERR_TLS_HANDSHAKE_TIMEOUT',
]);

/**
 * What the SDK's sources of credentials say of a service that is out of order. The error itself is lost: they put its
 * text into one of their own.
 */
const passingWords = new RegExp(
  [
    ...brokenConnections,
    'AggregateError|TimeoutError|socket hang up',
    '(?:HTTP|status:) (?:408|429|5\\d\\d)\\b',
    'TooManyRequests|Throttl|InternalServer|ServiceUnavailable',
    'no JSON|XML parse error|not of the required format',
  ].join('|'),
);

/**
 * The error that a person sees for one of the SDK's: an OutageError for what may pass, another UserError for what
 * won't before someone changes something. A defect of this program comes back as it is.
 */
export function toEcrError(error: unknown, request: EcrRequest): unknown {
  const { operation, repositoryName, region } = request;
  const doing = `${operation} on ${repositoryName} in ${region}`;
  if (error instanceof CredentialsError) return toCredentialsError(error, doing, region);
  if (error instanceof UserError || !(error instanceof Error)) return error;
  const words = describeAnswer(error);
  const refusal = toRefusal(error, { doing, words, region, action: `ecr:${operation}` });
  if (refusal !== undefined) return refusal;
  if (mayPass(error)) return new OutageError(`${doing} failed: ${words}`, undefined, error);
  if (isDefect(error)) return error;
  const isOfSetup =
    findStatus(error) === undefined && !/^(E[A-Z0-9]+$|ERR_SSL_|ERR_TLS_|HPE_)/.test(errorCode(error) ?? '');
  return new UserError(
    `${doing} failed: ${words}`,
    isOfSetup ? 'Check the region, the AWS_ variables of this step and the AWS profile.' : undefined,
    error,
  );
}

/**
 * Whether an error is one of the language, as a mistake in the program makes it. What else the SDK throws without an
 * answer tells of what it was set up with, as do node's codes for an address or a header that is none.
 */
function isDefect(error: Error): boolean {
  return (
    findStatus(error) === undefined &&
    /^(Type|Range|Reference|Syntax)Error$/.test(error.name) &&
    !/^ERR_INVALID_(URL|CHAR|PROTOCOL)$/.test(errorCode(error) ?? '')
  );
}

function toCredentialsError(error: CredentialsError, request: string, region: string): UserError {
  const { source, cause, message: words } = error;
  if (source === undefined) {
    return new UserError(
      `${request}: no AWS credentials were found: ${words}`,
      'Give the agent an instance or container role, or set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
      error,
    );
  }
  const doing = `${request}: asking ${source} for AWS credentials`;
  const isError = cause instanceof Error;
  const refusal = isError ? toRefusal(cause, { doing, words, region, action: undefined }) : undefined;
  if (refusal !== undefined) return refusal;
  return passingWords.test(words) || (isError && mayPass(cause))
    ? new OutageError(`${doing} failed: ${words}`, undefined, error)
    : new UserError(
        `${doing} failed: ${words}`,
        'Check what sets it up, or remove that: the first source that is set up counts.',
        error,
      );
}

interface Refused {
  readonly doing: string;
  /** What the error says, in one line. */
  readonly words: string;
  readonly region: string;
  /** The permission that was asked for; undefined where that is not known. */
  readonly action: string | undefined;
}

/** The error for what is so until someone changes something; undefined for any other. */
function toRefusal(error: Error, { doing, words, region, action }: Refused): UserError | undefined {
  if (refusals.has(error.name)) {
    return new UserError(`${doing} was denied: ${words}`, hintForRefusal(error, region, action), error);
  }
  if (errorCode(error) === 'ENOTFOUND') {
    return new UserError(
      `${doing}: there is no such host: ${describeError(error)}`,
      `Check the region (${region}) for a typing error, and the name server of this machine.`,
      error,
    );
  }
  if (/CERT|UNABLE_TO_(GET|VERIFY)/.test(errorCode(error) ?? '')) {
    return new UserError(
      `${doing}: the certificate that was shown is not trusted: ${describeError(error)}`,
      'Point AWS_CA_BUNDLE at the certificates of your network, if something in it opens HTTPS.',
      error,
    );
  }
  return undefined;
}

function hintForRefusal({ name, message }: Error, region: string, asked: string | undefined): string {
  if (name === 'AccessDenied' || name === 'AccessDeniedException' || name === 'NotAuthorized') {
    // A key or a role that stands between us and the service is denied under its own name.
    const action = /\bperform:? ([a-z0-9-]+:[A-Z][A-Za-z]+)/.exec(message)?.[1] ?? asked;
    if (action === undefined) return 'Check the role that is to be assumed, and its trust policy.';
    return action.startsWith('sts:')
      ? `Allow ${action} in the trust policy of the role that is to be assumed, and to whoever assumes it.`
      : `Allow ${action} in the IAM policy of the agent's role (README: IAM permissions).`;
  }
  if (name === 'OptInRequired')
    return `Enable the region ${region} for this AWS account, or choose another one.`;
  return 'The AWS credentials are expired or wrong: renew them, and check the clock of this machine.';
}

function mayPass(error: Error): boolean {
  const status = findStatus(error);
  const code = errorCode(error);
  return (
    throttlings.has(error.name) ||
    error.name === 'TimeoutError' ||
    error.name === 'ServerException' ||
    (status !== undefined && (status >= 500 || status === 429)) ||
    (code !== undefined && brokenConnections.has(code)) ||
    // The SDK parses every answer as JSON; what is not comes as a SyntaxError.
    (error instanceof SyntaxError && status !== undefined)
  );
}

/** In one line: the SDK appends advice to its users on lines of their own. */
function describeAnswer(error: Error): string {
  if (error instanceof SyntaxError) return `HTTP ${findStatus(error)} with an answer that is no JSON`;
  return `${error.name}: ${error.message.split('\n')[0]}`;
}

function findStatus(error: Error): number | undefined {
  return (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
}
