/** How many files are taken at a time. */
const takenFiles = 64;

const [NEXT, OFFERED, CLOSED] = [0, 1, 2];

/**
 * A growing list of files that two threads take from, each by its place in the list: what is shared is how many there
 * are and which is the next. The paths themselves the threads have to tell each other.
 */
export class DigestQueue {
  constructor(readonly shared: Int32Array = new Int32Array(new SharedArrayBuffer(12))) {}

  /** Says that there are this many files by now. */
  offer(count: number): void {
    Atomics.store(this.shared, OFFERED, count);
    Atomics.notify(this.shared, OFFERED);
  }

  /** Says that there will be no more. */
  close(): void {
    Atomics.store(this.shared, CLOSED, 1);
    Atomics.notify(this.shared, OFFERED);
  }

  /**
   * Takes some of the files whose paths this thread knows.
   *
   * @returns the places from `start` to before `end`; undefined where none is left of these
   */
  take(known: number): { readonly start: number; readonly end: number } | undefined {
    for (;;) {
      const start = Atomics.load(this.shared, NEXT);
      const end = Math.min(start + takenFiles, known);
      if (start >= end) return undefined;
      if (Atomics.compareExchange(this.shared, NEXT, start, end) === start) return { start, end };
    }
  }

  /**
   * Waits for more files than are known; this thread does nothing else meanwhile.
   *
   * @returns false where there will be none
   */
  waitForMore(known: number): boolean {
    const isClosed = Atomics.load(this.shared, CLOSED) === 1;
    const offered = Atomics.load(this.shared, OFFERED);
    if (offered > known) return true;
    if (isClosed) return false;
    // Not for long: between the two looks above and this one the queue may have been closed.
    Atomics.wait(this.shared, OFFERED, offered, 5);
    return true;
  }
}
