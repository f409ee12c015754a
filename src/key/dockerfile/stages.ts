import type { Instruction } from './dockerfile-text';

/** A stage of a Dockerfile, with its words as they are written. */
export interface Stage {
  readonly index: number;
  /** Lower case; undefined where it has none. */
  readonly name: string | undefined;
  /** The image or stage that it starts from. */
  readonly base: string;
  /** The value of `--platform`. */
  readonly platform: string | undefined;
  readonly from: Instruction;
  readonly instructions: readonly Instruction[];
}

/** The instructions before the first FROM, and the stages. */
export interface StageList {
  readonly globals: readonly Instruction[];
  readonly stages: readonly Stage[];
}

export function toStages(instructions: readonly Instruction[]): StageList {
  const starts = instructions.flatMap(({ name }, index) => (name === 'FROM' ? index : []));
  const stages = starts.flatMap((start, index): Stage[] => {
    const from = instructions[start];
    if (from === undefined) return [];
    const [base = '', , name] = from.words[0] ?? [];
    return [
      {
        index,
        name: name?.toLowerCase(),
        base,
        platform: from.flags.find((flag) => flag.name === 'platform')?.value,
        from,
        instructions: instructions.slice(start + 1, starts[index + 1]),
      },
    ];
  });
  return { globals: instructions.slice(0, starts[0]), stages };
}
