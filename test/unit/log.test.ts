import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createLog, type Log } from '../../src/report/log';

const calls: readonly [what: string, say: (log: Log) => void, inBuildLog: string, onTerminal: string][] = [
  ['a section can be folded', (log) => log.section('Building'), '--- :docker: Building\n', '== Building\n'],
  ['a line is a line', (log) => log.line('a'), 'a\n', 'a\n'],
  ['a warning says that it is one', (log) => log.warn('a'), 'warning: a\n', 'warning: a\n'],
  ['an alarm is open from the start', (log) => log.alarm('a'), '+++ :warning: a\n', 'warning: a\n'],
  ['the section of a failure is opened', (log) => log.openSection(), '^^^ +++\n', ''],
];

for (const [what, say, inBuildLog, onTerminal] of calls) {
  for (const [where, isBuildLog, expected] of [
    ['in a build log', true, inBuildLog],
    ['on a terminal', false, onTerminal],
  ] as const) {
    test(`${where} ${what}`, () => {
      let text = '';
      say(
        createLog((written) => {
          text += written;
        }, isBuildLog),
      );
      assert.is(text, expected);
    });
  }
}

test.run();
