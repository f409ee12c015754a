import path from 'node:path';
import { quoteOdd } from '../../errors';
import { type BuildOptions, normaliseImageName, parseBuildOptions, splitPair } from '../../settings/build-options';
import type { BuildArg } from '../../settings/settings';
import {
  type DockerfileText,
  type Instruction,
  isHeredocWord,
  parseDockerfile,
  parseInstruction,
  parseMounts,
  type Stage,
  type StageList,
  splitQuotedWords,
  toStages,
} from './dockerfile-text';
import { cleanPath } from './path-rules';
import {
  expandWord,
  StageVariables,
  toPlatformArgs,
  toPlatformSpellings,
  type VariableLookup,
  type VariableValue,
} from './variables';

export interface AnalysisOptions {
  readonly target: string | undefined;
  readonly buildArgs: readonly BuildArg[];
  readonly additionalBuildArgs: readonly string[];
  /** `os/architecture[/variant]` */
  readonly platform: string;
}

/** A source; a doubtful one is copied only by some versions of docker and need not exist. */
export type CopiedSource = ContextSource & { readonly isDoubtful: boolean };

/** A base image; a doubtful one is used only by some versions of docker and need not exist. */
export type FoundImage = BaseImage & { readonly isDoubtful: boolean };

export interface DockerfileAnalysis {
  readonly sources: readonly CopiedSource[];
  readonly baseImages: readonly FoundImage[];
  /** The URLs that ADD fetches. */
  readonly remoteSources: readonly string[];
  /** Log lines about what is unknown. In doubt more files count. */
  readonly unknown: readonly string[];
}

const instructionNames = new Set(
  'ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR'.split(
    ' ',
  ),
);

/**
 * What a Dockerfile brings into the image of a target: from the build context, other images and the network. Only the
 * stages that the target needs count. The image of `# syntax=` is not a base image: all versions of docker's own frontend
 * read the same files and images.
 *
 * Never throws. If docker would reject the Dockerfile, or something is unknown, more counts and a log line says so.
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

  const syntax = given.has('BUILDKIT_SYNTAX') ? (given.get('BUILDKIT_SYNTAX') ?? '?') : file.syntax;
  const problem = findProblem(file, list.stages, syntax, overrides);
  if (problem !== undefined) first.takeEverything(problem);
  return {
    sources: mergeSources(first, others),
    baseImages: mergeImages(first, others),
    remoteSources: [...new Set(readings.flatMap(({ remoteSources }) => remoteSources))],
    // They quote the Dockerfile: without control characters.
    unknown: [...new Set(readings.flatMap((it) => it.unknown.map((line) => line.replace(/\p{C}+/gu, ' '))))],
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

/** Why docker may read the Dockerfile differently. */
function findProblem(
  { instructions }: DockerfileText,
  stages: readonly Stage[],
  syntax: string | undefined,
  overrides: readonly string[],
): string | undefined {
  const strange = instructions.find(({ name }) => !instructionNames.has(name));
  if (strange !== undefined) return `${strange.name} in the Dockerfile is not a known instruction`;
  if (stages.length === 0) return 'the Dockerfile has no FROM';
  // Docker's own frontends, also from a mirror.
  if (syntax !== undefined && !/(?:^|\/)dockerfile(?:-upstream)?(?:[:@]|$)/.test(syntax)) {
    return `the Dockerfile is read by ${syntax}`;
  }
  const option = overrides.find((name) => name !== '--target' && name !== '--platform');
  return option && `${option} in additional-build-args changes the build`;
}

function mergeSources(first: StageWalk, others: readonly StageWalk[]): readonly CopiedSource[] {
  const found = new Map<string, CopiedSource>();
  for (const walk of [first, ...others]) {
    for (const source of walk.sources) {
      const key = JSON.stringify([source.path, source.isPattern, source.excludes, source.only]);
      if (!found.has(key)) found.set(key, { ...source, isDoubtful: walk !== first });
    }
  }
  return [...found.values()];
}

/** A reference has one digest, whatever the platform: a doubtful image counts only if its reference is new. */
function mergeImages(first: StageWalk, others: readonly StageWalk[]): readonly FoundImage[] {
  const found = new Map<string, FoundImage>();
  for (const image of first.baseImages) found.set(JSON.stringify(image), { ...image, isDoubtful: false });
  const known = new Set([...found.values()].map((image) => 'reference' in image && image.reference));
  for (const image of others.flatMap(({ baseImages }) => baseImages)) {
    if ('unresolved' in image || known.has(image.reference)) continue;
    known.add(image.reference);
    found.set(JSON.stringify(image), { ...image, isDoubtful: true });
  }
  return [...found.values()];
}

