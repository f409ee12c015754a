/** Measures the steps of a run, and logs what a slow one is doing. */
export class Steps {
  private readonly spentMs = new Map<string, number>();

  /**
   * @param now milliseconds since the program started
   * @param slowMs a step that takes longer is announced in the log
   */
  constructor(
    private readonly now: () => number,
    private readonly say: (line: string) => void,
    private readonly slowMs: number,
  ) {
    this.spentMs.set('startup', now());
  }

  /**
   * Runs a step. Steps don't overlap, so that their times add up.
   *
   * @param name what the last line of the log calls it
   * @param doing what is said when it takes long; undefined for what shows by itself what it does
   */
  async run<Result>(name: string, doing: string | undefined, action: () => Promise<Result>): Promise<Result> {
    const start = this.now();
    try {
      return await (doing === undefined ? action() : this.watch(doing, action));
    } finally {
      this.spentMs.set(name, (this.spentMs.get(name) ?? 0) + this.now() - start);
    }
  }

  /** Does something, and says what it is when that takes long. */
  async watch<Result>(doing: string, action: () => Promise<Result>): Promise<Result> {
    const slow = setTimeout(() => this.say(`${doing} …`), this.slowMs);
    try {
      return await action();
    } finally {
      clearTimeout(slow);
    }
  }

  /** The time since the program started, in all and by step, in seconds. */
  toSeconds(): { readonly [step: string]: number } {
    const all: [string, number][] = [['total', this.now()], ...this.spentMs];
    return Object.fromEntries(all.map(([name, ms]) => [name, Number(toSeconds(ms))]));
  }

  /** For the last line of a log: `0.19 s (startup 0.06, key 0.02, look-up 0.08)`. The startup always takes time. */
  format(): string {
    const shown = [...this.spentMs].filter(([, ms]) => ms >= 5).map(([name, ms]) => `${name} ${toSeconds(ms)}`);
    return `${toSeconds(this.now())} s (${shown.join(', ')})`;
  }
}

/** A time for people: `14.2 s`, `3 min 2 s`. */
export function formatSeconds(seconds: number): string {
  const whole = Math.round(seconds);
  return whole < 60 ? `${Number(seconds.toFixed(1))} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

function toSeconds(ms: number): string {
  return (ms / 1000).toFixed(2);
}
