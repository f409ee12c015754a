import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  findBuildHint,
  isEngineFailure,
  toDockerError,
  toEngineError,
  toNoImageError,
} from '../../src/docker/docker-failure';
import type { Ending, OutputMode } from '../../src/docker/process-runner';
import { OutageError } from '../../src/errors';
import { readTable } from './text-table';

interface Change {
  readonly helper?: string;
  readonly stdout?: string;
  readonly ending?: Ending;
  readonly output?: OutputMode;
}

function fail(stderr: string, { stdout = '', ending = exit(1), output = 'shown', helper }: Change = {}) {
  return toDockerError('docker pull of a:b', { ending, stdout, stderr }, output, helper);
}

function exit(status: number): Ending {
  return { kind: 'exit', status };
}

const engine = 'no docker engine answers';
const socket = 'this user may not use the docker engine';
const helper = 'the credential helper failed';
const quota = "the registry's quota is used up";
const denied = 'the registry denied it';
const taken = 'the tag exists already and is immutable';
const config = "docker can't write its configuration";
const disk = 'the disk is full';
const platform = 'the image is for another platform';

// Docker's words and who said them: an engine that was tried ("classic" and "containerd" are its image stores), or a source.
const refusals: readonly [what: string, said: string][] = [
  [
    engine,
    `
docker 20.10 to 28 | Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?
docker 29 (moby, client/errors.go) | failed to connect to the docker API at unix:///var/run/docker.sock; check if the path is correct and if the daemon is running: dial unix /var/run/docker.sock: connect: no such file or directory
docker 20.10 and 28 with a wrong DOCKER_HOST | error during connect: Get "http://docker:2375/v1.24/images/a:b/json": dial tcp: lookup docker: no such host
podman 4.3 with a remote engine | Error: unable to connect to Podman socket: Get "http://d/v4.3.1/libpod/_ping": dial unix /run/podman/podman.sock: connect: no such file or directory
`,
  ],
  [
    socket,
    `
docker 20.10 | permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock: Get "http://%2Fvar%2Frun%2Fdocker.sock/v1.24/info": dial unix /var/run/docker.sock: connect: permission denied
docker 29 (moby, client/request.go) | permission denied while trying to connect to the docker API at unix:///var/run/docker.sock
`,
  ],
  [
    helper,
    `
docker login of 20.10 and 28, with one that fails | Error saving credentials: error storing credentials - err: exit status 1, out: \`pass not initialized\`
docker login of 28, with one that is not installed | Error saving credentials: error storing credentials - err: exec: "docker-credential-pass": executable file not found in $PATH, out: \`\`
docker push of 28 | error getting credentials - err: exit status 1, out: \`the keychain is locked, access denied\`
podman 4.3 | * error getting credentials - err: exit status 1, out: \`pass not initialized\`
`,
  ],
  [
    quota,
    `
Amazon ECR by BuildKit (vllm 48065) | ERROR: failed to push r/a:b: denied: The repository with name 'a' in registry with id '1' already has the maximum allowed number of images which is '100000'
Amazon ECR by containerd, docker 28 | error from registry: The repository with name 'a' in registry with id '1' already has the maximum allowed number of images which is '10000'.
Amazon ECR of tags (medic/cht-core 11099) | denied: Adding tag 'b' to an image in the repository with name 'a' in registry with id '1' exceeds the maximum allowed number of tags per image which is '1000'.
`,
  ],
  [
    denied,
    `
docker without a login | Error response from daemon: Head "https://1.dkr.ecr.eu-west-1.amazonaws.com/v2/a/manifests/b": no basic auth credentials
Amazon ECR of an old token, by docker 20.10 | denied: Your authorization token has expired. Reauthenticate and try again.
Amazon ECR of a missing permission, by docker 20.10 | denied: User: arn:aws:sts::1:assumed-role/a/b is not authorized to perform: ecr:InitiateLayerUpload on resource: arn:aws:ecr:eu-west-1:1:repository/a because no identity-based policy allows the ecr:InitiateLayerUpload action
Amazon ECR of a missing permission, by containerd, docker 28 | error from registry: User: arn:aws:sts::1:assumed-role/a/b is not authorized to perform: ecr:PutImage on resource: arn:aws:ecr:eu-west-1:1:repository/a
classic 20.10, an answer without a body (Amazon ECR without ecr:BatchCheckLayerAvailability) | error parsing HTTP 403 response body: unexpected end of JSON input: ""
classic 28, an answer without a body | denied:\x20
classic 20.10 and 28, a pull | Error response from daemon: unauthorized
containerd, docker 28, a push | error from registry: denied
containerd (core/remotes/errors) | unknown: failed commit on ref "a": unexpected status from PUT request to https://r/v2/a/manifests/b: 403 Forbidden
containerd, docker 28, without a login | push access denied, repository does not exist or may require authorization: authorization failed: no basic auth credentials
containerd 1.6 | failed to resolve reference "r/a:b": pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed
BuildKit of docker 20.10 | pulling from host r failed with status code [manifests b]: 403 Forbidden
BuildKit without a login | ERROR: failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://r/token: 401 Unauthorized
docker, a repository without access | Error response from daemon: pull access denied for a, repository does not exist or may require 'docker login'
Docker Hub | denied: requested access to the resource is denied
docker login | Error response from daemon: login attempt to http://127.0.0.1:5000/v2/ failed with status: 401 Unauthorized
GHCR | Error response from daemon: Head "https://ghcr.io/v2/a/manifests/b": denied
podman 4.3, the look for a layer | Error: trying to reuse blob sha256:5 at destination: failed to read from destination repository a: 403 (Forbidden)
podman 4.3, an upload | Error: writing blob: initiating layer upload to /v2/a/blobs/uploads/ in r: StatusCode: 403,\x20
`,
  ],
  [
    taken,
    `
Amazon ECR by docker 20.10 | tag invalid: The image tag 'b' already exists in the 'a' repository and cannot be overwritten because the repository is immutable.
Amazon ECR by containerd, docker 28 | error from registry: The image tag 'b' already exists in the 'a' repository and cannot be overwritten because the tag is immutable.
`,
  ],
  [
    config,
    `
a read-only home | Error saving credentials: mkdir /root/.docker: read-only file system
a disk that is full where the home is | Error saving credentials: open /root/.docker/config.json1: no space left on device
`,
  ],
  [
    disk,
    `
classic, a layer | failed to register layer: write /usr/lib/a: no space left on device
podman 4.3, a layer | Error: writing blob: storing blob to file "/var/tmp/storage1/1": write /var/tmp/storage1/1: no space left on device
a quota of the file system | write /var/lib/docker/tmp/a: disk quota exceeded
`,
  ],
  [
    platform,
    `
classic | no matching manifest for linux/arm64/v8 in the manifest list entries
containerd (platforms; docker before 28 says no more) | Error response from daemon: no match for platform in manifest: not found
podman 4.3 | Error: choosing an image from manifest list docker://r/a:b: no image found in image index for architecture arm64, variant "", OS linux
podman before 4 (containers/image, manifest list) | no image found in manifest list for architecture arm64, variant "", OS linux
classic, another one than was asked for | image with reference a:b was found but does not match the specified platform: wanted linux/arm64, actual: linux/amd64
docker 28, another one than was asked for | image with reference a:b was found but does not provide the specified platform (linux/arm64)
a warning that became an error | The requested image's platform (linux/amd64) does not match the detected host platform (linux/arm64/v8) and no specific platform was requested
a program that the kernel does not know | exec /bin/sh: exec format error
`,
  ],
];

