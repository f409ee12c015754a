import { mkdirSync, rmSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Agent, createAgent, REPOSITORY } from '../support/agent';
import type { EcrFault } from '../support/ecr-api';
import { imageManifest } from '../support/image-store';
import type { DockerCall, DockerRule } from '../support/stand-in-docker';

// What fails, at which stage, and how the step ends. Most of a run is waiting for retries, so many run at once, each with
// its own agent; the tests below check how they ended.

const faults = suite('faults');

/** How the step is to react to an outage of the registry. */
type Mode = 'build' | 'fail' | 'skip-pull' | 'require-cached';

const configurations: { readonly [mode in Mode]: object } = {
  build: {},
  fail: { 'on-registry-error': 'fail' },
  'skip-pull': { 'skip-pull-from-cache': true },
  'require-cached': { 'require-cached': true },
};

/** How a step ended. */
interface Ending {
  readonly status: number | null;
  /** Whether the exported image is one of the account's registry or only of this machine; `none` if nothing is exported. */
  readonly exported: 'registry' | 'localhost' | 'none';
  /** Whether the exported digest is the registry's. */
  readonly hasDigest: boolean;
  readonly hit: boolean;
  /** Whether the run added an image to the registry. */
  readonly isPushed: boolean;
}

const good: Ending = { status: 0, exported: 'registry', hasDigest: true, hit: false, isPushed: true };
/** Built for this step alone. */
const onlyBuilt: Ending = { ...good, hasDigest: false, isPushed: false };
const failed: Ending = { status: 1, exported: 'none', hasDigest: false, hit: false, isPushed: false };

interface Run {
  readonly title: string;
  readonly mode: Mode;
  /** Whether the image is in the registry (but not in the engine). */
  readonly isCached?: boolean;
  readonly arrange: (agent: Agent) => void;
  readonly env?: { readonly [name: string]: string };
  readonly expected: Ending;
  readonly words: readonly RegExp[];
  /** How many lines announce a retry; undefined if it doesn't matter. */
  readonly retries?: number;
  /** Docker's commands in order, if they matter; without the login, which runs in parallel. */
  readonly commands?: readonly string[];
}

interface Seen {
  readonly ending: Ending;
  readonly log: string;
  readonly commands: readonly string[];
  readonly leftovers: readonly string[];
  readonly isTouched: boolean;
}

async function follow({ mode, isCached = false, arrange, env = {} }: Run): Promise<Seen> {
  const agent = await createAgent();
  try {
    agent.sandbox.write('Dockerfile', 'FROM bash\n');
    if (isCached) {
      await agent.runStep();
      agent.docker.forgetImages();
    }
    const before = await agent.api.registry.images.tags(REPOSITORY);
    const calls = agent.docker.calls().length;
    arrange(agent);
    const result = await agent.runStep({ ...configurations[mode] }, { env: { ...env } });
    const after = await agent.api.registry.images.tags(REPOSITORY);
    const prefix = 'BUILDKITE_PLUGIN_DOCKER_ECR_CACHE_EXPORT_';
    const names = Object.keys(result.exported);
    const repository = result.exported[`${prefix}IMAGE`];
    const digest = result.exported[`${prefix}DIGEST`] ?? '';
    if (result.status === 0) {
      const reference = result.exported.BUILDKITE_PLUGIN_DOCKER_IMAGE ?? '';
      assert.is(names.length, 5);
      if (mode !== 'skip-pull') assert.ok(agent.docker.engineHas(reference), 'the engine has the image');
    }
    return {
      ending: {
        status: result.status,
        exported:
          names.length === 0
            ? 'none'
            : repository === `${agent.host}/${REPOSITORY}`
              ? 'registry'
              : repository === `localhost/${REPOSITORY}`
                ? 'localhost'
                : ('none' as const),
        hasDigest: digest !== '' && digest === after.get(result.exported[`${prefix}TAG`] ?? ''),
        hit: result.exported[`${prefix}HIT`] === 'true',
        isPushed: [...after.keys()].some((tag) => /^[0-9a-f]{40}$/.test(tag) && !before.has(tag)),
      },
      log: result.log,
      commands: agent.docker
        .commands()
        .slice(calls)
        .filter((command) => !['login', 'image ls', 'image rm', 'tag'].includes(command)),
      leftovers: agent.sandbox.leftovers(),
      isTouched: [...before].some(([tag, was]) => after.get(tag) !== was),
    };
  } finally {
    await agent.close();
  }
}

const runs: Run[] = [];

function quotePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}

