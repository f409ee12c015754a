import { OptionError } from '../errors';

/** Docker's names for processors, by other names (containerd, platforms/database.go; node, process.arch). */
const architectures: { readonly [architecture: string]: string } = {
  aarch64: 'arm64',
  armel: 'arm/v6',
  armhf: 'arm/v7',
  i386: '386',
  ia32: '386',
  ppc64: 'ppc64le',
  x64: 'amd64',
  x86_64: 'amd64',
  'x86-64': 'amd64',
};

/** The default variants of processors. */
const standardVariants: { readonly [architecture: string]: string } = { amd64: 'v1', arm64: 'v8' };

/**
 * One platform in its shortest spelling: `linux/arm64/v8` is `linux/arm64`, `linux/arm` is `linux/arm/v7`.
 *
 * @param writtenAs the option or variable, for the error
 * @throws OptionError for anything but one platform
 */
export function parsePlatform(text: string, writtenAs: string): string {
  const [, system, processor, variant] = /^([a-z0-9]+)\/([a-z0-9_-]+)(?:\/([a-z0-9.]+))?$/i.exec(text.trim()) ?? [];
  if (system === undefined || processor === undefined) {
    throw new OptionError(
      `${writtenAs}: ${JSON.stringify(text)} is not a platform`,
      'Write one platform, such as linux/amd64, linux/arm64 or linux/arm/v7.',
    );
  }
  return normalizePlatform(system.toLowerCase(), processor.toLowerCase(), variant?.toLowerCase());
}

/**
 * The platform that docker builds for by default: Linux, even if the client runs on macOS.
 *
 * @param architecture node's name of the processor
 */
export function findOwnPlatform(architecture: string): string {
  return normalizePlatform('linux', architecture, undefined);
}

function normalizePlatform(system: string, processor: string, variant: string | undefined): string {
  const [architecture = processor, impliedVariant] = (architectures[processor] ?? processor).split('/');
  const given = variant === undefined || /^v/.test(variant) ? variant : `v${variant}`;
  const known = given ?? impliedVariant ?? (architecture === 'arm' ? 'v7' : undefined);
  return [system, architecture, ...(known && known !== standardVariants[architecture] ? [known] : [])].join('/');
}
