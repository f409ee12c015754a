import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { startEngine } from '../support/engine';
import { findEngine } from '../support/engines';
import { runHook } from '../support/hook';
import { pluginEnv } from '../support/plugin-env';
import { createSandbox } from '../support/sandbox';

// A client and an engine without a common version of docker's API.

const clientAge = suite('client age');

clientAge('an engine that refuses the client: its error, and nothing is built', async () => {
  const engine = await startEngine(findEngine('28-refuses-old-client'));
  const sandbox = createSandbox();
  sandbox.link('docker', engine.client);
  sandbox.write('Dockerfile', 'FROM scratch\nCOPY Dockerfile /\n');
  const env = { ...engine.env, ...pluginEnv({ 'registry-provider': 'local' }) };
  const result = await runHook({ sandbox, env });
  assert.is(result.status, 1, result.log);
  assert.match(result.log, /client version 1\.41 is too old. Minimum supported API version is 1\.44, please upgrade/);
  assert.equal(result.exported, {});
  await engine.stop();
  sandbox.remove();
});

clientAge.run();
