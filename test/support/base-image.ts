import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { staticBusybox } from './requirements';

// busybox's shell will do for bash, but busybox doesn't know that name.
const BASH = '#!/bin/sh\nexec /bin/busybox sh "$@"\n';
const NPM = '#!/bin/sh\necho "npm stand-in: $*"\nmkdir -p node_modules\n';

/** Writes the root file system of a base image as a tar file: busybox, bash, and an npm that does nothing. */
export function writeBaseImage(folder: string): string {
  const busybox = staticBusybox();
  if (!busybox) throw new Error('There is no statically linked busybox: apt-get install busybox-static');
  const root = mkdtempSync(path.join(folder, 'base-image-'));
  for (const name of ['bin', 'etc', 'tmp', 'usr/local/bin']) mkdirSync(path.join(root, name), { recursive: true });
  copyFileSync(busybox, path.join(root, 'bin/busybox'));
  const applets = spawnSync(busybox, ['--list'], { encoding: 'utf8' }).stdout.split('\n').filter(Boolean);
  for (const applet of applets) {
    if (applet !== 'busybox') symlinkSync('busybox', path.join(root, 'bin', applet));
  }
  writeFileSync(path.join(root, 'bin/bash'), BASH, { mode: 0o755 });
  writeFileSync(path.join(root, 'usr/local/bin/npm'), NPM, { mode: 0o755 });
  writeFileSync(path.join(root, 'etc/passwd'), 'root:x:0:0:root:/root:/bin/sh\n');
  const file = `${root}.tar`;
  // Reproducible: sorted, without owners and times.
  const { status, stderr } = spawnSync(
    'tar',
    ['--sort=name', '--owner=0', '--group=0', '--numeric-owner', '--mtime=@0', '-C', root, '-cf', file, '.'],
    { encoding: 'utf8' },
  );
  rmSync(root, { recursive: true, force: true });
  if (status !== 0) throw new Error(`tar could not write the base image: ${stderr}`);
  return file;
}
