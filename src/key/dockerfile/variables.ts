import type { VariableLookup, VariableValue } from './word';

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
  private readonly env: Map<string, string | undefined>;
  private readonly values: Map<string, VariableValue>;

  /**
   * @param globals the arguments that ARG may take over from before the first FROM; null for no value
   * @param given the values of `--build-arg`
   * @param isOpen whether the image that the stage starts from may have variables of its own
   * @param parent the variables of the stage that it is built on
   */
  constructor(
    private readonly globals: ReadonlyMap<string, VariableValue>,
    private readonly given: ReadonlyMap<string, string | undefined>,
    readonly isOpen: boolean,
    parent?: StageVariables,
  ) {
    this.env = new Map(parent?.env);
    this.values = new Map(parent?.values);
    // BuildKit applies the environment of what a stage starts from: what its ENV, or that of its image, has set counts
    // again there, whatever ARG has made of it since.
    for (const name of this.values.keys()) {
      if (this.env.has(name)) this.values.set(name, this.env.get(name));
      else if (isOpen) this.values.set(name, undefined);
    }
  }

  readonly lookUp: VariableLookup = (name) => {
    if (this.values.has(name)) return this.values.get(name);
    return this.isOpen || predefined.has(name) || name === 'PATH' ? undefined : null;
  };

  setEnv(name: string, value: string | undefined): void {
    this.env.set(name, value);
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
