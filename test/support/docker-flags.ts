export interface ParsedFlags {
  /** Values by long name; a switch has `true`. */
  flags: Map<string, string[]>;
  positional: string[];
  /** The first flag that the command does not know. */
  unknown?: string;
}

export interface FlagSet {
  /** Long names of the flags that take a value. */
  values: string;
  /** Long names of the switches. */
  switches: string;
  /** One-letter forms: `t=tag f=file`. */
  short?: string;
  /** Stop at the first word that is no flag, as `docker` itself does before its command. */
  untilWord?: boolean;
}

/** Splits arguments as docker's command line does: `--a=b`, `--a b`, `-ab`, `-a b`, and `--` before what is left. */
export function parseFlags(
  args: string[],
  { values, switches, short = '', untilWord }: FlagSet,
): ParsedFlags {
  const takesValue = new Set(values.split(' '));
  const isSwitch = new Set(switches.split(' '));
  const long = new Map(short.split(' ').map((pair) => pair.split('=') as [string, string]));
  const flags = new Map<string, string[]>();
  const positional: string[] = [];
  const add = (name: string, value: string): void => {
    flags.set(name, [...(flags.get(name) ?? []), value]);
  };
  const rest = [...args];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--') {
      positional.push(...rest);
      break;
    }
    if (!word.startsWith('-') || word === '-') {
      positional.push(word);
      if (!untilWord) continue;
      positional.push(...rest);
      break;
    }
    const [, dashes = '', body = '', , attached] = /^(--?)([^=]*)(=([\s\S]*))?$/.exec(word) ?? [];
    const isLong = dashes === '--';
    const name = isLong ? body : long.get(body.slice(0, 1));
    const value = attached ?? (isLong || body.length < 2 ? undefined : body.slice(1));
    if (name !== undefined && takesValue.has(name)) add(name, value ?? rest.shift() ?? '');
    else if (name !== undefined && isSwitch.has(name)) add(name, attached ?? 'true');
    else return { flags, positional, unknown: isLong ? `--${body}` : word };
  }
  return { flags, positional };
}