for (const [what, said] of refusals) {
  for (const [who = '', stderr = ''] of readTable(said)) {
    test(`${what}: ${who}`, () => {
      const error = fail(`${stderr}\n`);
      assert.not.instance(error, OutageError);
      assert.is(error.message, `docker pull of a:b failed: ${what}: ${stderr.trim()}`);
      assert.ok(error.hint);
    });
  }
}

const outages = readTable(`
a connection that is refused | Error response from daemon: Get "https://r/v2/": dial tcp 127.0.0.1:443: connect: connection refused
a connection that ends | Error response from daemon: Head "https://r/v2/a/manifests/b": EOF
a connection that ends, by containerd | failed to do request: Head "https://r/v2/a/blobs/sha256:5": EOF
an unknown host name | Error response from daemon: Get "https://r/v2/": dial tcp: lookup r: no such host
status 500 by docker and podman | received unexpected HTTP status: 500 Internal Server Error
status 503 by containerd, though the URL has 403 in it | unknown: unexpected status from POST request to http://r/v2/a-403/blobs/uploads/?from=b/403: 503 Service Unavailable
too many requests by docker and podman | toomanyrequests: Rate exceeded
too many requests by containerd, docker 28, a pull | Error response from daemon: unknown: failed to resolve reference "r/a:b": unexpected status from HEAD request to http://r/v2/a/manifests/b: 429 Too Many Requests
too many requests by podman, an answer without a body | Error: reading manifest b in r/a: StatusCode: 429,
time that ran out | net/http: TLS handshake timeout
a tag that is taken, by containerd before docker 28: the registry is asked what it has | failed commit on ref "manifest-sha256:5": unexpected status from PUT request to https://r/v2/a/manifests/b: 400 Bad Request
a manifest that is not there, which the API is asked about | manifest for r/a:b not found: manifest unknown: Requested image not found
a repository that is not there, which the API is asked about | name unknown: The repository with name 'a' does not exist in the registry with id '1'
denied in the name of a repository | Error response from daemon: Head "https://r/v2/access-denied/manifests/b": EOF
denied as the name of a repository | manifest for r/denied:b not found: manifest unknown
denied as a tag | manifest for r/a:denied not found: manifest unknown
unauthorized as the name of a repository | manifest for r/unauthorized:b not found: manifest unknown
an unreadable file | open /root/.docker/config.json: permission denied
a program that is not executable | exec: "docker-credential-a": permission denied: unknown
unknown words | the moon is in the wrong phase
`);

