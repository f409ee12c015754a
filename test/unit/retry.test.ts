import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type RetryLimits, retry } from '../../src/retry';

const limits: RetryLimits = { attempts: 4, totalMs: 10_000, backoffMs: 20 };

interface Course {
  readonly attempts: readonly number[];
  readonly waits: readonly number[];
  readonly told: readonly unknown[];
  readonly result: unknown;
}

/** Retries an operation that fails with these errors, one an attempt, and then succeeds. */
async function follow(
  errors: readonly string[],
  change: Partial<RetryLimits> = {},
  mayPass: (error: unknown) => boolean = () => true,
): Promise<Course> {
  const attempts: number[] = [];
  const waits: number[] = [];
  const told: unknown[] = [];
  const result = await retry(
    async (attempt) => {
      attempts.push(attempt);
      const error = errors[attempts.length - 1];
      if (error !== undefined) throw error;
      return 'done';
    },
    { ...limits, ...change },
    mayPass,
    (error, waitMs) => {
      told.push(error);
      waits.push(waitMs);
    },
  ).catch((error: unknown) => ({ failed: error }));
  return { attempts, waits, told, result };
}

const courses: readonly [
  why: string,
  errors: readonly string[],
  change: Partial<RetryLimits>,
  mayPass: (error: unknown) => boolean,
  attempts: readonly number[],
  result: unknown,
][] = [
  ['what succeeds is done once', [], {}, () => true, [1], 'done'],
  ['what fails is done again until it succeeds', ['a', 'b'], {}, () => true, [1, 2, 3], 'done'],
  ['the last attempt may succeed', ['a', 'b', 'c'], {}, () => true, [1, 2, 3, 4], 'done'],
  [
    'the error of the last attempt is the one that is told',
    ['a', 'b', 'c', 'd'],
    {},
    () => true,
    [1, 2, 3, 4],
    { failed: 'd' },
  ],
  ['one attempt is one attempt', ['a'], { attempts: 1 }, () => true, [1], { failed: 'a' }],
  ['what will not pass is not tried again', ['a'], {}, () => false, [1], { failed: 'a' }],
  ['what will not pass ends what would', ['a', 'b'], {}, (error) => error === 'a', [1, 2], { failed: 'b' }],
  ['no attempt starts when the time is over', ['a', 'b'], { totalMs: 0 }, () => true, [1], { failed: 'a' }],
  [
    'no wait goes beyond the time',
    ['a', 'b'],
    { totalMs: 1_000, backoffMs: 4_000 },
    () => true,
    [1],
    { failed: 'a' },
  ],
];

for (const [why, errors, change, mayPass, attempts, result] of courses) {
  test(why, async () => {
    const course = await follow(errors, change, mayPass);
    assert.equal([course.attempts, course.result], [attempts, result]);
    assert.equal(course.told, errors.slice(0, attempts.length - 1), 'each retry is told with its reason');
  });
}

test('each wait is between half and all of twice the one before, and is waited for', async () => {
  const start = Date.now();
  const { waits } = await follow(['a', 'b', 'c']);
  const tookMs = Date.now() - start;
  assert.is(waits.length, 3);
  waits.forEach((wait, index) => {
    const most = 20 * 2 ** index;
    assert.ok(
      wait >= most / 2 && wait <= most,
      `the wait ${index + 1} of ${wait} ms is between ${most / 2} and ${most}`,
    );
  });
  const waitedMs = waits.reduce((sum, wait) => sum + wait, 0);
  // A timer may fire up to a millisecond early.
  assert.ok(tookMs >= waitedMs - 3, `${tookMs} ms for waits of ${waitedMs} ms`);
});

test('waits differ: jobs that failed together do not come back together', async () => {
  const courses = await Promise.all(Array.from({ length: 20 }, () => follow(['a'], { backoffMs: 500 })));
  assert.ok(new Set(courses.flatMap(({ waits }) => waits)).size > 1);
});

test.run();
