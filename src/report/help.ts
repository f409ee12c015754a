import {
  type OptionDefinition,
  type OptionGroup,
  optionGroups,
  optionNames,
  optionTable,
} from '../settings/option-table';

/**
 * The text of `--help`.
 *
 * @param columns how wide it may be, in characters
 */
export function formatHelp(version: string, columns: number): string {
  const groups = (Object.keys(optionGroups) as OptionGroup[]).map((group) => {
    const rows = optionNames
      .filter((name) => optionTable[name].group === group)
      .map((name): Row => [formatFlag(name, optionTable[name]), describeOption(optionTable[name])]);
    return `${optionGroups[group]}:\n${formatRows(rows, columns)}`;
  });
  return `docker-ecr-cache ${version}: builds a Docker image once, keeps it in Amazon ECR and pulls it from then on

Usage: node bin/docker-ecr-cache.cjs [command] [--option value ...]

Commands:
${formatRows(commands, columns)}

${formatRows(commandFlags, columns)}

Options (repeat the flag for a list; a switch takes --x, --no-x or --x=true|false):

${groups.join('\n\n')}

Exit status:
${formatRows(statuses, columns)}
`;
}

type Row = readonly [what: string, meaning: string];

const commands: readonly Row[] = [
  ['(none)', 'make sure the image exists: pull it, or build and push it; prints its reference'],
  ['key', 'print the tag of the image; --explain lists everything it is made from'],
  [
    'check',
    'print the reference; status 0 if the image is cached, 3 if not; changes nothing; --explain says what changed since the newest image',
  ],
  ['hook', 'what hooks/pre-command runs; --exports FILE receives the variables'],
  ['help', 'print this'],
];

const commandFlags: readonly Row[] = [
  ['--json', 'print the result as a JSON object'],
  ['-h, --help', 'print this'],
  ['--version', 'print the version'],
];

const statuses: readonly Row[] = [
  ['0', 'done; for check: cached'],
  ['1', 'it failed: docker, the registry, a missing file'],
  ['2', 'the options are wrong'],
  ['3', 'not cached (check, require-cached)'],
  ['70', 'internal error: please report it'],
  ['128 + n', 'ended by signal n'],
];

/** Two columns, the second wrapped. If the first is too long, it gets its own line. */
function formatRows(rows: readonly Row[], columns: number): string {
  const width = Math.min(24, Math.max(...rows.map(([what]) => what.length)));
  const indent = ' '.repeat(width + 4);
  return rows
    .map(([what, meaning]) => {
      const lines = wrap(meaning, Math.max(30, columns - indent.length));
      const first = what.length > width ? `  ${what}\n${indent}` : `  ${what.padEnd(width)}  `;
      return `${first}${lines.join(`\n${indent}`)}`;
    })
    .join('\n');
}

function wrap(text: string, width: number): readonly string[] {
  const [first = '', ...words] = text.split(' ');
  const lines = [first];
  for (const word of words) {
    const line = lines[lines.length - 1] ?? '';
    if (line.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${line} ${word}`;
  }
  return lines;
}

function describeOption(definition: OptionDefinition): string {
  const standard = formatStandard(definition);
  return `${definition.description}${standard && ` (default: ${standard})`}`;
}

function formatFlag(name: string, definition: OptionDefinition): string {
  const placeholders = {
    text: ' TEXT',
    list: ' TEXT ...',
    words: ' TEXT ...',
    map: ' NAME=TEXT ...',
    switch: '',
    count: ' N',
    choice: definition.type === 'choice' ? ` ${definition.values.join('|')}` : '',
    'text-or-off': ' TEXT|false',
  };
  return `--${name}${placeholders[definition.type]}`;
}

/** Describes an option's default; empty if there is none. */
export function formatStandard(definition: OptionDefinition): string {
  return definition.standard ?? ('default' in definition ? String(definition.default) : '');
}
