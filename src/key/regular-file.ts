import { closeSync, constants, fstatSync, openSync, readFileSync, type Stats } from 'node:fs';

/** A path that has no bytes to count, with the reason for a sentence that starts with the path. */
export class UncountableError extends Error {}

/**
 * Opens a file, and nothing that is no file: to open a FIFO would wait for ever.
 *
 * @throws UncountableError for a folder, FIFO, socket or device; the system's error where there is nothing or it may not be read
 */
export function openRegularFile(path: string): { readonly file: number; readonly stats: Stats } {
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const stats = fstatSync(file);
  if (stats.isFile()) return { file, stats };
  closeSync(file);
  throw new UncountableError('is no regular file');
}

/** The bytes of a file, as `openRegularFile` opens it. */
export function readRegularFile(path: string): Buffer {
  const { file } = openRegularFile(path);
  try {
    return readFileSync(file);
  } finally {
    closeSync(file);
  }
}
