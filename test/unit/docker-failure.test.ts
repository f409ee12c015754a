import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { toDockerError } from '../../src/docker/docker-failure';
import type { Ending } from '../../src/docker/process-runner';
import { OutageError } from '../../src/errors';

function fail(stderr: string, stdout = '', ending: Ending = { kind: 'exit', status: 1 }) {
  return toDockerError('docker pull of a:b', { ending, stdout, stderr });
}

const engine = 'no docker engine answers';
const socket = 'this user may not use the docker engine';
const denied = 'the registry denied it';
const disk = 'the disk is full';
const platform = 'the image is for another platform';

// What docker 20.10 to 29, containerd and the registries say.
const refusals: readonly [what: string, why: string, stderr: string][] = [
  [
    engine,
    'no socket',
    'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?',
  ],
  [
    engine,
    'no socket, from 29 on',
    'failed to connect to the docker API at unix:///var/run/docker.sock; check if the path is correct and if the daemon is running: dial unix /var/run/docker.sock: connect: no such file or directory',
  ],
  [
    engine,
    'a wrong DOCKER_HOST',
    'error during connect: Get "http://docker:2375/v1.24/images/a:b/json": dial tcp: lookup docker: no such host',
  ],
  [
    socket,
    'a socket of another group',
    'permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock: Get "http://%2Fvar%2Frun%2Fdocker.sock/v1.24/info": dial unix /var/run/docker.sock: connect: permission denied',
  ],
  [
    socket,
    'such a socket, from 29 on',
    'permission denied while trying to connect to the docker API at unix:///var/run/docker.sock',
  ],
  [
    denied,
    'no login',
    'Error response from daemon: Head "https://1.dkr.ecr.eu-west-1.amazonaws.com/v2/a/manifests/b": no basic auth credentials',
  ],
  [
    denied,
    'a login that is too old',
    'denied: Your authorization token has expired. Reauthenticate and try again.',
  ],
  [
    denied,
    'a missing permission',
    'denied: User: arn:aws:sts::1:assumed-role/a/b is not authorized to perform: ecr:InitiateLayerUpload on resource: arn:aws:ecr:eu-west-1:1:repository/a because no identity-based policy allows the ecr:InitiateLayerUpload action',
  ],
  [
    denied,
    'a registry that wants a login',
    'Error response from daemon: Get "http://127.0.0.1:5000/v2/": unauthorized: authentication required',
  ],
  [
    denied,
    'a repository that may not be seen',
    "Error response from daemon: pull access denied for a, repository does not exist or may require 'docker login'",
  ],
  [denied, 'a push that may not be', 'denied: requested access to the resource is denied'],
  [
    denied,
    'containerd',
    'failed to resolve reference "r/a:b": pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed',
  ],
  [
    denied,
    'a wrong password',
    'Error response from daemon: login attempt to http://127.0.0.1:5000/v2/ failed with status: 401 Unauthorized',
  ],
  [
    denied,
    'a token that is wrong',
    'Error response from daemon: Head "https://ghcr.io/v2/a/manifests/b": denied',
  ],
  [
    denied,
    'such a token, at the login',
    'Error response from daemon: Get "https://ghcr.io/v2/": denied: denied',
  ],
  [
    denied,
    'no login for BuildKit',
    'ERROR: failed to authorize: unexpected status from GET request to https://r/token: 401 Unauthorized',
  ],
  [disk, 'a layer', 'failed to register layer: write /usr/lib/a: no space left on device'],
  [disk, 'a quota', 'write /var/lib/docker/tmp/a: disk quota exceeded'],
  [
    platform,
    'no such image in an index',
    'no matching manifest for linux/arm64/v8 in the manifest list entries',
  ],
  [
    platform,
    'another one than was asked for',
    'image with reference a:b was found but does not match the specified platform: wanted linux/arm64, actual: linux/amd64',
  ],
  [
    platform,
    'a warning that became an error',
    "The requested image's platform (linux/amd64) does not match the detected host platform (linux/arm64/v8) and no specific platform was requested",
  ],
  [platform, 'a program that the kernel does not know', 'exec /bin/sh: exec format error'],
];

