import { createHash } from 'node:crypto';
import { closeSync, constants, fstatSync, readSync, type Stats } from 'node:fs';
import { quoteOdd, UserError } from '../errors';
import type { FileContent } from './key-inputs';
import type { Pacer } from './pacer';
import { openRegularFile } from './regular-file';

/** Large enough that calls don't count, small enough for the processor's cache. */
const chunkBytes = 256 * 1024;

/** What came of one file among many. */
export type DigestResult = { readonly content: FileContent } | { readonly error: unknown };

/**
 * Digests files beside this thread: takes batch after batch from the same queue, and gives what it has digested by the
 * place of the path. What is missing is better digested here, as for its error.
 */
export type DigestHelper = (
  paths: readonly string[],
  queue: Int32Array,
) => Promise<ReadonlyMap<number, FileContent>>;

/** How many files are taken from the queue at a time. */
const batchFiles = 64;

/** Fewer files than this are digested before a helper has started. */
const filesWorthHelp = 1000;

/**
 * Digests one file after the other through one buffer: memory is constant and one file is open at a time.
 * Reads are synchronous because that is several times faster than promises for many small files.
 */
export class FileDigester {
  private readonly chunk = Buffer.allocUnsafe(chunkBytes);

  /** @param helper takes half of the work where there is much of it */
  constructor(
    private readonly pacer: Pacer,
    private readonly helper?: DigestHelper,
  ) {}

  /** Digests many files; results come in the order of the paths. */
  async digestFiles(paths: readonly string[]): Promise<readonly DigestResult[]> {
    const queue = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
    const helped = paths.length < filesWorthHelp ? undefined : this.helper?.(paths, queue);
    const own = await this.digestQueued(paths, queue);
    const others = await helped;
    const results: DigestResult[] = [];
    for (const [index, path] of paths.entries()) {
      const content = others?.get(index);
      results.push(own.get(index) ?? (content ? { content } : await this.tryFile(path)));
    }
    return results;
  }

  /** Digests batches of files for as long as the queue has some, by the place of the path. */
  async digestQueued(
    paths: readonly string[],
    queue: Int32Array,
  ): Promise<ReadonlyMap<number, DigestResult>> {
    const results = new Map<number, DigestResult>();
    for (;;) {
      const start = Atomics.add(queue, 0, batchFiles);
      if (start >= paths.length) return results;
      for (const [offset, path] of paths.slice(start, start + batchFiles).entries()) {
        if (this.pacer.isDue()) await this.pacer.pause();
        // No promise for a small file: a promise takes as long as one of the calls that read it.
        results.set(start + offset, this.tryAtOnce(path) ?? (await this.tryFile(path)));
      }
    }
  }

  private tryAtOnce(path: string): DigestResult | undefined {
    try {
      const content = this.readAtOnce(path);
      return content && { content };
    } catch (error) {
      return { error };
    }
  }

  private async tryFile(path: string): Promise<DigestResult> {
    try {
      return { content: await this.digestFile(path) };
    } catch (error) {
      return { error };
    }
  }

  /**
   * The executable bit and SHA-256 of a regular file, or of the one that a link leads to.
   *
   * @throws UserError when the file changes meanwhile; the system's error when it can't be read
   */
  async digestFile(path: string): Promise<FileContent> {
    return this.readAtOnce(path) ?? this.readInParts(path);
  }

  /** @returns undefined for a file that does not fit into the buffer */
  private readAtOnce(path: string): FileContent | undefined {
    const { file, stats } = openRegularFile(path);
    try {
      if (stats.size >= chunkBytes) return undefined;
      const bytes = readSync(file, this.chunk, 0, chunkBytes, null);
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
      let total = 0;
      for (;;) {
        if (this.pacer.isDue()) await this.pacer.pause();
        const bytes = readSync(file, this.chunk, 0, chunkBytes, null);
        hash.update(this.chunk.subarray(0, bytes));
        total += bytes;
        // A file that grows as fast as it is read has no end.
        if (bytes === 0 || total > stats.size) break;
      }
      return toContent(path, stats, { sha256: hash.digest('hex'), bytes: total, after: fstatSync(file) });
    } finally {
      closeSync(file);
    }
  }
}

/** @throws UserError where what was read is not what was there before or after */
function toContent(
  path: string,
  before: Stats,
  { sha256, bytes, after }: { readonly sha256: string; readonly bytes: number; readonly after: Stats },
): FileContent {
  if (bytes !== before.size || after.size !== before.size || after.mtimeMs !== before.mtimeMs) {
    throw new UserError(
      `${quoteOdd(path)} changed while it was read`,
      'Something writes to it while the cache key is computed; let that end first.',
    );
  }
  return { executable: (before.mode & constants.S_IXUSR) !== 0, sha256 };
}
