import { describeError, OutageError, UserError } from '../errors';
import type { KeyInputs } from '../key/key-inputs';
import { compareWithSummary } from '../key/key-summary';
import type { Registry } from '../registry/registry';
import { findImageLine } from '../settings/image-line';
import type { BuildSettings } from '../settings/settings';

/** The label that a summary of the key's inputs travels under. */
export const summaryLabel = 'docker-ecr-cache.key-inputs';

/** The label that says when the build of an image began. */
export const startLabel = 'docker-ecr-cache.build-started';

/** What is going on where a reason is waited for. */
export const findingReason = 'Looking up what the newest image was made from';

/**
 * What changed since the newest image of the same line, so that there is none for the key; empty where that can't be
 * found out: it takes no permission but to pull, and nothing depends on it.
 *
 * @param say called with a line about what keeps it from being found out, until someone changes something
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
