import type { VariableLookup } from './word';

/** The value of a variable; undefined where it can't be known. */
type Values = Map<string, string | undefined>;

/** Docker takes these for RUN without an ARG. */
const predefined = new Set(
  ['HTTP_PROXY', 'HTTPS_PROXY', 'FTP_PROXY', 'NO_PROXY', 'ALL_PROXY'].flatMap((name) => [
    name,
    name.toLowerCase(),
  ]),
);

/**
 * The variables of one stage, changing from one instruction to the next. ARG and ENV are one set, of which the later one
 * wins and which a stage hands on to those that are built on it.
 */
export class StageVariables {
  private readonly values: Values;

  /**
   * @param globals the arguments that ARG may take over from before the first FROM
   * @param given the values of `--build-arg`
   * @param isOpen whether the image that the stage starts from may have variables of its own
   * @param parent the variables of the stage that it is built on
   */
  constructor(
    private readonly globals: ReadonlyMap<string, string | undefined>,
    private readonly given: ReadonlyMap<string, string | undefined>,
    readonly isOpen: boolean,
    parent?: StageVariables,
  ) {
    this.values = new Map(parent?.values);
  }

  readonly lookUp: VariableLookup = (name) => {
    if (this.values.has(name)) return this.values.get(name);
    return this.isOpen || predefined.has(name) || name === 'PATH' ? undefined : null;
  };

  setEnv(name: string, value: string | undefined): void {
    this.values.set(name, value);
  }

  /** @param standard the default: undefined for none, else a function that gives its value */
  declareArg(name: string, standard: (() => string | undefined) | undefined): void {
    const value = this.given.has(name)
      ? { text: this.given.get(name) }
      : standard
        ? { text: standard() }
        : this.globals.has(name)
          ? { text: this.globals.get(name) }
          : undefined;
    if (value) this.values.set(name, value.text);
  }
}

/**
 * The arguments that BuildKit sets from the platforms (Dockerfile reference, "Automatic platform ARGs in the global
 * scope"). What depends on the machine that builds can't be known here.
 *
 * @param platform `os/architecture[/variant]`
 */
export function toPlatformArgs(platform: string): Map<string, string | undefined> {
  const [os = '', architecture = '', variant = ''] = platform.split('/');
  return new Map([
    ['TARGETPLATFORM', platform],
    ['TARGETOS', os],
    ['TARGETARCH', architecture],
    ['TARGETVARIANT', variant],
    ['TARGETOSVERSION', ''],
    ...['TARGETSTAGE', 'BUILDPLATFORM', 'BUILDOS', 'BUILDOSVERSION', 'BUILDARCH', 'BUILDVARIANT'].map(
      (name): [string, undefined] => [name, undefined],
    ),
  ]);
}

/**
 * The spellings of a platform that end in the same images. Which of them the build sees depends on how it was told:
 * `linux/arm64` is `linux/arm64/v8`, `linux/arm` is `linux/arm/v7`. (containerd/platforms, Normalize)
 */
export function toPlatformSpellings(platform: string): readonly string[] {
  const [os = '', architecture = '', variant = ''] = platform.split('/');
  const usual: { readonly [architecture: string]: string } = { arm64: 'v8', arm: 'v7' };
  const own = usual[architecture];
  if (own === undefined || (variant !== '' && variant !== own)) return [platform];
  const [short, long] = [`${os}/${architecture}`, `${os}/${architecture}/${own}`];
  return variant === '' ? [short, long] : [long, short];
}
