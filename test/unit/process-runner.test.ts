import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Ending, type ProcessOptions, ProcessRunner } from '../../src/docker/process-runner';
import { makeScratchFolder } from './scratch-folder';

const env = { PATH: process.env.PATH, KEPT: 'a', CHANGED: 'b' };

/** Runs a script in a new node process. */
function runScript(script: string, options: Partial<ProcessOptions> = {}, shown: string[] = []) {
  const runner = new ProcessRunner(env, (text) => shown.push(text));
  return runner.run(process.execPath, ['-e', script], { output: 'kept', ...options });
}

test('a child that ends well', async () => {
  assert.equal(await runScript('console.log("out"); console.error("err")'), {
    ending: { kind: 'exit', status: 0 },
    stdout: 'out\n',
    stderr: 'err\n',
  });
});

test('a child that fails has its status and what it said', async () => {
  assert.equal(await runScript('console.error("why"); process.exitCode = 3'), {
    ending: { kind: 'exit', status: 3 },
    stdout: '',
    stderr: 'why\n',
  });
});

test('a child that a signal ends', async () => {
  const { ending } = await runScript('process.kill(process.pid, "SIGKILL")');
  assert.equal(ending, { kind: 'signal', signal: 'SIGKILL' });
});

test('a command that is not there', async () => {
  // A folder on PATH that can't be entered would make this EACCES.
  const runner = new ProcessRunner({ PATH: makeScratchFolder().root }, () => {});
  const { ending } = await runner.run('docker', [], { output: 'kept' });
  assert.equal(ending, { kind: 'not-started', code: 'ENOENT' });
});

test('a command that is not executable', async () => {
  const runner = new ProcessRunner(env, () => {});
  const { ending } = await runner.run(makeScratchFolder({ docker: '' }).path('docker'), [], {
    output: 'kept',
  });
  assert.equal(ending, { kind: 'not-started', code: 'EACCES' });
});

test('arguments that are too long for the system', async () => {
  const { ending } = await new ProcessRunner(env, () => {}).run(process.execPath, ['-e', '', 'x'.repeat(8_000_000)], {
    output: 'kept',
  });
  assert.equal(ending, { kind: 'not-started', code: 'E2BIG' });
});

test('arguments arrive unchanged, without a shell', async () => {
  const args = ['a b', '', '*', '$HOME', '"', "'", '\\', '\n', 'é', '--a=b'];
  const runner = new ProcessRunner(env, () => {});
  const script = 'console.log(JSON.stringify(process.argv.slice(1)))';
  const { stdout } = await runner.run(process.execPath, ['-e', script, '--', ...args], { output: 'kept' });
  assert.equal(JSON.parse(stdout), args);
});

test('variables of a command come beside those of the program, and before them', async () => {
  const script = 'console.log(process.env.KEPT, process.env.CHANGED, process.env.NEW, process.env.USER)';
  const { stdout } = await runScript(script, { env: { CHANGED: 'c', NEW: 'd' } });
  assert.is(stdout, 'a c d undefined\n');
});

const readInput =
  'let text = ""; process.stdin.on("data", (data) => { text += data }).on("end", () => console.log(text.length, text.slice(-3)))';

test('input arrives', async () => assert.is((await runScript(readInput, { input: 'aé\n😀' })).stdout, '5 \n😀\n'));

test('much input arrives', async () => {
  assert.is((await runScript(readInput, { input: `${'x'.repeat(1_000_000)}end` })).stdout, '1000003 end\n');
});

test('without input there is an end of it', async () => assert.is((await runScript(readInput)).stdout, '0 \n'));

test('a child that does not read its input has its own ending', async () => {
  const { ending } = await runScript('process.exit(4)', { input: 'x'.repeat(1_000_000) });
  assert.equal(ending, { kind: 'exit', status: 4 });
});

const writeMuch = `for (const stream of [process.stdout, process.stderr]) stream.write('x'.repeat(1_000_000) + 'end')`;

test('of long output that is shown, the end of each stream is kept', async () => {
  const { stdout, stderr } = await runScript(writeMuch, { output: 'shown' });
  for (const text of [stdout, stderr]) {
    assert.ok(text.endsWith('xend'));
    assert.is(text.length, 64 * 1024);
  }
});

test('output that is only kept is kept whole', async () => {
  const { stdout, stderr } = await runScript(writeMuch);
  for (const text of [stdout, stderr]) {
    assert.ok(text.endsWith('xend'));
    assert.is(text.length, 1_000_003);
  }
});

test('a character that arrives in pieces is one', async () => {
  const script =
    'const bytes = [...Buffer.from("é😀")]; const next = () => { if (bytes.length > 0) process.stdout.write(Buffer.from([bytes.shift()]), () => setTimeout(next, 5)) }; next()';
  const shown: string[] = [];
  const { stdout } = await runScript(script, { output: 'shown' }, shown);
  assert.is(stdout, 'é😀');
  assert.is(shown.join(''), 'é😀');
});

