import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const FOLDER = '/var/cache/docker-ecr-cache-tests';
/** In order of preference: Docker 28 or newer, Docker 26. */
const RELEASES = ['forky', 'trixie'];
const PACKAGES = 'ca-certificates,iptables,git,docker.io,docker-cli,docker-buildx,containerd,runc';

// debootstrap's script for unstable serves every release that it is too old to know. Prepared under another name, so
// that what is there is complete; one at a time.
const PREPARE = `
set -e
test -d "$1" && exit
rm -rf --one-file-system "$1.part"
debootstrap --variant=minbase --include="$3" "$2" "$1.part" "$4" /usr/share/debootstrap/scripts/sid
rm -rf "$1.part"/var/cache/apt/archives/*.deb
mv "$1.part" "$1"
`;

/**
 * The folder of a newer Debian with a current Docker, which is prepared where it is missing: once for a machine, in about
 * two minutes and 800 MB. Debian's signature is checked. Throws where no release can be had.
 */
export function ensureNewerDebian(): string {
  const prepared = findNewerDebian();
  if (prepared !== undefined) return prepared;
  mkdirSync(FOLDER, { recursive: true });
  const logs: string[] = [];
  for (const release of RELEASES) {
    console.log(`preparing Debian ${release} with its Docker in ${FOLDER}`);
    const folder = path.join(FOLDER, release);
    const { status, stdout, stderr } = spawnSync(
      'flock',
      [FOLDER, 'sh', '-c', PREPARE, 'sh', folder, release, PACKAGES, findMirror()],
      { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
    );
    if (status === 0) return folder;
    logs.push(`${release}: ${`${stdout}${stderr}`.trim().slice(-1000)}`);
  }
  throw new Error(`No Debian with a current Docker can be prepared in ${FOLDER}:\n${logs.join('\n')}`);
}

/** The folder of the newer Debian, if it is prepared. */
export function findNewerDebian(): string | undefined {
  return RELEASES.map((release) => path.join(FOLDER, release)).find((folder) => existsSync(folder));
}

/** Where this machine has Debian's packages from. */
function findMirror(): string {
  const folder = '/etc/apt/sources.list.d';
  const files = ['/etc/apt/sources.list', ...(existsSync(folder) ? readdirSync(folder) : [])];
  const text = files
    .map((file) => path.resolve(folder, file))
    .filter((file) => existsSync(file))
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
  const found = /^(?:URIs:|deb(?: \[[^\]]*\])?)\s+(https?:\/\/\S+\/debian)\/?(?:\s|$)/m.exec(text);
  return found?.[1] ?? 'http://deb.debian.org/debian';
}
