import type { Instruction } from './dockerfile-text';

/** One `--mount` of RUN, its values as they are written. */
export interface Mount {
  readonly type: string;
  readonly source: string;
  readonly from: string;
}

/**
 * The mounts of a RUN: comma-separated fields, quoted as in CSV where they hold a comma (moby/buildkit,
 * instructions/commands_runmount.go).
 */
export function parseMounts(run: Instruction): readonly Mount[] {
  return run.flags.flatMap((flag) => {
    if (flag.name !== 'mount' || flag.value === undefined) return [];
    const fields = new Map<string, string>();
    for (const [, quoted, plain = ''] of flag.value.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)) {
      const field = quoted?.replace(/""/g, '"') ?? plain;
      const at = field.indexOf('=');
      if (at > 0) fields.set(field.slice(0, at).toLowerCase(), field.slice(at + 1));
    }
    return [
      {
        type: fields.get('type') ?? 'bind',
        source: fields.get('source') ?? fields.get('src') ?? '',
        from: fields.get('from') ?? '',
      },
    ];
  });
}
