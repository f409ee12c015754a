import { createHash } from 'node:crypto';
import { constants, fstatSync, readSync } from 'node:fs';
import { quoteOdd, UserError } from '../errors';
import type { FileContent } from './key-inputs';
import type { Pacer } from './pacer';
import { withRegularFile } from './regular-file';

/** Large enough that calls don't count, small enough for the processor's cache. */
const chunkBytes = 256 * 1024;

/**
 * Digests one file after the other through one buffer: memory is constant and one file is open at a time.
 * Reads are synchronous because that is several times faster than promises for many small files.
 */
export class FileDigester {
  private readonly chunk = Buffer.allocUnsafe(chunkBytes);

  constructor(private readonly pacer: Pacer) {}

  /**
   * The executable bit and SHA-256 of a regular file, or of the one that a link leads to.
   *
   * @throws UserError when the file changes meanwhile; the system's error when it can't be read
   */
  digestFile(path: string): Promise<FileContent> {
    return withRegularFile(path, async (file, before) => {
      const hash = createHash('sha256');
      let size = 0;
      for (;;) {
        if (this.pacer.isDue()) await this.pacer.pause();
        const bytes = readSync(file, this.chunk, 0, chunkBytes, null);
        hash.update(bytes === chunkBytes ? this.chunk : this.chunk.subarray(0, bytes));
        size += bytes;
        if (bytes === 0 || (bytes < chunkBytes && size >= before.size)) break;
      }
      const after = fstatSync(file);
      if (size !== before.size || after.size !== before.size || after.mtimeMs !== before.mtimeMs) {
        throw new UserError(
          `${quoteOdd(path)} changed while it was read`,
          'Something writes to it while the cache key is computed; let that end first.',
        );
      }
      return { executable: (before.mode & constants.S_IXUSR) !== 0, sha256: hash.digest('hex') };
    });
  }
}
