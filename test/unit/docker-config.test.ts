import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  type CredentialState,
  findConfigFolder,
  findCredentialState,
  parseDockerConfig,
  readDockerConfig,
  readLoginFiles,
} from '../../src/docker/docker-config';
import { makeScratchFolder } from './scratch-folder';

const host = '1.dkr.ecr.eu-west-1.amazonaws.com';

const configs: readonly [why: string, config: unknown, state: CredentialState][] = [
  ['no configuration', undefined, 'none'],
  ['an empty configuration', {}, 'none'],
  ['a helper for the host', { credHelpers: { [host]: 'ecr-login' } }, 'helper'],
  ['another helper for the host', { credHelpers: { [host]: 'our-own' } }, 'helper'],
  ['a helper for another host', { credHelpers: { 'gcr.io': 'gcloud' } }, 'none'],
  ['a helper that is switched off', { credHelpers: { [host]: '' }, credsStore: 'ecr-login' }, 'none'],
  ['the helper of Amazon ECR for every host', { credsStore: 'ecr-login' }, 'helper'],
  ['a store of passwords, which a login writes to', { credsStore: 'desktop' }, 'none'],
  [
    'a store of passwords and a helper for the host',
    { credHelpers: { [host]: 'ecr-login' }, credsStore: 'pass' },
    'helper',
  ],
  ['a password', { auths: { [host]: { auth: 'QVdTOnh4' } } }, 'logged-in'],
  ['a password in a store', { auths: { [host]: {} }, credsStore: 'pass' }, 'logged-in'],
  ['a password for another host', { auths: { 'gcr.io': {} } }, 'none'],
  ['helpers that are a list', { credHelpers: ['ecr-login'] }, 'none'],
  ['logins that are a text', { auths: host }, 'none'],
  ['helpers that are null', { credHelpers: null }, 'none'],
  ['a list', [], 'none'],
  ['null', null, 'none'],
];

for (const [why, config, state] of configs) {
  test(`${why}: ${state}`, () => {
    const text = config === undefined ? '' : JSON.stringify(config);
    assert.is(findCredentialState(host, parseDockerConfig(text)), state);
  });
}

test('a file with an empty line is an empty configuration', () =>
  assert.equal(parseDockerConfig('\n'), parseDockerConfig('{}')));

test('invalid JSON is left for docker to report', () => {
  assert.is(parseDockerConfig('{"credsStore":"ecr-login"'), undefined);
  assert.is(findCredentialState(host, undefined), 'none');
});

const toLogin = (name: string) => JSON.stringify({ auths: { [name]: {} } });

const folder = makeScratchFolder({
  'home/.docker/config.json': toLogin('of the user'),
  'other/config.json': toLogin('of DOCKER_CONFIG'),
  'folder/config.json/file': '',
  'run/containers/auth.json': toLogin('of podman'),
  'auth.json': toLogin('of REGISTRY_AUTH_FILE'),
  empty: 'folder',
});

interface Place {
  readonly env: { readonly [name: string]: string };
  readonly home?: string;
}

const places: readonly [why: string, place: Place, logins: readonly string[]][] = [
  ['in the home folder', { env: {} }, ['of the user']],
  ['where DOCKER_CONFIG says', { env: { DOCKER_CONFIG: folder.path('other') } }, ['of DOCKER_CONFIG']],
  ['in the home folder where DOCKER_CONFIG is empty', { env: { DOCKER_CONFIG: '' } }, ['of the user']],
  ['nowhere', { env: {}, home: 'empty' }, []],
  ['nowhere, though the home folder has one', { env: { DOCKER_CONFIG: folder.path('empty') } }, []],
  ['not to be read', { env: { DOCKER_CONFIG: folder.path('folder') } }, []],
];

for (const [why, { env, home = 'home' }, logins] of places) {
  test(`the configuration is ${why}`, () => {
    const config = readDockerConfig(findConfigFolder(env, folder.path(home)));
    assert.equal(Object.keys(config?.auths ?? {}), logins);
  });
}

const files: readonly [why: string, env: { readonly [name: string]: string }, logins: readonly string[]][] = [
  [
    'the variable, docker, podman for this session',
    { DOCKER_AUTH_CONFIG: toLogin('of the variable'), XDG_RUNTIME_DIR: folder.path('run') },
    ['of the variable', 'of the user', 'of podman'],
  ],
  [
    "podman's file by its variable",
    { REGISTRY_AUTH_FILE: folder.path('auth.json'), XDG_RUNTIME_DIR: folder.path('run') },
    ['of the user', 'of REGISTRY_AUTH_FILE'],
  ],
];

for (const [why, env, logins] of files) {
  test(`logins are looked for in: ${why}`, () => {
    const found = readLoginFiles(env, folder.path('home'));
    assert.equal(
      found.flatMap(({ config }) => Object.keys(config?.auths ?? {})),
      logins,
    );
  });
}

test('helpers that DOCKER_AUTH_CONFIG names do not count', () => {
  const [variable] = readLoginFiles({ DOCKER_AUTH_CONFIG: '{"credsStore":"pass"}' }, folder.path('home'));
  assert.equal(variable?.config, { auths: {}, credHelpers: {}, credsStore: '' });
});

test.run();
