import { OutageError, UserError } from '../errors';
import { dockerHub } from '../settings/image-name';
import type { HttpAnswer } from './http-exchange';

/** What a registry's API says went wrong. (OCI distribution specification, error codes) */
interface ApiError {
  readonly code: string;
  readonly message: string;
}

/** Codes that confirm an absence: the specification's two, and those of Harbor and Quay. */
const absences: readonly string[] = ['MANIFEST_UNKNOWN', 'NAME_UNKNOWN', 'NOT_FOUND', 'TAG_EXPIRED'];

/** Longest text of a server that is shown, in characters. */
const maxQuotedLength = 300;

/** The error in an answer's body; undefined where there is none of the API's form. */
function findApiError(answer: HttpAnswer): ApiError | undefined {
  try {
    const { code, message } = JSON.parse(answer.body.toString()).errors[0];
    return typeof code === 'string'
      ? { code, message: typeof message === 'string' ? message : '' }
      : undefined;
  } catch {
    // Whatever answered was not the registry itself.
    return undefined;
  }
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
 * @param doing an error starts with it: "look-up of X"
 * @param registry the host that docker has to be logged in to
 * @param shown what it was shown, in words that go on after "asked": "with …" or "without …"
 * @param redact takes everything secret out of a text that the server wrote
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
      `${doing} failed: ${host} answers with status 404, but not as a registry says that something is missing`,
      'Check the name of the host, and that a registry runs there.',
    );
  }
  return new UserError(`${doing} failed: ${host} answers with status ${status}${said}`);
}

/** A server's text on one line, cut short. */
function quote(text: string): string {
  const line = text.replace(/[\s\u0000-\u001f\u007f-\u009f]+/g, ' ').replace(/[: ]+$/, '');
  return line.length <= maxQuotedLength ? line : `${line.slice(0, maxQuotedLength)}…`;
}
