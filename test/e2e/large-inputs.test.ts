import { mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { startProgram } from '../support/program';
import { createSandbox, type Sandbox } from '../support/sandbox';

// Keys over very large inputs: memory is constant and few files are open at a time. Read from /proc, hence on Linux.

const large = suite<{ sandbox: Sandbox }>('large inputs');

large.before.each((context) => {
  context.sandbox = createSandbox();
  context.sandbox.write('Dockerfile', 'FROM bash\n');
});

large.after.each(({ sandbox }) => sandbox.remove());

interface Peak {
  readonly memoryMB: number;
  readonly openFiles: number;
}

/** The most memory and open files that a key took. */
async function measureKey(sandbox: Sandbox, ...argv: string[]): Promise<Peak> {
  const child = startProgram({ sandbox, argv: ['key', ...argv], timeoutMs: 120_000 });
  const peak = { memoryMB: 0, openFiles: 0 };
  const timer = setInterval(() => {
    try {
      const [, kilobytes = '0'] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8')) ?? [];
      peak.memoryMB = Math.max(peak.memoryMB, Number(kilobytes) / 1024);
      peak.openFiles = Math.max(peak.openFiles, readdirSync(`/proc/${child.pid}/fd`).length);
    } catch {
      // It has just ended.
    }
  }, 20);
  const result = await child.result;
  clearInterval(timer);
  assert.is(result.status, 0, result.stderr);
  assert.match(result.stdout, /^[0-9a-f]{40}\n$/);
  assert.ok(peak.memoryMB > 0, 'it was never looked at');
  return peak;
}

large('a file of 5 GB takes as little memory as a small one', async ({ sandbox }) => {
  truncateSync(sandbox.write('medium', ''), 300_000_000);
  truncateSync(sandbox.write('large', ''), 5_000_000_000);
  const medium = await measureKey(sandbox, '--cache-on', 'medium');
  const peak = await measureKey(sandbox, '--cache-on', 'large');
  assert.ok(peak.memoryMB < medium.memoryMB + 20, `${peak.memoryMB} MB instead of ${medium.memoryMB} MB`);
});

large('100,000 files: only a few are open at a time', async ({ sandbox }) => {
  for (let index = 0; index < 100_000; index++) {
    const folder = path.join(sandbox.work, `src/${index % 500}`);
    if (index < 500) mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, `${index}`), `${index}`);
  }
  const peak = await measureKey(sandbox, '--cache-on', 'src');
  assert.ok(peak.openFiles < 40, `${peak.openFiles} files were open`);
});

large.run();
