import minimist from 'minimist';
import { OptionError } from '../errors';
import { type OptionName, optionNames, optionTable } from './option-table';
import { findNearestName, isSecret, type RawOption, type RawOptions } from './option-values';
import { isOptionName, unknownOption } from './plugin-options';

/** A command with its own flags. */
export type Command =
  | { readonly kind: 'ensure'; readonly json: boolean }
  | { readonly kind: 'key'; readonly json: boolean; readonly explain: boolean }
  | { readonly kind: 'check'; readonly json: boolean; readonly explain: boolean }
  | { readonly kind: 'hook'; readonly exportsFile: string }
  | { readonly kind: 'help' }
  | { readonly kind: 'version' };

export interface CommandLine {
  readonly command: Command;
  readonly options: RawOptions;
}

const commandSwitches = ['explain', 'json', 'help', 'version'];
const commandNames = ['key', 'check', 'hook', 'help'];
const flagsOf: { readonly [command: string]: readonly string[] } = {
  ensure: ['json'],
  key: ['explain', 'json'],
  check: ['explain', 'json'],
  hook: ['exports'],
};

/**
 * Parses the arguments after the program's name.
 *
 * @throws OptionError for unknown commands and flags
 */
export function parseCommandLine(argv: readonly string[]): CommandLine {
  const parsed = minimist(argv.map(spellOutSwitch), {
    string: ['_', 'exports', ...optionNames],
    boolean: commandSwitches,
    alias: { h: 'help' },
    unknown: (argument) => {
      if (!argument.startsWith('-')) return true;
      throw refuseFlag(argument, argv[argv.indexOf(argument) - 1]);
    },
  });
  if (parsed.help) return { command: { kind: 'help' }, options: new Map() };
  if (parsed.version) return { command: { kind: 'version' }, options: new Map() };

  const [name = 'ensure', ...surplus] = parsed._;
  if (name === 'help') return { command: { kind: 'help' }, options: new Map() };
  if (surplus.length > 0 || (name !== 'ensure' && !commandNames.includes(name))) {
    const unexpected = surplus[0] ?? name;
    throw new OptionError(`${JSON.stringify(unexpected)} is not a command`, hintAt(unexpected, argv));
  }
  for (const flag of ['explain', 'json', 'exports']) {
    if (parsed[flag] !== undefined && parsed[flag] !== false && !flagsOf[name]?.includes(flag)) {
      const commands = Object.keys(flagsOf)
        .filter((command) => flagsOf[command]?.includes(flag))
        .map((command) => (command === 'ensure' ? 'the default command' : command));
      throw new OptionError(`--${flag} works only with ${commands.join(' and ')}`);
    }
  }
  return { command: parseCommand(name, parsed), options: parseFlags(parsed) };
}

/** What an unknown word was probably meant to be. */
function hintAt(unexpected: string, argv: readonly string[]): string {
  const nearest = findNearestName(unexpected, commandNames);
  if (nearest !== undefined) return `Did you mean ${nearest}?`;
  const before = argv.slice(0, argv.indexOf(unexpected)).filter((argument) => argument.startsWith('--'));
  const flag = before[before.length - 1]?.slice(2) ?? '';
  if (isOptionName(flag)) {
    const { type } = optionTable[flag];
    if (type === 'switch') return `Write --${flag}, --no-${flag} or --${flag}=true|false.`;
    if (type === 'list' || type === 'map') return `Repeat the flag for each value: --${flag}=… --${flag}=….`;
  }
  return `The commands are ${commandNames.join(', ')}; every option is a flag (--help lists them).`;
}

/**
 * The error for a flag that is not one of ours.
 *
 * @param previous the argument before it
 */
function refuseFlag(argument: string, previous = ''): OptionError {
  const needy = /^--([^=]+)$/.exec(previous)?.[1];
  if (needy !== undefined && isOptionName(needy) && optionTable[needy].type !== 'switch') {
    return missingValue(needy, argument);
  }
  const [, negation = '', name = ''] = /^--?(no-)?([^=]*)/.exec(argument) ?? [];
  // Without the value, which may be a secret.
  return unknownOption(
    name,
    argument.replace(/=.*$/s, ''),
    [...optionNames, ...commandSwitches, 'exports'],
    (known) => `--${isOptionName(known) && canBeOff(known) ? negation : ''}${known}`,
    '--help lists the options.',
  );
}

