import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parseDockerConfig } from '../../src/docker/docker-config';
import { findStoredCredentials, type StoredCredentials } from '../../src/docker/docker-credentials';
import { ProcessRunner } from '../../src/docker/process-runner';
import { OutageError, UserError } from '../../src/errors';
import { makeScratchFolder } from './scratch-folder';

const host = 'registry.example:5000';
const hubKey = 'https://index.docker.io/v1/';
const secret = 'pass:word/ä';

function encode(text: string): string {
  return Buffer.from(text).toString('base64');
}

const auth = encode(`me:${secret}`);
const inConfiguration: StoredCredentials = {
  kind: 'password',
  username: 'me',
  password: secret,
  source: "the credentials in docker's configuration",
};
const inVariable: StoredCredentials = { ...inConfiguration, source: 'the credentials in DOCKER_AUTH_CONFIG' };
const other = { auth: encode('other:other') };

/** Credential helpers that record what they were asked. */
const answers: { readonly [name: string]: string } = {
  password: `printf '{"ServerURL":"%s","Username":"helped","Secret":"${secret}"}' "$server"`,
  token: `echo '{"ServerURL":"x","Username":"<token>","Secret":"${secret}"}'`,
  empty: `echo '{"ServerURL":"x","Username":"","Secret":""}'`,
  none: `echo 'credentials not found in native keychain'; exit 1`,
  locked: `echo 'the keychain is locked'; exit 1`,
  noisy: `echo 'no network' >&2; exit 3`,
  leaking: `echo '{"Secret":"${secret}"}'; exit 1`,
  silent: 'exit 1',
  nonsense: `echo '${secret}'`,
  list: `echo '["${secret}"]'`,
  killed: 'kill -TERM $$',
  slow: 'exec sleep 5',
};

const helpers = makeScratchFolder(
  Object.fromEntries(
    Object.entries(answers).map(([name, answer]) => [
      `docker-credential-${name}`,
      {
        executable: `#!/bin/sh\nserver=$(cat)\necho "$1 $server" >> "${'$'}{0%/*}/asked-${name}"\n${answer}\n`,
      },
    ]),
  ),
);
helpers.make({ 'docker-credential-text': 'not a program' });

const env = { PATH: `${helpers.root}${path.delimiter}${process.env.PATH}` };

interface Given {
  readonly config?: unknown;
  readonly variable?: unknown;
  readonly key?: string;
}

const inFile = (auths: object): Given => ({ config: { auths } });
const store = (credsStore: string): Given => ({ config: { credsStore } });

function toText(value: unknown = {}): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

async function find({ config, variable, key = host }: Given): Promise<{
  readonly found: StoredCredentials | undefined;
  readonly warnings: readonly string[];
}> {
  const warnings: string[] = [];
  const runner = new ProcessRunner(env, () => undefined);
  const found = await findStoredCredentials(key, {
    files: [
      { name: 'DOCKER_AUTH_CONFIG', config: parseDockerConfig(toText(variable)) },
      { name: "docker's configuration", config: parseDockerConfig(toText(config)) },
    ],
    runner,
    helperMs: 2_000,
    warn: (line) => warnings.push(line),
  });
  return { found, warnings };
}

const cases: readonly [why: string, given: Given, found: StoredCredentials | undefined][] = [
  ['no configuration', {}, undefined],
  ['an empty file', { config: '\n' }, undefined],
  ['nothing for this registry', inFile({ 'other.example': { auth } }), undefined],
  ['an entry under the host', inFile({ [host]: { auth } }), inConfiguration],
  ['an entry under a URL', inFile({ [`https://${host}`]: { auth } }), inConfiguration],
  ['an entry under plain HTTP', inFile({ [`http://${host}`]: { auth } }), inConfiguration],
  [
    'the exact key before another one for the same host',
    inFile({ [`https://${host}/v2/`]: other, [host]: { auth } }),
    inConfiguration,
  ],
  ['the same host at another port is another registry', inFile({ 'registry.example': { auth } }), undefined],
  ["Docker Hub's key", { config: { auths: { [hubKey]: { auth } } }, key: hubKey }, inConfiguration],
  ['a password padded with zeros', inFile({ [host]: { auth: encode(`me:${secret}\0\0`) } }), inConfiguration],
  [
    'an identity token before a user without a password',
    inFile({ [host]: { auth: encode('0000:'), identitytoken: secret } }),
    { kind: 'identity-token', identityToken: secret, source: "the identity token in docker's configuration" },
  ],
  ['an entry that only says that a store has it', inFile({ [host]: {} }), undefined],
  ['an entry that is not an object', inFile({ [host]: 'x' }), undefined],
  ['a user without a password', inFile({ [host]: { auth: encode('me:') } }), undefined],
  ['entries that are not objects', { config: { auths: [auth], credHelpers: 'x' } }, undefined],
  [
    'the variable before the file',
    { variable: { auths: { [host]: { auth } } }, config: { auths: { [host]: other } } },
    inVariable,
  ],
  [
    'the store for all registries',
    store('password'),
    { ...inConfiguration, username: 'helped', source: 'the credentials of docker-credential-password' },
  ],
  [
    'the helper for this registry before the store',
    { config: { credHelpers: { [host]: 'token' }, credsStore: 'password' } },
    { kind: 'identity-token', identityToken: secret, source: 'the identity token of docker-credential-token' },
  ],
  [
    'an empty helper switches the store off',
    { config: { credHelpers: { [host]: '' }, credsStore: 'password', auths: { [host]: { auth } } } },
    inConfiguration,
  ],
  ['with a helper the file does not count', { config: { credsStore: 'none', auths: { [host]: { auth } } } }, undefined],
  ['a helper that has none', { config: { credHelpers: { [host]: 'none' } } }, undefined],
  ['a helper that answers with nothing', store('empty'), undefined],
];

