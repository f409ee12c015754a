import { DigestQueue } from './digest-queue';
import type { DigestResult, FileDigester } from './file-digest';
import type { FileContent } from './key-inputs';

/** A thread that digests what it can get of a queue. */
export interface DigestHelper {
  /** Tells it the next paths of the queue. */
  tell(paths: readonly string[]): void;
  /** What it has digested, by place, once the queue is closed and empty. What it could not digest is not in it. */
  readonly contents: Promise<ReadonlyMap<number, FileContent>>;
}

export type StartDigestHelper = (queue: DigestQueue) => DigestHelper;

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
    const results: DigestResult[] = [];
    await digester.digestQueued(paths, queue, (place, result) => {
      results[place] = result;
    });
    const others = await helper?.contents;
    for (const [place, path] of paths.entries()) {
      if (results[place] !== undefined) continue;
      const content = others?.get(place);
      // What the helper could not digest is digested here, as for its error.
      results[place] = content ? { content } : await digester.tryFile(path);
    }
    return results;
  }

  private tell(helper: DigestHelper): void {
    helper.tell(this.paths.slice(this.told));
    this.told = this.paths.length;
    this.queue.offer(this.told);
  }
}
