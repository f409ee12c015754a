import { errorCode, OutageError, UserError } from '../errors';
import { CredentialsError } from './aws-credentials';
import { findNetworkFailure, passingCodes, toNetworkError } from './network-failure';

/** A request to Amazon ECR. */
export interface EcrRequest {
  /** The API's name for it; the permission is `ecr:<operation>`. */
  readonly operation: string;
  readonly repositoryName: string;
  readonly region: string;
}

/** What failed. */
interface Attempt {
  /** An error starts with it. */
  readonly doing: string;
  readonly region: string;
  /** The permission that it needs; undefined if unknown. */
  readonly action?: string;
}

/**
 * Errors that reject these credentials. (Amazon ECR API reference, Common Errors; botocore's model; AWS STS
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

/** Errors that may pass although their status is 400 or missing. */
const passingNames = new Set([
  'IDPCommunicationErrorException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'ServerException',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
]);

/**
 * Texts of the SDK's credential providers when their service is down. They keep only the text of the original error.
 */
const passingWords = new RegExp(
  [
    passingCodes.source,
    'AggregateError|TimeoutError|socket hang up',
    '(?:HTTP|status:) (?:408|429|5\\d\\d)\\b',
    'TooManyRequests|Throttl|InternalServer|ServiceUnavailable',
    'not JSON|XML parse error|not of the required format',
  ].join('|'),
);

/**
 * Converts an error of the SDK: to an OutageError for what may pass, else to another UserError. Returns defects of this
 * program unchanged.
 */
export function toEcrError(error: unknown, { operation, repositoryName, region }: EcrRequest): unknown {
  const doing = `${operation} on ${repositoryName} in ${region}`;
  if (error instanceof CredentialsError) return toCredentialsError(error, doing, region);
  if (error instanceof UserError || !(error instanceof Error)) return error;
  // The SDK adds advice to its users on further lines.
  const words = describeAnswer(error, `${error.name}: ${error.message.split('\n')[0]}`);
  const known = toKnownError(error, words, { doing, region, action: `ecr:${operation}` });
  if (known !== undefined) return known;
  if (isDefect(error)) return error;
  const isOfSetup = findStatus(error) === undefined && !/^E[A-Z\d]+$/.test(errorCode(error) ?? '');
  return new UserError(
    `${doing} failed: ${words}`,
    isOfSetup ? 'Check the region, the AWS_ variables of this step and the AWS profile.' : undefined,
    error,
  );
}

/**
 * Whether an error is a programming error. Other errors without an answer are about the configuration, like node's codes
 * for invalid addresses and headers.
 */
function isDefect(error: Error): boolean {
  return (
    findStatus(error) === undefined &&
    /^(Type|Range|Reference|Syntax)Error$/.test(error.name) &&
    !/^ERR_INVALID_(URL|CHAR|PROTOCOL)$/.test(errorCode(error) ?? '')
  );
}

function toCredentialsError(error: CredentialsError, request: string, region: string): UserError {
  const { source, cause } = error;
  const words = cause instanceof Error ? describeAnswer(cause, error.message) : error.message;
  if (source === undefined) {
    return new UserError(
      `${request}: no AWS credentials were found: ${words}`,
      'Give the agent an instance or container role, or set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
      error,
    );
  }
  const doing = `${request}: asking ${source} for AWS credentials`;
  const known = cause instanceof Error ? toKnownError(cause, words, { doing, region }) : undefined;
  if (known !== undefined) return known;
  return passingWords.test(words)
    ? new OutageError(`${doing} failed: ${words}`, undefined, error)
    : new UserError(
        `${doing} failed: ${words}`,
        'Fix its configuration or remove it: only the first configured source is used.',
        error,
      );
}

/** @param words what the error says, in one line */
function toKnownError(error: Error, words: string, { doing, region, action }: Attempt): UserError | undefined {
  const failure = findNetworkFailure(error, {
    server: 'the service',
    nameHint: `Check the region (${region}) for a typing error, and the name server of this machine.`,
    caVariable: 'AWS_CA_BUNDLE',
  });
  if (failure !== undefined) return toNetworkError(failure, doing, error);
  if (refusals.has(error.name)) {
    return new UserError(`${doing} was denied: ${words}`, hintForRefusal(error, region, action), error);
  }
  const status = findStatus(error);
  if (passingNames.has(error.name) || (status !== undefined && (status >= 500 || status === 429))) {
    return new OutageError(`${doing} failed: ${words}`, undefined, error);
  }
  // The SDK parses every answer as JSON; what is not comes as a SyntaxError.
  if (status === undefined || !(error instanceof SyntaxError)) return undefined;
  // Amazon's own errors have status 400: one that was cut short on its way may come whole the next time.
  return status <= 400
    ? new OutageError(`${doing} failed: ${words}`, undefined, error)
    : new UserError(
        `${doing} failed: ${words}`,
        'Something between this machine and AWS answered: check HTTPS_PROXY and AWS_ENDPOINT_URL.',
        error,
      );
}

function hintForRefusal({ name, message }: Error, region: string, asked: string | undefined): string {
  if (name === 'AccessDenied' || name === 'AccessDeniedException' || name === 'NotAuthorized') {
    // A key or a role that stands between us and the service is denied under its own name.
    const action = /\bperform:? ([a-z0-9-]+:[A-Z][A-Za-z]+)/.exec(message)?.[1] ?? asked;
    if (action === undefined) return 'Check the role that is to be assumed, and its trust policy.';
    return action.startsWith('sts:')
      ? `Allow ${action} in the trust policy of the role that is to be assumed, and to whoever assumes it.`
      : `Allow ${action} in the IAM policy of the agent's role (docs/iam.md).`;
  }
  if (name === 'OptInRequired') return `Enable the region ${region} for this AWS account, or choose another one.`;
  return 'The AWS credentials are expired or wrong: renew them, and check the clock of this machine.';
}

/** @param words what the error says, in one line */
function describeAnswer(error: Error, words: string): string {
  const status = findStatus(error);
  if (error instanceof SyntaxError && status !== undefined) return `HTTP ${status} with an answer that is not JSON`;
  // What the SDK says where the answer has no body.
  return /^Unknown(?:Error)?$/.test(error.message) ? `HTTP ${status} without an explanation` : words;
}

function findStatus(error: Error): number | undefined {
  return (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
}
