import { formatReference, type ImageReference } from '../settings/image-name';
import type { BuildSettings } from '../settings/settings';

/** Where a build takes layers from, and leaves them for the next one. */
export type LayerReuse =
  /** Whatever the engine has. */
  | { readonly kind: 'engine' }
  /** Nothing: every step runs, on the newest base images. */
  | { readonly kind: 'none' }
  /** An image, if there is one, with the description of its layers in it. This build adds one too. */
  | { readonly kind: 'inline'; readonly newest: ImageReference | undefined }
  /** A cache image beside the others, with the layers of all stages. */
  | {
      readonly kind: 'registry';
      readonly cache: ImageReference;
      readonly isRead: boolean;
      readonly isWritten: boolean;
    };

/** What a build gets besides the settings. */
export interface BuildExtras {
  readonly labels: ReadonlyMap<string, string>;
  readonly layers: LayerReuse;
}

/**
 * The arguments of `docker build`. Each option is one argument, so that no value is taken for an option. The user's own
 * arguments come last and may override ours.
 */
export function toBuildArguments(
  settings: BuildSettings,
  image: ImageReference,
  { labels, layers }: BuildExtras,
): readonly string[] {
  const { dockerfile, context } = settings;
  return [
    'build',
    `--file=${dockerfile.kind === 'inline' ? '-' : protectDash(dockerfile.path)}`,
    `--tag=${formatReference(image)}`,
    ...[...labels].map(([name, value]) => `--label=${name}=${value}`),
    ...(settings.target === undefined ? [] : [`--target=${settings.target}`]),
    ...(settings.isPlatformGiven ? [`--platform=${settings.platform}`] : []),
    ...(settings.cacheOnBaseImages || layers.kind === 'none' ? ['--pull'] : []),
    ...toLayerArguments(layers),
    // Without a value, docker takes it from the environment, so that it is not in the argument list.
    ...settings.buildArgs.map((arg) => `--build-arg=${arg.source === 'given' ? `${arg.name}=${arg.value}` : arg.name}`),
    ...settings.secrets.map(({ argument }) => `--secret=${argument}`),
    ...settings.additionalBuildArgs,
    protectDash(context),
  ];
}

function toLayerArguments(layers: LayerReuse): readonly string[] {
  switch (layers.kind) {
    case 'engine':
      return [];
    case 'none':
      return ['--no-cache'];
    case 'inline':
      // Works with BuildKit in the engine and with buildx. (docs.docker.com, Inline cache)
      return [
        '--build-arg=BUILDKIT_INLINE_CACHE=1',
        ...(layers.newest ? [`--cache-from=${formatReference(layers.newest)}`] : []),
      ];
    case 'registry': {
      const where = `type=registry,ref=${formatReference(layers.cache)}`;
      // ECR accepts a cache only as an OCI image manifest, since BuildKit 0.12. (AWS, Announcing remote cache support)
      // A build does not fail because its cache can't be exported. (moby/buildkit, README: Export cache)
      const form = 'mode=max,image-manifest=true,oci-mediatypes=true,ignore-error=true';
      return [
        ...(layers.isRead ? [`--cache-from=${where}`] : []),
        ...(layers.isWritten ? [`--cache-to=${where},${form}`] : []),
      ];
    }
  }
}

/** Whether the user's arguments ask for attestations, which turn the image into an index. */
export function asksForAttestations(words: readonly string[]): boolean {
  return words.some((word) => /^--(?:attest|provenance|sbom)(?:=|$)/.test(word));
}

/** Whether the user's arguments choose a builder. */
export function choosesBuilder(words: readonly string[]): boolean {
  return words.some((word) => /^--builder(?:=|$)/.test(word));
}

/** Whether the user's arguments already choose the output. */
export function choosesOutput(words: readonly string[]): boolean {
  return words.some((word) => /^(?:--load|--output|-q?o)/.test(word));
}

/** Makes sure docker does not take a path for an option or standard input. */
function protectDash(path: string): string {
  return path.startsWith('-') ? `./${path}` : path;
}
