import type { FileReader } from './file-reader';

/** What reading the inputs of a key needs of the world. */
export interface KeySurroundings {
  readonly workingDirectory: string;
  readonly fileReader: FileReader;
  /**
   * The digest that an image reference names in its registry.
   *
   * @throws UserError when that can't be found out
   */
  readonly findBaseDigest: (reference: string) => Promise<string>;
  /** Called with a line about what a person may want to know. */
  readonly say: (line: string) => void;
  /** Called with a line about what may make an image stale, or a key needlessly new. */
  readonly warn: (line: string) => void;
}