for (const [why = '', stderr = ''] of outages) {
  test(`an outage: ${why}`, () => {
    const error = fail(stderr);
    assert.instance(error, OutageError);
    assert.is(error.message, `docker pull of a:b failed with status 1: ${stderr}`);
  });
}

test('a command that only needs the engine is never an outage of the registry', () => {
  const result = { ending: exit(125), stdout: '', stderr: 'Error: the moon is in the wrong phase' };
  assert.not.instance(toEngineError('docker image inspect of a:b', result), OutageError);
});

test('the status counts, the words only explain it', () => {
  assert.is(fail('', { ending: exit(125) }).message, 'docker pull of a:b failed with status 125');
});

const lines = (count: number) => Array.from({ length: count }, (_, index) => `line ${index + 1}`);
const long = `Get "https://r/v2/${'x'.repeat(400)}": dial tcp: i/o timeout`;

const said: readonly [why: string, stderr: string, change: Change, says: string][] = [
  ['of what was shown, the last line', lines(7).join('\n'), {}, ' with status 1: line 7'],
  [
    'of what was kept, the last three',
    lines(7).join('\n'),
    { output: 'kept' },
    ' with status 1: line 5 / line 6 / line 7',
  ],
  ['of a progress bar, its last state', 'a\r\n\n10 %\r20 %\r\n  \n', {}, ' with status 1: 20 %'],
  [
    "nothing of docker's usage text",
    "EOF\nSee 'docker pull --help'.\n\nUsage:  docker pull\n",
    {},
    ' with status 1: EOF',
  ],
  ['nor from 29 on', "EOF\n\nRun 'docker pull --help' for more information", { output: 'kept' }, ' with status 1: EOF'],
  ['the line that gave the reason away', 'a\ndenied: no\nb\n', {}, `: ${denied}: denied: no`],
  ['such a line of what was kept', 'a\ndenied: no\nb\n', { output: 'kept' }, `: ${denied}: denied: no`],
  ['standard output where there is nothing else', '', { stdout: 'a\nb\n' }, ' with status 1: b'],
  ['nothing of what went to the terminal', '', { output: 'terminal' }, ' with status 1'],
  ['no character that ends or hides a line', 'a\u001b[2J\u0007b\fc\u2028EOF\td', {}, ' with status 1: EOF d'],
];

for (const [why, stderr, change, says] of said) {
  test(`the error quotes one line: ${why}`, () =>
    assert.is(fail(stderr, change).message, `docker pull of a:b failed${says}`));
}

