import { type OptionDefinition, optionNames, optionTable } from '../settings/option-table';

/** The text of `--help`. */
export function formatHelp(version: string): string {
  const width = Math.max(...optionNames.map((name) => formatFlag(name, optionTable[name]).length));
  const options = optionNames.map((name) => {
    const definition: OptionDefinition = optionTable[name];
    const standard = formatStandard(definition);
    return `  ${formatFlag(name, definition).padEnd(width)}  ${definition.description}${standard && ` (default: ${standard})`}`;
  });
  return `docker-ecr-cache ${version}: builds a Docker image once, keeps it in Amazon ECR and pulls it from then on

Usage: node bin/docker-ecr-cache.cjs [command] [--option value ...]

Commands:
  (none)  make sure that the image is there: pull it, or build and push it; prints its reference
  key     print the cache key; --explain lists every input with its digest
  check   print the reference; status 0 if the image is cached, 3 if not; changes nothing;
          --explain says what changed since the newest image
  hook    what hooks/pre-command runs; --exports FILE receives the variables

  --json     print the result as a JSON object (with key: everything the key is made from)
  --help     print this
  --version  print the version

Options (a list is the flag repeated; a switch takes --x, --no-x or --x=true|false):
${options.join('\n')}

Exit status:
  0        done; for check: cached
  1        it failed: docker, the registry, a missing file
  2        the options are wrong
  3        not cached (check, require-cached)
  70       a defect of this program
  128 + n  ended by signal n
`;
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

/** What holds where an option is not given, in words; empty for nothing. */
export function formatStandard(definition: OptionDefinition): string {
  return definition.standard ?? ('default' in definition ? String(definition.default) : '');
}