function canBeOff(name: OptionName): boolean {
  const { type } = optionTable[name];
  return type === 'switch' || type === 'text-or-off';
}

/** @param next the argument after it, if it may be the intended value */
function missingValue(name: OptionName, next?: string): OptionError {
  const isHidden = next === undefined || next.includes('=') || isSecret(name);
  return new OptionError(
    `--${name} needs a value`,
    `Where the value starts with a dash, write --${name}=${isHidden ? 'VALUE' : next}.`,
  );
}

/**
 * Adds the value to `--x` and `--no-x` for switches: minimist would take the next argument for the value, or any value for
 * true.
 */
function spellOutSwitch(argument: string): string {
  const [, negation, name] = /^--(no-)?(.+)$/.exec(argument) ?? [];
  if (name === undefined || !isOptionName(name)) return argument;
  if (negation) return canBeOff(name) ? `--${name}=false` : argument;
  return optionTable[name].type === 'switch' ? `--${name}=true` : argument;
}

function parseCommand(name: string, parsed: minimist.ParsedArgs): Command {
  const json = parsed.json === true;
  switch (name) {
    case 'key':
    case 'check':
      return { kind: name, json, explain: parsed.explain === true };
    case 'hook': {
      if (typeof parsed.exports !== 'string' || parsed.exports === '') {
        throw new OptionError('hook needs --exports FILE, the file that receives the variables');
      }
      return { kind: 'hook', exportsFile: parsed.exports };
    }
    default:
      return { kind: 'ensure', json };
  }
}

function parseFlags(parsed: minimist.ParsedArgs): RawOptions {
  const raw = new Map<OptionName, RawOption>();
  for (const [name, value] of Object.entries(parsed)) {
    if (isOptionName(name)) raw.set(name, { writtenAs: `--${name}`, value: parseFlag(name, value) });
  }
  return raw;
}

function parseFlag(name: OptionName, value: unknown): unknown {
  const { type } = optionTable[name];
  const given: readonly unknown[] = Array.isArray(value) ? value : [value];
  // minimist's form of --no-x.
  if (given.includes(false)) {
    throw new OptionError(`--no-${name} is not accepted`, `Write --${name}=VALUE.`);
  }
  if (given.includes('')) {
    throw missingValue(name);
  }
  if (type === 'map') return parseEntries(name, given);
  if (type === 'list') return given;
  if (type === 'words') return given.length === 1 ? given[0] : given;
  if (given.length > 1) throw new OptionError(`--${name} is given ${given.length} times`);
  return value;
}

function parseEntries(name: OptionName, given: readonly unknown[]): { [key: string]: string } {
  const entries: [key: string, value: string][] = [];
  for (const entry of given) {
    const [, key, value] = /^([^=]+)=(.*)$/s.exec(String(entry)) ?? [];
    if (key === undefined || value === undefined) {
      throw new OptionError(`--${name}: ${JSON.stringify(entry)} is not accepted; it must be NAME=value`);
    }
    entries.push([key, value]);
  }
  return Object.fromEntries(entries);
}

/** Replaces the names of options in a text by flags. */
export function nameFlags(text: string): string {
  const names = optionNames.join('|');
  return text
    .replace(
      new RegExp(
        `(?<![\\w./-])(?:(?:the )?option )?(${names}): (true|false|build|fail|warn|inline|local|oci|ecr|gcr)\\b`,
        'g',
      ),
      '--$1=$2',
    )
    .replace(new RegExp(`(?<![\\w./-])(?:the )?option (${names})(?![\\w/-])`, 'g'), '--$1')
    .replace(
      new RegExp(`(?<![\\w./-])(${optionNames.filter((name) => name.includes('-')).join('|')})(?![\\w./-])`, 'g'),
      '--$1',
    );
}
