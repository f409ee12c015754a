/** Exit statuses, as documented in `--help`. main.ts adds 128 + n for signals. */
export type ExitStatus = 0 | 1 | 2 | 3 | 70;

/**
 * Something that the user can fix: shown as `message` and `hint`, without a stack. The message says what was being done,
 * to what, and what came back; the hint says what to do.
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

/** The image is not cached and must not be built. */
export class NotCachedError extends UserError {
  override readonly exitStatus = 3;
}

/** The registry can't be reached or is out of order; `on-registry-error` decides what that means. */
export class OutageError extends UserError {}

/** What went wrong in one line, to be part of a sentence. */
export function describeError(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The system's error code (`ENOENT`, …), if any. */
export function errorCode(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' ? code : undefined;
}

/** A name, in quotes if it could break the line, hide something or look like several words. */
export function quoteOdd(text: string): string {
  return /^[^\p{C}\p{Z}"]+( [^\p{C}\p{Z}"]+)*$/u.test(text)
    ? text
    : JSON.stringify(text).replace(
        /[\p{C}\p{Zl}\p{Zp}]/gu,
        (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`,
      );
}
