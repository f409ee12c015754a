import type { BuildSettings } from '../settings/settings';
import { formatReference, type ImageReference } from './image-reference';

/**
 * The arguments of the `docker build` for an image. Each option is one argument, so that no value can be taken
 * for an option; the user's own arguments come last and may override ours.
 */
export function toBuildArguments(settings: BuildSettings, image: ImageReference): readonly string[] {
  const { dockerfile, context } = settings;
  return [
    'build',
    `--file=${dockerfile.kind === 'inline' ? '-' : protectDash(dockerfile.path)}`,
    `--tag=${formatReference(image)}`,
    ...(settings.target === undefined ? [] : [`--target=${settings.target}`]),
    ...(settings.isPlatformGiven ? [`--platform=${settings.platform}`] : []),
    ...(settings.cacheOnBaseImages ? ['--pull'] : []),
    // Without a value docker takes it from the environment itself: it need not pass through the argument list.
    ...settings.buildArgs.map(
      (arg) => `--build-arg=${arg.source === 'given' ? `${arg.name}=${arg.value}` : arg.name}`,
    ),
    ...settings.secrets.map(({ argument }) => `--secret=${argument}`),
    ...settings.additionalBuildArgs,
    protectDash(context),
  ];
}

/** A path that docker can't take for an option, or for standard input. */
function protectDash(path: string): string {
  return path.startsWith('-') ? `./${path}` : path;
}
