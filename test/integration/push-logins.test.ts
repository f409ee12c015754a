import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Agent, createAgent } from '../support/agent';
import { testNode } from '../support/sandbox';

// What docker is logged in with when a push starts: a token that is still valid however long the build took, and a new
// one after a failed push.

const pushLogins = suite<{ agent: Agent }>('push logins');

pushLogins.before.each(async (context) => {
  context.agent = await createAgent();
  context.agent.sandbox.write('Dockerfile', 'FROM bash\n');
});

pushLogins.after.each(({ agent }) => agent.close());

function countTokens(agent: Agent): number {
  return agent.operations().filter((operation) => operation === 'GetAuthorizationToken').length;
}

/** The docker commands that matter here, in order. */
function findCourse({ docker }: Agent): string {
  return docker
    .commands()
    .filter((command) => ['login', 'build', 'push'].includes(command))
    .join(' ');
}

/** Moves the program's clock forward by this many minutes during the build; earlier tokens expire. */
function letBuildTake({ sandbox, docker, api }: Agent, minutes: number, isTokenGone: boolean) {
  const ahead = path.join(sandbox.root, 'minutes-ahead');
  writeFileSync(ahead, '0');
  const clock = sandbox.write(
    path.join(sandbox.root, 'clock.cjs'),
    `const { readFileSync } = require('fs');
const now = Date.now;
Date.now = () => now() + Number(readFileSync(${JSON.stringify(ahead)}, 'utf8')) * 60000;
`,
  );
  docker.rules([
    {
      match: ['build'],
      before: () => {
        writeFileSync(ahead, String(minutes));
        if (isTokenGone) api.expireTokens();
      },
    },
  ]);
  // The hook clears the step's NODE_OPTIONS before it runs node.
  sandbox.install('node', `#!/bin/sh\nexec '${testNode()}' --require='${clock}' "$@"\n`);
}

const builds: readonly [why: string, minutes: number, isTokenGone: boolean, tokens: number, course: string][] = [
  ['takes half an hour: what docker has is taken', 30, false, 1, 'login build push'],
  ['takes longer than a token is trusted: docker gets another', 90, true, 2, 'login build login push'],
];

for (const [why, minutes, isTokenGone, tokens, course] of builds) {
  pushLogins(`a push after a build that ${why}`, async ({ agent }) => {
    letBuildTake(agent, minutes, isTokenGone);
    const result = await agent.runStep();
    assert.is(result.status, 0, result.log);
    assert.not.match(result.log, /trying again/);
    assert.is(countTokens(agent), tokens);
    assert.is(findCourse(agent), course);
    assert.is((await agent.imageTags()).size, 2);
  });
}

pushLogins('a push that failed in an outage is repeated with a new token', async ({ agent }) => {
  let tokens = 0;
  agent.docker.rules([
    {
      match: ['push'],
      stderr: 'unexpected EOF\n',
      exit: 1,
      times: 1,
      before: () => {
        tokens = countTokens(agent);
        agent.api.expireTokens();
      },
    },
  ]);
  const result = await agent.runStep();
  assert.is(result.status, 0, result.log);
  assert.is(tokens, 1, 'of the first push');
  assert.is(countTokens(agent), 2);
  assert.is(findCourse(agent), 'login build push login push');
  assert.is((await agent.imageTags()).size, 2);
});

pushLogins.run();
