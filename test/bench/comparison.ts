import { PROGRAM } from '../support/program';

/** One line of the table: two ways to the same end. */
export interface Row {
  readonly title: string;
  readonly unit: 's' | 'MB';
  /** Whether the first median is divided by the second one, or what it has more is told. */
  readonly by: 'ratio' | 'difference';
  /** The largest ratio or difference that is good enough. A row without only tells. */
  readonly aim?: number;
  /** How often each side runs, where not as often as all others. */
  readonly runs?: number;
  /** Makes ready what both sides need. */
  open(): Promise<Sides>;
}

export interface Sides {
  readonly ours: {
    prepare?: Side['prepare'];
    /** @param program the bundle to run */
    run(program: string): Promise<number>;
  };
  readonly theirs: Side & { readonly title: string };
  /** Takes back what would disturb other rows. */
  close?(): void;
}

export interface Side {
  /** What has to be done before each run. */
  prepare?(): Promise<unknown>;
  /** Runs once. Resolves with what it took, in the row's unit; rejects when it did not do what it should. */
  run(): Promise<number>;
}

/** How often each side runs. */
const standardRuns = 15;

export const TABLE_HEAD =
  '| case | runs | median | compared with | median | ratio or difference | aim |\n' +
  '| --- | --- | --- | --- | --- | --- | --- |';

/**
 * Runs both sides in turn, so that what else the machine does meets both; the first run of each only warms up.
 *
 * @param beside another bundle to compare with, instead of what the row has
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
function judge(
  { unit, by, aim }: Pick<Row, 'unit' | 'by' | 'aim'>,
  one: number,
  other: number,
): readonly string[] {
  const result = by === 'ratio' ? one / other : one - other;
  const show = (value: number) =>
    by === 'ratio' ? value.toFixed(3) : `${value < 0 ? '' : '+'}${format(value, unit)}`;
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
