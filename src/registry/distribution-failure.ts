import { OutageError, UserError } from '../errors';
import type { ExchangeError, HttpAnswer } from './http-exchange';
import { dockerHub } from './image-name';

/**
 * What a registry's API says went wrong, as it is written in the answer's body. (OCI distribution specification, error
 * codes)
 */
export interface ApiError {
  readonly code: string;
  readonly message: string;
}

/** What names the registry, and tells what it was shown, in an error. */
export interface Asked {
  /** An error starts with it: "look-up of X". */
  readonly doing: string;
  /** The host that answered. */
  readonly host: string;
  /** What it was shown: "with …" or "without …", for a sentence that ends with it. */
  readonly shown: string;
  /** The registry that docker has to be logged in to. */
  readonly registry: string;
}

/** Codes that confirm an absence: the specification's two, and those of Harbor and Quay. */
const absences: readonly string[] = ['MANIFEST_UNKNOWN', 'NAME_UNKNOWN', 'NOT_FOUND', 'TAG_EXPIRED'];

/** Longest text of a server that is shown, in characters. */
const maxQuotedLength = 300;

/** The error in an answer's body; undefined where there is none of the API's form. */
export function findApiError(answer: HttpAnswer): ApiError | undefined {
  let body: { readonly errors?: unknown };
  try {
    body = Object(JSON.parse(answer.body.toString()));
  } catch {
    // Whatever answered was not the registry itself.
    return undefined;
  }
  const first: unknown = Array.isArray(body.errors) ? body.errors[0] : undefined;
  if (typeof first !== 'object' || first === null) return undefined;
  const { code, message } = first as { readonly code?: unknown; readonly message?: unknown };
  if (typeof code !== 'string') return undefined;
  return { code, message: typeof message === 'string' ? message : '' };
}

/** Whether the registry itself says that there is no such manifest or repository. */
export function isConfirmedAbsence(answer: HttpAnswer): boolean {
  return answer.status === 404 && absences.includes(findApiError(answer)?.code ?? '');
}

/** Whether a status may be another one at the next attempt. */
export function isPassing(status: number): boolean {
  return status === 408 || status === 429 || status >= 500;
}

/**
 * The error for an answer that does not have what was asked for.
 *
 * @param redact takes everything secret out of a text that the server wrote
 */
export function toAnswerError(answer: HttpAnswer, asked: Asked, redact: (text: string) => string): UserError {
  const { status } = answer;
  const { doing, host } = asked;
  const error = findApiError(answer);
  const said = error === undefined ? '' : quote(redact(`: ${error.code}: ${error.message}`));
  if (isPassing(status) || error?.code === 'TOOMANYREQUESTS') {
    return new OutageError(`${doing} failed: ${host} answers with status ${status}${said}`);
  }
  if (status === 401 || status === 403) {
    return new UserError(
      `${doing} was denied by ${host} with status ${status}${said}; it was asked ${asked.shown}`,
      `Check the name: registries deny what they don't have, too. Then give docker credentials that may do this: ` +
        `docker login${asked.registry === dockerHub ? '' : ` ${asked.registry}`}.`,
    );
  }
  if (status === 404 && error === undefined) {
    return new OutageError(
      `${doing} failed: ${host} answers with status 404, but not as a registry says that something is missing`,
      'Check the name of the host, and that a registry runs there.',
    );
  }
  return new UserError(`${doing} failed: ${host} answers with status ${status}${said}`);
}

/**
 * The error for a request that got no whole answer: an OutageError unless it is known not to pass by itself.
 *
 * @param host the one that was asked
 */
export function toTransportError(error: ExchangeError, doing: string, host: string): UserError {
  const { code, message } = error;
  if (code === 'ENOTFOUND') {
    return new UserError(
      `${doing} failed: there is no such host: ${message}`,
      'Check the name for a typing error, HTTPS_PROXY if it is set, and the name server of this machine.',
      error,
    );
  }
  if (/wrong.version.number|packet.length/i.test(`${code} ${message}`)) {
    return new UserError(
      `${doing} failed: ${host} does not speak HTTPS`,
      'Only a registry on this machine itself may be asked in plain HTTP: let this one speak HTTPS.',
      error,
    );
  }
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_')) {
    return new UserError(
      `${doing} failed: ${host} and this program find no way to encrypt: ${code}`,
      undefined,
      error,
    );
  }
  if (/CERT|SELF_SIGNED|UNABLE_TO_VERIFY|HOSTNAME_MISMATCH/.test(code)) {
    return new UserError(
      `${doing} failed: the certificate of ${host} is not trusted: ${message}`,
      'Point NODE_EXTRA_CA_CERTS at the certificates of your network in PEM form.',
      error,
    );
  }
  if (code === 'ERR_INVALID_URL') {
    // Node puts the URL, with the password in it, into the message.
    return new UserError(`${doing} failed: HTTPS_PROXY is no URL`, 'It has to be http://host:port.');
  }
  if (code === 'EPROXY') {
    return new UserError(
      `${doing} failed: ${message}`,
      `Put the proxy's user and password into HTTPS_PROXY, or ${host} into NO_PROXY.`,
      error,
    );
  }
  return new OutageError(`${doing} failed: ${message}`, undefined, error);
}

/** A server's text on one line, cut short. */
function quote(text: string): string {
  const line = text.replace(/[\s\u0000-\u001f\u007f-\u009f]+/g, ' ').replace(/[: ]+$/, '');
  return line.length <= maxQuotedLength ? line : `${line.slice(0, maxQuotedLength)}…`;
}
