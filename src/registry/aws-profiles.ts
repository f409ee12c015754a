import { readFileSync } from 'node:fs';
import { describeError, quoteOdd, UserError } from '../errors';
import { type Environment, findVariable } from '../settings/surroundings';

/** The settings of a profile or another section, by lower-case name. */
export type AwsProfile = ReadonlyMap<string, string>;

/** What the AWS configuration files say. */
export interface AwsProfiles {
  /** The profile in use. */
  readonly name: string;
  /** From both files; the credentials file wins. */
  readonly all: ReadonlyMap<string, AwsProfile>;
  readonly ssoSessions: ReadonlyMap<string, AwsProfile>;
}

/**
 * Reads the AWS configuration files. The SDK, which reads them too, ignores mistakes and continues with another identity;
 * like the AWS CLI, this fails (botocore: configloader.py; session.py, get_scoped_config).
 *
 * @throws UserError for a requested profile that does not exist, a named file that can't be read, and an invalid line
 */
export function readAwsProfiles(env: Environment, homeDirectory: string): AwsProfiles {
  const config = readSections('config', 'AWS_CONFIG_FILE', env, homeDirectory);
  const credentials = readSections('credentials', 'AWS_SHARED_CREDENTIALS_FILE', env, homeDirectory);
  const all = new Map([...pickSections(config.sections, 'profile'), ...pickSections(config.sections, 'default')]);
  for (const [name, section] of credentials.sections) {
    all.set(name, new Map([...(all.get(name) ?? []), ...section]));
  }
  const variable = ['AWS_PROFILE', 'AWS_DEFAULT_PROFILE'].find((name) => findVariable(env, name));
  const name = (variable && env[variable]) ?? 'default';
  if (variable !== undefined && !all.has(name)) {
    throw new UserError(
      `${variable}: there is no AWS profile ${quoteOdd(name)} in ${config.file} or ${credentials.file}`,
      all.size === 0 ? 'Neither has any.' : `The profiles are: ${[...all.keys()].map(quoteOdd).join(', ')}.`,
    );
  }
  return { name, all, ssoSessions: new Map(pickSections(config.sections, 'sso-session')) };
}

/** The sections of a kind, by name. The name of `[default]` is its kind. */
function pickSections(sections: ReadonlyMap<string, AwsProfile>, kind: string): readonly [string, AwsProfile][] {
  const header = new RegExp(`^${kind}(?:\\s+(["']?)(?<name>.+)\\1)?$`);
  return [...sections].flatMap(([text, section]): [string, AwsProfile][] => {
    const match = header.exec(text);
    return match === null ? [] : [[match.groups?.name ?? kind, section]];
  });
}

/** @param variable names another file than the usual one, which may be missing */
function readSections(kind: string, variable: string, env: Environment, homeDirectory: string) {
  const named = findVariable(env, variable);
  const file = (named ?? `~/.aws/${kind}`).replace(/^~(?=\/)/, homeDirectory);
  try {
    return { file, sections: parseSections(readFileSync(file, 'utf8'), file) };
  } catch (error) {
    if (error instanceof UserError) throw error;
    if (named === undefined) return { file, sections: new Map<string, AwsProfile>() };
    throw new UserError(
      `${variable}: ${file} can't be read: ${describeError(error)}`,
      'Correct the variable, or unset it.',
      error,
    );
  }
}

/** The sections of a file by their headers. */
function parseSections(text: string, file: string): ReadonlyMap<string, AwsProfile> {
  const sections = new Map<string, Map<string, string>>();
  let section: Map<string, string> | undefined;
  let hasNested = false;
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const content = line.replace(/(^|\s)[;#].*/, '').trim();
    const isIndented = /^\s/.test(line);
    const header = /^\[\s*(.+?)\s*\]$/.exec(content)?.[1];
    const [, setting, value = ''] = /^([^=]+?)\s*=\s*(.*)$/.exec(content) ?? [];
    if (header !== undefined) {
      section = sections.get(header) ?? new Map();
      sections.set(header, section);
      hasNested = false;
    } else if (content !== '' && (section === undefined || (setting === undefined && !isIndented))) {
      // Without the line, which may contain a secret.
      throw new UserError(
        `${file}: line ${index + 1} is neither [section] nor name = value`,
        'Correct the file: the AWS CLI does not take it either.',
      );
    } else if (setting !== undefined && !(hasNested && isIndented)) {
      hasNested = value === '';
      if (!hasNested) section?.set(setting.toLowerCase(), value);
    }
  }
  return sections;
}
