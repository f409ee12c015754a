import type { OptionName } from './option-table';

/** What the settings depend on besides the options. */
export interface Surroundings {
  readonly env: Environment;
  readonly workingDirectory: string;
  /** Node's name of the processor (`process.arch`). */
  readonly architecture: string;
}

/** Gives the name of an option as the user wrote it. */
export type Spelling = (name: OptionName) => string;

/** The environment variables of the process. */
export type Environment = { readonly [name: string]: string | undefined };

/** The first of these variables that is not empty. */
export function findVariable(env: Environment, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = env[name];
    if (value !== undefined && value !== '') return value;
  }
  return undefined;
}
