import { quoteOdd } from '../../errors';
import { parseBuildOptions } from '../../settings/build-options';
import type { BuildArg } from '../../settings/settings';
import { parseDockerfile } from './dockerfile-text';
import { type BaseImage, type ContextSource, StageWalk, type Version } from './stage-walk';
import { type Stage, toStages } from './stages';
import { toPlatformArgs, toPlatformSpellings } from './variables';

export interface AnalysisOptions {
  readonly target: string | undefined;
  readonly buildArgs: readonly BuildArg[];
  readonly additionalBuildArgs: readonly string[];
  /** `os/architecture[/variant]` */
  readonly platform: string;
}

/** A source; one that only a second way of reading the Dockerfile gives need not exist. */
export type CopiedSource = ContextSource & { readonly isDoubtful: boolean };

/** A base image; one that only a second way of reading the Dockerfile gives need not exist. */
export type FoundImage = BaseImage & { readonly isDoubtful: boolean };

export interface DockerfileAnalysis {
  readonly sources: readonly CopiedSource[];
  readonly baseImages: readonly FoundImage[];
  /** The addresses that ADD fetches. */
  readonly remoteSources: readonly string[];
  /** Sentences for the log about what can't be known; where files are concerned, more counts instead. */
  readonly unknown: readonly string[];
}

const instructionNames = new Set(
  'ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR'.split(
    ' ',
  ),
);

/**
 * What a Dockerfile brings into the image of a target: from the build context, from other images, from the network.
 * Only stages that the target needs count. The `# syntax=` image is not among the base images: it says how to read the file, and the files and
 * images that are read are the same for all versions of docker's own.
 *
 * Never throws: where docker would refuse the Dockerfile, or nobody can know, more counts and a sentence says so.
 */
export function analyseDockerfile(text: string, options: AnalysisOptions): DockerfileAnalysis {
  const file = parseDockerfile(text);
  const list = toStages(file.instructions);
  const { buildArgs, contexts, overrides } = parseBuildOptions(options.additionalBuildArgs);
  const given = new Map<string, string | undefined>();
  for (const { name, value } of options.buildArgs) if (value !== undefined) given.set(name, value);
  for (const [name, value] of buildArgs) given.set(name, value);

  const isPlatformKnown = !overrides.includes('--platform');
  const walk = (spelling: string, version: Version): StageWalk => {
    const platformArgs = readPlatformArgs(spelling, isPlatformKnown);
    const walked = new StageWalk(file, list, version, platformArgs, given, contexts);
    for (const stage of findTargets(list.stages, options.target, overrides, walked)) walked.visit(stage);
    return walked;
  };
  const spellings = toPlatformSpellings(options.platform);
  const readings = (['new', 'old'] as const).flatMap((version) => spellings.map((it) => walk(it, version)));
  const [first, ...others] = readings as [StageWalk, ...StageWalk[]];

  const problem = findProblem(
    file.instructions.map(({ name }) => name),
    list.stages,
    {
      syntax: given.has('BUILDKIT_SYNTAX') ? (given.get('BUILDKIT_SYNTAX') ?? '?') : file.syntax,
      overrides,
    },
  );
  if (problem !== undefined) first.takeEverything(problem);
  if (overrides.includes('--file')) first.baseImages.push({ unresolved: '--file in additional-build-args' });
  return {
    sources: mergeSources(
      first.sources,
      others.flatMap(({ sources }) => sources),
    ),
    baseImages: mergeImages(
      first.baseImages,
      others.flatMap(({ baseImages }) => baseImages),
    ),
    remoteSources: distinct(
      [first, ...others].flatMap(({ remoteSources }) => remoteSources),
      (address) => address,
    ),
    unknown: distinct(
      // With words of the Dockerfile in them, but nothing that a terminal would act on.
      [first, ...others].flatMap(({ unknown }) => unknown.map((it) => it.replace(/\p{C}+/gu, ' '))),
      (sentence) => sentence,
    ),
  };
}

function readPlatformArgs(platform: string, isKnown: boolean): ReadonlyMap<string, string | undefined> {
  const args = toPlatformArgs(platform);
  if (!isKnown) for (const name of args.keys()) args.set(name, undefined);
  return args;
}

function findTargets(
  stages: readonly Stage[],
  target: string | undefined,
  overrides: readonly string[],
  walk: StageWalk,
): readonly Stage[] {
  if (overrides.includes('--target')) {
    walk.unknown.push('--target in additional-build-args: every stage counts; use the option target instead');
    return stages;
  }
  if (target === undefined) return stages.slice(-1);
  const found = stages.filter(({ name }) => name === target.toLowerCase());
  if (found.length === 0) walk.unknown.push(`no stage is named ${quoteOdd(target)}: every stage counts`);
  return found.length === 0 ? stages : found;
}

/** Why what was read here may not be what docker reads. */
function findProblem(
  names: readonly string[],
  stages: readonly Stage[],
  { syntax, overrides }: { readonly syntax: string | undefined; readonly overrides: readonly string[] },
): string | undefined {
  const strange = names.find((name) => !instructionNames.has(name));
  if (strange !== undefined) return `${strange} in the Dockerfile is no instruction that is known here`;
  if (stages.length === 0) return 'the Dockerfile has no FROM';
  // Docker's own frontends, also from a mirror.
  if (syntax !== undefined && !/(?:^|\/)dockerfile(?:-upstream)?(?:[:@]|$)/.test(syntax)) {
    return `the Dockerfile is read by ${syntax}`;
  }
  const option = overrides.find((name) => name !== '--target' && name !== '--platform');
  return option && `${option} in additional-build-args changes the build`;
}

function mergeSources(
  sources: readonly ContextSource[],
  doubtful: readonly ContextSource[],
): readonly CopiedSource[] {
  return distinct(
    [
      ...sources.map((source) => ({ ...source, isDoubtful: false })),
      ...doubtful.map((source) => ({ ...source, isDoubtful: true })),
    ],
    ({ path, isPattern, excludes, only }) => JSON.stringify([path, isPattern, excludes, only]),
  );
}

/** A reference has one digest, whatever the platform: of the doubtful images only those of other references count. */
function mergeImages(images: readonly BaseImage[], doubtful: readonly BaseImage[]): readonly FoundImage[] {
  const known = new Set(images.map((image) => 'reference' in image && image.reference));
  const others = distinct(
    doubtful.flatMap((image) => ('reference' in image && !known.has(image.reference) ? image : [])),
    ({ reference }) => reference,
  );
  return [
    ...distinct(images, (image) => JSON.stringify(image)).map((image) => ({ ...image, isDoubtful: false })),
    ...others.map((image) => ({ ...image, isDoubtful: true })),
  ];
}

function distinct<Item>(items: readonly Item[], toKey: (item: Item) => string): readonly Item[] {
  const found = new Map<string, Item>();
  for (const item of items) if (!found.has(toKey(item))) found.set(toKey(item), item);
  return [...found.values()];
}
