import path from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  type CredentialState,
  findConfigFolder,
  findCredentialState,
  readDockerConfig,
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
    const text = config === undefined ? undefined : JSON.stringify(config);
    assert.is(findCredentialState(host, text), state);
  });
}

for (const text of ['', '\n']) {
  test(`a file with nothing in it (${JSON.stringify(text)}): none`, () =>
    assert.is(findCredentialState(host, text), 'none'));
}

test('what is no JSON is left for docker to complain about', () => {
  assert.is(findCredentialState(host, '{"credsStore":"ecr-login"'), 'none');
});

const folder = makeScratchFolder({
  'home/.docker/config.json': 'of the user',
  'other/config.json': 'of DOCKER_CONFIG',
  'folder/config.json/file': '',
  empty: 'folder',
});

const places: readonly [
  why: string,
  env: { readonly [name: string]: string },
  home: string,
  text: string | undefined,
][] = [
  ['in the home folder', {}, 'home', 'of the user'],
  ['where DOCKER_CONFIG says', { DOCKER_CONFIG: folder.path('other') }, 'home', 'of DOCKER_CONFIG'],
  ['in the home folder where DOCKER_CONFIG is empty', { DOCKER_CONFIG: '' }, 'home', 'of the user'],
  ['nowhere', {}, 'empty', undefined],
  ['nowhere, though the home folder has one', { DOCKER_CONFIG: folder.path('empty') }, 'home', undefined],
  ['not to be read', { DOCKER_CONFIG: folder.path('folder') }, 'home', undefined],
];

for (const [why, env, home, text] of places) {
  test(`the configuration is ${why}`, () =>
    assert.is(readDockerConfig(findConfigFolder(env, path.join(folder.root, home))), text));
}

test.run();
