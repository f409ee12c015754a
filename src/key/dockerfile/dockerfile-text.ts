/*
 * Parses a Dockerfile as BuildKit does (moby/buildkit, frontend/dockerfile/parser). dockerfile-ast, made for editors, is
 * not exact enough: it splits quoted flags at spaces, reads the lines of some heredocs as instructions, and joins lines
 * at an escaped escape character. Each of these can hide a COPY.
 */

/** One instruction with its continuation lines joined. */
export interface Instruction {
  /** Upper case. */
  readonly name: string;
  readonly flags: readonly Flag[];
  /** What follows the flags, unparsed. */
  readonly rest: string;
  /**
   * The words of an instruction that takes paths: the strings of the JSON form, or the words between white space. Both if
   * text follows the JSON form, which BuildKit ignored before 0.15.
   */
  readonly words: readonly (readonly string[])[];
  readonly hasHeredoc: boolean;
  /** The joined line, for messages. */
  readonly text: string;
}

/** `--name=value`; without `=` the value is undefined. */
export interface Flag {
  readonly name: string;
  readonly value: string | undefined;
}

export interface DockerfileText {
  readonly instructions: readonly Instruction[];
  /** From `# escape=`, else a backslash. */
  readonly escapeCharacter: string;
  /** The image that `# syntax=` names. */
  readonly syntax: string | undefined;
}

/** Parses a Dockerfile. Never throws: what docker would reject is passed on unchanged. */
export function parseDockerfile(text: string): DockerfileText {
  const lines = text.replace(/^\uFEFF/, '').split('\n');
  const { escapeCharacter = '\\' } = parseDirectives(lines);
  // A first line `#!…` hides directives from the parser, but not from the search for the syntax.
  const { syntax } = parseDirectives(lines[0]?.startsWith('#!') ? lines.slice(1) : lines);
  const instructions: Instruction[] = [];
  for (let at = 0; at < lines.length; ) {
    const { line, next } = joinLines(lines, at, escapeCharacter);
    at = next;
    if (line.trim() === '') continue;
    const instruction = parseInstruction(line);
    const end = instruction.hasHeredoc ? skipHeredocs(instruction.text, lines, at) : at;
    // Docker rejects an unterminated heredoc. What only looks like one (`1 << 4`) must not hide what follows.
    instructions.push(end === undefined ? { ...instruction, hasHeredoc: false } : instruction);
    at = end ?? at;
  }
  return { instructions, escapeCharacter, syntax: syntax?.split(' ')[0] };
}

/** Parses the line of an instruction, without the contents of its heredocs. */
export function parseInstruction(line: string): Instruction {
  const text = line.trim();
  const [, name = '', after = ''] = /^([^\t\v\f\r ]+)(.*)$/s.exec(text) ?? [];
  const { flags, rest } = splitFlags(after);
  const json = parseJsonForm(rest);
  const split = rest.split(/[\t\v\f\r ]+/).filter((word) => word !== '');
  const words = json === undefined ? [split] : json.isWhole ? [json.strings] : [split, json.strings];
  const inner = name.toUpperCase() === 'ONBUILD' ? parseInstruction(rest) : undefined;
  const hasHeredoc =
    inner?.hasHeredoc ?? (/^(ADD|COPY|RUN)$/i.test(name) && !json?.isWhole && findHeredocs(text).length > 0);
  return { name: name.toUpperCase(), flags, rest, words, hasHeredoc, text };
}

/**
 * Splits the words of ARG and ENV at white space that is neither quoted nor escaped. Keeps quotes and escapes.
 * (parser/line_parsers.go, parseWords)
 */
export function splitQuotedWords(text: string, escapeCharacter: string): readonly string[] {
  const mark = escapeCharacter === '`' ? '`' : '\\\\';
  const piece = new RegExp(`(?:'[^']*'?|"(?:${mark}.|[^"${mark}])*"?|${mark}.?|[^\\s'"${mark}])+`, 'gsu');
  return text.match(piece) ?? [];
}

/** Whether a word of COPY or ADD is a heredoc. */
export function isHeredocWord(word: string): boolean {
  return toHeredoc(word) !== undefined;
}

function parseDirectives(lines: readonly string[]): {
  escapeCharacter?: string;
  syntax?: string;
} {
  const found = new Map<string, string>();
  for (const line of lines) {
    const [, name = '', value = ''] = /^\s*#\s*([a-zA-Z][a-zA-Z0-9]*)\s*=\s*(.+?)\s*$/.exec(line) ?? [];
    if (!/^(escape|syntax|check)$/i.test(name)) break;
    found.set(name.toLowerCase(), value);
  }
  const escapeCharacter = found.get('escape');
  const syntax = found.get('syntax');
  return { ...(escapeCharacter === '`' && { escapeCharacter }), ...(syntax !== undefined && { syntax }) };
}

