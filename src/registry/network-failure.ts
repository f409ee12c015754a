import { errorCode, OutageError, UserError } from '../errors';
import { ProxyError } from './proxying-agent';

/** A network error in plain words. */
export interface NetworkFailure {
  /** Whether a retry may succeed. */
  readonly isPassing: boolean;
  /** What happened, to follow "look-up of X failed: ". */
  readonly what: string;
  readonly hint?: string;
}

/** What the error itself does not say. */
export interface NetworkContext {
  /** The server: a host, or "the service". */
  readonly server: string;
  /** What to check if the host does not exist. */
  readonly nameHint: string;
  /** The variable that names additional trusted certificates. */
  readonly caVariable: string;
}

/** Error codes of node and the SDK for connections that fail or break. */
export const passingCodes =
  /\b(?:E(?:AI_AGAIN|CONN(?:ABORTED|REFUSED|RESET)|HOST(?:DOWN|UNREACH)|NET(?:DOWN|RESET|UNREACH)|PIPE|TIMEDOUT)|ERR_(?:STREAM_PREMATURE_CLOSE|SOCKET_CONNECTION_TIMEOUT|TLS_HANDSHAKE_TIMEOUT))\b/;

/** Failures that retries don't help against, by code and message; the first match counts. */
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

/** Explains an error of a request; undefined if it is not a network error. */
export function findNetworkFailure(error: Error, context: NetworkContext): NetworkFailure | undefined {
  if (error instanceof ProxyError) return { isPassing: error.isPassing, what: error.message, hint: error.hint };
  const code = errorCode(error) ?? '';
  // The SDK adds the name of its module and, on further lines, advice to its users.
  const message = error.message.replace(/^@smithy\/[\w-]+ - (?:\[ERROR\] )?|\n.*/gs, '');
  const lasting = lastingFailures.find(({ pattern }) => pattern.test(`${code} ${message}`));
  if (lasting !== undefined) return { isPassing: false, ...lasting.explain(context, message) };
  if (!passingCodes.test(code) && error.name !== 'TimeoutError') return undefined;
  // If several addresses were tried, the error has only a code.
  return { isPassing: true, what: message === 'aborted' ? 'the answer broke off' : message || code };
}

/** The error to report: an OutageError for what may pass. */
export function toNetworkError({ isPassing, what, hint }: NetworkFailure, doing: string, cause: Error): UserError {
  return new (isPassing ? OutageError : UserError)(`${doing} failed: ${what}`, hint, cause);
}
