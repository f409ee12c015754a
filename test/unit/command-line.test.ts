import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Command, nameFlags, parseCommandLine } from '../../src/settings/command-line';
import { readRefusal } from './refusal';

const commands: readonly [why: string, argv: readonly string[], command: Command][] = [
  ['no command', [], { kind: 'ensure', json: false }],
  ['no command, the result as JSON', ['--json'], { kind: 'ensure', json: true }],
  ['key', ['key'], { kind: 'key', json: false, explain: false }],
  ['key with an explanation', ['key', '--explain'], { kind: 'key', json: false, explain: true }],
  ['key as JSON', ['key', '--json'], { kind: 'key', json: true, explain: false }],
  ['flags may come before the command', ['--explain', 'key'], { kind: 'key', json: false, explain: true }],
  ['check', ['check'], { kind: 'check', json: false, explain: false }],
  ['check as JSON', ['check', '--json'], { kind: 'check', json: true, explain: false }],
  ['hook', ['hook', '--exports', 'file'], { kind: 'hook', exportsFile: 'file' }],
  ['hook with the file behind `=`', ['hook', '--exports=a=b'], { kind: 'hook', exportsFile: 'a=b' }],
  ['help', ['--help'], { kind: 'help' }],
  ['the short flag for help', ['-h'], { kind: 'help' }],
  ['help as a command', ['help'], { kind: 'help' }],
  ['help anywhere on the line', ['key', '--target', 'a', '--help'], { kind: 'help' }],
  ['version', ['--version'], { kind: 'version' }],
];

for (const [why, argv, command] of commands) {
  test(`command: ${why}`, () => assert.equal(parseCommandLine(argv).command, command));
}

const options: readonly [why: string, argv: readonly string[], values: { readonly [name: string]: unknown }][] = [
  ['no flag', [], {}],
  ['a text', ['--target', 'deps'], { target: 'deps' }],
  ['a text behind `=`', ['--target=deps'], { target: 'deps' }],
  ['a text stays a text', ['--cache-version', '1.10'], { 'cache-version': '1.10' }],
  ['a text that looks like a hexadecimal number', ['--cache-version=0x10'], { 'cache-version': '0x10' }],
  ['a text with `=` in it', ['--build-args', 'A=b=c'], { 'build-args': ['A=b=c'] }],
  ['a value that begins with a dash', ['--target=--a'], { target: '--a' }],
  ['a value of several lines', ['--dockerfile-inline=FROM a\nRUN b=c'], { 'dockerfile-inline': 'FROM a\nRUN b=c' }],
  ['a list is the flag repeated', ['--cache-on', 'b', '--cache-on=a'], { 'cache-on': ['b', 'a'] }],
  ['a list may have one item', ['--cache-on', 'a'], { 'cache-on': ['a'] }],
  ['words given once are split later', ['--additional-build-args=--a b'], { 'additional-build-args': '--a b' }],
  [
    'words given twice are a list',
    ['--additional-build-args=--a b', '--additional-build-args=c'],
    { 'additional-build-args': ['--a b', 'c'] },
  ],
  ['a switch that is on', ['--skip-pull-from-cache'], { 'skip-pull-from-cache': 'true' }],
  ['a switch that is off', ['--no-skip-pull-from-cache'], { 'skip-pull-from-cache': 'false' }],
  ['a switch with true', ['--skip-pull-from-cache=true'], { 'skip-pull-from-cache': 'true' }],
  ['a switch with false', ['--skip-pull-from-cache=false'], { 'skip-pull-from-cache': 'false' }],
  ['a text that is switched off', ['--no-latest-tag'], { 'latest-tag': 'false' }],
  ['a text that is off', ['--latest-tag=false'], { 'latest-tag': 'false' }],
  ['a count', ['--max-age-days', '3'], { 'max-age-days': '3' }],
  ['a map', ['--ecr-tags', 'Team=a', '--ecr-tags=Cost=b=c'], { 'ecr-tags': { Team: 'a', Cost: 'b=c' } }],
  [
    'a map may hold any name',
    ['--ecr-tags', '__proto__=x', '--ecr-tags=a=b'],
    JSON.parse('{"ecr-tags":{"__proto__":"x","a":"b"}}'),
  ],
  ['a map with an empty value', ['--ecr-tags', 'Team='], { 'ecr-tags': { Team: '' } }],
  ['flags of a command are not options', ['key', '--explain', '--json'], {}],
];

for (const [why, argv, values] of options) {
  test(`options: ${why}`, () => {
    const given = [...parseCommandLine(argv).options].map(([name, { value }]) => [name, value]);
    assert.equal(Object.fromEntries(given), values);
  });
}

test('options are named as flags', () => {
  const given = [...parseCommandLine(['--target=a', '--no-skip-pull-from-cache']).options.values()];
  assert.equal(
    given.map(({ writtenAs }) => writtenAs),
    ['--target', '--skip-pull-from-cache'],
  );
});

