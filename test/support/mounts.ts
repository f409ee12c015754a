import { spawnSync } from 'node:child_process';
import { closeSync, openSync, writeSync } from 'node:fs';
import path from 'node:path';

/** A mount on a folder: an empty disk of this many bytes that hides its contents, or a read-only view of it. */
export type Mount = { readonly bytes: number; readonly inodes?: number } | 'read-only';

/** Mounts something on a folder. Needs root and, in a container, CAP_SYS_ADMIN. Returns a function that unmounts it. */
export function mount(folder: string, what: Mount): () => void {
  if (what === 'read-only') {
    run('mount', '--bind', folder, folder);
    run('mount', '-o', 'remount,bind,ro', folder);
  } else {
    const inodes = what.inodes === undefined ? '' : `,nr_inodes=${what.inodes}`;
    run('mount', '-t', 'tmpfs', '-o', `size=${what.bytes}${inodes}`, 'tmpfs', folder);
  }
  return () => {
    spawnSync('umount', ['-l', folder]);
  };
}

/** Fills a folder's disk except for this many bytes. Returns the file that does. */
export function fill(folder: string, leftBytes = 0): string {
  const name = 'filler';
  const file = openSync(path.join(folder, name), 'w');
  const block = Buffer.alloc(4096);
  let written = 0;
  try {
    for (;;) written += writeSync(file, block);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  } finally {
    closeSync(file);
  }
  if (leftBytes > 0) run('truncate', `--size=${Math.max(0, written - leftBytes)}`, path.join(folder, name));
  return name;
}

function run(command: string, ...args: string[]): void {
  const { status, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
  if (status === 0) return;
  throw new Error(
    `${command} ${args.join(' ')} failed: ${stderr || error}. The tests of full and read-only disks mount some: they need root, and CAP_SYS_ADMIN in a container.`,
  );
}
