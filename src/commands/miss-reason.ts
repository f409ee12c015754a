import { describeError, OutageError, UserError } from '../errors';
import type { KeyInputs } from '../key/key-inputs';
import { compareWithSummary } from '../key/key-summary';
import type { Registry } from '../registry/registry';
import { findImageLine } from '../settings/image-line';
import type { BuildSettings } from '../settings/settings';

/** The label that holds a summary of the key's inputs. */
export const summaryLabel = 'docker-ecr-cache.key-inputs';

/** The label that says when an image's build started. */
export const startLabel = 'docker-ecr-cache.build-started';

/** Shown while the reason is looked up. */
export const findingReason = 'Looking up what the newest image was made from';

/**
 * What changed since the newest image of the same line; empty if that can't be found out, since nothing depends on it.
 *
 * @param say called with a line about what prevents it, unless that is an outage
 */
export async function findMissReason(
  registry: Registry,
  settings: BuildSettings,
  inputs: KeyInputs,
  say: (line: string) => void,
): Promise<readonly string[]> {
  const { newestTag } = findImageLine(settings);
  try {
    const label = (await registry.findLabels(newestTag, settings.platform))?.[summaryLabel];
    return label === undefined ? [] : compareWithSummary(inputs, newestTag, label);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    if (!(error instanceof OutageError)) {
      const hint = error.hint === undefined ? '' : `. ${error.hint}`;
      say(`What changed since the newest image can't be found out: ${describeError(error)}${hint}`);
    }
    return [];
  }
}

/** The reason in one line, for the log. */
export function formatMissReason(changes: readonly string[]): string {
  return `Since the newest image: ${changes.join('; ')}`;
}
