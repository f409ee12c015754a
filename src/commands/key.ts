import { type ExitStatus, quoteOdd } from '../errors';
import { type CacheKey, computeCacheKey, toKeyDocument } from '../key/cache-key';
import { formatJsonPath } from '../key/json-path';
import type { FileInput, KeyInputs } from '../key/key-inputs';
import type { Coverage } from '../key/key-plan';
import { toJson } from '../report/json';
import type { Command } from '../settings/command-line';
import type { RawOptions } from '../settings/option-values';
import { parseBuildSettings } from '../settings/settings';
import { planKey } from './key-planning';
import type { World } from './world';

/** Prints the key, or everything that it is made from. Asks nobody but the registries of base images. */
export async function runKey(
  world: World,
  { json, explain }: Extract<Command, { kind: 'key' }>,
  options: RawOptions,
): Promise<ExitStatus> {
  const plan = planKey(world, parseBuildSettings(options, world), async () => undefined);
  const inputs = await plan.readInputs();
  const key = computeCacheKey(inputs);
  if (!json && !explain) {
    await world.print(`${key.sha256}\n`);
    return 0;
  }
  const coverage = await plan.compareCoverage(inputs);
  const report = json ? toJson(toKeyReport(inputs, key, coverage)) : explainKey(inputs, key, coverage);
  await world.print(`${report}\n`);
  return 0;
}

/** A line of the explanation: what counts, and its digest or value. */
type Row = readonly [what: string, value: string];

/** What `key --json` prints: the key, everything it is made from, and how far cache-on and the Dockerfile agree. */
export function toKeyReport(inputs: KeyInputs, key: CacheKey, coverage: Coverage): object {
  return {
    key: key.sha256,
    tag: key.tag,
    inputs: toKeyDocument(inputs),
    copiedButNotCounted: inputs.copied ? [] : coverage.uncovered,
    countedButNotCopied: coverage.unused,
  };
}

/** Every input of a key with its digest, grouped and aligned, for a person. */
export function explainKey(inputs: KeyInputs, key: CacheKey, coverage: Coverage): string {
  const named = (names: readonly string[] | undefined) => (names ?? []).map((name): Row => [name, '']);
  const groups: readonly [title: string, rows: readonly Row[]][] = [
    [
      'image',
      [
        ['Dockerfile', inputs.dockerfileSha256],
        ['target', inputs.target ?? '(the last stage)'],
        ['platform', inputs.platform],
        ['context', inputs.context],
        ['cache-version', inputs.cacheVersion ?? '(none)'],
      ],
    ],
    ['build args', inputs.buildArgs.map(({ name, sha256 }): Row => [name, sha256 ?? '(not set)'])],
    ['additional build args', named(inputs.additionalBuildArgs)],
    ['secrets', named(inputs.secretIds)],
    ['files of cache-on', listFiles(inputs.files)],
    [
      'JSON values of cache-on',
      inputs.jsonValues
        .map(({ path, select, sha256 }): Row => [`${path}#${formatJsonPath(select)}`, sha256 ?? '(absent)'])
        .sort(byPath),
    ],
    ['copied files', listFiles(inputs.copied?.files ?? [])],
    ['addresses that ADD fetches', named(inputs.copied?.remoteSources)],
    [
      'base images',
      (inputs.baseImages ?? []).map(({ reference, digest }): Row => [reference, digest]).sort(byPath),
    ],
    [
      'key',
      [
        ['sha256', key.sha256],
        ['tag', key.tag],
      ],
    ],
    ['copied by the Dockerfile, but NOT part of the key', named(inputs.copied ? [] : coverage.uncovered)],
    ['part of the key, but not copied by the Dockerfile', named(coverage.unused)],
  ];
  const shown = groups.filter(([, rows]) => rows.length > 0);
  const width = Math.max(
    ...shown.flatMap(([, rows]) =>
      rows.filter(([, value]) => value !== '').map(([what]) => quoteOdd(what).length),
    ),
  );
  return shown
    .map(([title, rows]) =>
      [title, ...rows.map(([what, value]) => `  ${quoteOdd(what).padEnd(width)}  ${value}`.trimEnd())].join(
        '\n',
      ),
    )
    .join('\n\n');
}

function listFiles(files: readonly FileInput[]): readonly Row[] {
  return files.map((file): Row => [file.path, describeFile(file)]).sort(byPath);
}

function describeFile({ link, content }: FileInput): string {
  const parts = [
    content?.sha256,
    content?.executable ? '(executable)' : undefined,
    link && `-> ${quoteOdd(link)}`,
  ];
  return parts.filter((part) => part).join(' ') || '(empty folder)';
}

function byPath([one]: Row, [other]: Row): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
