import { PROGRAM } from '../support/program';

/** A row of the table: two ways to do the same. */
export interface Row {
  readonly title: string;
  readonly unit: 's' | 'MB';
  /** Whether the result is the ratio of the medians or their difference. */
  readonly by: 'ratio' | 'difference';
  /** The largest acceptable ratio or difference, if any. */
  readonly aim?: number;
  /** How often each side runs, if not the default. */
  readonly runs?: number;
  /** Prepares what both sides need. */
  open(): Promise<Sides>;
}

export interface Sides {
  readonly ours: {
    prepare?: Side['prepare'];
    /** @param program the bundle to run */
    run(program: string): Promise<number>;
  };
  readonly theirs: Side & { readonly title: string };
  /** Undoes what would disturb other rows. */
  close?(): void;
}

export interface Side {
  /** Called before each run. */
  prepare?(): Promise<unknown>;
  /** Runs once. Resolves with the cost in the row's unit; rejects if it didn't do its work. */
  run(): Promise<number>;
}

/** How often each side runs. */
const standardRuns = 15;

export const TABLE_HEAD =
  '| case | runs | median | compared with | median | ratio or difference | aim |\n' +
  '| --- | --- | --- | --- | --- | --- | --- |';

/**
 * Runs both sides alternately, so that other load on the machine affects both. The first run of each is a warm-up.
 *
 * @param beside another bundle to compare with, instead of the row's own second side
 */
export async function compare(row: Row, beside?: string): Promise<string> {
  const { title, unit, runs = standardRuns } = row;
  const { ours: bundle, theirs: byHand, close } = await row.open();
  const ours = { ...bundle, run: () => bundle.run(PROGRAM) };
  const theirs = beside ? { ...bundle, title: beside, run: () => bundle.run(beside) } : byHand;
  const values: [number[], number[]] = [[], []];
  try {
    for (let run = 0; run <= runs; run++) {
      for (const [index, side] of [ours, theirs].entries()) {
        await side.prepare?.();
        const value = await side.run();
        if (run > 0) values[index]?.push(value);
      }
    }
  } finally {
    close?.();
  }
  const [one, other] = values.map(median) as [number, number];
  const cells = [
    title,
    runs,
    format(one, unit),
    theirs.title,
    format(other, unit),
    ...judge(beside ? { unit, by: 'difference' } : row, one, other),
  ];
  return `| ${cells.join(' | ')} |`;
}

/** The cells of the result and the aim. */
function judge({ unit, by, aim }: Pick<Row, 'unit' | 'by' | 'aim'>, one: number, other: number): readonly string[] {
  const result = by === 'ratio' ? one / other : one - other;
  const show = (value: number) => (by === 'ratio' ? value.toFixed(3) : `${value < 0 ? '' : '+'}${format(value, unit)}`);
  if (aim === undefined) return [show(result), '–'];
  const limit = by === 'ratio' ? `≤ ${aim}` : `≤ +${aim} ${unit}`;
  return [show(result), `${limit} ${result <= aim ? 'reached' : 'NOT reached'}`];
}

function format(value: number, unit: Row['unit']): string {
  return `${value.toFixed(unit === 's' ? 3 : 1)} ${unit}`;
}

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}
