import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** What to create: a text is a file, `link` a symbolic link, `folder` an empty folder. Names may contain `/`. */
export interface Tree {
  readonly [name: string]: string | { readonly link: string } | 'folder' | { readonly executable: string };
}

export interface ScratchFolder {
  /** Its real path, because a link in it would change what is said about links. */
  readonly root: string;
  make(tree: Tree): void;
  path(name: string): string;
}

const made: string[] = [];
process.on('exit', () => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

/** A temporary folder that everyone may enter. Removed when the test file ends. */
export function makeScratchFolder(tree: Tree = {}): ScratchFolder {
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'docker-ecr-cache-unit-')));
  made.push(root);
  chmodSync(root, 0o755);
  const folder: ScratchFolder = {
    root,
    path: (name) => path.join(root, name),
    make: (entries) => {
      for (const [name, entry] of Object.entries(entries)) {
        const file = path.join(root, name);
        mkdirSync(entry === 'folder' ? file : path.dirname(file), { recursive: true });
        if (entry === 'folder') continue;
        if (typeof entry === 'string') writeFileSync(file, entry);
        else if ('link' in entry) symlinkSync(entry.link, file);
        else writeFileSync(file, entry.executable, { mode: 0o755 });
      }
    },
  };
  folder.make(tree);
  return folder;
}

/** Does something as a user to whom permissions apply. They don't to root, which becomes `nobody` meanwhile. */
export async function asOrdinaryUser<Result>(action: () => Promise<Result>): Promise<Result> {
  if (process.geteuid() !== 0) return action();
  process.seteuid(65534);
  try {
    return await action();
  } finally {
    process.seteuid(0);
  }
}
