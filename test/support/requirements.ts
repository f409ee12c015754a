import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readSync, rmSync, writeFileSync } from 'node:fs';
import { findExecutable } from './sandbox';

/** A program that the end-to-end tests need, and Debian's package that has it. */
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
 * Makes sure that the engine and the registry can be started: as root on Debian it installs what is missing,
 * anywhere else it throws an error that names it.
 */
export function ensureEngineRequirements(): void {
  const isRoot = process.getuid?.() === 0;
  const wanting = missing();
  if (isRoot && wanting.length === 0) return;
  const canInstall = isRoot && existsSync('/etc/debian_version') && findExecutable('apt-get');
  if (!canInstall) {
    const lacks = wanting.map(
      ({ program, debianPackage }) => `${program} (Debian's package ${debianPackage})`,
    );
    throw new Error(
      `The end-to-end tests start a Docker engine and a registry of their own. They need ${[
        ...(isRoot ? [] : ['to run as root']),
        ...lacks,
      ].join(', ')}.`,
    );
  }
  install(wanting.map(({ debianPackage }) => debianPackage));
  // From Debian 13 on the command line is a package of its own.
  if (!findExecutable('docker')) install(['docker-cli']);
  const still = missing();
  if (still.length > 0) {
    throw new Error(
      `apt-get installed the packages, but there is no ${still.map(({ program }) => program).join(', ')}`,
    );
  }
}

/** A busybox that runs in an image without any library. */
export function staticBusybox(): string | undefined {
  const file = findExecutable('busybox');
  if (!file) return undefined;
  const head = Buffer.alloc(4096);
  const descriptor = openSync(file, 'r');
  readSync(descriptor, head, 0, head.length, 0);
  closeSync(descriptor);
  // A dynamic executable names its loader (/lib64/ld-linux…, /lib/ld-musl…) at its start.
  return head.includes('/ld-') ? undefined : file;
}

function missing(): Requirement[] {
  return REQUIREMENTS.filter(({ isThere }) => !isThere());
}

function install(packages: string[]): void {
  // Without it the packages would start their services: a second engine that nobody asked for.
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