function joinLines(
  lines: readonly string[],
  from: number,
  escapeCharacter: string,
): { readonly line: string; readonly next: number } {
  // An escape character at the end of a line continues it, unless it is escaped itself.
  const continuation = escapeCharacter === '`' ? /(^|[^`])`[ \t]*$/ : /(^|[^\\])\\[ \t]*$/;
  let line = '';
  let at = from;
  while (at < lines.length) {
    const raw = (lines[at] ?? '').replace(/\r+$/, '');
    at += 1;
    // Comments and empty lines within an instruction are skipped.
    if (/^\s*#/.test(raw) || /^\s*$/.test(raw)) {
      if (line === '') break;
      continue;
    }
    const joined = raw.replace(continuation, '$1');
    line += joined;
    if (joined === raw) break;
    // An escape character alone on the first line still continues it.
    if (line === '') line = ' ';
  }
  return { line, next: at };
}

/** Splits off the leading flags, without their quotes and backslashes. (parser/split_command.go) */
function splitFlags(text: string): { readonly flags: readonly Flag[]; readonly rest: string } {
  const flags: Flag[] = [];
  const word = /\s*(--(?:'(?:\\.|[^'\\])*'?|"(?:\\.|[^"\\])*"?|\\.?|[^\s'"\\])*)/sy;
  let at = 0;
  for (let match = word.exec(text); match?.[1] !== undefined; match = word.exec(text)) {
    at = word.lastIndex;
    if (match[1] === '--') break;
    const plain = match[1].replace(
      /'((?:\\.|[^'\\])*)'?|"((?:\\.|[^"\\])*)"?|\\(.?)/gs,
      (_, single?: string, double?: string, escaped?: string) =>
        (single ?? double)?.replace(/\\(.)/gs, '$1') ?? escaped ?? '',
    );
    const [, name = '', value] = /^--([^=]*)(?:=(.*))?$/s.exec(plain) ?? [];
    flags.push({ name, value });
  }
  return { flags, rest: text.slice(at).trim() };
}

/** @returns undefined if it is not JSON, which docker then reads as the shell form */
function parseJsonForm(text: string): { readonly strings: readonly string[]; readonly isWhole: boolean } | undefined {
  const [json] = /^\[(?:[^"\]]|"(?:\\.|[^"\\])*")*\]/s.exec(text) ?? [];
  if (json === undefined) return undefined;
  try {
    const value: unknown[] = JSON.parse(json);
    const strings = value.filter((item): item is string => typeof item === 'string');
    return strings.length === value.length ? { strings, isWhole: json === text } : undefined;
  } catch {
    return undefined;
  }
}

interface Heredoc {
  readonly end: string;
  readonly stripsTabs: boolean;
}

/** The heredocs that a line starts: `<<END` or `<< END` as a separate word, optionally with a file descriptor. */
function findHeredocs(line: string): readonly Heredoc[] {
  if (!line.includes('<<')) return [];
  const words = [''];
  const piece = /\s+|'[^']*'|"(?:\\.|[^"\\])*"|\\.?|<<\s*|\$\{[^}]*\}|[^\s'"\\]/gsy;
  let length = 0;
  for (const [part] of line.matchAll(piece)) {
    length += part.length;
    if (/^\s/.test(part)) words.push('');
    else words[words.length - 1] += part;
  }
  // After an unclosed quote docker finds no words at all.
  if (length < line.length) return [];
  return words.flatMap((word) => toHeredoc(word) ?? []);
}

function toHeredoc(word: string): Heredoc | undefined {
  const [, dash, name] = /^\d*<<(-?)\s*([^<]+)$/.exec(word) ?? [];
  if (name === undefined) return undefined;
  return { end: name.replace(/['"\\]/g, ''), stripsTabs: dash === '-' };
}

/** The first line after an instruction's heredocs; undefined if one is not terminated. */
function skipHeredocs(text: string, lines: readonly string[], from: number): number | undefined {
  let at = from;
  for (const { end, stripsTabs } of findHeredocs(text)) {
    const isEnd = (line: string) => (stripsTabs ? line.replace(/^\t+/, '') : line).replace(/\r+$/, '') === end;
    while (at < lines.length && !isEnd(lines[at] ?? '')) at += 1;
    if (at === lines.length) return undefined;
    at += 1;
  }
  return at;
}

/** A stage of a Dockerfile, before variables are replaced. */
export interface Stage {
  readonly index: number;
  /** Lower case; undefined if it has none. */
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

/** One `--mount` of RUN, before variables are replaced. */
export interface Mount {
  readonly type: string;
  readonly source: string;
  readonly from: string;
}

/**
 * The mounts of a RUN: comma-separated fields, quoted as in CSV (moby/buildkit,
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