/** Something that the Dockerfile brings in from the build context. */
export interface ContextSource {
  /** From the root of the context, `.` for all of it. */
  readonly path: string;
  /** Whether it may have wildcards; otherwise it is one path. */
  readonly isPattern: boolean;
  /** Patterns of `--exclude`, relative to the folder. */
  readonly excludes: readonly string[];
  /** The pattern of `--parents`, relative to the folder; undefined for everything. */
  readonly only: string | undefined;
  /** The instruction, for messages. */
  readonly instruction: string;
}

/** An image that a stage starts from or copies from. */
export type BaseImage =
  | {
      readonly reference: string;
      /** From `FROM --platform`; undefined if absent or dependent on the build machine. */
      readonly platform: string | undefined;
    }
  /** Its name in the Dockerfile, if the reference is unknown. */
  | { readonly unresolved: string };

/** How ARG is read: as BuildKit 0.8 does (docker 20.10), or as later versions do. */
export type Version = 'old' | 'new';

interface StageResult {
  readonly variables: StageVariables;
  /** The ONBUILD instructions for stages that are built on this one. */
  readonly triggers: readonly Instruction[];
}

/**
 * What ADD fetches (moby/buildkit, util/gitutil). Newer versions also fetch `user@host:path` for any user; older ones read
 * it as a path of the context, and so does this.
 */
const remote = /^(?:https?|git|ssh):\/\/|^git@[^/:]+:/;

/** Follows the stages that a target needs, with the variables that each instruction sees. */
export class StageWalk {
  readonly sources: ContextSource[] = [];
  readonly baseImages: BaseImage[] = [];
  readonly remoteSources: string[] = [];
  /** Log lines about what is unknown. */
  readonly unknown: string[] = [];
  private readonly results = new Map<number, StageResult>();
  /** The args before the first FROM; null for one without a value. */
  private readonly globals: Map<string, VariableValue>;

  /**
   * @param platformArgs the args that docker sets from the platforms
   * @param given the values of `--build-arg`; undefined if docker takes it from its environment
   */
  constructor(
    private readonly file: DockerfileText,
    private readonly list: StageList,
    private readonly version: Version,
    platformArgs: ReadonlyMap<string, string | undefined>,
    private readonly given: ReadonlyMap<string, string | undefined>,
    private readonly contexts: BuildOptions['contexts'],
  ) {
    this.globals = new Map(platformArgs);
    for (const name of this.globals.keys()) if (given.has(name)) this.globals.set(name, given.get(name));
    for (const instruction of list.globals) this.declareGlobals(instruction);
  }

  /** Adds everything that a stage needs, once. */
  visit(stage: Stage): StageResult {
    const known = this.results.get(stage.index);
    if (known) return known;
    // Docker rejects circular stages; here they must only not loop.
    this.results.set(stage.index, { variables: this.createVariables(true), triggers: [] });
    const result = this.read(stage);
    this.results.set(stage.index, result);
    return result;
  }

  /** Adds the whole context. */
  takeEverything(reason: string): void {
    this.unknown.push(`${reason}: every file of the build context counts`);
    this.takePath('.', 'the build context');
  }

  private read(stage: Stage): StageResult {
    const context = stage.name && this.contexts.get(normaliseImageName(stage.name));
    if (stage.name !== undefined && context !== undefined) {
      this.takeContext(stage.name, context);
      return { variables: this.createVariables(true), triggers: [] };
    }
    const { variables, triggers } = this.readBase(stage);
    for (const instruction of [...triggers, ...stage.instructions]) this.apply(instruction, stage, variables);
    return {
      variables,
      triggers: stage.instructions.flatMap(({ name, rest }) => (name === 'ONBUILD' ? parseInstruction(rest) : [])),
    };
  }

