import { DigestQueue } from './digest-queue';
import type { DigestResult, FileDigester } from './file-digest';
import type { FileContent } from './key-inputs';

/** A thread that digests what it can get of a queue. */
export interface DigestHelper {
  /** Tells it the next paths of the queue. */
  tell(paths: readonly string[]): void;
  /**
   * Waits until the queue is closed and empty, and gives what the helper has digested with the place of its path. What
   * it could not digest is not among it.
   */
  collect(take: (place: number, content: FileContent) => void): Promise<void>;
}

/** @returns undefined where there is none to be had */
export type StartDigestHelper = (queue: DigestQueue) => DigestHelper | undefined;

/** Fewer files than this are digested before a helper has started. */
const filesWorthHelp = 1000;

/** Paths are told in portions of at least this many. */
const toldFiles = 256;

/** Files that are to be digested. Where there are many, a helper begins while more are still being found. */
export class DigestBatch {
  private readonly paths: string[] = [];
  private readonly queue = new DigestQueue();
  private helper: DigestHelper | undefined;
  private told = 0;

  /** @param startHelper undefined where no help is to be had */
  constructor(
    private readonly digester: FileDigester,
    private readonly startHelper: StartDigestHelper | undefined,
  ) {}

  /** @param path one that the system can open */
  add(path: string): void {
    this.paths.push(path);
    if (this.paths.length === filesWorthHelp) this.helper = this.startHelper?.(this.queue);
    if (this.helper && this.paths.length - this.told >= toldFiles) this.tell(this.helper);
  }

  /** Digests what was added; results come in the order of the paths. */
  async finish(): Promise<readonly DigestResult[]> {
    const { paths, queue, digester, helper } = this;
    if (helper) this.tell(helper);
    queue.close();
    // Of its full length from the start: places come in no order, which a growing array is slow with.
    const results = new Array<DigestResult>(paths.length);
    await digester.digestQueued(paths, queue, (place, result) => {
      results[place] = result;
    });
    await helper?.collect((place, content) => {
      results[place] = { content };
    });
    for (const [place, path] of paths.entries()) {
      // What the helper could not digest is digested here, as for its error.
      if (results[place] === undefined) results[place] = await digester.tryFile(path);
    }
    return results;
  }

  private tell(helper: DigestHelper): void {
    helper.tell(this.paths.slice(this.told));
    this.told = this.paths.length;
    this.queue.offer(this.told);
  }
}
