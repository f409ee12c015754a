import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parseExportName } from '../../src/settings/export-name';
import { readRefusal } from './refusal';

const accepted: readonly [why: string, name: string][] = [
  ['the default', 'BUILDKITE_PLUGIN_DOCKER_IMAGE'],
  ['another plugin reads it', 'BUILDKITE_PLUGIN_DOCKER_COMPOSE_IMAGE'],
  ['letters, digits and underscores', 'My_image2'],
  ['an underscore first', '_IMAGE'],
  ['a name that only begins like one of bash', 'UIDS'],
  ['a name that only begins like one of the agent', 'BUILDKITE_SHELL_IMAGE'],
];

for (const [why, name] of accepted) {
  test(`accepted: ${why}`, () => assert.is(parseExportName(name), name));
}

const notAName = 'cannot be the name of a variable';
const protectedName = 'is protected by the Buildkite agent';
const ofTheShell = 'belongs to the shell';

const refused: readonly [why: string, name: string, says: string][] = [
  ['a dash', 'MY-IMAGE', notAName],
  ['a digit first', '1IMAGE', notAName],
  ['an assignment', 'IMAGE=a', notAName],
  ['white space', 'MY IMAGE', notAName],
  ['a line end', 'IMAGE\n', notAName],
  ['a substitution', '$(id)', notAName],
  ['letters that bash does not take', 'BILDÄ', notAName],
  ['the access token of the agent', 'BUILDKITE_AGENT_ACCESS_TOKEN', protectedName],
  ['a path of the agent', 'BUILDKITE_BUILD_PATH', protectedName],
  ['the plugins of the agent', 'BUILDKITE_PLUGINS_PATH', protectedName],
  ['the shell of the agent', 'BUILDKITE_SHELL', protectedName],
  ['the status of the hook', 'BUILDKITE_HOOK_EXIT_STATUS', protectedName],
  ['another case, which Windows takes for the same', 'buildkite_shell', protectedName],
  ['where commands are found', 'PATH', ofTheShell],
  ['how words are split', 'IFS', ofTheShell],
  ['where the step runs', 'PWD', ofTheShell],
  ['a read-only variable', 'UID', ofTheShell],
  ['what bash runs first', 'BASH_ENV', ofTheShell],
  ['the options of bash', 'SHELLOPTS', ofTheShell],
  ['the last argument', '_', ofTheShell],
  [
    'what the plugin itself exports',
    'BUILDKITE_PLUGIN_DOCKER_ECR_CACHE_EXPORT_TAG',
    'under which this plugin exports something else',
  ],
];

for (const [why, name, says] of refused) {
  test(`refused: ${why}`, () => {
    const text = readRefusal(() => parseExportName(name));
    assert.match(text, `export-env-variable: ${JSON.stringify(name)}`);
    assert.match(text, says);
  });
}

test.run();
