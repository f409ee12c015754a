import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { OutageError, UserError } from '../../src/errors';
import { type RetryLimits, retryOutages } from '../../src/retry';

const limits: RetryLimits = { attempts: 4, totalMs: 10_000, backoffMs: 20 };

interface Course {
  readonly attempts: readonly number[];
  /** The actual waiting time before each attempt except the first, in milliseconds. */
  readonly gaps: readonly number[];
  /** The reason for each retry. */
  readonly told: readonly string[];
  /** The announced waiting times in milliseconds, rounded to a tenth of a second. */
  readonly waits: readonly number[];
  readonly result: unknown;
}

/** Retries an operation that fails with one of these errors per attempt, and then succeeds. */
async function follow(errors: readonly Error[], change: Partial<RetryLimits> = {}): Promise<Course> {
  const attempts: number[] = [];
  const times: number[] = [];
  const said: (readonly [why: string, seconds: string])[] = [];
  const result = await retryOutages(
    async (attempt) => {
      attempts.push(attempt);
      times.push(Date.now());
      const error = errors[attempts.length - 1];
      if (error !== undefined) throw error;
      return 'done';
    },
    { ...limits, ...change },
    (line) => {
      const [, why = line, seconds = ''] = /^(.*); trying again in ([0-9]+\.[0-9]) s$/.exec(line) ?? [];
      said.push([why, seconds]);
    },
  ).catch((error: Error) => ({ failed: error.message }));
  return {
    attempts,
    gaps: times.slice(1).map((time, index) => time - Number(times[index])),
    told: said.map(([why]) => why),
    waits: said.map(([, seconds]) => Number(seconds) * 1000),
    result,
  };
}

const outages = (...names: readonly string[]) => names.map((name) => new OutageError(name));

const courses: readonly [
  why: string,
  errors: readonly Error[],
  change: Partial<RetryLimits>,
  attempts: readonly number[],
  result: unknown,
][] = [
  ['what succeeds is done once', [], {}, [1], 'done'],
  ['what fails is done again until it succeeds', outages('a', 'b'), {}, [1, 2, 3], 'done'],
  ['the last attempt may succeed', outages('a', 'b', 'c'), {}, [1, 2, 3, 4], 'done'],
  ['the error of the last attempt is thrown', outages('a', 'b', 'c', 'd'), {}, [1, 2, 3, 4], { failed: 'd' }],
  ['one attempt is one attempt', outages('a'), { attempts: 1 }, [1], { failed: 'a' }],
  ['what is not an outage is not tried again', [new UserError('a')], {}, [1], { failed: 'a' }],
  ['nor is a defect', [new Error('a')], {}, [1], { failed: 'a' }],
  ['what is not an outage ends what was', [...outages('a'), new UserError('b')], {}, [1, 2], { failed: 'b' }],
  ['no attempt starts when the time is over', outages('a', 'b'), { totalMs: 0 }, [1], { failed: 'a' }],
  ['no wait goes beyond the time', outages('a', 'b'), { totalMs: 1_000, backoffMs: 4_000 }, [1], { failed: 'a' }],
];

for (const [why, errors, change, attempts, result] of courses) {
  test(why, async () => {
    const course = await follow(errors, change);
    assert.equal([course.attempts, course.result], [attempts, result]);
    const reasons = errors.slice(0, attempts.length - 1).map(({ message }) => message);
    assert.equal(course.told, reasons, 'each retry is told with its reason');
  });
}

test('each wait is between half and all of twice the one before, and is waited for', async () => {
  const { waits, gaps } = await follow(outages('a', 'b', 'c'), { backoffMs: 200 });
  // The announced time is rounded.
  const roundMs = 50;
  assert.is(waits.length, 3);
  waits.forEach((wait, index) => {
    const most = 200 * 2 ** index;
    assert.ok(
      wait >= most / 2 - roundMs && wait <= most + roundMs,
      `the wait ${index + 1} of ${wait} ms is between ${most / 2} and ${most}`,
    );
  });
  gaps.forEach((gap, index) => {
    // A timer may fire up to a millisecond early.
    const least = Math.max(100 * 2 ** index, Number(waits[index]) - roundMs) - 3;
    assert.ok(gap >= least, `attempt ${index + 2} came after ${gap} ms, less than ${least}`);
  });
});

test('waits differ: jobs that failed together do not come back together', async () => {
  const courses = await Promise.all(Array.from({ length: 20 }, () => follow(outages('a'), { backoffMs: 1_000 })));
  assert.ok(new Set(courses.flatMap(({ waits }) => waits)).size > 1);
});

test.run();
