import { readdirSync, readlinkSync } from 'node:fs';
import path from 'node:path';
import { readRegularFile, UncountableError } from './regular-file';

/** What node makes of bytes that are not UTF-8: as text, different bytes are the same. */
export const replacementCharacter = '\ufffd';

/**
 * The text of a file.
 *
 * @throws UncountableError where it is not UTF-8; as `readRegularFile`
 */
export function readTextFile(systemPath: string): string {
  return decode(readRegularFile(systemPath), 'is not UTF-8');
}

/**
 * The path that a link holds.
 *
 * @throws UncountableError where it is not UTF-8; the system's error
 */
export function readLinkText(systemPath: string): string {
  return decode(readlinkSync(systemPath, 'buffer'), 'is a link to a path that is not UTF-8');
}

function decode(bytes: Buffer, problem: string): string {
  const text = bytes.toString();
  if (text.includes(replacementCharacter) && !Buffer.from(text).equals(bytes))
    throw new UncountableError(problem);
  return text;
}

/**
 * Makes sure that a name stands for one thing: one that is not UTF-8 reads like one that has the replacement character.
 *
 * @throws UncountableError where there is another
 */
export function refuseTwin(systemPath: string): void {
  const { dir, base } = path.parse(systemPath);
  if (!base.includes(replacementCharacter)) return;
  const twins = readdirSync(dir).filter((name) => name === base);
  if (twins.length > 1) throw new UncountableError('reads like a name beside it that is not UTF-8');
}