test('output that is shown is passed on while the child runs, and kept', async () => {
  const shown: string[] = [];
  let seenBeforeTheEnd = '';
  const script =
    'console.log("one"); console.error("two"); process.stdin.on("data", () => {}).on("end", () => {}); setTimeout(() => {}, 300)';
  const running = runScript(script, { output: 'shown' }, shown);
  const looking = setInterval(() => {
    seenBeforeTheEnd = shown.join('');
  }, 20);
  const { stdout, stderr } = await running;
  clearInterval(looking);
  assert.equal([stdout, stderr], ['one\n', 'two\n']);
  assert.match(seenBeforeTheEnd, 'one\n');
  assert.match(seenBeforeTheEnd, 'two\n');
});

test('output that is kept is not shown', async () => {
  const shown: string[] = [];
  await runScript('console.log("a"); console.error("b")', { output: 'kept' }, shown);
  assert.equal(shown, []);
});

/** Starts children and waits until all are running. */
async function startChildren(scripts: readonly string[]) {
  let ready = 0;
  const runner = new ProcessRunner(env, (text) => {
    ready += text.split('ready').length - 1;
  });
  const results = scripts.map((script) =>
    runner.run(process.execPath, ['-e', `${script}; console.log("ready"); setInterval(() => {}, 1000)`], {
      output: 'shown',
    }),
  );
  while (ready < scripts.length) await new Promise((resolve) => setTimeout(resolve, 10));
  return { runner, results };
}

test('every child gets the signal', async () => {
  const { runner, results } = await startChildren(['process.once("SIGINT", () => process.exit(5))', '']);
  await runner.stopAll('SIGINT', 10_000);
  const endings = (await Promise.all(results)).map(({ ending }) => ending);
  assert.equal(endings, [
    { kind: 'exit', status: 5 },
    { kind: 'signal', signal: 'SIGINT' },
  ]);
});

test('a child that ignores signals is killed at its time limit', async () => {
  const { runner, results } = await startChildren(['process.on("SIGTERM", () => {})']);
  const start = Date.now();
  await runner.stopAll('SIGTERM', 200);
  assert.ok(Date.now() - start >= 200, 'it had its time');
  assert.equal((await results[0])?.ending, { kind: 'signal', signal: 'SIGKILL' });
});

test('a child that has ended is not waited for, whoever holds its output', async () => {
  let heir = 0;
  const runner = new ProcessRunner(env, (text) => {
    heir = Number(text);
  });
  const script =
    'const { spawn } = require("child_process"); const heir = spawn(process.execPath, ["-e", "setTimeout(() => {}, 60000)"], { stdio: "inherit", detached: true }); console.log(heir.pid); heir.unref()';
  const result = runner.run(process.execPath, ['-e', script], { output: 'shown' });
  while (heir === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  // The child ends right after its line, but its output stays open.
  await new Promise((resolve) => setTimeout(resolve, 500));
  try {
    const start = Date.now();
    await runner.stopAll('SIGTERM', 10_000);
    assert.ok(Date.now() - start < 5_000);
  } finally {
    process.kill(heir, 'SIGKILL');
  }
  assert.equal((await result).ending, { kind: 'exit', status: 0 });
});

const limits: readonly [why: string, script: string, limitMs: number, ending: Ending, stdout: string][] = [
  ['one that is in time', 'console.log("a")', 20_000, { kind: 'exit', status: 0 }, 'a\n'],
  ['one that fails in time', 'process.exitCode = 3', 20_000, { kind: 'exit', status: 3 }, ''],
  [
    'one that takes too long, with what it said',
    'console.log("a"); setInterval(() => {}, 1000)',
    2_000,
    { kind: 'timeout', limitMs: 2_000 },
    'a\n',
  ],
  [
    'one that takes too long and exits with 0 when it gets the signal',
    'process.on("SIGTERM", () => process.exit(0)); setInterval(() => {}, 1000)',
    500,
    { kind: 'timeout', limitMs: 500 },
    '',
  ],
  [
    'one that takes too long and ignores signals',
    'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)',
    500,
    { kind: 'timeout', limitMs: 500 },
    '',
  ],
];

for (const [why, script, limitMs, ending, stdout] of limits) {
  test(`of children with a limit: ${why}`, async () => {
    const start = Date.now();
    assert.equal(await runScript(script, { limitMs }), { ending, stdout, stderr: '' });
    assert.ok(Date.now() - start < 5_000);
  });
}

/** Runs a shell script; its background process $! is killed after the test. */
async function runWithHeir(script: string, look: () => void = () => {}) {
  const runner = new ProcessRunner(env, () => {});
  const start = Date.now();
  const running = runner.run('/bin/sh', ['-c', script], { output: 'kept' });
  look();
  const { ending, stdout } = await running;
  const tookMs = Date.now() - start;
  const [heir, ...lines] = stdout.trim().split('\n');
  process.kill(Number(heir), 'SIGKILL');
  return { ending, lines, tookMs };
}

test('a child that has ended but left its output to another process is not waited for', async () => {
  const { ending, lines, tookMs } = await runWithHeir('sleep 60 & echo $!; echo done; exit 3');
  assert.equal(ending, { kind: 'exit', status: 3 });
  assert.equal(lines, ['done']);
  assert.ok(tookMs < 5_000, `took ${tookMs} ms`);
});

test('the output so far is kept, even if the program is busy', async () => {
  const block = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_500);
  const { lines } = await runWithHeir('(sleep 0.8; echo late; exec sleep 60) & echo $!', () => {
    // Timers run first after it.
    setTimeout(() => setImmediate(block), 300);
  });
  assert.equal(lines, ['late']);
});

test.run();
