import type { Environment } from './environment';
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
