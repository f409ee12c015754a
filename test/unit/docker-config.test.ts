import path from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { hasCredentialHelper, readDockerConfig } from '../../src/docker/docker-config';
import { makeScratchFolder } from './scratch-folder';

const host = '1.dkr.ecr.eu-west-1.amazonaws.com';

const configs: readonly [why: string, config: unknown, serves: boolean][] = [
  ['no configuration', undefined, false],
  ['an empty configuration', {}, false],
  ['a helper for the host', { credHelpers: { [host]: 'ecr-login' } }, true],
  ['another helper for the host', { credHelpers: { [host]: 'our-own' } }, true],
  ['a helper for another host', { credHelpers: { 'gcr.io': 'gcloud' } }, false],
  ['a helper that is switched off', { credHelpers: { [host]: '' }, credsStore: 'ecr-login' }, false],
  ['the helper of Amazon ECR for every host', { credsStore: 'ecr-login' }, true],
  ['a store of passwords, which a login writes to', { credsStore: 'desktop' }, false],
  [
    'a store of passwords and a helper for the host',
    { credHelpers: { [host]: 'ecr-login' }, credsStore: 'pass' },
    true,
  ],
  ['a password', { auths: { [host]: { auth: 'QVdTOnh4' } } }, false],
  ['helpers that are null', { credHelpers: null }, false],
  ['a list', [], false],
  ['null', null, false],
];

for (const [why, config, serves] of configs) {
  test(`${why} ${serves ? 'serves' : 'does not serve'} the host`, () => {
    assert.is(
      hasCredentialHelper(host, () => (config === undefined ? undefined : JSON.stringify(config))),
      serves,
    );
  });
}

test('what is no JSON is left for docker to complain about', () => {
  assert.is(
    hasCredentialHelper(host, () => '{"credsStore":"ecr-login"'),
    false,
  );
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
    assert.is(readDockerConfig(env, path.join(folder.root, home)), text));
}

test.run();