for (const [why, given, expected] of cases) {
  test(why, async () => assert.equal(await find(given), { found: expected, warnings: [] }));
}

test('a helper is asked to get the credentials for the key on its standard input', async () => {
  rmSync(helpers.path('asked-password'), { force: true });
  await find({ config: { credsStore: 'password' }, key: hubKey });
  assert.is(readFileSync(helpers.path('asked-password'), 'utf8'), `get ${hubKey}\n`);
});

test('a variable with invalid JSON is skipped with a warning', async () => {
  const given = { variable: `{"auths": ${secret}`, ...inFile({ [host]: { auth } }) };
  const warning = 'DOCKER_AUTH_CONFIG is not a JSON object: the credentials in it are not used';
  assert.equal(await find(given), { found: inConfiguration, warnings: [warning] });
});

test('an invalid configuration is ignored with a warning', async () => {
  assert.equal(await find({ config: `{"auths": ${secret}` }), {
    found: undefined,
    warnings: ["docker's configuration is not a JSON object: the credentials in it are not used"],
  });
});

const failures: readonly [why: string, given: Given, kind: typeof UserError, words: RegExp][] = [
  [
    'an entry that is not base64',
    inFile({ [host]: { auth: `me:${secret}` } }),
    UserError,
    /entry for registry\.example:5000 in docker's configuration can't be read/,
  ],
  [
    'an entry without a user',
    { variable: { auths: { [host]: { auth: encode(`:${secret}`) } } } },
    UserError,
    /in DOCKER_AUTH_CONFIG can't be read/,
  ],
  ['a helper that is missing', store('desktop.exe'), UserError, /docker-credential-desktop\.exe, which is not on PATH/],
  [
    'a helper that is not a program',
    store('text'),
    UserError,
    /docker-credential-text(, which is not on PATH| can't be run \(EACCES\))/,
  ],
  ['a helper that is a path', store('../evil'), UserError, /'\.\.\/evil'.* is a path/],
  ['a helper that is a Windows path', store('..\\evil'), UserError, /is a path/],
  ['a helper with NUL in its name', store('a\0b'), UserError, /is a path/],
  ['a helper that answers nonsense', store('nonsense'), UserError, /answered something other than credentials/],
  ['a helper that answers a list', store('list'), UserError, /other than credentials/],
  [
    'a helper that fails, in its own words',
    store('locked'),
    OutageError,
    /docker-credential-locked get for registry\.example:5000 failed with status 1: the keychain is locked/,
  ],
  ['a helper that fails with words on standard error', store('noisy'), OutageError, /failed with status 3: no network/],
  ['a helper that fails with what may be an answer', store('leaking'), OutageError, /failed with status 1$/],
  ['a helper that is killed', store('killed'), OutageError, /was ended by SIGTERM/],
];

for (const [why, given, kind, words] of failures) {
  test(`${why} is an error`, async () => {
    try {
      await find(given);
    } catch (error) {
      assert.is((error as Error).constructor, kind);
      const { message, hint = '' } = error as UserError;
      assert.match(message, words);
      assert.not(`${message}${hint}`.includes(secret), 'no secret is told');
      return;
    }
    assert.unreachable();
  });
}

test('a helper that does not answer is an outage, and ends with the runner', async () => {
  const runner = new ProcessRunner(env, () => undefined);
  const start = Date.now();
  try {
    await findStoredCredentials(host, {
      files: [{ name: 'x', config: parseDockerConfig('{"credsStore":"slow"}') }],
      runner,
      helperMs: 100,
      warn: assert.unreachable,
    });
    assert.unreachable();
  } catch (error) {
    assert.instance(error, OutageError);
    assert.match((error as Error).message, 'has not answered in 0.1 s');
  }
  await runner.stopAll('SIGTERM', 1_000);
  assert.ok(Date.now() - start < 4_000);
});

test.run();
