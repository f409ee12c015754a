import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { PROGRAM, runProgram } from '../support/program';
import { createSandbox, type Sandbox, testNode } from '../support/sandbox';

// Standard output and error: to a full disk, to a reader that goes away, to a slow one.

const output = suite<{ sandbox: Sandbox }>('output');

output.before.each((context) => {
  context.sandbox = createSandbox();
  context.sandbox.write('Dockerfile', 'FROM bash\n');
});

output.after.each(({ sandbox }) => sandbox.remove());

/** Runs a shell script, in which "$@" is the program with these arguments. */
function runShell(sandbox: Sandbox, script: string, ...argv: readonly string[]) {
  const command = ['-c', script, 'sh', testNode(), PROGRAM, ...argv];
  return spawnSync('/bin/sh', command, { cwd: sandbox.work, env: sandbox.env, encoding: 'utf8' });
}

/** Makes `key --json` print at least this many bytes of file names. */
function writeManyNames(sandbox: Sandbox, bytes: number): void {
  const length = 200;
  for (let index = 0; index < bytes / length; index++) sandbox.write(`many/${String(index).padStart(length, 'x')}`, '');
}

for (const argv of [['--help'], ['--version'], ['key'], ['key', '--explain']]) {
  output(`${argv.join(' ')} onto a full disk: a clear error`, ({ sandbox }) => {
    const { status, stderr } = runShell(sandbox, '"$@" >/dev/full', ...argv);
    assert.match(stderr, /^error: the result can't be written to standard output: ENOSPC/);
    assert.is(status, 1);
  });
}

output('a log to a full disk, or to a reader that has ended: the run goes on', ({ sandbox }) => {
  const expected = runShell(sandbox, '"$@"', 'key', '--cache-on=missing', '--cache-on-missing=warn');
  assert.match(expected.stderr, 'missing');
  const argv = ['key', '--cache-on=missing', '--cache-on-missing=warn'];
  for (const script of [
    '"$@" 2>/dev/full',
    // The reader has ended before the program starts.
    '{ sleep 0.2; "$@" 2>&3; echo "$?" >&4; } 3>&1 4>&2 1>"${HOME}/result" | true; cat "${HOME}/result"',
  ]) {
    const { status, stdout } = runShell(sandbox, script, ...argv);
    assert.equal([status, stdout], [0, expected.stdout], script);
  }
});

output('a reader that closes the pipe: no error', ({ sandbox }) => {
  writeManyNames(sandbox, 200_000);
  const argv = ['key', '--json', '--cache-on=many'];
  const { stderr } = runShell(sandbox, '{ "$@"; echo "ended with $?" >&2; } | head -c 1', ...argv);
  assert.is(stderr, 'ended with 0\n');
});

output('a slow reader of a pipe that another process has made non-blocking: gets everything', ({ sandbox }) => {
  writeManyNames(sandbox, 200_000);
  const argv = ['key', '--json', '--cache-on=many'];
  const expected = runShell(sandbox, '"$@"', ...argv).stdout;
  assert.ok(expected.length > 200_000);
  // When this node opens its standard output, it changes the mode of the pipe that the program shares.
  const parent = `const [program, ...argv] = process.argv.slice(1);
    require("child_process").spawn(program, argv, { stdio: "inherit" }).on("exit", (status) => process.exit(status));
    process.stdout;`;
  sandbox.write('parent.js', parent);
  const { stdout, status } = runShell(
    sandbox,
    `node=$1; { "$node" -e "$(cat parent.js)" -- "$@"; } | { sleep 1; cat; }`,
    ...argv,
  );
  assert.is(status, 0);
  assert.ok(stdout === expected);
});

output('a defect: a stack trace of the bundle, and where to report it', async ({ sandbox }) => {
  const defect = 'process.uptime = () => { throw Error("here"); };';
  const env = { NODE_OPTIONS: `--require=${sandbox.write('../defect.cjs', defect)}` };
  const { status, stderr } = await runProgram({ sandbox, argv: ['key'], env });
  assert.is(status, 70, stderr);
  const [, line, column] = /at (?:\w+\.)?now \(.*docker-ecr-cache\.cjs:(\d+):(\d+)\)/.exec(stderr) ?? [];
  const bundle = readFileSync(PROGRAM, 'utf8').split('\n');
  assert.match(String(bundle[Number(line) - 1]).slice(Number(column) - 1), /^uptime\(\)/);
  assert.match(stderr, /https:\/\/github\.com\/\S+\/issues$/m);
});

output.run();
