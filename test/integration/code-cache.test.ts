import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Agent, createAgent } from '../support/agent';
import { PROGRAM, runProgram } from '../support/program';

// What V8 made of the program and of the SDK is kept for the next run. A machine that is taken away may leave a file
// with pages of zeros, which V8 would run into: the process would be gone without a word, in every step of that agent.

const codeCache = suite<{ agent: Agent }>('code cache');

codeCache.before.each(async (context) => {
  context.agent = await createAgent();
  context.agent.sandbox.write('Dockerfile', 'FROM bash\n');
});

codeCache.after.each(({ agent }) => agent.close());

function runCheck({ sandbox, api }: Agent) {
  const names = { BUILDKITE_ORGANIZATION_SLUG: 'acme', BUILDKITE_PIPELINE_SLUG: 'shop' };
  return runProgram({ sandbox, argv: ['check'], env: { ...api.env, ...names, AWS_REGION: 'eu-west-1' } });
}

/** The files that are kept, with their folders. */
function listKept({ sandbox }: Agent): readonly string[] {
  const folder = path.join(sandbox.home, '.cache/docker-ecr-cache');
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((node) =>
    readdirSync(path.join(folder, node)).map((name) => path.join(folder, node, name)),
  );
}

function findKept(agent: Agent, part: string): string {
  const kept = listKept(agent).filter((file) => path.basename(file).startsWith(`${part}-`));
  assert.is(kept.length, 1, listKept(agent).join());
  return String(kept[0]);
}

const damages: readonly [why: string, damage: (kept: Buffer) => Buffer][] = [
  ['its tail is zeroed', (kept) => kept.fill(0, Math.floor(kept.length / 4))],
  ['every other page of it is zeroed', zeroPages],
  ['its end is missing', (kept) => kept.subarray(0, kept.length - 4096)],
  ['bits of it are others', flipBits],
];

function zeroPages(kept: Buffer): Buffer {
  for (let at = 4096; at < kept.length; at += 8192) kept.fill(0, at, Math.min(at + 4096, kept.length));
  return kept;
}

function flipBits(kept: Buffer): Buffer {
  for (let at = 4096; at < kept.length; at += 1024) kept.writeUInt8(kept.readUInt8(at) ^ 4, at);
  return kept;
}

const cases = ['program', 'aws-sdk'].flatMap((part) => damages.map((damage) => [part, ...damage] as const));

for (const [part, why, damage] of cases) {
  codeCache(`${part}: a run goes on, and the next one finds it whole, where ${why}`, async ({ agent }) => {
    assert.is((await runCheck(agent)).status, 3);
    const file = findKept(agent, part);
    const damaged = Buffer.from(damage(readFileSync(file)));
    writeFileSync(file, damaged);
    const { status, log } = await runCheck(agent);
    assert.is(status, 3, log);
    const renewed = readFileSync(file);
    assert.not.ok(renewed.equals(damaged));
    assert.is((await runCheck(agent)).status, 3);
    assert.ok(readFileSync(file).equals(renewed), 'it is used as it is');
  });
}

for (const argv of [['--help'], ['--version'], ['no-command'], ['key', '--no-option']]) {
  codeCache(`nothing is kept by: ${argv.join(' ')}`, async ({ agent }) => {
    await runProgram({ sandbox: agent.sandbox, argv });
    assert.not.ok(existsSync(path.join(agent.sandbox.home, '.cache')));
  });
}

codeCache('other flags of node have what they keep beside it', async ({ agent }) => {
  assert.is((await runCheck(agent)).status, 3);
  const kept = listKept(agent);
  agent.sandbox.env.NODE_OPTIONS = '--max-old-space-size=500';
  assert.is((await runCheck(agent)).status, 3);
  const both = listKept(agent);
  assert.is(both.length, 2 * kept.length);
  const contents = both.map((file) => readFileSync(file));
  delete agent.sandbox.env.NODE_OPTIONS;
  assert.is((await runCheck(agent)).status, 3);
  assert.equal(
    listKept(agent).map((file) => readFileSync(file)),
    contents,
  );
});

codeCache('a file that is loaded first is none of these flags', async ({ agent }) => {
  assert.is((await runCheck(agent)).status, 3);
  const kept = listKept(agent);
  agent.sandbox.env.NODE_OPTIONS = `--require=${agent.sandbox.write('../first.cjs', '')}`;
  assert.is((await runCheck(agent)).status, 3);
  assert.equal(listKept(agent), kept);
});

codeCache('places in a stack trace are those in the bundle, be it compiled or kept', async ({ agent }) => {
  const bundle = readFileSync(PROGRAM, 'utf8').split('\n');
  // Nobody but a defect ends a run so.
  const defect = 'if (process.env.DEFECT) process.uptime = () => { throw Error("here"); };';
  const env = { NODE_OPTIONS: `--require=${agent.sandbox.write('../defect.cjs', defect)}` };
  for (const isKept of [false, true]) {
    assert.is(listKept(agent).length > 0, isKept);
    const { status, stderr } = await runProgram({
      sandbox: agent.sandbox,
      argv: ['key'],
      env: { ...env, DEFECT: 'yes' },
    });
    assert.is(status, 70, stderr);
    const [, line, column] = /at (?:\w+\.)?now \(.*docker-ecr-cache\.cjs:(\d+):(\d+)\)/.exec(stderr) ?? [];
    assert.match(String(bundle[Number(line) - 1]).slice(Number(column) - 1), /^uptime\(\)/);
    assert.is((await runProgram({ sandbox: agent.sandbox, argv: ['key'], env })).status, 0);
  }
});

codeCache('the program runs where what loads files takes their comments away', async ({ agent }) => {
  const compiler = `
    const { prototype } = require('module');
    const compile = prototype._compile;
    prototype._compile = function (code, file) {
      return compile.call(this, code.replace(/^(function \\w+\\(\\) \\{)\\/\\*[^]*?\\*\\/\\}/gm, '$1}'), file);
    };
  `;
  agent.sandbox.env.NODE_OPTIONS = `--require=${agent.sandbox.write('../compiler.cjs', compiler)}`;
  const { status, log } = await runCheck(agent);
  assert.is(status, 3, log);
});

codeCache.run();