  private readBase(stage: Stage): StageResult {
    const base = this.expand(stage.base, this.lookUpGlobal);
    const earlier = this.list.stages.slice(0, stage.index);
    if (!base) {
      this.baseImages.push({ unresolved: stage.base });
      this.unknown.push(`${shorten(stage.from)}: ${stage.base} can't be known here; every stage before it counts`);
      const results = earlier.map((other) => this.visit(other));
      return {
        variables: this.createVariables(true),
        triggers: results.flatMap(({ triggers }) => triggers),
      };
    }
    const parent = earlier.reverse().find(({ name }) => name === base.toLowerCase());
    if (parent !== undefined) {
      const { variables, triggers } = this.visit(parent);
      return { variables: this.createVariables(variables.isOpen, variables), triggers };
    }
    if (base === 'scratch') return { variables: this.createVariables(false), triggers: [] };
    const platform = stage.platform && this.expand(stage.platform, this.lookUpGlobal);
    this.takeImage(base, platform);
    // The ONBUILD instructions are in the image, unknown here; such images usually say so in their name.
    if (/onbuild/i.test(base)) this.takeEverything(`${base} seems to have ONBUILD instructions`);
    return { variables: this.createVariables(true), triggers: [] };
  }

  private apply(instruction: Instruction, stage: Stage, variables: StageVariables): void {
    const { name } = instruction;
    if (name === 'ARG') {
      for (const arg of this.readArgs(instruction, variables.lookUp)) variables.declareArg(arg.name, arg.standard);
    } else if (name === 'ENV') this.applyEnv(instruction, variables);
    else if (name === 'COPY' || name === 'ADD') this.applyCopy(instruction, stage, variables);
    else if (name === 'RUN') this.applyRun(instruction, stage, variables);
  }

  private applyEnv(instruction: Instruction, variables: StageVariables): void {
    const words = splitQuotedWords(instruction.rest, this.file.escapeCharacter);
    const pairs = words[0]?.includes('=') ? words.map(splitPair) : [splitAtSpace(instruction.rest)];
    // All values are expanded before any variable is set.
    const expanded = pairs.map(([name, value = '']) => ({
      name: this.expand(name, variables.lookUp),
      value: this.expand(value, variables.lookUp),
    }));
    for (const { name, value } of expanded) {
      if (name === undefined) this.takeEverything(`${shorten(instruction)}: the name it sets can't be known`);
      else variables.setEnv(name, value);
    }
  }

