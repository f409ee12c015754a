import {
  closeSync,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { Script } from 'node:vm';
import { errorCode } from '../errors';
import type { CodeFolder } from './code-folder';

/** How many files are kept: enough for a few versions of the program in use beside each other. */
const mostFiles = 8;

/** A part of the program that the bundle has as text. */
export interface LateCode {
  /** What stack traces call it. What comes from an older node's cache has the path of the checkout that kept it. */
  readonly file: string;
  /** A function of module, exports, require and __filename. */
  readonly text: () => string;
}

/**
 * Runs the parts of the program, and keeps what V8 made of them for the next run: to compile them takes longer than node
 * itself needs to start. V8 looks at nothing but the header of it, and what is damaged behind that would end the process.
 * So all is kept twice, as it is and in Base64, where pages that a disk has lost are not zeros alike. For a checksum
 * `--help` would have to load node:crypto, which takes longer.
 */
export class CodeCache<Name extends string = string> {
  private readonly fresh = new Map<string, Script>();

  /**
   * @param version differs where a part does, V8 itself compares nothing but lengths; and for flags of node, as V8 takes
   *   nothing back that was made with others
   * @param folder undefined where nothing is to be kept
   */
  constructor(
    private readonly parts: { readonly [part in Name]: LateCode },
    private readonly version: string,
    private readonly folder: CodeFolder | undefined,
  ) {}

  /** @returns what the part exports */
  run(name: Name): unknown {
    const { file, text } = this.parts[name];
    const kept = `${name}-${this.version}`;
    const cachedData = this.read(kept);
    const script = new Script(text(), {
      filename: file,
      ...(cachedData === undefined ? {} : { cachedData }),
    });
    if (cachedData === undefined || script.cachedDataRejected) this.fresh.set(kept, script);
    const module = { exports: {} };
    script.runInThisContext()(module, module.exports, require, file);
    return module.exports;
  }

  /** Keeps what was compiled in this run. Best called at its end, when all that a run needs has been compiled. */
  keep(): void {
    if (this.fresh.size === 0 || !this.folder?.make()) return;
    this.clear(this.folder.path);
    for (const [kept, script] of this.fresh) {
      const target = path.join(this.folder.path, kept);
      // A name of its own: V8 does not notice what two jobs have written into one file.
      const part = `${target}.${Math.random().toString(36).slice(2)}.part`;
      try {
        writeToDisk(part, script.createCachedData());
        renameSync(part, target);
      } catch (error) {
        // A full disk, or another job that does the same: the next run compiles again.
        if (errorCode(error) === undefined) throw error;
        removeIfThere(part);
      }
    }
  }

  /** Leaves room for what is to be kept: the oldest go, and are kept anew where they are still in use. */
  private clear(folder: string): void {
    try {
      const files = readdirSync(folder).map((name) => path.join(folder, name));
      const newest = files
        .map((file) => ({ file, mtimeMs: statSync(file).mtimeMs }))
        .sort((one, other) => other.mtimeMs - one.mtimeMs);
      for (const { file } of newest.slice(mostFiles - this.fresh.size)) removeIfThere(file);
    } catch (error) {
      if (errorCode(error) === undefined) throw error;
    }
  }

  /** @returns undefined for what is not there, and for what is not as it was written */
  private read(kept: string): Buffer | undefined {
    if (this.folder === undefined) return undefined;
    try {
      const both = readFileSync(path.join(this.folder.path, kept));
      const end = both.lastIndexOf('\n');
      const data = both.subarray(0, end);
      return end > 0 && both.toString('latin1', end + 1) === data.toString('base64') ? data : undefined;
    } catch {
      return undefined;
    }
  }
}

/** On the disk before it gets its name: a machine that is taken away meanwhile leaves a whole file or none. */
function writeToDisk(file: string, data: Buffer): void {
  const descriptor = openSync(file, 'w', 0o600);
  try {
    writeFileSync(descriptor, Buffer.concat([data, Buffer.from(`\n${data.toString('base64')}`)]));
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function removeIfThere(file: string): void {
  try {
    unlinkSync(file);
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
  }
}
