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

/** Large enough that calls cost little, small enough for the processor's cache. */
const chunkBytes = 256 * 1024;

/** Large files are read in parts of this size. */
const partBytes = 1024 * 1024;

/**
 * Digests files and lists folders, in constant memory and with one file open at a time. Small files are read
 * synchronously, which is several times faster than with promises; every `pauseMs` signals, timers and the network get
 * their turn.
 */
export class FileReader {
  private readonly chunk = Buffer.allocUnsafe(chunkBytes);
  private lastPause = Date.now();

  /** @param pauseMs how long reading may block everything else, in milliseconds */
  constructor(private readonly pauseMs: number) {}

  /**
   * The entries of a folder; links are not followed.
   *
   * @throws UncountableError for a name that is not UTF-8; the system's error
   */
  async listFolder(path: string): Promise<readonly Dirent[]> {
    await this.pause();
    const entries = readdirSync(path, { withFileTypes: true });
    for (const { name } of entries) refuseUndecoded(name, `has a name in it that is not UTF-8, ${quoteOdd(name)}`);
    return entries;
  }

  /**
   * The executable bit and SHA-256 of a regular file, or of the file that a link leads to.
   *
   * @throws UserError if the file changes while it is read; the system's error if it can't be read
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

  /** @returns undefined for a file that does not fit into one read */
  private readAtOnce(path: string): FileContent | undefined {
    const { file, stats } = openRegularFile(path);
    try {
      if (stats.size >= chunkBytes) return undefined;
      const bytes = readSync(file, this.chunk, 0, chunkBytes, null);
      // Some file systems return less per read than there is.
      if (bytes < stats.size) return undefined;
      const sha256 = createHash('sha256').update(this.chunk.subarray(0, bytes)).digest('hex');
      return toContent(path, stats, { sha256, bytes, after: fstatSync(file) });
    } finally {
      closeSync(file);
    }
  }

  private async readInParts(path: string): Promise<FileContent> {
    const { file, stats } = openRegularFile(path);
    try {
      const hash = createHash('sha256');
      const part = Buffer.allocUnsafe(partBytes);
      let total = 0;
      // A growing file is not read forever.
      for (let bytes = -1; bytes !== 0 && total <= stats.size; total += bytes) {
        bytes = await readPart(file, part);
        hash.update(part.subarray(0, bytes));
      }
      return toContent(path, stats, { sha256: hash.digest('hex'), bytes: total, after: fstatSync(file) });
    } finally {
      closeSync(file);
    }
  }
}

/** @returns the number of bytes read; 0 at the end of the file */
function readPart(file: number, part: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    read(file, part, 0, part.length, null, (error, bytes) => (error ? reject(error) : resolve(bytes)));
  });
}

/** @throws UserError if the file changed while it was read */
function toContent(
  path: string,
  before: Stats,
  { sha256, bytes, after }: { readonly sha256: string; readonly bytes: number; readonly after: Stats },
): FileContent {
  // A file's mtime can be set back, its ctime can't.
  const isChanged = after.mtimeMs !== before.mtimeMs || after.ctimeMs !== before.ctimeMs;
  if (bytes !== before.size || after.size !== before.size || isChanged) {
    throw new UserError(
      `${quoteOdd(path)} changed while it was read`,
      'Something writes to it while the cache key is computed; let that end first.',
    );
  }
  return { executable: (before.mode & constants.S_IXUSR) !== 0, sha256 };
}

/** A path that can't be part of the key. The message continues a sentence that starts with the path. */
export class UncountableError extends Error {}

/**
 * Why a path can't be read, to continue a sentence that starts with the path.
 *
 * @throws the error itself if it is not about the path: the file changed while it was read, or a defect
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

/** Node replaces invalid UTF-8 by this character, so different names would look the same. */
function refuseUndecoded(text: string, problem: string): void {
  if (text.includes('\ufffd')) throw new UncountableError(problem);
}

/**
 * Opens a regular file. Opening a FIFO must not block.
 *
 * @throws UncountableError for a folder, FIFO, socket or device; the system's error if it is missing or unreadable
 */
function openRegularFile(path: string): { readonly file: number; readonly stats: Stats } {
  const irregular = new UncountableError('is not a regular file');
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    // How Linux and macOS refuse to open a socket. (open(2))
    throw ['ENXIO', 'EOPNOTSUPP'].includes(errorCode(error) ?? '') ? irregular : error;
  }
  const stats = fstatSync(file);
  if (stats.isFile()) return { file, stats };
  closeSync(file);
  throw irregular;
}