for (const [why, stderr] of [
  ['an outage', long],
  ['what the table knows', `denied: ${long}`],
] as const) {
  test(`the error quotes the beginning and the end of a long line (${why})`, () => {
    const { message } = fail(stderr);
    assert.ok(message.length < 380, String(message.length));
    assert.match(message, 'Get "https://r/v2/xxx');
    assert.match(message, /xxx": dial tcp: i\/o timeout$/);
    assert.match(message, 'xxx … xxx');
  });
}

const endings: readonly [why: string, ending: Ending, says: string][] = [
  ['there is no docker', { kind: 'not-started', code: 'ENOENT' }, 'docker pull of a:b: there is no docker on PATH'],
  [
    'docker is not executable',
    { kind: 'not-started', code: 'EACCES' },
    "docker pull of a:b: docker can't be run (EACCES)",
  ],
  ['something ended it', { kind: 'signal', signal: 'SIGKILL' }, 'docker pull of a:b was ended by SIGKILL'],
];

for (const [why, ending, says] of endings) {
  test(`no outage of the registry: ${why}`, () => {
    const error = fail('EOF', { ending });
    assert.not.instance(error, OutageError);
    assert.is(error.message, says);
  });
}

const hints: readonly [why: string, stderr: string, says: RegExp | undefined][] = [
  ['a command of the build that failed', 'ERROR: process "/bin/sh -c npm ci" did not complete successfully', undefined],
  ['nothing', '', undefined],
  [
    'no buildx',
    'ERROR: BuildKit is enabled but the buildx component is missing or broken.\n       Install the buildx component to build images with BuildKit:\n       https://docs.docker.com/go/buildx/',
    /^Install docker-buildx .*secrets, .*cache-on-copied .*need BuildKit/,
  ],
  [
    'a client whose own BuildKit keeps no cache elsewhere',
    "unknown flag: --cache-to\nSee 'docker build --help'.",
    /^Install docker-buildx .*layer-cache: inline does without/,
  ],
  [
    'a builder that keeps no cache elsewhere',
    'ERROR: Cache export is not supported for the docker driver.\nSwitch to a different driver, or turn on the containerd image store, and try again.\nLearn more at https://docs.docker.com/go/build-cache-backends/',
    /docker buildx create --name=cache .*BUILDX_BUILDER=cache.*layer-cache: inline needs neither/,
  ],
  [
    'a platform whose programs do not run here',
    'exec /bin/sh: exec format error',
    /^This engine can not run programs of that platform: .*binfmt/,
  ],
  ['a full disk', 'ERROR: failed to build: failed to solve: write /a: no space left on device', /docker system prune/],
  [
    'several platforms, which are not ours to build',
    'ERROR: multiple platforms feature is currently not supported for docker driver. Please switch to a different driver',
    undefined,
  ],
];

test('what to do about a build that failed: the legacy builder shows commands on standard output', () => {
  const stdout = 'exec user process caused: exec format error\n';
  const stderr = "The command '/bin/sh -c npm ci' returned a non-zero code: 1";
  assert.match(findBuildHint({ ending: exit(1), stdout, stderr }) ?? '', /binfmt/);
});

for (const [why, stderr, says] of hints) {
  test(`what to do about a build that failed: ${why}`, () => {
    const hint = findBuildHint({ ending: exit(1), stdout: '', stderr });
    if (says === undefined) assert.is(hint, undefined);
    else assert.match(hint ?? '', says);
  });
}

const deniedHints: readonly [why: string, stderr: string, says: RegExp][] = [
  [
    'Amazon ECR speaks of its permissions',
    'denied: User: a is not authorized to perform: ecr:InitiateLayerUpload on resource: b',
    /^Check that these AWS credentials .*push: false/,
  ],
  [
    'other registries have users',
    'denied: requested access to the resource is denied',
    /^Check that docker is logged in to it, .*push: false/,
  ],
  [
    'Amazon ECR does not tell a quota from a denial',
    'unexpected status from PUT request to https://r/v2/a/manifests/b: 403 Forbidden',
    /quota of images/,
  ],
];

const helped: readonly [why: string, stderr: string, isNamed: boolean][] = [
  ['what it said of its failure', 'error getting credentials - err: exit status 1, out: `locked`', true],
  ['credentials that the registry denies', 'Error response from daemon: no basic auth credentials', true],
  ['credentials that Amazon ECR denies', 'denied: User: a is not authorized to perform: b', true],
  ['a full disk, which has nothing to do with the helper', 'write /a: no space left on device', false],
  ['an outage', 'EOF', false],
];

for (const [why, stderr, isNamed] of helped) {
  test(`a credential helper is ${isNamed ? '' : 'not '}named: ${why}`, () => {
    const { message, hint = '' } = fail(stderr, { helper: 'docker-credential-pass' });
    assert.is(message.includes(' (docker-credential-pass): '), isNamed, message);
    assert.is(/ from docker-credential-pass, which its configuration names\.$/.test(hint), isNamed, hint);
  });
}

for (const [why, stderr, says] of deniedHints) {
  test(`what to do about a registry that denies: ${why}`, () => assert.match(fail(stderr).hint ?? '', says));
}

const ofEngine: readonly [why: string, stderr: string, expected: boolean][] = [
  ['no socket', 'Cannot connect to the Docker daemon at unix:///var/run/docker.sock.', true],
  ['a socket of another group', 'permission denied while trying to connect to the Docker daemon socket', true],
  ['a command of the build that is denied something', 'curl: 401 unauthorized', false],
  ['a full disk, which may be that of a command', 'npm ERR! no space left on device', false],
];

for (const [why, stderr, expected] of ofEngine) {
  test(`a build that failed ${expected ? 'without' : 'with'} an engine: ${why}`, () => {
    assert.is(isEngineFailure({ ending: exit(1), stdout: '', stderr }), expected);
  });
}

const nonsense: readonly [why: string, stdout: string, words: string][] = [
  ['nothing', '', 'it answered nothing'],
  ['empty lines', ' \n\n', 'it answered nothing'],
  ['a page for people', '<html>\n<body>502', '<html>'],
  ['JSON that is cut off', '[{"Config":{"Env":["TOKEN=canary', 'it answered JSON, not all of it or of another form'],
];

for (const [why, stdout, words] of nonsense) {
  test(`an answer that describes no image: ${why}`, () => {
    const error = toNoImageError('docker image inspect of a:b', { stdout });
    assert.is(error.message, `docker image inspect of a:b succeeded but did not describe an image: ${words}`);
    assert.not.instance(error, OutageError);
  });
}

test.run();
