import { writeSync } from 'node:fs';
import { describeError, errorCode, UserError } from '../errors';

const [STDOUT, STDERR] = [1, 2];

/** Where a full pipe does not wait by itself, this is waited before it is tried again, in milliseconds. */
const pauseMs = 5;

/**
 * Writes to standard output.
 *
 * @throws UserError where it can't be written
 */
export function writeResult(text: string): void {
  try {
    writeAll(STDOUT, text);
  } catch (error) {
    // Whoever closes the pipe early, as `head` does, has read enough.
    if (errorCode(error) === 'EPIPE') return;
    throw new UserError(
      `the result can't be written to standard output: ${describeError(error)}`,
      'Look at where standard output leads, a full disk for instance.',
      error,
    );
  }
}

/** Writes to standard error. Where that fails nobody is left to tell, and the work goes on. */
export function writeLog(text: string): void {
  try {
    writeAll(STDERR, text);
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
  }
}

/** Past the streams of node, which take a tenth of its start to open. */
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
