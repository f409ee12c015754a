import { OutageError, UserError } from '../errors';
import { findEntry, findHelper, type LoginFile } from './docker-config';
import { type JsonObject, parseJsonObject } from './json-object';
import type { ProcessOptions, ProcessResult, ProcessRunner } from './process-runner';

/** Docker's credentials for a registry. */
export type StoredCredentials = {
  /** Where they come from, to follow "with" in a message. */
  readonly source: string;
} & (
  | { readonly kind: 'password'; readonly username: string; readonly password: string }
  /** Can only be exchanged for tokens, for example after a login in a browser. */
  | { readonly kind: 'identity-token'; readonly identityToken: string }
);

/** What reading docker's credentials needs. */
export interface CredentialSources {
  /** Where they may be, in order of precedence. */
  readonly files: readonly LoginFile[];
  readonly runner: Pick<ProcessRunner, 'run'>;
  /** How long a credential helper may take, in milliseconds. */
  readonly helperMs: number;
  /** Called with a line about an invalid file, which is ignored as docker does. */
  readonly warn: (line: string) => void;
}

/** The user name of identity tokens in helpers. (docker/cli, credentials/native_store.go) */
const tokenUsername = '<token>';

/**
 * The credentials that docker would use for a registry. If a file names a helper for it, the file's own entry is ignored.
 *
 * @param serverKey docker's key for them: the host with its port, or `https://index.docker.io/v1/` for Docker Hub
 * @throws UserError for a missing helper, an invalid answer and an invalid entry; OutageError for a helper that fails
 */
export async function findStoredCredentials(
  serverKey: string,
  { files, runner, helperMs, warn }: CredentialSources,
): Promise<StoredCredentials | undefined> {
  for (const { name, config } of files) {
    if (config === undefined) {
      warn(`${name} is not a JSON object: the credentials in it are not used`);
      continue;
    }
    const helper = findHelper(serverKey, config);
    const entry = findEntry(serverKey, config);
    const found =
      helper === undefined
        ? entry && parseEntry(entry, serverKey, name)
        : await askHelper(helper, name, serverKey, runner, helperMs);
    if (found !== undefined) return found;
  }
  return undefined;
}

function parseEntry(entry: JsonObject, serverKey: string, source: string): StoredCredentials | undefined {
  const { identitytoken, auth } = entry;
  if (isText(identitytoken)) {
    return {
      kind: 'identity-token',
      identityToken: identitytoken,
      source: `the identity token in ${source}`,
    };
  }
  const { username, password } = isText(auth) ? decodeAuth(auth, serverKey, source) : entry;
  if (!isText(username) || !isText(password)) return undefined;
  return { kind: 'password', username, password, source: `the credentials in ${source}` };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function decodeAuth(
  auth: string,
  serverKey: string,
  source: string,
): { readonly username: string; readonly password: string } {
  const isBase64 = /^[A-Za-z\d+/]+={0,2}$/.test(auth.trim());
  const text = Buffer.from(auth, 'base64').toString();
  const colon = text.indexOf(':');
  if (!isBase64 || colon < 1) {
    throw new UserError(
      `the entry for ${serverKey} in ${source} can't be read: its auth is not user:password in base64`,
      'Log docker in again.',
    );
  }
  // Some are padded with NULs. (docker/cli, configfile/file.go: decodeAuth)
  return { username: text.slice(0, colon), password: text.slice(colon + 1).replace(/^\0+|\0+$/g, '') };
}

/** Asks a credential helper. (docker/docker-credential-helpers, README: Development) */
async function askHelper(
  helper: string,
  source: string,
  serverKey: string,
  runner: Pick<ProcessRunner, 'run'>,
  helperMs: number,
): Promise<StoredCredentials | undefined> {
  if (/[/\\\0]/.test(helper)) {
    throw new UserError(
      `the credential helper '${helper}' in ${source} is a path`,
      'It has to be what follows docker-credential- in the name of a program on PATH.',
    );
  }
  const program = `docker-credential-${helper}`;
  const doing = `${program} get for ${serverKey}`;
  const options: ProcessOptions = { output: 'kept', input: serverKey, limitMs: helperMs };
  const result = await runner.run(program, ['get'], options);
  const { ending, stdout } = result;
  if (ending.kind === 'not-started') {
    throw new UserError(
      ending.code === 'ENOENT'
        ? `${source} names the credential helper ${program}, which is not on PATH`
        : `the credential helper ${program} can't be run (${ending.code})`,
      'Install it, or remove it there (credsStore, credHelpers).',
    );
  }
  if (ending.kind === 'signal') throw new OutageError(`${doing} was ended by ${ending.signal}`);
  if (ending.kind === 'timeout') {
    throw new OutageError(`${doing} has not answered in ${ending.limitMs / 1000} s`);
  }
  if (ending.status !== 0) {
    // The same text in all helpers. (docker-credential-helpers, credentials/error.go)
    if (stdout.trim() === 'credentials not found in native keychain') return undefined;
    throw new OutageError(`${doing} failed with status ${ending.status}${quoteReason(result)}`);
  }
  return parseHelperAnswer(stdout, program, doing);
}

/** A helper's error message, which most write to standard output; nothing that could be credentials. */
function quoteReason({ stdout, stderr }: ProcessResult): string {
  const said = [stdout, stderr].map((text) => text.trim()).find((text) => text !== '');
  if (said === undefined || said.includes('{')) return '';
  return `: ${said.replace(/\s+/g, ' ').slice(0, 300)}`;
}

function parseHelperAnswer(text: string, program: string, doing: string): StoredCredentials | undefined {
  const answer = parseJsonObject(text);
  if (answer === undefined) {
    throw new UserError(`${doing} answered something other than credentials`, 'Check that it is a helper.');
  }
  const { Username, Secret } = answer;
  if (!isText(Username) || !isText(Secret)) return undefined;
  return Username === tokenUsername
    ? { kind: 'identity-token', identityToken: Secret, source: `the identity token of ${program}` }
    : { kind: 'password', username: Username, password: Secret, source: `the credentials of ${program}` };
}
