/** A way to build with an engine's client. */
export interface Builder {
  readonly title: string;
  /** Variables that choose it. */
  readonly env: { readonly [name: string]: string };
  readonly isBuildKit: boolean;
  /** The program's error for options that need BuildKit, if it has one. */
  readonly lacksBuildKit?: RegExp;
  /** The values of `layer-cache` that it doesn't support, with docker's error and the program's. */
  readonly refuses: { readonly [layerCache: string]: readonly [docker: RegExp, hint: RegExp] };
  /** Docker's error for `--provenance`, if it doesn't support that. */
  readonly lacksProvenance?: RegExp;
}

/** What an end-to-end test runs on: a client, and its daemon if it has one. */
export interface EngineKind {
  /** What `--engine=` names. */
  readonly name: string;
  readonly client: Program & { readonly withoutPlugins?: true };
  /** Podman has none. */
  readonly daemon?: Program & {
    readonly config?: object;
    readonly env?: { readonly [name: string]: string };
  };
  /** The first is docker's default. */
  readonly builders: readonly Builder[];
  /** Which files of `test/e2e` run on it; the first engine runs all. */
  readonly files?: readonly string[];
}

/** A program from this machine's Debian or from a newer one (`newer-debian.ts`). */
export interface Program {
  readonly debian: 'machine' | 'newer';
  readonly program: 'docker' | 'dockerd' | 'podman';
}

const oldClient: Program = { debian: 'machine', program: 'docker' };
const newClient: Program = { debian: 'newer', program: 'docker' };
const oldDaemon: Program = { debian: 'machine', program: 'dockerd' };
const newDaemon: Program = { debian: 'newer', program: 'dockerd' };

const clientOf20 = {
  registry: [/^unknown flag: --cache-to$/m, /^Install docker-buildx .*: layer-cache: registry needs it/m],
} as const;
const withoutBuildx = [
  /buildx component is missing or broken/,
  /^Install docker-buildx on this machine: secrets, layer-cache, .* need BuildKit\.$/m,
] as const;
const overlay2 = {
  registry: [/Cache export is not supported for the docker driver/, /containerd image store/],
} as const;

const legacy: Builder = {
  title: 'legacy builder',
  env: {},
  isBuildKit: false,
  refuses: clientOf20,
  lacksProvenance: /^unknown flag: --provenance$/m,
};
const buildKit: Builder = {
  title: 'BuildKit',
  env: { DOCKER_BUILDKIT: '1' },
  isBuildKit: true,
  refuses: clientOf20,
};
/** Since docker 23, `docker build` is buildx with the daemon's BuildKit. */
const buildx: Builder = { title: 'buildx', env: {}, isBuildKit: true, refuses: {} };

const buildxOnOverlay2: Builder = {
  ...buildx,
  refuses: overlay2,
  lacksProvenance: /Attestation is not supported for the docker driver/,
};
/** Builds with buildah, which supports secrets but isn't BuildKit. */
const podman: Builder = {
  title: 'podman',
  env: {},
  isBuildKit: false,
  lacksBuildKit: /^error: docker is Podman on this machine, which builds without BuildKit: .* can't be used$/m,
  refuses: {},
};

const containerdStore = { features: { 'containerd-snapshotter': true } };
const overlay2Store = { features: { 'containerd-snapshotter': false } };

/** What the README promises of every engine. */
const promises = [
  'copied-files',
  'examples',
  'layer-cache',
  'options',
  'other-registries',
  'platform',
  'races',
  'why-missed',
];

export const engines: readonly EngineKind[] = [
  { name: '20.10', client: oldClient, daemon: oldDaemon, builders: [legacy, buildKit] },
  {
    name: '28-containerd',
    client: newClient,
    daemon: { ...newDaemon, config: containerdStore },
    builders: [buildx],
    files: promises,
  },
  {
    name: '28-overlay2',
    client: newClient,
    daemon: { ...newDaemon, config: overlay2Store },
    builders: [buildxOnOverlay2],
    files: promises,
  },
  {
    name: 'podman',
    client: { debian: 'machine', program: 'podman' },
    builders: [podman],
    files: ['examples', 'options', 'other-registries', 'platform'],
  },
  {
    name: '28-without-buildx',
    client: { ...newClient, withoutPlugins: true },
    daemon: { ...newDaemon, config: overlay2Store },
    builders: [
      {
        title: 'legacy builder',
        env: {},
        isBuildKit: false,
        refuses: { inline: withoutBuildx, registry: withoutBuildx },
      },
    ],
    files: ['examples', 'layer-cache'],
  },
  {
    name: '28-old-client',
    client: oldClient,
    daemon: { ...newDaemon, config: containerdStore },
    builders: [legacy, buildKit],
    files: ['examples'],
  },
  {
    // Docker 29 refuses older clients by default, in the same words.
    name: '28-refuses-old-client',
    client: oldClient,
    daemon: { ...newDaemon, env: { DOCKER_MIN_API_VERSION: '1.44' } },
    builders: [legacy, buildKit],
    files: [],
  },
  {
    name: '20.10-new-client',
    client: newClient,
    daemon: oldDaemon,
    builders: [buildxOnOverlay2],
    files: ['examples'],
  },
];

/** The engine under test: TEST_ENGINE, which the runner sets. */
export function testedEngine(): EngineKind {
  return findEngine(process.env.TEST_ENGINE ?? '20.10');
}

export function findEngine(name: string): EngineKind {
  const found = engines.find((engine) => engine.name === name);
  if (found !== undefined) return found;
  throw new Error(`there is no engine '${name}'; there are ${engines.map((engine) => engine.name).join(', ')}`);
}