/** Passing faults of the API, and how the log describes them. unit/ecr-client has all of them. */
const passing: readonly [fault: string, answer: EcrFault, words: RegExp][] = [
  ['throttled', { error: 'ThrottlingException', message: 'Rate exceeded' }, /Rate exceeded/],
  ['503 of a proxy', { status: 503 }, /failed: HTTP 503 with an answer that is not JSON/],
  ['garbage', { garbage: true }, /HTTP 200 with an answer that is not JSON/],
  ['reset', { reset: true }, /ECONNRESET/],
  ['reset mid-answer', { resetMidAnswer: true }, /broke off|ECONNRESET/],
];

const modes = ['build', 'fail', 'skip-pull'] as const;

type Input = { readonly [field: string]: unknown };

interface ApiStage {
  readonly stage: string;
  readonly operation: string;
  /** Which calls of this operation count; default: all. */
  readonly isMeant?: (input: Input) => boolean;
  /** The number of the stage's first call. */
  readonly from: number;
  readonly outage: { readonly [mode in (typeof modes)[number]]: Ending };
  readonly refusal: Ending;
  readonly saysWhatIsLeftOut: RegExp;
}

/** Makes the calls of a stage fail, or only the first few. */
function failAt({ api }: Agent, { operation, isMeant, from }: ApiStage, answer: EcrFault, times = Infinity): void {
  let calls = 0;
  api.intercept(operation, (input) => {
    if (isMeant !== undefined && !isMeant(input)) return undefined;
    calls += 1;
    return calls >= from && calls < from + times ? answer : undefined;
  });
}

const isOfKey = ({ imageIds }: Input) =>
  (imageIds as { imageTag?: string }[]).some(({ imageTag }) => /^[0-9a-f]{40}$/.test(imageTag ?? ''));
const isOfLatest = ({ imageTag }: Input) => imageTag === 'latest';

const goesOn = /^warning: Going on without the registry: /m;
const endsOrGoesOn = { build: onlyBuilt, fail: failed, 'skip-pull': failed };
const neverMatters = { build: good, fail: good, 'skip-pull': good };

const apiStages: readonly ApiStage[] = [
  {
    stage: 'token',
    operation: 'GetAuthorizationToken',
    from: 1,
    outage: { ...endsOrGoesOn, build: { ...onlyBuilt, exported: 'localhost' } },
    refusal: failed,
    saysWhatIsLeftOut: goesOn,
  },
  {
    stage: 'look-up',
    operation: 'BatchGetImage',
    isMeant: isOfKey,
    from: 1,
    outage: endsOrGoesOn,
    refusal: failed,
    saysWhatIsLeftOut: goesOn,
  },
  {
    stage: 'create repository',
    operation: 'CreateRepository',
    from: 1,
    outage: endsOrGoesOn,
    refusal: failed,
    saysWhatIsLeftOut: goesOn,
  },
  {
    stage: 'lifecycle policy',
    operation: 'PutLifecyclePolicy',
    from: 1,
    outage: neverMatters,
    refusal: good,
    saysWhatIsLeftOut: /^warning: The repository is used as it is: its lifecycle policy could not be updated: /m,
  },
  {
    stage: 'look-up at the beginning of the turn',
    operation: 'BatchGetImage',
    isMeant: isOfKey,
    from: 2,
    outage: endsOrGoesOn,
    refusal: failed,
    saysWhatIsLeftOut: goesOn,
  },
  {
    stage: 're-look-up before the push',
    operation: 'BatchGetImage',
    isMeant: isOfKey,
    from: 3,
    outage: endsOrGoesOn,
    refusal: failed,
    saysWhatIsLeftOut: goesOn,
  },
  {
    // Docker says that the push succeeded, and it did.
    stage: 'look-up after the push',
    operation: 'BatchGetImage',
    isMeant: isOfKey,
    from: 4,
    outage: neverMatters,
    refusal: good,
    saysWhatIsLeftOut: /does not list the pushed image yet \(BatchGetImage on .*\): using docker's/m,
  },
  {
    stage: 'move of latest',
    operation: 'PutImage',
    isMeant: isOfLatest,
    from: 1,
    outage: neverMatters,
    refusal: good,
    saysWhatIsLeftOut: /^warning: The tag latest stays where it is: /m,
  },
];

