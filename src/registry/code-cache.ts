import { createHash, randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  type Stats,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { Script } from 'node:vm';
import { errorCode } from '../errors';

/** In bytes, of the SHA-256 that a kept file starts with. */
const checksumSize = 32;

/**
 * Runs code of ours that comes as text, and keeps what V8 made of it for the next run: to compile the SDK takes about as
 * long as node itself needs to start. V8 takes nothing back that another version of it, or other flags, have made; it
 * looks at nothing but the header, and what is damaged behind it would end the process. So a checksum stands in front.
 */
export class CodeCache {
  private readonly fresh = new Map<string, Script>();

  /** @param folder one that `openPrivateFolder` gave; undefined where nothing is to be kept */
  constructor(private readonly folder: string | undefined) {}

  /**
   * Runs the code of a CommonJS module.
   *
   * @param name what stack traces call it
   * @param digest differs for different code: V8 itself compares nothing but its length
   * @returns what the module exports
   */
  run(code: string, name: string, digest: string): unknown {
    const file = `${name}-${digest}`;
    const cachedData = this.read(file);
    const script = new Script(`(function (module, exports, require) {${code}\n})`, {
      filename: name,
      ...(cachedData === undefined ? {} : { cachedData }),
    });
    if (cachedData === undefined || script.cachedDataRejected) this.fresh.set(file, script);
    const module = { exports: {} };
    script.runInThisContext()(module, module.exports, require);
    return module.exports;
  }

  /** Keeps what was compiled in this run. Best called at its end, when all that a run needs has been compiled. */
  keep(): void {
    if (this.folder === undefined || this.fresh.size === 0) return;
    this.clear(this.folder);
    for (const [file, script] of this.fresh) {
      const target = path.join(this.folder, file);
      // A name of its own: V8 does not notice what two jobs have written into one file.
      const part = `${target}.${randomBytes(4).toString('hex')}.part`;
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

  /** What other versions of the program left is of no use any more. */
  private clear(folder: string): void {
    try {
      for (const other of readdirSync(folder)) unlinkSync(path.join(folder, other));
    } catch (error) {
      if (errorCode(error) === undefined) throw error;
    }
  }

  /** @returns undefined for what is not there, and for what is not as it was written */
  private read(file: string): Buffer | undefined {
    if (this.folder === undefined) return undefined;
    try {
      const kept = readFileSync(path.join(this.folder, file));
      const data = kept.subarray(checksumSize);
      return kept.subarray(0, checksumSize).equals(findChecksum(data)) ? data : undefined;
    } catch {
      return undefined;
    }
  }
}

function findChecksum(data: Buffer): Buffer {
  return createHash('sha256').update(data).digest();
}

/** On the disk before it gets its name: a machine that is taken away meanwhile leaves a whole file or none. */
function writeToDisk(file: string, data: Buffer): void {
  const descriptor = openSync(file, 'w', 0o600);
  try {
    writeFileSync(descriptor, Buffer.concat([findChecksum(data), data]));
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

/**
 * A folder to keep code in, made if it is missing; undefined where another user could put code of theirs into it.
 *
 * @param parent a folder that is there: else nothing is made
 * @param names of the folders in it, each within the one before
 * @param userId undefined where the system has none: then no folder is trusted
 */
export function openPrivateFolder(
  parent: string,
  names: readonly string[],
  userId: number | undefined,
): string | undefined {
  if (userId === undefined) return undefined;
  try {
    const real = path.join(realpathSync(parent), ...names);
    if (!existsSync(real)) names.reduce((folder, name) => makeFolder(path.join(folder, name)), parent);
    const [own, ...ways] = listAncestors(real).map((folder) => lstatSync(folder));
    const isPrivate = own?.uid === userId && !isWritableByOthers(own);
    return isPrivate && ways.every((way) => isOutOfReach(way, userId)) ? real : undefined;
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return undefined;
  }
}

function makeFolder(folder: string): string {
  if (!existsSync(folder)) mkdirSync(folder, { mode: 0o700 });
  return folder;
}

/** A path and every folder that it lies in. */
function listAncestors(folder: string): readonly string[] {
  const parent = path.dirname(folder);
  return parent === folder ? [folder] : [folder, ...listAncestors(parent)];
}

/** Whether nobody but this user and root can replace what lies in a folder; in a sticky one only what is theirs. */
function isOutOfReach(stats: Stats, userId: number): boolean {
  const isSticky = (stats.mode & 0o1000) !== 0;
  return (stats.uid === userId || stats.uid === 0) && (isSticky || !isWritableByOthers(stats));
}

function isWritableByOthers({ mode }: Stats): boolean {
  return (mode & 0o022) !== 0;
}
