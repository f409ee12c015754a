import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { comparePolicy, formatLifecyclePolicy, type PolicyState } from '../../src/registry/ecr-repository';

test('the policy is one rule for all images', () => {
  assert.equal(JSON.parse(formatLifecyclePolicy(7)), {
    rules: [
      {
        rulePriority: 1,
        description: 'Expire images older than 7 days',
        selection: { tagStatus: 'any', countType: 'sinceImagePushed', countUnit: 'days', countNumber: 7 },
        action: { type: 'expire' },
      },
    ],
  });
});

const ours = {
  rulePriority: 1,
  description: 'Expire images older than 7 days',
  selection: { tagStatus: 'any', countType: 'sinceImagePushed', countUnit: 'days', countNumber: 7 },
  action: { type: 'expire' },
};

const policies: readonly [why: string, policy: unknown, state: PolicyState][] = [
  ['our own', { rules: [ours] }, 'as-wanted'],
  [
    'our own with other days',
    {
      rules: [
        {
          ...ours,
          description: 'Expire images older than 30 days',
          selection: { ...ours.selection, countNumber: 30 },
        },
      ],
    },
    'ours-but-different',
  ],
  [
    'our own whose days someone changed',
    { rules: [{ ...ours, selection: { ...ours.selection, countNumber: 30 } }] },
    'ours-but-different',
  ],
  ['one more rule', { rules: [ours, { ...ours, rulePriority: 2 }] }, 'foreign'],
  ['no rule', { rules: [] }, 'foreign'],
  ['another description', { rules: [{ ...ours, description: 'Expire after a week' }] }, 'foreign'],
  [
    'a description that says more',
    { rules: [{ ...ours, description: 'Expire images older than 7 days (team a)' }] },
    'foreign',
  ],
  ['no description', { rules: [{ ...ours, description: undefined }] }, 'foreign'],
  [
    'untagged images only',
    { rules: [{ ...ours, selection: { ...ours.selection, tagStatus: 'untagged' } }] },
    'foreign',
  ],
  [
    'a number of images',
    {
      rules: [{ ...ours, selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 7 } }],
    },
    'foreign',
  ],
  [
    'another action',
    { rules: [{ ...ours, action: { type: 'transition', targetStorageClass: 'archive' } }] },
    'foreign',
  ],
  [
    'days that are not a number',
    { rules: [{ ...ours, selection: { ...ours.selection, countNumber: '7' } }] },
    'foreign',
  ],
  ['no selection', { rules: [{ description: ours.description }] }, 'foreign'],
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
