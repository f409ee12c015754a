import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createLog, type Log } from '../../src/report/log';

function warn(log: Log, ...texts: readonly string[]): void {
  for (const text of texts) log.warn(text);
  log.line('at the end');
  log.showWarnings();
  log.showWarnings();
}

const calls: readonly [what: string, say: (log: Log) => void, inBuildLog: string, onTerminal: string][] = [
  ['a section can be folded', (log) => log.section('Building'), '--- :docker: Building\n', '== Building\n'],
  ['a line is a line', (log) => log.line('a'), 'a\n', 'a\n'],
  [
    'a warning stands at the end, in a section that is open',
    (log) => warn(log, 'a'),
    'at the end\n+++ :warning: 1 warning\nwarning: a\n',
    'at the end\nwarning: a\n',
  ],
  [
    'several warnings stand there together, each once',
    (log) => warn(log, 'a', 'b', 'a'),
    'at the end\n+++ :warning: 2 warnings\nwarning: a\nwarning: b\n',
    'at the end\nwarning: a\nwarning: b\n',
  ],
  ['without warnings there is no section', (log) => warn(log), 'at the end\n', 'at the end\n'],
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