for (const [index, apiStage] of apiStages.entries()) {
  const { stage, operation, outage, refusal, saysWhatIsLeftOut } = apiStage;
  const doing = new RegExp(`${operation} on ${REPOSITORY} in eu-west-1 `);
  // The kind of fault doesn't change how the step ends, so each run gets another one.
  const pick = (number: number) => passing[(4 * index + number) % passing.length] as (typeof passing)[number];
  const [once, answerOnce, wordsOnce] = pick(0);
  runs.push({
    title: `${stage}: ${once}, once`,
    mode: 'fail',
    arrange: (agent) => failAt(agent, apiStage, answerOnce, 1),
    expected: good,
    words: [doing, wordsOnce],
    retries: 1,
  });
  for (const [number, mode] of modes.entries()) {
    const [fault, answer, words] = pick(number + 1);
    const expected = outage[mode];
    runs.push({
      title: `${stage}: ${fault}, for good (${mode})`,
      mode,
      arrange: (agent) => failAt(agent, apiStage, answer),
      expected,
      words: [doing, words, expected.status === 0 ? saysWhatIsLeftOut : /^\^\^\^ \+\+\+\nerror: /m],
      // After a failed look-up the registry is asked again later.
      ...(stage.startsWith('look-up') ? {} : { retries: 2 }),
    });
  }
  runs.push({
    title: `${stage}: denied`,
    mode: 'build',
    arrange: (agent) => failAt(agent, apiStage, { error: 'AccessDeniedException', message: 'not authorized' }),
    expected: refusal,
    words:
      refusal.status === 0
        ? [doing, saysWhatIsLeftOut]
        : [
            new RegExp(`^error: ${doing.source}was denied: `, 'm'),
            new RegExp(`Allow ecr:${operation} in the IAM policy`),
          ],
    retries: 0,
  });
}

// The whole API is down.
for (const mode of modes) {
  runs.push({
    title: `API: refused connection (${mode})`,
    mode,
    arrange: () => undefined,
    env: { AWS_ENDPOINT_URL_ECR: 'http://127.0.0.1:1' },
    expected: mode === 'build' ? { ...onlyBuilt, exported: 'localhost' } : failed,
    words: [/connect ECONNREFUSED/, mode === 'build' ? goesOn : /^error: /m],
    retries: 4,
  });
}
runs.push({
  title: 'API: refused connection (require-cached)',
  mode: 'require-cached',
  arrange: () => undefined,
  env: { AWS_ENDPOINT_URL_ECR: 'http://127.0.0.1:1' },
  expected: failed,
  words: [/^error: .*ECONNREFUSED.*\nRun the step again when the registry is back\.$/m],
  retries: 4,
});
runs.push({
  title: 'API: a region that is misspelt',
  mode: 'build',
  arrange: () => undefined,
  env: { AWS_ENDPOINT_URL_ECR: 'http://api.ecr.eu-wset-1.invalid' },
  expected: failed,
  words: [/there is no such host: /, /^Check the region \(eu-west-1\) for a typing error/m],
  retries: 0,
});

/** What docker says when the registry is down. unit/docker-failure has all of its wordings. */
const outage = 'Error response from daemon: Get "https://r/v2/": dial tcp 10.0.0.1:443: connect: connection refused';

const dockerRefusals: readonly [fault: string, says: string, words: RegExp][] = [
  [
    'denied',
    'denied: User: arn:aws:iam::1:user/ci is not authorized to perform: ecr:InitiateLayerUpload on resource: arn:aws:ecr:eu-west-1:1:repository/a',
    /failed: the registry denied it: denied: User: .*\nCheck that these AWS credentials may pull/,
  ],
  [
    'no engine',
    'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?',
    /failed: no docker engine answers: Cannot .*\nStart the docker engine, or point DOCKER_HOST at one\./,
  ],
];

function fails(command: string, says: string, times?: number): DockerRule {
  return { match: [command], stderr: `${says}\n`, exit: 1, ...(times === undefined ? {} : { times }) };
}

