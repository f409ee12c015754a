import { describeError, errorCode, OutageError, UserError } from '../errors';

/** What was asked of Amazon ECR. */
export interface EcrRequest {
  /** The API's name for it, which is the permission's too: `ecr:<operation>`. */
  readonly operation: string;
  readonly repositoryName: string;
  readonly region: string;
}

/** Error names that say: not with these credentials. (Amazon ECR API reference, Common Errors; botocore's model) */
const refusals = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'ExpiredToken',
  'ExpiredTokenException',
  'IncompleteSignature',
  'InvalidClientTokenId',
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
 * The error that a person sees for one of the SDK's: an OutageError for what may pass, another UserError for what
 * won't before someone changes something. A defect of this program comes back as it is.
 */
export function toEcrError(error: unknown, request: EcrRequest): unknown {
  if (error instanceof UserError || !(error instanceof Error)) return error;
  const doing = `${request.operation} on ${request.repositoryName} in ${request.region}`;
  if (error.name === 'CredentialsProviderError') {
    return new UserError(
      `${doing}: no AWS credentials were found: ${describeError(error)}`,
      'Give the agent an instance or container role, or set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
      error,
    );
  }
  if (refusals.has(error.name)) {
    return new UserError(
      `${doing} was denied: ${error.name}: ${error.message}`,
      hintForRefusal(error.name, request),
      error,
    );
  }
  if (errorCode(error) === 'ENOTFOUND') {
    return new UserError(
      `${doing}: there is no such host: ${describeError(error)}`,
      `Check the region (${request.region}) for a typing error, and the name server of this machine.`,
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
  if (mayPass(error)) {
    return new OutageError(`${doing} failed: ${describeOutage(error)}`, undefined, error);
  }
  // What neither the service nor the system nor the connection has said is a defect.
  const isOfSystem = /^(E[A-Z0-9]+$|ERR_SSL_|ERR_TLS_|HPE_)/.test(errorCode(error) ?? '');
  if (findStatus(error) === undefined && !isOfSystem) return error;
  return new UserError(`${doing} failed: ${error.name}: ${error.message}`, undefined, error);
}

function hintForRefusal(name: string, { operation, region }: EcrRequest): string {
  if (name === 'AccessDenied' || name === 'AccessDeniedException' || name === 'NotAuthorized') {
    return `Allow ecr:${operation} in the IAM policy of the agent's role (README: IAM permissions).`;
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
function describeOutage(error: Error): string {
  if (error instanceof SyntaxError) return `HTTP ${findStatus(error)} with an answer that is no JSON`;
  return `${error.name}: ${error.message.split('\n')[0]}`;
}

function findStatus(error: Error): number | undefined {
  return (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
}
