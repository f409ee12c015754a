import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { formatHelp, formatStandard } from '../../src/report/help';
import { type OptionDefinition, optionGroups, optionNames, optionTable } from '../../src/settings/option-table';

/** Wide enough to wrap no description. */
const help = formatHelp('1.2.3', 1000);
const lines = help.split('\n');

test('the first line says what this is', () => assert.match(lines[0] ?? '', /^docker-ecr-cache 1\.2\.3: /));

test('every option stands under the heading of its group, with what it means', () => {
  for (const name of optionNames) {
    const definition: OptionDefinition = optionTable[name];
    const start = help.indexOf(`\n${optionGroups[definition.group]}:\n`);
    const group = help.slice(start + 1).split('\n\n')[0] ?? '';
    const standard = formatStandard(definition);
    const meaning = `${definition.description}${standard === '' ? '' : ` (default: ${standard})`}`;
    assert.ok(start > 0, name);
    const [, row = ''] = new RegExp(`^  --${name}(?= |\\n)([^]*?)(?=\\n  \\S|$(?![^]))`, 'm').exec(group) ?? [];
    assert.ok(row.endsWith(meaning), `${name}: ${row}`);
  }
});

for (const [why, flag] of [
  ['a text', '--target TEXT'],
  ['a list', '--cache-on TEXT ...'],
  ['words', '--additional-build-args TEXT ...'],
  ['a map', '--ecr-tags NAME=TEXT ...'],
  ['a count', '--max-age-days N'],
  ['a choice with its values', '--registry-provider ecr|gcr|oci|local'],
  ['a text that can be switched off', '--latest-tag TEXT|false'],
  ['a switch takes nothing', '--skip-pull-from-cache'],
] as const) {
  test(`what a flag takes: ${why}`, () => {
    assert.is(lines.filter((line) => line === `  ${flag}` || line.startsWith(`  ${flag}  `)).length, 1);
  });
}

for (const columns of [80, 100, 132]) {
  test(`on a terminal of ${columns} columns no line is longer, except for a single long word`, () => {
    const tooLong = formatHelp('1.2.3', columns)
      .split('\n')
      .slice(1)
      .filter((line) => line.length > columns && !/^Options|^ {2}--\S+ \S+$/.test(line));
    assert.equal(tooLong, []);
  });
}

test('what options mean is aligned, and beneath a flag that is longer than its column', () => {
  const rows = formatHelp('1.2.3', 80).split('\n');
  for (const name of optionNames) {
    const at = rows.findIndex((row) => row.startsWith(`  --${name}`));
    assert.match(rows.slice(at, at + 2).join('\n'), /^(?: {2}.{24} {2}\S| {2}(?!.* {2}).{25,}\n {28}\S)/);
  }
});

const group = 'image';
for (const [why, definition, standard] of [
  ['a fixed default', { group, type: 'count', minimum: 1, default: 7, description: '' }, '7'],
  ['off', { group, type: 'switch', default: false, description: '' }, 'false'],
  ['a default in the description', { group, type: 'text', standard: 'the folder', description: '' }, 'the folder'],
  ['none', { group, type: 'list', description: '' }, ''],
] as const) {
  test(`the default: ${why}`, () => assert.is(formatStandard(definition), standard));
}

test('the commands and their flags', () => {
  const commands = help.slice(help.indexOf('Commands:'), help.indexOf('Options'));
  for (const part of [
    '(none)',
    'key',
    'check',
    'hook',
    '--explain',
    '--json',
    '--exports FILE',
    '-h, --help',
    '--version',
  ])
    assert.match(commands, part);
});

test.run();
