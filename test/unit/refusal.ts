import * as assert from 'uvu/assert';
import { OptionError, UserError } from '../../src/errors';

/** The error about wrong options: the message and, on another line, the hint. */
export function readRefusal(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (!(error instanceof OptionError)) throw error;
    assert.is(error.exitStatus, 2);
    return error.hint === undefined ? error.message : `${error.message}\n${error.hint}`;
  }
  return assert.unreachable('nothing was refused') as never;
}

/** The error, whatever its status. */
export function readFailure(action: () => unknown): UserError {
  try {
    action();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  return assert.unreachable('nothing failed') as never;
}
