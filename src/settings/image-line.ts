import { createHash } from 'node:crypto';
import type { BuildSettings } from './settings';

/** The moving tags of a line: the images of one Dockerfile path, target and platform, each much like the one before. */
export interface ImageLine {
  /** The newest image, which `layer-cache: inline` uses and misses are compared with. */
  readonly newestTag: string;
  /** The layers that `layer-cache: registry` keeps. */
  readonly cacheTag: string;
}

/** Patterns of these tags and of claims, for registries that let only some tags move. */
export const movingTagPatterns = ['newest-*', 'cache-*', 'building-*'] as const;

export function findImageLine({
  dockerfile,
  target,
  platform,
}: Pick<BuildSettings, 'dockerfile' | 'target' | 'platform'>): ImageLine {
  const line = JSON.stringify([dockerfile.kind === 'file' ? dockerfile.path : null, target ?? null, platform]);
  const digest = createHash('sha256').update(line).digest('hex').slice(0, 8);
  return { newestTag: `newest-${digest}`, cacheTag: `cache-${digest}` };
}
