import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { comparePolicy, formatLifecyclePolicy, type PolicyState } from '../../src/registry/ecr-repository';

/** Our own rule for 7 days, changed. */
const rule = (change: object = {}, selection: object = {}) => ({
  rulePriority: 1,
  description: 'Expire images older than 7 days',
  selection: { tagStatus: 'any', countType: 'sinceImagePushed', countUnit: 'days', countNumber: 7, ...selection },
  action: { type: 'expire' },
  ...change,
});

test('the policy is one rule for all images', () => {
  assert.equal(JSON.parse(formatLifecyclePolicy(7)), { rules: [rule()] });
});

const of30Days = 'Expire images older than 30 days';
const ofTeam = 'Expire images older than 7 days (team a)';

const policies: readonly [why: string, policy: unknown, state: PolicyState][] = [
  ['our own', { rules: [rule()] }, 'as-wanted'],
  ['our own for other days', { rules: [rule({ description: of30Days }, { countNumber: 30 })] }, 'ours-but-different'],
  ['our own whose days someone changed', { rules: [rule({}, { countNumber: 30 })] }, 'ours-but-different'],
  ['one more rule', { rules: [rule(), rule({ rulePriority: 2 })] }, 'foreign'],
  ['no rule', { rules: [] }, 'foreign'],
  ['another description', { rules: [rule({ description: 'Expire after a week' })] }, 'foreign'],
  ['a description that says more', { rules: [rule({ description: ofTeam })] }, 'foreign'],
  ['no description', { rules: [rule({ description: undefined })] }, 'foreign'],
  ['untagged images only', { rules: [rule({}, { tagStatus: 'untagged' })] }, 'foreign'],
  ['a number of images', { rules: [rule({}, { countType: 'imageCountMoreThan' })] }, 'foreign'],
  ['another action', { rules: [rule({ action: { type: 'transition' } })] }, 'foreign'],
  ['days that are not a number', { rules: [rule({}, { countNumber: '7' })] }, 'foreign'],
  ['no selection', { rules: [rule({ selection: undefined })] }, 'foreign'],
  ['no rules', {}, 'foreign'],
  ['null', null, 'foreign'],
];

for (const [why, policy, state] of policies) {
  test(`${why}: ${state}`, () => assert.is(comparePolicy(JSON.stringify(policy), 7), state));
}

test('invalid JSON is foreign', () => assert.is(comparePolicy('{"rules":', 7), 'foreign'));

test('the program recognizes what it wrote', () => {
  assert.is(comparePolicy(formatLifecyclePolicy(3), 3), 'as-wanted');
  assert.is(comparePolicy(formatLifecyclePolicy(3), 4), 'ours-but-different');
});

test.run();
