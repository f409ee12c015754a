import { quoteOdd } from '../errors';
import type { CacheKey } from '../key/cache-key';
import type { FileInput, KeyInputs } from '../key/key-inputs';

/** A line of the explanation: what counts, and its digest or value. */
type Row = readonly [what: string, value: string];

/** Every input of a key with its digest, grouped and aligned, for a person. */
export function explainKey(inputs: KeyInputs, key: CacheKey): string {
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
    ['additional build args', inputs.additionalBuildArgs.map((argument): Row => [argument, ''])],
    ['secrets', inputs.secretIds.map((id): Row => [id, ''])],
    ['files', inputs.files.map((file): Row => [file.path, describeFile(file)]).sort(byPath)],
    [
      'JSON values',
      inputs.jsonValues
        .map(({ path, select, sha256 }): Row => [`${path} ${JSON.stringify(select)}`, sha256 ?? '(absent)'])
        .sort(byPath),
    ],
    [
      'key',
      [
        ['sha256', key.sha256],
        ['tag', key.tag],
      ],
    ],
  ];
  const shown = groups.filter(([, rows]) => rows.length > 0);
  const width = Math.max(...shown.flatMap(([, rows]) => rows.map(([what]) => quoteOdd(what).length)));
  return shown
    .map(([title, rows]) =>
      [title, ...rows.map(([what, value]) => `  ${quoteOdd(what).padEnd(width)}  ${value}`.trimEnd())].join(
        '\n',
      ),
    )
    .join('\n\n');
}

function describeFile({ link, content }: FileInput): string {
  const parts = [
    content?.sha256,
    content?.executable ? '(executable)' : undefined,
    link && `-> ${quoteOdd(link)}`,
  ];
  return parts.filter((part) => part).join(' ');
}

function byPath([one]: Row, [other]: Row): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