const hit: Ending = { ...good, hit: true, isPushed: false };
for (const [command, isCached, ended, beside] of [
  ['pull', true, hit, onlyBuilt],
  ['push', false, good, onlyBuilt],
] as const) {
  const doing = new RegExp(
    `^docker ${command} of \\S+ failed with status 1: ${quotePattern(outage)}; trying again in \\d`,
    'm',
  );
  runs.push({
    title: `${command}: refused connection, once`,
    mode: 'fail',
    isCached,
    arrange: ({ docker }) => docker.rules([fails(command, outage, 1)]),
    expected: ended,
    words: [doing],
    retries: 1,
  });
  for (const mode of ['build', 'fail'] as const) {
    runs.push({
      title: `${command}: refused connection, for good (${mode})`,
      mode,
      isCached,
      arrange: ({ docker }) => docker.rules([fails(command, outage)]),
      expected: mode === 'build' ? beside : failed,
      words: [doing, mode === 'build' ? goesOn : /^error: docker (pull|push) of /m],
      retries: 2,
      ...(mode === 'build' && command === 'pull'
        ? // Before the build: another job on this machine may have built it meanwhile.
          {
            commands: ['image inspect', 'pull', 'pull', 'pull', 'image inspect', 'build', 'image inspect'],
          }
        : {}),
    });
  }
  for (const [fault, says, words] of dockerRefusals) {
    runs.push({
      title: `${command}: ${fault}`,
      mode: 'build',
      isCached,
      arrange: ({ docker }) => docker.rules([fails(command, says)]),
      expected: failed,
      words: [words],
      retries: 0,
    });
  }
  runs.push({
    title: `${command}: docker is killed`,
    mode: 'build',
    isCached,
    arrange: ({ docker }) => docker.rules([{ match: [command], killedBy: 'SIGKILL' }]),
    expected: failed,
    words: [new RegExp(`^error: docker ${command} of \\S+ was ended by SIGKILL`, 'm')],
    retries: 0,
  });
}

runs.push({
  title: 'engine: garbage',
  mode: 'build',
  arrange: ({ docker }) => docker.rules([{ match: ['image', 'inspect'], stdout: '<html>502</html>\n' }]),
  expected: failed,
  words: [
    /^error: docker image inspect of \S+ succeeded but did not describe an image: <html>502<\/html>$/m,
    /^Check that `docker`/m,
  ],
  retries: 0,
});

const building = ['image inspect', 'build', 'image inspect'];

/** Puts an image into the registry under the tag that is being pushed; by default the image itself. */
async function arrive(
  { api, docker }: Agent,
  { argv }: DockerCall,
  other?: ReturnType<typeof imageManifest>,
): Promise<void> {
  const reference = argv[argv.length - 1] ?? '';
  const image = other ?? docker.world.images.get(reference);
  const tag = reference.split(':').pop() ?? '';
  if (image) await api.registry.images.put(REPOSITORY, tag, image.manifest, image.mediaType);
}

runs.push(
  {
    title: 'push: an outage for good where only the push counts (skip-pull)',
    mode: 'skip-pull',
    arrange: ({ docker }) => docker.rules([fails('push', 'EOF')]),
    expected: failed,
    words: [/^error: docker push of /m],
    retries: 2,
  },
  {
    title: 'push: it arrived although docker says that it has not',
    mode: 'fail',
    arrange: (agent) =>
      agent.docker.rules([{ ...fails('push', 'unexpected EOF'), before: (call) => arrive(agent, call) }]),
    expected: good,
    words: [],
    // Before another push, the registry is asked.
    retries: 1,
    commands: [...building, 'version', 'push', 'image inspect'],
  },
  {
    title: 'push: another job has pushed its image, and the tag is immutable',
    mode: 'fail',
    arrange: (agent) =>
      agent.docker.rules([
        {
          ...fails(
            'push',
            "tag invalid: The image tag 'b' already exists in the 'a' repository and cannot be overwritten because the tag is immutable.",
          ),
          before: (call) => arrive(agent, call, imageManifest()),
        },
      ]),
    expected: good,
    words: [/^Another job has pushed this image meanwhile: using that one$/m],
    retries: 0,
    commands: [...building, 'version', 'push', 'image inspect', 'pull'],
  },
  {
    title: 'pull: the image is for another platform',
    mode: 'build',
    isCached: true,
    arrange: ({ docker }) =>
      docker.rules([fails('pull', 'no matching manifest for linux/arm64/v8 in the manifest list entries')]),
    expected: failed,
    words: [/failed: the image is for another platform: no matching manifest for .*\n/],
    retries: 0,
  },
  {
    title: 'login on a hit: the registry is out of order for good (build)',
    mode: 'build',
    isCached: true,
    arrange: ({ docker }) =>
      docker.rules([fails('login', 'Error response from daemon: Get "https://r/v2/": dial tcp: i/o timeout')]),
    expected: onlyBuilt,
    words: [/^docker login to \S+ failed with status 1: .*i\/o timeout; trying again in/m, goesOn],
  },
  {
    title: 'login on a hit: the registry is out of order for good (fail)',
    mode: 'fail',
    isCached: true,
    arrange: ({ docker }) =>
      docker.rules([fails('login', 'Error response from daemon: Get "https://r/v2/": dial tcp: i/o timeout')]),
    expected: failed,
    words: [/^error: docker login to \S+ failed with status 1: Error .*i\/o timeout$/m],
  },
  {
    title: 'login on a hit: a line where nothing else needs docker (skip-pull)',
    mode: 'skip-pull',
    isCached: true,
    arrange: ({ docker }) => docker.rules([fails('login', 'Error response from daemon: EOF')]),
    expected: hit,
    words: [/^docker is not logged in to the registry: docker login to /m],
  },
  {
    title: 'login: denied',
    mode: 'build',
    arrange: ({ docker }) =>
      docker.rules([
        fails(
          'login',
          'Error response from daemon: login attempt to https://r/v2/ failed with status: 401 Unauthorized',
        ),
      ]),
    expected: failed,
    words: [/^error: docker login to \S+ failed: the registry denied it/m],
    retries: 0,
  },
  {
    title: 'build: docker is killed',
    mode: 'build',
    arrange: ({ docker }) => docker.rules([{ match: ['build'], killedBy: 'SIGKILL' }]),
    expected: failed,
    words: [/^error: docker build was ended by SIGKILL/m],
    retries: 0,
  },
  {
    title: 'no engine, on a hit',
    mode: 'build',
    isCached: true,
    arrange: ({ docker }) => {
      docker.world.engineRunning = false;
    },
    expected: failed,
    words: [/no docker engine answers/, /Start the docker engine/],
    retries: 0,
  },
  {
    title: 'token: hangs once',
    mode: 'fail',
    arrange: ({ api }) =>
      api.intercept('GetAuthorizationToken', (_, attempt) => (attempt === 1 ? { hang: true } : undefined)),
    expected: good,
    words: [/GetAuthorizationToken on \S+ in eu-west-1 failed: \S.* 10000 ms/],
    retries: 1,
  },
);

