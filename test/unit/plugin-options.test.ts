import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parsePluginOptions } from '../../src/settings/plugin-options';
import type { Environment } from '../../src/settings/surroundings';
import { readRefusal } from './refusal';

const prefix = 'BUILDKITE_PLUGIN_DOCKER_ECR_CACHE_';

function parse(env: Environment): { values: { [name: string]: unknown }; warnings: readonly string[] } {
  const warnings: string[] = [];
  const raw = parsePluginOptions(env, (text) => warnings.push(text));
  const values = Object.fromEntries([...raw].map(([name, { value }]) => [name, value]));
  return { values, warnings };
}

function configured(configuration: unknown): Environment {
  return { BUILDKITE_PLUGIN_CONFIGURATION: JSON.stringify(configuration) };
}

/** Variables with the plugin's prefix, in this order. */
function flattened(...variables: readonly (readonly [suffix: string, value: string])[]): Environment {
  return Object.fromEntries(variables.map(([suffix, value]) => [prefix + suffix, value]));
}

const understood: readonly [why: string, env: Environment, values: { readonly [name: string]: unknown }][] = [
  ['no variable at all', {}, {}],
  ['a plugin without configuration', configured({}), {}],
  ['a configuration that YAML left empty', configured(null), {}],
  ['a variable that is empty', { BUILDKITE_PLUGIN_CONFIGURATION: '' }, {}],
  [
    'the configuration comes with its types',
    configured({ 'max-age-days': 3, 'cache-on': ['a', 'b'], 'latest-tag': false, 'ecr-tags': { Team: 'x' } }),
    { 'max-age-days': 3, 'cache-on': ['a', 'b'], 'latest-tag': false, 'ecr-tags': { Team: 'x' } },
  ],
  ['a flattened text', flattened(['TARGET', 'deps']), { target: 'deps' }],
  [
    'a flattened name has `_` where the option has `-`',
    flattened(['SKIP_PULL_FROM_CACHE', 'true']),
    { 'skip-pull-from-cache': 'true' },
  ],
  [
    'an option whose name begins with that of another',
    flattened(['DOCKERFILE_INLINE', 'FROM a']),
    { 'dockerfile-inline': 'FROM a' },
  ],
  ['a flattened string for a list', flattened(['CACHE_ON', 'a']), { 'cache-on': 'a' }],
  [
    'a list comes in the order of its numbers, not of their digits',
    flattened(['CACHE_ON_10', 'd'], ['CACHE_ON_2', 'c'], ['CACHE_ON_0', 'a'], ['CACHE_ON_1', 'b']),
    { 'cache-on': ['a', 'b', 'c', 'd'] },
  ],
  [
    'a string for a list comes before its items',
    flattened(['CACHE_ON_0', 'b'], ['CACHE_ON', 'a'], ['CACHE_ON_1', 'c']),
    { 'cache-on': ['a', 'b', 'c'] },
  ],
  [
    'a flattened map has the names that the agent left it',
    flattened(['ECR_TAGS_TEAM', 'a'], ['ECR_TAGS_COST_CENTRE', '7']),
    { 'ecr-tags': { TEAM: 'a', COST_CENTRE: '7' } },
  ],
  [
    'each option comes from the configuration if it is there, else from its variable',
    { ...configured({ target: 'a' }), ...flattened(['TARGET', 'b'], ['CONTEXT', 'c']) },
    { target: 'a', context: 'c' },
  ],
  [
    'null in the configuration is nothing, so that the variable counts',
    { ...configured({ target: null, 'cache-on': null }), ...flattened(['TARGET', 'b'], ['CACHE_ON_0', 'c']) },
    { target: 'b', 'cache-on': ['c'] },
  ],
  [
    'what is empty in the configuration is there',
    { ...configured({ target: '', 'cache-on': [] }), ...flattened(['TARGET', 'b'], ['CACHE_ON_0', 'c']) },
    { target: '', 'cache-on': [] },
  ],
  [
    'a list of the configuration is not mixed with the variables that hold it too',
    { ...configured({ 'cache-on': ['a'] }), ...flattened(['CACHE_ON_0', 'b'], ['CACHE_ON_1', 'c']) },
    { 'cache-on': ['a'] },
  ],
  [
    "the agent's variable for a wrong type is not reported as unknown",
    {
      ...configured({ dockerfile: ['a'], 'cache-on': { sub: { 'my key': 'b' } } }),
      ...flattened(['DOCKERFILE_0', 'a'], ['CACHE_ON_SUB_MY_KEY', 'b']),
    },
    { dockerfile: ['a'], 'cache-on': { sub: { 'my key': 'b' } } },
  ],
  [
    'a map of the configuration keeps its case although the variables have lost it',
    { ...configured({ 'ecr-tags': { Team: 'a' } }), ...flattened(['ECR_TAGS_TEAM', 'a']) },
    { 'ecr-tags': { Team: 'a' } },
  ],
  [
    'in a renamed fork the prefix has the name of the fork',
    { BUILDKITE_PLUGIN_NAME: 'MY_CACHE', BUILDKITE_PLUGIN_MY_CACHE_TARGET: 'a', [`${prefix}TARGET`]: 'b' },
    { target: 'a' },
  ],
  [
    'what the plugin exported earlier in the step is not an option',
    flattened(['EXPORT_IMAGE', 'r'], ['EXPORT_TAG', 't'], ['EXPORT_DIGEST', 'd'], ['EXPORT_HIT', 'true']),
    {},
  ],
];

