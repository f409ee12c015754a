import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Agent, createAgent } from '../support/agent';
import { runProgram } from '../support/program';

// What V8 made of the SDK is kept for the next run. A machine that is taken away may leave a file with pages of zeros,
// which V8 would run into: the process would be gone without a word, in every step of that agent.

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

function findKept(folder: string): string | undefined {
  if (!existsSync(folder)) return undefined;
  const names = readdirSync(folder, { withFileTypes: true });
  const file = names.find((entry) => entry.isFile() && entry.name.startsWith('aws-sdk-'));
  if (file) return path.join(folder, file.name);
  return names.map((entry) => findKept(path.join(folder, entry.name))).find((found) => found !== undefined);
}

const damages: readonly [why: string, damage: (kept: Buffer) => Buffer][] = [
  ['its tail is zeroed', (kept) => kept.fill(0, kept.length / 2)],
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

for (const [why, damage] of damages) {
  codeCache(`a run goes on, and the next one finds it whole, where ${why}`, async ({ agent }) => {
    assert.is((await runCheck(agent)).status, 3);
    const file = findKept(path.join(agent.sandbox.home, '.cache'));
    assert.ok(file !== undefined);
    if (file === undefined) return;
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

codeCache.run();
