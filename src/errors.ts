/** Exit statuses of the program, as documented in `--help`. 128 + n (a signal) is main's matter. */
export type ExitStatus = 0 | 1 | 2 | 3 | 70;

/**
 * Something that a person outside this program can mend: shown as `message` and `hint`, without a stack.
 * The message says what was being done, to which thing and what came back; the hint says what to do.
 */
export class UserError extends Error {
  readonly exitStatus: ExitStatus = 1;

  constructor(
    message: string,
    readonly hint?: string,
    readonly cause?: unknown,
  ) {
    super(message);
    this.name = new.target.name;
  }
}

/** The options are wrong. */
export class OptionError extends UserError {
  override readonly exitStatus = 2;
}

/** The image is not cached, and must not be built here. */
export class NotCachedError extends UserError {
  override readonly exitStatus = 3;
}

/** The registry, or the way to it, is out of order; `on-registry-error` decides what that means. */
export class OutageError extends UserError {}

/** What went wrong in one line, for a sentence that goes on after it. */
export function describeError(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The system's error code (`ENOENT`, …), where there is one. */
export function errorCode(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' ? code : undefined;
}

/** A name as it is, or in quotes where it would break the line, hide something or look like more than one word. */
export function quoteOdd(text: string): string {
  return /^[^\p{C}\p{Z}"]+( [^\p{C}\p{Z}"]+)*$/u.test(text)
    ? text
    : JSON.stringify(text).replace(
        /[\p{C}\p{Zl}\p{Zp}]/gu,
        (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`,
      );
}
