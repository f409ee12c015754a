import type { BuildSettings } from '../settings/settings';
import { formatReference, type ImageReference } from './image-reference';

/** What a build may take layers from, and where it leaves them for the next one. */
export type LayerReuse =
  /** Whatever the engine has. */
  | { readonly kind: 'engine' }
  /** Nothing: every step runs, on the newest base images. */
  | { readonly kind: 'none' }
  /** An image, if there is one, that a build left the description of its layers in, as this one does. */
  | { readonly kind: 'inline'; readonly newest: ImageReference | undefined }
  /** A cache image beside the others, with the layers of all stages. */
  | {
      readonly kind: 'registry';
      readonly cache: ImageReference;
      readonly isRead: boolean;
      readonly isWritten: boolean;
    };

/** What a build is told beside the settings that the key is made from. */
export interface BuildExtras {
  readonly labels: ReadonlyMap<string, string>;
  readonly layers: LayerReuse;
}

/**
 * The arguments of the `docker build` for an image. Each option is one argument, so that no value can be taken
 * for an option; the user's own arguments come last and may override ours.
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
    // Without a value docker takes it from the environment itself: it need not pass through the argument list.
    ...settings.buildArgs.map(
      (arg) => `--build-arg=${arg.source === 'given' ? `${arg.name}=${arg.value}` : arg.name}`,
    ),
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
      // Understood by BuildKit within the engine and by buildx alike. (docs.docker.com, Inline cache)
      return [
        '--build-arg=BUILDKIT_INLINE_CACHE=1',
        ...(layers.newest ? [`--cache-from=${formatReference(layers.newest)}`] : []),
      ];
    case 'registry': {
      const where = `type=registry,ref=${formatReference(layers.cache)}`;
      // ECR takes a cache only as an OCI image manifest, from BuildKit 0.12 on. (AWS, Announcing remote cache support)
      // An image that is built is no failure because its layers can't be kept. (moby/buildkit, README: Export cache)
      const form = 'mode=max,image-manifest=true,oci-mediatypes=true,ignore-error=true';
      return [
        ...(layers.isRead ? [`--cache-from=${where}`] : []),
        ...(layers.isWritten ? [`--cache-to=${where},${form}`] : []),
      ];
    }
  }
}

/** Whether the user's own arguments ask for attestations, which make an index of an image. */
export function asksForAttestations(words: readonly string[]): boolean {
  return words.some((word) => /^--(?:attest|provenance|sbom)(?:=|$)/.test(word));
}

/** Whether the user's own arguments name a builder. */
export function choosesBuilder(words: readonly string[]): boolean {
  return words.some((word) => /^--builder(?:=|$)/.test(word));
}

/** Whether the user's own arguments say that the image is to be loaded, in one way or another. */
export function choosesOutput(words: readonly string[]): boolean {
  return words.some((word) => /^(?:--load|--output|-q?o)/.test(word));
}

/** A path that docker can't take for an option, or for standard input. */
function protectDash(path: string): string {
  return path.startsWith('-') ? `./${path}` : path;
}