for (const [what, why, stderr] of refusals) {
  test(`${what}: ${why}`, () => {
    const error = fail(`${stderr}\n`);
    assert.not.instance(error, OutageError);
    assert.is(error.message, `docker pull of a:b failed: ${what}\n  ${stderr}`);
    assert.ok(error.hint);
  });
}

const outages: readonly [why: string, stderr: string][] = [
  [
    'a connection that is refused',
    'Error response from daemon: Get "https://r/v2/": dial tcp 127.0.0.1:443: connect: connection refused',
  ],
  ['a connection that ends', 'Error response from daemon: Head "https://r/v2/a/manifests/b": EOF'],
  ['a connection that ends in the middle', 'error pulling image configuration: unexpected EOF'],
  [
    'a name that nobody knows',
    'Error response from daemon: Get "https://r/v2/": dial tcp: lookup r: no such host',
  ],
  ['an answer that is none', 'received unexpected HTTP status: 500 Internal Server Error'],
  ['too many requests', 'toomanyrequests: Rate exceeded'],
  [
    'too many pulls',
    'toomanyrequests: You have reached your unauthenticated pull rate limit. https://www.docker.com/increase-rate-limit',
  ],
  ['time that ran out', 'net/http: TLS handshake timeout'],
  [
    'a manifest that is not there, which the API is asked about',
    'manifest for r/a:b not found: manifest unknown: Requested image not found',
  ],
  [
    'a repository that is not there, which the API is asked about',
    "name unknown: The repository with name 'a' does not exist in the registry with id '1'",
  ],
  [
    'denied in the name of a repository',
    'Error response from daemon: Head "https://r/v2/access-denied/manifests/b": EOF',
  ],
  ['denied as the name of a repository', 'manifest for r/denied:b not found: manifest unknown'],
  ['denied as a tag', 'manifest for r/a:denied not found: manifest unknown'],
  ['unauthorized as the name of a repository', 'manifest for r/unauthorized:b not found: manifest unknown'],
  ['a file that may not be read', 'open /root/.docker/config.json: permission denied'],
  ['a program that may not be run', 'exec: "docker-credential-a": permission denied: unknown'],
  ['words that nobody has seen', 'the moon is in the wrong phase'],
];

for (const [why, stderr] of outages) {
  test(`an outage: ${why}`, () => {
    const error = fail(stderr);
    assert.instance(error, OutageError);
    assert.is(error.message, `docker pull of a:b failed with status 1\n  ${stderr}`);
  });
}

test('the status is told, the words only explain it', () => {
  assert.match(
    fail('', '', { kind: 'exit', status: 125 }).message,
    'docker pull of a:b failed with status 125',
  );
});

test('the last five lines are shown, progress bars line by line', () => {
  const stderr = ['1', '2', '', '3\r4', '  ', '5', '6', 'EOF', ''].join('\r\n');
  assert.is(fail(stderr).message, 'docker pull of a:b failed with status 1\n  3\n  4\n  5\n  6\n  EOF');
});

test('without words on standard error those on standard output are shown', () => {
  assert.is(fail('', 'a\nb\n').message, 'docker pull of a:b failed with status 1\n  a\n  b');
});

const endings: readonly [why: string, ending: Ending, says: string][] = [
  [
    'there is no docker',
    { kind: 'not-started', code: 'ENOENT' },
    'docker pull of a:b: there is no docker on PATH',
  ],
  [
    'docker may not be run',
    { kind: 'not-started', code: 'EACCES' },
    "docker pull of a:b: docker can't be run (EACCES)",
  ],
  ['something ended it', { kind: 'signal', signal: 'SIGKILL' }, 'docker pull of a:b was ended by SIGKILL'],
];

for (const [why, ending, says] of endings) {
  test(`no outage of the registry: ${why}`, () => {
    const error = fail('EOF', '', ending);
    assert.not.instance(error, OutageError);
    assert.is(error.message, says);
  });
}

test.run();
