import { errorCode, OutageError, UserError } from '../errors';
import { ProxyError } from './proxying-agent';

/** What an error of the network means to a person. */
export interface NetworkFailure {
  /** Whether it may be gone at the next attempt. */
  readonly isPassing: boolean;
  /** What came back, for a sentence such as "look-up of X failed: …". */
  readonly what: string;
  readonly hint?: string;
}

/** What an error can't know of the request that it is about. */
export interface NetworkContext {
  /** Who was asked, in words: a host, "the service". */
  readonly server: string;
  /** What to check where there is no such host. */
  readonly nameHint: string;
  /** The variable that names more certificates to trust. */
  readonly caVariable: string;
}

/** Codes of node and the SDK for connections that are not made, or break. */
export const passingCodes =
  /\b(?:E(?:AI_AGAIN|CONN(?:ABORTED|REFUSED|RESET)|HOST(?:DOWN|UNREACH)|NET(?:DOWN|RESET|UNREACH)|PIPE|TIMEDOUT)|ERR_(?:STREAM_PREMATURE_CLOSE|SOCKET_CONNECTION_TIMEOUT|TLS_HANDSHAKE_TIMEOUT))\b/;

/** What stays so until someone changes something, by code and message; the first row that matches counts. */
const lastingFailures: readonly {
  readonly pattern: RegExp;
  readonly explain: (context: NetworkContext, message: string) => Omit<NetworkFailure, 'isPassing'>;
}[] = [
  {
    pattern: /^ENOTFOUND/,
    explain: ({ nameHint }, message) => ({ what: `there is no such host: ${message}`, hint: nameHint }),
  },
  {
    pattern: /wrong.version.number|packet.length/i,
    explain: ({ server }) => ({
      what: `${server} does not speak HTTPS`,
      hint: 'Check the address: only a registry on this machine itself may speak plain HTTP.',
    }),
  },
  {
    pattern: /^(?:EPROTO|ERR_SSL_)/,
    explain: ({ server }, message) => ({ what: `TLS handshake with ${server} failed: ${message}` }),
  },
  {
    pattern: /^\w*(?:CERT|SELF_SIGNED|UNABLE_TO_(?:GET|VERIFY)|HOSTNAME_MISMATCH)/,
    explain: ({ server, caVariable }, message) => ({
      what: `the certificate of ${server} is not trusted: ${message}`,
      hint: `If something in your network intercepts HTTPS, point ${caVariable} at its certificates in PEM form.`,
    }),
  },
  {
    pattern: /^HPE_/,
    explain: ({ server }, message) => ({
      what: `${server} does not speak HTTP: ${message}`,
      hint: 'Check the address, and what is on the way there.',
    }),
  },
];

/** What an error of a request means; undefined where it is not the network's. */
export function findNetworkFailure(error: Error, context: NetworkContext): NetworkFailure | undefined {
  if (error instanceof ProxyError)
    return { isPassing: error.isPassing, what: error.message, hint: error.hint };
  const code = errorCode(error) ?? '';
  // The SDK says first which part of it speaks, and advice to its users on lines of their own.
  const message = error.message.replace(/^@smithy\/[\w-]+ - (?:\[ERROR\] )?|\n.*/gs, '');
  const lasting = lastingFailures.find(({ pattern }) => pattern.test(`${code} ${message}`));
  if (lasting !== undefined) return { isPassing: false, ...lasting.explain(context, message) };
  if (!passingCodes.test(code) && error.name !== 'TimeoutError') return undefined;
  // Of several addresses that were tried, the error has only a code.
  return { isPassing: true, what: message === 'aborted' ? 'the answer broke off' : message || code };
}

/** The error that a person sees: an OutageError for what may pass. */
export function toNetworkError(
  { isPassing, what, hint }: NetworkFailure,
  doing: string,
  cause: Error,
): UserError {
  return new (isPassing ? OutageError : UserError)(`${doing} failed: ${what}`, hint, cause);
}
