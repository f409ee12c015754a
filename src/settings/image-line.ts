import { createHash } from 'node:crypto';
import type { BuildSettings } from './settings';

/**
 * The tags that images of one line have in common: those of the same Dockerfile path, target and platform, of which
 * each is likely to be much like the one before.
 */
export interface ImageLine {
  /** Tag of the newest image: where layers may be taken from, and what a miss is compared with. */
  readonly newestTag: string;
  /** Tag of the layers that `layer-cache: registry` keeps. */
  readonly cacheTag: string;
}

/** Patterns of all such tags and of claims on builds, for registries that let only some tags move. */
export const movingTagPatterns = ['newest-*', 'cache-*', 'building-*'] as const;

export function findImageLine({
  dockerfile,
  target,
  platform,
}: Pick<BuildSettings, 'dockerfile' | 'target' | 'platform'>): ImageLine {
  const line = JSON.stringify([
    dockerfile.kind === 'file' ? dockerfile.path : null,
    target ?? null,
    platform,
  ]);
  const digest = createHash('sha256').update(line).digest('hex').slice(0, 8);
  return { newestTag: `newest-${digest}`, cacheTag: `cache-${digest}` };
}
