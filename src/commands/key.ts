import { type ExitStatus, quoteOdd } from '../errors';
import { type CacheKey, computeCacheKey, toKeyDocument } from '../key/cache-key';
import { type KeyInputs, mapKeyParts, type Row, toNames } from '../key/key-inputs';
import type { Coverage } from '../key/key-plan';
import { Steps } from '../report/steps';
import type { Command } from '../settings/command-line';
import type { RawOptions } from '../settings/option-values';
import { parseBuildSettings } from '../settings/settings';
import { planKey, readInputs } from './key-reading';
import type { World } from './world';

/** Prints the key, or all its inputs. Contacts only the registries of base images. */
export async function runKey(
  world: World,
  { json, explain }: Extract<Command, { kind: 'key' }>,
  options: RawOptions,
): Promise<ExitStatus> {
  const plan = planKey(world, parseBuildSettings(options, world), async () => undefined);
  const steps = new Steps(world.now, world.log.line, world.limits.slowMs);
  const inputs = await readInputs(plan, steps);
  const key = computeCacheKey(inputs);
  if (!json && !explain) {
    world.print(`${key.tag}\n`);
    return 0;
  }
  const coverage = await steps.watch('Comparing cache-on with what the Dockerfile copies', () =>
    plan.compareCoverage(inputs),
  );
  const report = json
    ? JSON.stringify(toKeyReport(inputs, key, coverage), undefined, 2)
    : explainKey(inputs, key, coverage);
  world.print(`${report}\n`);
  return 0;
}

/** What `key --json` prints: the key, its inputs, and where cache-on and the Dockerfile disagree. */
export function toKeyReport(inputs: KeyInputs, key: CacheKey, coverage: Coverage): object {
  return {
    key: key.sha256,
    tag: key.tag,
    inputs: toKeyDocument(inputs),
    copiedButNotCounted: inputs.copied ? [] : coverage.uncovered,
    countedButNotCopied: coverage.unused,
  };
}

/** What `key --explain` prints: every input with its digest, grouped and aligned. */
export function explainKey(inputs: KeyInputs, key: CacheKey, coverage: Coverage): string {
  const found = mapKeyParts(inputs, ({ toRows }, value) => Object.entries(toRows(value))).flat();
  const parts = new Map<string, readonly Row[]>();
  for (const [title, rows] of found) parts.set(title, [...(parts.get(title) ?? []), ...rows]);
  const groups: readonly (readonly [title: string, rows: readonly Row[]])[] = [
    ...parts,
    [
      'key',
      [
        ['sha256', key.sha256],
        ['tag', key.tag],
      ],
    ],
    ['copied by the Dockerfile, but NOT part of the key', toNames(inputs.copied ? [] : coverage.uncovered)],
    [
      'copied by the Dockerfile, but only JSON values of it part of the key',
      toNames(inputs.copied ? [] : coverage.partlyCovered),
    ],
    ['part of the key, but not copied by the Dockerfile', toNames(coverage.unused)],
  ];
  const shown = groups.filter(([, rows]) => rows.length > 0);
  const width = Math.max(
    ...shown.flatMap(([, rows]) => rows.filter(([, value]) => value !== '').map(([what]) => quoteOdd(what).length)),
  );
  return shown
    .map(([title, rows]) =>
      [title, ...rows.map(([what, value]) => `  ${quoteOdd(what).padEnd(width)}  ${value}`.trimEnd())].join('\n'),
    )
    .join('\n\n');
}