  private applyCopy(instruction: Instruction, stage: Stage, variables: StageVariables): void {
    const from = instruction.flags.find(({ name }) => name === 'from')?.value;
    if (from) {
      this.takeFrom(from, stage);
      return;
    }
    const words = instruction.words.flatMap((form) => form.slice(0, -1));
    if (words.length === 0) this.takeEverything(`${shorten(instruction)} can't be read`);
    for (const word of words) {
      if (isHeredocWord(word)) continue;
      const source = this.expand(word, variables.lookUp);
      // A URL is not a file, whatever its variables are.
      const address = source ?? word.replace(/["']/g, '');
      if (instruction.name === 'ADD' && remote.test(address)) this.remoteSources.push(address);
      else if (source === undefined) this.takeEverything(this.describeWord(instruction, word));
      else this.takeSource(source, instruction);
    }
  }

  private applyRun(instruction: Instruction, stage: Stage, variables: StageVariables): void {
    for (const mount of parseMounts(instruction)) {
      const type = this.expand(mount.type, variables.lookUp)?.toLowerCase() ?? 'bind';
      if (type !== 'bind' && type !== 'cache') continue;
      if (mount.from !== '') {
        this.takeFrom(mount.from, stage);
      } else if (type === 'bind') {
        const source = this.expand(mount.source, variables.lookUp);
        if (source === undefined) this.takeEverything(this.describeWord(instruction, mount.source));
        else this.takePath(toContextPath(source), shorten(instruction));
      }
    }
  }

  private takePath(contextPath: string, instruction: string): void {
    this.sources.push({ path: contextPath, isPattern: false, excludes: [], only: undefined, instruction });
  }

  private takeSource(source: string, instruction: Instruction): void {
    const { flags } = instruction;
    const parents = flags.find(({ name }) => name === 'parents');
    const isParents = parents !== undefined && parents.value?.toLowerCase() !== 'false';
    const pivot = source.indexOf('/./');
    const [folder, pattern] = pivot < 0 ? ['.', source] : [source.slice(0, pivot), source.slice(pivot + '/./'.length)];
    const only = isParents ? toContextPath(pattern) : '.';
    this.sources.push({
      path: toContextPath(isParents ? folder : source),
      isPattern: true,
      // Versions of docker differ in expanding variables here, in non-ASCII characters and in other escape characters:
      // such a pattern excludes nothing.
      excludes: flags.flatMap(({ name, value = '' }) =>
        name === 'exclude' && /^[^$'"\\`\P{ASCII}]+$/u.test(value) && this.file.escapeCharacter === '\\' ? value : [],
      ),
      only: only === '.' ? undefined : only,
      instruction: shorten(instruction),
    });
  }

  /** Adds what `--from` names: a stage by name or number, a named context or an image. */
  private takeFrom(from: string, current: Stage): void {
    const stages = this.list.stages.filter(({ index }) => index !== current.index);
    if (/[$'"\\`]/.test(from)) {
      this.unknown.push(`--from=${from} can't be known here; every stage counts`);
      for (const stage of stages) this.visit(stage);
      return;
    }
    const number = toStageNumber(from);
    const found = stages.filter(({ index, name }) => name === from.toLowerCase() || index === number);
    for (const stage of found) this.visit(stage);
    if (found.length === 0 && from !== 'scratch') this.takeImage(from, undefined);
  }

  private takeImage(reference: string, platform: string | undefined): void {
    const context = this.contexts.get(normaliseImageName(reference));
    if (context !== undefined) this.takeContext(reference, context);
    else this.baseImages.push({ reference, platform });
  }

  private takeContext(name: string, source: string): void {
    const [, image] = /^docker-image:\/\/(.+)$/.exec(source) ?? [];
    if (image !== undefined) this.baseImages.push({ reference: image, platform: undefined });
    else this.unknown.push(`the build context ${name} (${source}) is not counted: name its files in cache-on`);
  }

  private declareGlobals(instruction: Instruction): void {
    if (instruction.name !== 'ARG') return;
    for (const { name, standard } of this.readArgs(instruction, this.lookUpGlobal)) {
      if (this.given.has(name)) this.globals.set(name, this.given.get(name));
      else if (standard) this.globals.set(name, standard());
      else if (this.version === 'old') this.globals.set(name, null);
    }
  }

  private readArgs(
    instruction: Instruction,
    lookUp: VariableLookup,
  ): readonly { readonly name: string; readonly standard: (() => string | undefined) | undefined }[] {
    return splitQuotedWords(instruction.rest, this.file.escapeCharacter).map((word) => {
      const [name, standard] = splitPair(word);
      if (standard === undefined) return { name, standard };
      // In docker 20.10 a default does not see earlier args of the same instruction.
      const before = this.expand(standard, lookUp);
      return { name, standard: () => (this.version === 'old' ? before : this.expand(standard, lookUp)) };
    });
  }

  private createVariables(isOpen: boolean, parent?: StageVariables): StageVariables {
    return new StageVariables(this.globals, this.given, isOpen, parent);
  }

  /** In FROM, and in the defaults of other args, an arg without a value is empty. */
  private readonly lookUpGlobal: VariableLookup = (name) => {
    const value = this.globals.get(name);
    return this.globals.has(name) ? (value === null ? '' : value) : null;
  };

  private expand(word: string, lookUp: VariableLookup): string | undefined {
    return expandWord(word, this.file.escapeCharacter, lookUp);
  }

  private describeWord(instruction: Instruction, word: string): string {
    return `${shorten(instruction)}: ${word} depends on something that the Dockerfile does not set`;
  }
}

/** A path in the context, which it can't leave; `/` and `./` are its root. */
function toContextPath(text: string): string {
  return cleanPath(path.posix.join('/', text)).slice(1) || '.';
}

/** Docker accepts `00` and `+0` as 0 (Go's strconv.Atoi). A stage's name can't be a number. */
function toStageNumber(text: string): number | undefined {
  return /^[+-]?\d+$/.test(text) ? Number(text) : undefined;
}

/** The old form, `ENV name value`. */
function splitAtSpace(text: string): [name: string, value: string | undefined] {
  const [, name = '', value] = /^(\S+)\s+(.*)$/s.exec(text) ?? [];
  return [name, value];
}

/** An instruction on one line of limited length, without control characters. */
function shorten({ text }: Instruction): string {
  const line = text.replace(/[\s\p{C}]+/gu, ' ');
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}
