import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readSync, rmSync, writeFileSync } from 'node:fs';
import { findExecutable } from './sandbox';

/** A program that the end-to-end tests need, and its Debian package. */
interface Requirement {
  program: string;
  debianPackage: string;
  isThere(): boolean;
}

const REQUIREMENTS: Requirement[] = [
  ...['dockerd docker.io', 'docker docker.io', 'docker-registry docker-registry', 'iptables iptables'],
  ...['podman podman', 'debootstrap debootstrap'],
]
  .map((line) => line.split(' ') as [string, string])
  .map(([program, debianPackage]) => ({
    program,
    debianPackage,
    isThere: () => Boolean(findExecutable(program)),
  }))
  .concat({
    program: 'busybox, statically linked',
    debianPackage: 'busybox-static',
    isThere: () => staticBusybox() !== undefined,
  });
const POLICY = '/usr/sbin/policy-rc.d';

/**
 * Makes sure that the engine and the registry can be started. Installs what is missing if run as root on Debian; throws an
 * error that names it otherwise.
 */
export function ensureEngineRequirements(): void {
  const isRoot = process.getuid?.() === 0;
  const wanting = missing();
  if (isRoot && wanting.length === 0) return;
  const canInstall = isRoot && existsSync('/etc/debian_version') && findExecutable('apt-get');
  if (!canInstall) {
    const lacks = wanting.map(({ program, debianPackage }) => `${program} (Debian's package ${debianPackage})`);
    throw new Error(
      `The end-to-end tests start a Docker engine and a registry of their own. They need ${[
        ...(isRoot ? [] : ['to run as root']),
        ...lacks,
      ].join(', ')}.`,
    );
  }
  install(wanting.map(({ debianPackage }) => debianPackage));
  // Since Debian 13, the command line has its own package.
  if (!findExecutable('docker')) install(['docker-cli']);
  const still = missing();
  if (still.length > 0) {
    throw new Error(
      `apt-get installed the packages, but there is no ${still.map(({ program }) => program).join(', ')}`,
    );
  }
}

/** A statically linked busybox. */
export function staticBusybox(): string | undefined {
  const file = findExecutable('busybox');
  if (!file) return undefined;
  const head = Buffer.alloc(4096);
  const descriptor = openSync(file, 'r');
  readSync(descriptor, head, 0, head.length, 0);
  closeSync(descriptor);
  // A dynamic executable names its loader (/lib64/ld-linux…, /lib/ld-musl…) near its start.
  return head.includes('/ld-') ? undefined : file;
}

function missing(): Requirement[] {
  return REQUIREMENTS.filter(({ isThere }) => !isThere());
}

function install(packages: string[]): void {
  // Keeps the packages from starting their services, such as another engine.
  const isOurs = !existsSync(POLICY);
  if (isOurs) writeFileSync(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    run('apt-get', ['update', '--quiet']);
    run('apt-get', ['install', '--quiet', '--yes', '--no-install-recommends', ...new Set(packages)]);
  } finally {
    if (isOurs) rmSync(POLICY);
  }
}

function run(command: string, args: string[]): void {
  const { status, stdout, stderr } = spawnSync(command, args, {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status === 0) return;
  throw new Error(`${command} ${args.join(' ')} failed:\n${`${stdout}${stderr}`.slice(-2000)}`);
}
