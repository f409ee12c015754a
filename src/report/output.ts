import { writeSync } from 'node:fs';
import { describeError, errorCode, UserError } from '../errors';

const [STDOUT, STDERR] = [1, 2];

/** How long to wait before writing to a full pipe again, in milliseconds. */
const pauseMs = 5;

/**
 * Writes to standard output.
 *
 * @throws UserError if that fails
 */
export function writeResult(text: string): void {
  try {
    writeAll(STDOUT, text);
  } catch (error) {
    // A reader that closes the pipe early, such as `head`, has read enough.
    if (errorCode(error) === 'EPIPE') return;
    throw new UserError(
      `the result can't be written to standard output: ${describeError(error)}`,
      'Look at where standard output leads, a full disk for instance.',
      error,
    );
  }
}

/** Writes to standard error. If that fails, there is nobody to tell. */
export function writeLog(text: string): void {
  try {
    writeAll(STDERR, text);
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
  }
}

/** Bypasses node's streams, which take a tenth of its start-up time to open. */
function writeAll(descriptor: number, text: string): void {
  let rest = Buffer.from(text);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(descriptor, rest));
    } catch (error) {
      if (errorCode(error) !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs);
    }
  }
}
