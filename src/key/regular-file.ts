import { closeSync, constants, fstatSync, openSync, readFileSync, type Stats } from 'node:fs';
import { errorCode } from '../errors';

/** A path that has no bytes to count, with the reason for a sentence that starts with the path. */
export class UncountableError extends Error {}

const irregular = 'is no regular file';

/**
 * Opens a file, and nothing that is no file: to open a FIFO would wait for ever.
 *
 * @throws UncountableError for a folder, FIFO, socket or device; the system's error where there is nothing or it may not be read
 */
export function openRegularFile(path: string): { readonly file: number; readonly stats: Stats } {
  const file = openAnything(path);
  const stats = fstatSync(file);
  if (stats.isFile()) return { file, stats };
  closeSync(file);
  throw new UncountableError(irregular);
}

function openAnything(path: string): number {
  try {
    return openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    // A socket can't even be opened: open(2) of Linux, and of macOS.
    if (['ENXIO', 'EOPNOTSUPP'].includes(errorCode(error) ?? '')) throw new UncountableError(irregular);
    throw error;
  }
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
