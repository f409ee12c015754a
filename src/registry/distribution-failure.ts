import { OutageError, UserError } from '../errors';
import { dockerHub } from '../settings/image-name';
import type { HttpAnswer } from './http-exchange';

/** An error of a registry's API. (OCI distribution specification, error codes) */
interface ApiError {
  readonly code: string;
  readonly message: string;
}

/** Codes that confirm an absence: the specification's two, and those of Harbor and Quay. */
const absences: readonly string[] = ['MANIFEST_UNKNOWN', 'NAME_UNKNOWN', 'NOT_FOUND', 'TAG_EXPIRED'];

/** Longest quote of a server's text, in characters. */
const maxQuotedLength = 300;

/** The error in an answer's body; undefined if it does not have the API's form. */
function findApiError(answer: HttpAnswer): ApiError | undefined {
  try {
    const { code, message } = JSON.parse(answer.body.toString()).errors[0];
    return typeof code === 'string' ? { code, message: typeof message === 'string' ? message : '' } : undefined;
  } catch {
    // This is not a registry's answer.
    return undefined;
  }
}

/** Whether the registry itself says that the manifest or repository does not exist. */
export function isConfirmedAbsence(answer: HttpAnswer): boolean {
  return answer.status === 404 && absences.includes(findApiError(answer)?.code ?? '');
}

/** Whether a retry may get another status. */
export function isPassing(status: number): boolean {
  return status === 408 || status === 429 || status >= 500;
}

/**
 * The error for a failed request.
 *
 * @param doing what was being done ("look-up of X")
 * @param registry the host that docker has to be logged in to
 * @param shown the credentials used: "with …" or "without …"
 * @param redact removes secrets from the server's text
 */
export function toAnswerError(
  answer: HttpAnswer & { readonly url: URL },
  doing: string,
  registry: string,
  shown: string,
  redact: (text: string) => string,
): UserError {
  const { status } = answer;
  const { host } = answer.url;
  const error = findApiError(answer);
  const said = error === undefined ? '' : quote(redact(`: ${error.code}: ${error.message}`));
  if (isPassing(status) || error?.code === 'TOOMANYREQUESTS') {
    return new OutageError(`${doing} failed: ${host} answers with status ${status}${said}`);
  }
  if (status === 401 || status === 403) {
    return new UserError(
      `${doing} was denied by ${host} with status ${status}${said}; it was asked ${shown}`,
      `Check the name: registries deny what they don't have, too. Then give docker credentials that may do this: ` +
        `docker login${registry === dockerHub ? '' : ` ${registry}`}.`,
    );
  }
  if (status === 404 && error === undefined) {
    return new OutageError(
      `${doing} failed: ${host} answers with status 404, but not in the form of a registry's error`,
      'Check the name of the host, and that a registry runs there.',
    );
  }
  return new UserError(`${doing} failed: ${host} answers with status ${status}${said}`);
}

/** A server's text on one line, shortened. */
function quote(text: string): string {
  const line = text.replace(/[\s\u0000-\u001f\u007f-\u009f]+/g, ' ').replace(/[: ]+$/, '');
  return line.length <= maxQuotedLength ? line : `${line.slice(0, maxQuotedLength)}…`;
}
