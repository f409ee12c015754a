/** Lets signals, timers and answers of the network through during long synchronous work. */
export interface Pacer {
  /** Whether it has been long enough since the last pause. */
  isDue(): boolean;
  pause(): Promise<void>;
}

/** @param everyMs how long the work may go on between two pauses, in milliseconds */
export function createPacer(everyMs: number): Pacer {
  let last = Date.now();
  return {
    isDue: () => Date.now() - last >= everyMs,
    pause: async () => {
      await new Promise((resolve) => setImmediate(resolve));
      last = Date.now();
    },
  };
}
