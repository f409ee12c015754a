import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { readAwsProfiles } from '../../src/registry/aws-profiles';
import { readFailure } from './refusal';
import { makeScratchFolder } from './scratch-folder';

const home = makeScratchFolder({
  '.aws/config': `\uFEFF# of the image
[default]
region = eu-west-1
s3 =
  region = nested
[profile ci]
Region=sa-east-1 ; of the team
  output = json
credential_process = a = b
  --continued
[profile "quoted"]
[sso-session acme]
sso_region = eu-west-1
[services x]
`,
  '.aws/credentials': '[ci]\r\nregion = us-east-1\r\naws_access_key_id = A\r\n[default]\r\n',
  other: '[profile other]\nregion = a-1\n',
});

function read(env: { readonly [name: string]: string }) {
  const { name, all } = readAwsProfiles(env, home.root);
  return { name, profile: Object.fromEntries(all.get(name) ?? []) };
}

const ci = {
  region: 'us-east-1',
  output: 'json',
  credential_process: 'a = b',
  aws_access_key_id: 'A',
};

const found: readonly [why: string, env: { readonly [name: string]: string }, expected: unknown][] = [
  ['default, if none is chosen', {}, { name: 'default', profile: { region: 'eu-west-1' } }],
  ['what the credentials file says of a profile counts', { AWS_PROFILE: 'ci' }, { name: 'ci', profile: ci }],
  ['AWS_DEFAULT_PROFILE', { AWS_DEFAULT_PROFILE: 'ci' }, { name: 'ci', profile: ci }],
  ['AWS_PROFILE before it', { AWS_PROFILE: 'quoted', AWS_DEFAULT_PROFILE: 'ci' }, { name: 'quoted', profile: {} }],
  ['another file', { AWS_CONFIG_FILE: '~/other', AWS_PROFILE: 'other' }, { name: 'other', profile: { region: 'a-1' } }],
  [
    'no file at all',
    { AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null' },
    { name: 'default', profile: {} },
  ],
];

for (const [why, env, expected] of found) test(`found: ${why}`, () => assert.equal(read(env), expected));

test('without a home there are no files to read', () => {
  assert.is(readAwsProfiles({}, '/nowhere').all.size, 0);
});

const refused: readonly [why: string, env: { readonly [name: string]: string }, says: RegExp][] = [
  [
    'a profile that is misspelt',
    { AWS_PROFILE: 'cii' },
    /^AWS_PROFILE: there is no AWS profile cii in \S+config or \S+credentials\nThe profiles are: ci, quoted, default\.$/,
  ],
  [
    'a section that is not a profile',
    { AWS_DEFAULT_PROFILE: 'acme' },
    /^AWS_DEFAULT_PROFILE: there is no AWS profile acme/,
  ],
  [
    'a default that was asked for',
    { AWS_PROFILE: 'default', AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null' },
    /no AWS profile default .*\nNeither has any\.$/,
  ],
  ['a file that is not there', { AWS_CONFIG_FILE: '/nowhere' }, /^AWS_CONFIG_FILE: \/nowhere can't be read: ENOENT/],
];

for (const [why, env, says] of refused) {
  test(`refused: ${why}`, () => {
    const { message, hint, exitStatus } = readFailure(() => read(env));
    assert.match(`${message}\n${hint}`, says);
    assert.is(exitStatus, 1);
  });
}

const broken: readonly [why: string, text: string, line: number][] = [
  ['a setting before the first section', 'region = a-1\n[default]\n', 1],
  ['a header that is not closed', '[default]\na = b\n[profile ci\n', 3],
  ['a line that is neither', '[default]\naws_secret_access_key canary\n', 2],
];

for (const [why, text, line] of broken) {
  test(`a file that means nothing: ${why}`, () => {
    home.make({ broken: text });
    const { message } = readFailure(() => read({ AWS_CONFIG_FILE: home.path('broken') }));
    assert.is(message, `${home.path('broken')}: line ${line} is neither [section] nor name = value`);
  });
}

test.run();