const refused: readonly [why: string, argv: readonly string[], ...says: string[]][] = [
  ['a typo in a flag', ['--cach-on', 'a'], '--cach-on is not an option', 'Did you mean --cache-on?'],
  ['a typo in a flag with a value', ['--cach-on=secret'], '--cach-on is not an option\n'],
  [
    'a typo in a flag that is off',
    ['--no-latest-tga'],
    '--no-latest-tga is not an option',
    'Did you mean --no-latest-tag?',
  ],
  ['a typo in an option that cannot be off', ['--no-targte'], '--no-targte is not an option\nDid you mean --target?'],
  ['a flag that resembles no other', ['--volumes'], '--volumes is not an option', '--help lists the options.'],
  ['a typo in a flag of a command', ['key', '--expain'], '--expain is not an option', 'Did you mean --explain?'],
  ['a flag of one letter', ['-t', 'a'], '-t is not an option'],
  ['an option with one dash', ['-target=a'], '-target is not an option\nDid you mean --target?'],
  ['an option that cannot be off', ['--no-target'], '--no-target is not accepted\nWrite --target=VALUE.'],
  ['a switch that is off and on', ['--no-push=true'], '--no-push is not an option'],
  ['a member of an option', ['--target.x=a'], '--target.x is not an option'],
  ['a typo in a command', ['kye'], '"kye" is not a command', 'Did you mean key?'],
  ['no command at all', ['build'], '"build" is not a command', 'The commands are key, check, hook'],
  ['a second command', ['key', 'check'], '"check" is not a command'],
  ['an extra word', ['check', 'image'], '"image" is not a command'],
  [
    'a value behind a switch',
    ['--push', 'false'],
    '"false" is not a command',
    'Write --push, --no-push or --push=true|false.',
  ],
  [
    'two values behind a list',
    ['--cache-on', 'a', 'b'],
    '"b" is not a command',
    'Repeat the flag for each value: --cache-on=… --cache-on=….',
  ],
  ['a text without a value at the end', ['--target'], '--target needs a value'],
  [
    'a text without a value before a flag',
    ['--target', '--json'],
    '--target needs a value',
    'Where the value starts with a dash, write --target=VALUE.',
  ],
  [
    'words that begin with a dash',
    ['--additional-build-args', '--no-cache'],
    '--additional-build-args needs a value',
    'Where the value starts with a dash, write --additional-build-args=--no-cache.',
  ],
  ['a text that begins with a dash', ['--target', '-a'], '--target needs a value', 'write --target=-a.'],
  ['a text with nothing behind `=`', ['--target='], '--target needs a value'],
  ['an item without a value', ['--cache-on', 'a', '--cache-on'], '--cache-on needs a value'],
  ['a switch with nothing behind `=`', ['--skip-pull-from-cache='], '--skip-pull-from-cache needs a value'],
  ['a map without a value', ['--ecr-tags'], '--ecr-tags needs a value'],
  ['a text twice', ['--target=a', '--target=b'], '--target is given 2 times'],
  [
    'an entry of a map without `=`',
    ['--ecr-tags', 'Team'],
    '--ecr-tags: "Team" is not accepted; it must be NAME=value',
  ],
  ['an entry of a map without a name', ['--ecr-tags', '=a'], '--ecr-tags: "=a" is not accepted'],
  ['hook without its file', ['hook'], 'hook needs --exports FILE'],
  ['hook with an empty file name', ['hook', '--exports='], 'hook needs --exports FILE'],
  ['hook with two files', ['hook', '--exports=a', '--exports=b'], 'hook needs --exports FILE'],
  ['an explanation for the hook', ['hook', '--explain'], '--explain works only with key and check'],
  ['exports without the hook', ['--exports', 'a'], '--exports works only with hook'],
  ['an empty name of exports without the hook', ['--exports='], '--exports works only with hook'],
  [
    'JSON of the hook',
    ['hook', '--exports', 'a', '--json'],
    '--json works only with the default command and key and check',
  ],
];

for (const [why, argv, ...says] of refused) {
  test(`refused: ${why}`, () => {
    const text = readRefusal(() => parseCommandLine(argv));
    for (const part of says) assert.match(text, part);
  });
}

const unshown: readonly [why: string, argv: readonly string[]][] = [
  ['an unknown flag', ['--tokn=s3cr3t']],
  ['an option that cannot be off', ['--no-build-args=A=s3cr3t']],
  ['an unknown flag where a value was due', ['--target', '--tokn=s3cr3t']],
  ['a build arg that begins with a dash', ['--build-args', '-s3cr3t']],
  ['a secret that begins with a dash', ['--secrets', '-s3cr3t']],
];

for (const [why, argv] of unshown) {
  test(`a refused flag does not show its value: ${why}`, () => {
    assert.not.match(
      readRefusal(() => parseCommandLine(argv)),
      's3cr3t',
    );
  });
}

for (const [why, text, flags] of [
  ['a name with a dash', 'read cache-on: nothing matches', 'read --cache-on: nothing matches'],
  ['an option by that word', 'name another one with the option dockerfile', 'name another one with --dockerfile'],
  ['a value', 'or set push: false where they may only pull', 'or set --push=false where they may only pull'],
  ['a flag stays one', '--cache-on: it is empty', '--cache-on: it is empty'],
  ['other words stay', 'the region, a target and docs/cache-on/x', 'the region, a target and docs/cache-on/x'],
] as const) {
  test(`on the command line an error names flags: ${why}`, () => assert.is(nameFlags(text), flags));
}

test.run();
