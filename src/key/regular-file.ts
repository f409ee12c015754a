import { closeSync, constants, fstatSync, openSync, readFileSync, type Stats } from 'node:fs';

/** A path that has no bytes to count, with the reason for a sentence that starts with the path. */
export class UncountableError extends Error {}

/**
 * Does something with an open file, and nothing with what is no file: to open a FIFO would wait for ever.
 *
 * @throws UncountableError for a folder, FIFO, socket or device; the system's error where there is nothing or it may not be read
 */
export async function withRegularFile<Result>(
  path: string,
  use: (file: number, stats: Stats) => Result | Promise<Result>,
): Promise<Result> {
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stats = fstatSync(file);
    if (!stats.isFile()) throw new UncountableError('is no regular file');
    return await use(file, stats);
  } finally {
    closeSync(file);
  }
}

/** The bytes of a file, as `withRegularFile` opens it. */
export function readRegularFile(path: string): Promise<Buffer> {
  return withRegularFile(path, (file) => readFileSync(file));
}
