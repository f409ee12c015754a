import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parseExportName } from '../../src/settings/settings';
import { readRefusal } from './refusal';

const accepted: readonly [why: string, name: string][] = [
  ['the default', 'BUILDKITE_PLUGIN_DOCKER_IMAGE'],
  ['another plugin reads it', 'BUILDKITE_PLUGIN_DOCKER_COMPOSE_IMAGE'],
  ['letters, digits and underscores', 'My_image2'],
  ['an underscore first', '_IMAGE'],
  ['a name that only begins like one of bash', 'UIDS'],
  ['a name that only ends like one of bash', 'MY_SECONDS'],
  ['another case than that of bash', 'random'],
  ['short names', 'name'],
  ['names that a hook may use', 'status'],
  ['our prefix without an option', 'BUILDKITE_PLUGIN_DOCKER_ECR_CACHE_IMAGE'],
  ['our prefix with what begins like an option', 'BUILDKITE_PLUGIN_DOCKER_ECR_CACHE_TARGET_IMAGE'],
  ['a name that only begins like those of the agent', 'BUILDKITES'],
];

for (const [why, name] of accepted) {
  test(`accepted: ${why}`, () => assert.is(parseExportName(name, 'export-env-variable'), name));
}

const notAName = 'cannot be the name of a variable';
const ofTheAgent = 'belongs to the Buildkite agent';
const ofTheShell = 'belongs to the shell';
const ofAnOption = 'is a name that this plugin reads an option from';

const refused: readonly [why: string, name: string, says: string][] = [
  ['a dash', 'MY-IMAGE', notAName],
  ['a digit first', '1IMAGE', notAName],
  ['an assignment', 'IMAGE=a', notAName],
  ['white space', 'MY IMAGE', notAName],
  ['a line end', 'IMAGE\n', notAName],
  ['a substitution', '$(id)', notAName],
  ['letters that bash does not take', 'BILDÄ', notAName],
  ['what the agent protects', 'BUILDKITE_AGENT_ACCESS_TOKEN', ofTheAgent],
  ['what it sets for a job', 'BUILDKITE_BRANCH', ofTheAgent],
  ['what it may come to use', 'BUILDKITE_SHELL_IMAGE', ofTheAgent],
  ['another case, which Windows takes for the same', 'buildkite_shell', ofTheAgent],
  ['where commands are found', 'PATH', ofTheShell],
  ['how words are split', 'IFS', ofTheShell],
  ['where the step runs', 'PWD', ofTheShell],
  ['a read-only variable', 'UID', ofTheShell],
  ['what bash runs first', 'BASH_ENV', ofTheShell],
  ['the options of bash', 'SHELLOPTS', ofTheShell],
  ['the last argument', '_', ofTheShell],
  ['a counter that bash runs', 'SECONDS', ofTheShell],
  ['a local of the hook', 'docker_ecr_cache_status', ofTheShell],
  ['the function of the hook', 'docker_ecr_cache_pre_command', ofTheShell],
  ['an option', 'BUILDKITE_PLUGIN_DOCKER_ECR_CACHE_TARGET', ofAnOption],
  ['an item of an option', 'BUILDKITE_PLUGIN_DOCKER_ECR_CACHE_CACHE_ON_7', ofAnOption],
  ['an entry of an option', 'BUILDKITE_PLUGIN_DOCKER_ECR_CACHE_ECR_TAGS_TEAM', ofAnOption],
  ['all options', 'BUILDKITE_PLUGIN_CONFIGURATION', ofAnOption],
  ['the name of the plugin', 'BUILDKITE_PLUGIN_NAME', ofAnOption],
  [
    'what the plugin itself exports',
    'BUILDKITE_PLUGIN_DOCKER_ECR_CACHE_EXPORT_TAG',
    'under which this plugin exports something else',
  ],
];

for (const [why, name, says] of refused) {
  test(`refused: ${why}`, () => {
    const text = readRefusal(() => parseExportName(name, 'export-env-variable'));
    assert.match(text, `export-env-variable: ${JSON.stringify(name)}`);
    assert.match(text, says);
  });
}

test('refused under the name that it was written with', () => {
  assert.match(
    readRefusal(() => parseExportName('A B', '--export-env-variable')),
    /^--export-env-variable: "A B"/,
  );
});

test.run();
