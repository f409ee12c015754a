import type { Environment } from './environment';
import type { OptionName } from './option-table';

/** What the settings depend on beside the options. */
export interface Surroundings {
  readonly env: Environment;
  readonly workingDirectory: string;
  /** The processor as node names it (`process.arch`). */
  readonly architecture: string;
}

/** The name of an option as its user wrote it. */
export type Spelling = (name: OptionName) => string;
