/** How a server wants to be asked. */
export interface AuthChallenge {
  /** In lower case: `basic`, `bearer`, … */
  readonly scheme: string;
  /** By their names in lower case. */
  readonly parameters: ReadonlyMap<string, string>;
}

const token = /[\w!#$%&'*+.^`|~-]+/y;
/** What may follow a scheme in place of parameters; nothing that we answer has it. */
const token68 = /[ \t]+[\w.~+/-]+=*[ \t]*(?=,|$)/y;
const equals = /[ \t]*=[ \t]*/y;
const quoted = /"((?:[^"\\]|\\.)*)"/y;
/** More than a token, since some servers leave out the quotes around a URL. */
const unquoted = /[^\s,"]+/y;
const separators = /[\s,]*/y;

/**
 * Reads the challenges of a `WWW-Authenticate` header; several headers may have been joined with commas. What can't be
 * read ends it, and what was read before that counts. (RFC 7235, sections 2.1 and 4.1)
 */
export function parseChallenges(header: string): readonly AuthChallenge[] {
  const challenges: { scheme: string; parameters: Map<string, string> }[] = [];
  let position = 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = position;
    const match = pattern.exec(header);
    if (match === null) return undefined;
    position = pattern.lastIndex;
    return match[1] ?? match[0];
  };
  for (;;) {
    take(separators);
    const name = take(token)?.toLowerCase();
    if (name === undefined) return challenges;
    if (take(equals) === undefined) {
      challenges.push({ scheme: name, parameters: new Map() });
      take(token68);
      continue;
    }
    const value = take(quoted)?.replace(/\\(.)/g, '$1') ?? take(unquoted);
    const current = challenges[challenges.length - 1];
    if (value === undefined || current === undefined) return challenges;
    current.parameters.set(name, value);
  }
}
