import { createHash } from 'node:crypto';
import {
  closeSync,
  constants,
  type Dirent,
  fstatSync,
  openSync,
  read,
  readdirSync,
  readFileSync,
  readlinkSync,
  readSync,
  type Stats,
} from 'node:fs';
import { describeError, errorCode, quoteOdd, UserError } from '../errors';
import type { FileContent } from './key-inputs';

/** Large enough that calls don't count, small enough for the processor's cache. */
const chunkBytes = 256 * 1024;

/** A large file is read in parts of this size: each costs a promise. */
const partBytes = 1024 * 1024;

/**
 * Digests files and lists folders. Every `pauseMs` signals, timers and the network get their turn: the answer with the
 * registry's token arrives while the key is made. Memory is constant and one file is open at a time. Small files are read
 * synchronously, which is several times faster than promises for many of them.
 */
export class FileReader {
  private readonly chunk = Buffer.allocUnsafe(chunkBytes);
  private lastPause = Date.now();

  /** @param pauseMs how long reading may hold up everything else, in milliseconds */
  constructor(private readonly pauseMs: number) {}

  /**
   * What is in a folder, links not followed.
   *
   * @throws UncountableError for a name that is not UTF-8; the system's error
   */
  async listFolder(path: string): Promise<readonly Dirent[]> {
    await this.pause();
    const entries = readdirSync(path, { withFileTypes: true });
    for (const { name } of entries)
      refuseUndecoded(name, `has a name in it that is not UTF-8, ${quoteOdd(name)}`);
    return entries;
  }

  /**
   * The executable bit and SHA-256 of a regular file, or of the one that a link leads to.
   *
   * @throws UserError when the file changes meanwhile; the system's error when it can't be read
   */
  async digestFile(path: string): Promise<FileContent> {
    await this.pause();
    return this.readAtOnce(path) ?? this.readInParts(path);
  }

  private async pause(): Promise<void> {
    if (Date.now() - this.lastPause < this.pauseMs) return;
    await new Promise((resolve) => setImmediate(resolve));
    this.lastPause = Date.now();
  }

  /** @returns undefined for a file that does not come at once */
  private readAtOnce(path: string): FileContent | undefined {
    const { file, stats } = openRegularFile(path);
    try {
      if (stats.size >= chunkBytes) return undefined;
      const bytes = readSync(file, this.chunk, 0, chunkBytes, null);
      // Some file systems give less at a time than there is.
      if (bytes < stats.size) return undefined;
      const sha256 = createHash('sha256').update(this.chunk.subarray(0, bytes)).digest('hex');
      return toContent(path, stats, { sha256, bytes, after: fstatSync(file) });
    } finally {
      closeSync(file);
    }
  }

  /** Reads the next part while this one is digested: the disk and the processor work at the same time. */
  private async readInParts(path: string): Promise<FileContent> {
    const { file, stats } = openRegularFile(path);
    try {
      const hash = createHash('sha256');
      let [part, next] = [Buffer.allocUnsafe(partBytes), Buffer.allocUnsafe(partBytes)];
      let total = 0;
      let reading = readPart(file, part);
      for (;;) {
        const bytes = await reading;
        total += bytes;
        // A file that grows as fast as it is read has no end.
        if (bytes === 0 || total > stats.size) break;
        reading = readPart(file, next);
        hash.update(part.subarray(0, bytes));
        [part, next] = [next, part];
      }
      return toContent(path, stats, { sha256: hash.digest('hex'), bytes: total, after: fstatSync(file) });
    } finally {
      closeSync(file);
    }
  }
}

/** @returns how many bytes were read; 0 at the end of the file */
function readPart(file: number, part: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    read(file, part, 0, part.length, null, (error, bytes) => (error ? reject(error) : resolve(bytes)));
  });
}

/** @throws UserError where what was read is not what was there before or after */
function toContent(
  path: string,
  before: Stats,
  { sha256, bytes, after }: { readonly sha256: string; readonly bytes: number; readonly after: Stats },
): FileContent {
  // The time of a file's change can be set back, the time of its status can't.
  const isChanged = after.mtimeMs !== before.mtimeMs || after.ctimeMs !== before.ctimeMs;
  if (bytes !== before.size || after.size !== before.size || isChanged) {
    throw new UserError(
      `${quoteOdd(path)} changed while it was read`,
      'Something writes to it while the cache key is computed; let that end first.',
    );
  }
  return { executable: (before.mode & constants.S_IXUSR) !== 0, sha256 };
}

/** A path that can't be counted, with the reason for a sentence that starts with the path. */
export class UncountableError extends Error {}

/**
 * Why a path does not count, for a sentence that starts with the path.
 *
 * @throws the error itself where it says nothing of the path: a file that changed while it was read, or a defect
 */
export function describeFileProblem(error: unknown): string {
  if (error instanceof UncountableError) return error.message;
  switch (errorCode(error)) {
    case undefined:
      throw error;
    case 'ENOENT':
      return 'is a link that leads nowhere, or is gone';
    case 'ELOOP':
      return 'is a loop of links';
    case 'EACCES':
    case 'EPERM':
      return 'may not be read by this user';
    default:
      return `can't be read: ${describeError(error)}`;
  }
}

/**
 * The bytes of a file.
 *
 * @throws as `openRegularFile`
 */
export function readRegularFile(path: string): Buffer {
  const { file } = openRegularFile(path);
  try {
    return readFileSync(file);
  } finally {
    closeSync(file);
  }
}

/**
 * The path that a link holds.
 *
 * @throws UncountableError where it is not UTF-8; the system's error
 */
export function readLinkText(path: string): string {
  const text = readlinkSync(path);
  refuseUndecoded(text, 'is a link to a path that is not UTF-8');
  return text;
}

/** Node makes this character of what is not UTF-8: different bytes would be the same text. */
function refuseUndecoded(text: string, problem: string): void {
  if (text.includes('\ufffd')) throw new UncountableError(problem);
}

/**
 * Opens a file, and nothing that is no file: to open a FIFO would wait for ever.
 *
 * @throws UncountableError for a folder, FIFO, socket or device; the system's error where there is nothing or it may not
 *   be read
 */
function openRegularFile(path: string): { readonly file: number; readonly stats: Stats } {
  const irregular = new UncountableError('is not a regular file');
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    // A socket can't even be opened: open(2) of Linux, and of macOS.
    throw ['ENXIO', 'EOPNOTSUPP'].includes(errorCode(error) ?? '') ? irregular : error;
  }
  const stats = fstatSync(file);
  if (stats.isFile()) return { file, stats };
  closeSync(file);
  throw irregular;
}