/** Broken file systems; the end-to-end tests have those that need a disk of their own. */
const fileSystems: readonly (Pick<Run, 'title' | 'arrange' | 'expected' | 'words'> & Partial<Run>)[] = [
  {
    title: 'TMPDIR is emptied while docker builds',
    arrange: ({ docker, sandbox }) =>
      docker.rules([
        {
          match: ['build'],
          before: () => {
            for (const name of sandbox.leftovers()) rmSync(path.join(sandbox.tmp, name), { recursive: true });
          },
        },
      ]),
    expected: { ...failed, isPushed: true },
    words: [
      /^error: the variables for the rest of the step can't be written: ENOENT: /m,
      /^Check that TMPDIR is a folder that this user can write to, and that its disk is not full\.$/m,
    ],
  },
  {
    title: 'the lock of a job that is gone is a folder',
    arrange: ({ sandbox }) => {
      const lock = path.join(sandbox.home, '.docker/docker-ecr-cache.lock');
      mkdirSync(lock, { recursive: true });
      utimesSync(lock, 1, 1);
    },
    expected: good,
    words: [],
  },
];

for (const row of fileSystems) runs.push({ mode: 'build', retries: 0, ...row, title: `file system: ${row.title}` });

/** Starts the runs, as many at once as keep a small machine busy. */
function startAll(cases: readonly Run[], atOnce: number): ReadonlyMap<Run, Promise<Seen>> {
  const waiting = [...cases];
  const settlers = new Map<Run, (seen: Promise<Seen>) => void>();
  const results = new Map(cases.map((run) => [run, new Promise<Seen>((resolve) => settlers.set(run, resolve))]));
  const next = async (): Promise<void> => {
    const run = waiting.shift();
    if (run === undefined) return;
    const seen = follow(run);
    // The test that awaits the result gets the error.
    seen.catch(() => undefined);
    await seen.catch(() => undefined);
    settlers.get(run)?.(seen);
    await next();
  };
  for (let lane = 0; lane < atOnce; lane++) void next();
  return results;
}

let results: ReadonlyMap<Run, Promise<Seen>> = new Map();

faults.before(() => {
  // Longest first.
  results = startAll([...runs].reverse(), 6);
});

for (const run of runs) {
  faults(run.title, async () => {
    const seen = await results.get(run);
    assert.ok(seen);
    if (seen === undefined) return;
    const { ending, log, commands, leftovers, isTouched } = seen;
    assert.equal(ending, run.expected, log);
    for (const words of run.words) assert.match(log, words);
    if (run.retries !== undefined) {
      assert.is(log.match(/; trying again in \d+\.\d s$/gm)?.length ?? 0, run.retries, log);
    }
    if (run.commands) assert.equal(commands, run.commands, log);
    assert.equal(leftovers, []);
    assert.not.ok(isTouched, 'an image of the registry was replaced');
    assert.not.match(log, /internal error/);
  });
}

faults.run();