for (const [why, env, values] of understood) {
  test(why, () => assert.equal(parse(env), { values, warnings: [] }));
}

test('options are named as the user wrote them', () => {
  const raw = parsePluginOptions(
    {
      ...configured({ target: 'a' }),
      ...flattened(['CONTEXT', 'c'], ['CACHE_ON_0', 'b'], ['ECR_TAGS_A', 'd']),
    },
    () => {},
  );
  assert.equal([...raw].map(([name, { writtenAs }]) => [name, writtenAs]).sort(), [
    ['cache-on', `${prefix}CACHE_ON`],
    ['context', `${prefix}CONTEXT`],
    ['ecr-tags', `${prefix}ECR_TAGS`],
    ['target', 'target'],
  ]);
});

const warnings: readonly [why: string, suffix: string, ...says: string[]][] = [
  ['a typo', 'TARGETT', `${prefix}TARGETT is not an option and is ignored`, `did you mean ${prefix}TARGET?`],
  ['a name that resembles no option', 'VOLUMES', `${prefix}VOLUMES is not an option and is ignored`],
  ['an item of what is not a list', 'TARGET_0', `${prefix}TARGET_0 is not an option`],
  ['a map that is a string', 'ECR_TAGS', `${prefix}ECR_TAGS is not an option`],
  ['a map with a nameless entry', 'ECR_TAGS_', `${prefix}ECR_TAGS_ is not an option`],
  ['an index that is not a number', 'CACHE_ON_A', `${prefix}CACHE_ON_A is not an option`],
  ['nothing that the plugin exports', 'EXPORT_SIZE', `${prefix}EXPORT_SIZE is not an option`],
];

for (const [why, suffix, ...says] of warnings) {
  test(`a variable that is not an option is a warning and nothing else: ${why}`, () => {
    const { values, warnings } = parse(flattened([suffix, 'a'], ['CONTEXT', 'c']));
    assert.equal(values, { context: 'c' });
    assert.is(warnings.length, 1);
    for (const part of says) assert.match(warnings.join(), part);
  });
}

test('a variable that the configuration does not explain is a warning beside it', () => {
  const { warnings } = parse({ ...configured({ dockerfile: 'a' }), ...flattened(['DOCKERFILE_INLNE', 'b']) });
  assert.is(warnings.length, 1);
});

const refused: readonly [why: string, text: string, ...says: string[]][] = [
  ['a typo', '{"cach-on":[]}', 'cach-on is not an option', 'Did you mean cache-on?'],
  ['a flattened name', '{"CACHE_ON_0":"a"}', 'CACHE_ON_0 is not an option'],
  ['a name that resembles no option', '{"volumes":[]}', 'volumes is not an option', 'The options are: dockerfile, '],
  ['a name of every object', '{"constructor":1}', 'constructor is not an option'],
  ['the prototype of every object', '{"__proto__":1}', '__proto__ is not an option'],
  ['no JSON', '{"target":', 'BUILDKITE_PLUGIN_CONFIGURATION is not JSON', 'check that no hook'],
  ['a list', '["target"]', "the plugin's configuration is a list; it must be a map of options"],
  ['a string', '"target"', `the plugin's configuration is "target"; it must be a map of options`],
  ['a boolean', 'false', "the plugin's configuration is false; it must be a map of options"],
];

for (const [why, text, ...says] of refused) {
  test(`a configuration is refused: ${why}`, () => {
    const refusal = readRefusal(() => parse({ BUILDKITE_PLUGIN_CONFIGURATION: text }));
    for (const part of says) assert.match(refusal, part);
  });
}

test.run();
