import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { formatHelp, formatStandard } from '../../src/report/help';
import { type OptionDefinition, optionNames, optionTable } from '../../src/settings/option-table';

const help = formatHelp('1.2.3');
const lines = help.split('\n');

test('the first line says what this is', () => assert.match(lines[0] ?? '', /^docker-ecr-cache 1\.2\.3: /));

const definitions: readonly [name: string, definition: OptionDefinition][] = optionNames.map((name) => [
  name,
  optionTable[name],
]);

for (const [name, definition] of definitions) {
  test(`--${name} stands on one line with what it means`, () => {
    const found = lines.filter((line) => line.startsWith(`  --${name}  `) || line.startsWith(`  --${name} `));
    assert.is(found.length, 1);
    const standard = formatStandard(definition);
    const meaning = `  ${definition.description}${standard === '' ? '' : ` (default: ${standard})`}`;
    assert.ok(found[0]?.endsWith(meaning), found[0]);
  });
}

const flags: readonly [why: string, flag: string][] = [
  ['a text', '--target TEXT'],
  ['a list', '--cache-on TEXT ...'],
  ['words', '--additional-build-args TEXT ...'],
  ['a map', '--ecr-tags NAME=TEXT ...'],
  ['a count', '--max-age-days N'],
  ['a choice with its values', '--registry-provider ecr|gcr|oci|local'],
  ['a text that may be off', '--latest-tag TEXT|false'],
  ['a switch takes nothing', '--skip-pull-from-cache'],
];

for (const [why, flag] of flags) {
  test(`what a flag takes: ${why}`, () => {
    const found = lines.filter((line) => line.startsWith(`  ${flag} `));
    assert.is(found.length, 1);
    assert.match(found[0]?.slice(flag.length + 2) ?? '', /^ {2,}\S/);
  });
}

test('meanings are aligned', () => {
  const columns = definitions.map(([name, { description }]) =>
    lines.find((line) => line.startsWith(`  --${name} `))?.indexOf(`  ${description}`),
  );
  assert.is(new Set(columns).size, 1);
});

const standards: readonly [why: string, definition: OptionDefinition, standard: string][] = [
  ['a fixed default', { type: 'count', minimum: 1, default: 7, description: '' }, '7'],
  ['off', { type: 'switch', default: false, description: '' }, 'false'],
  ['a default in words', { type: 'text', standard: 'the folder', description: '' }, 'the folder'],
  ['none', { type: 'list', description: '' }, ''],
];

for (const [why, definition, standard] of standards) {
  test(`the default: ${why}`, () => assert.is(formatStandard(definition), standard));
}

for (const part of [
  '(none)',
  'key',
  'check',
  'hook',
  '--explain',
  '--json',
  '--exports FILE',
  '--help',
  '--version',
]) {
  test(`commands and their flags: ${part}`, () => {
    const commands = help.slice(help.indexOf('Commands:'), help.indexOf('Options'));
    assert.match(commands, part);
  });
}

for (const status of ['0', '1', '2', '3', '70', '128 + n']) {
  test(`exit status ${status}`, () => {
    const statuses = help.slice(help.indexOf('Exit status:')).split('\n');
    assert.is(statuses.filter((line) => line.startsWith(`  ${status.padEnd(9)}`)).length, 1);
  });
}

test.run();
