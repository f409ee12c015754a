import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { FileReader } from '../../src/key/file-reader';
import { makeScratchFolder } from './scratch-folder';

const folder = makeScratchFolder({ 'd/x': '' });

/** Whether signals, timers and the network get their turn while this is done five times. */
async function letsOthersIn(action: () => Promise<unknown>): Promise<boolean> {
  let isIn = false;
  setImmediate(() => {
    isIn = true;
  });
  for (let count = 0; count < 5; count++) await action();
  return isIn;
}

for (const [why, pauseMs, expected] of [
  ['other work gets its turn', 0, true],
  ['not for every file', 60_000, false],
] as const) {
  const reader = new FileReader(pauseMs);
  test(`while files are digested: ${why}`, async () => {
    assert.is(await letsOthersIn(() => reader.digestFile(folder.path('d/x'))), expected);
  });
  test(`while folders are listed: ${why}`, async () => {
    assert.is(await letsOthersIn(() => reader.listFolder(folder.path('d'))), expected);
  });
}

test.run();
