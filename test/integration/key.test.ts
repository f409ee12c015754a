import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { runProgram } from '../support/program';
import { createSandbox, type Sandbox } from '../support/sandbox';

// The command `key`: needs neither docker nor AWS, and prints nothing but the result on standard output.

const key = suite<{ sandbox: Sandbox }>('key');

key.before.each((context) => {
  context.sandbox = createSandbox();
  context.sandbox.write('Dockerfile', 'FROM bash\nCOPY package.json package-lock.json /workdir/\n');
  context.sandbox.write('package.json', '{"name":"shop","dependencies":{"b":"2","a":"1"}}');
  context.sandbox.write('package-lock.json', '{}');
});

key.after.each(({ sandbox }) => sandbox.remove());

async function printKey(sandbox: Sandbox, ...argv: string[]): Promise<string> {
  const result = await runProgram({ sandbox, argv: ['key', ...argv] });
  assert.is(result.status, 0, result.stderr);
  assert.is(result.stderr, '');
  return result.stdout.trim();
}

key('a JSON value that is absent is logged and has its own key', async ({ sandbox }) => {
  const result = await runProgram({ sandbox, argv: ['key', '--cache-on', 'package.json#.engines?'] });
  assert.is(result.status, 0);
  assert.is(result.stderr, 'package.json#.engines?: package.json has no such value\n');
  assert.is.not(result.stdout.trim(), await printKey(sandbox));
});

key('--explain lists every input with its digest, but no values of build args', async ({ sandbox }) => {
  const result = await printKey(
    sandbox,
    ...['--explain', '--cache-on=package*.json', '--build-args', 'TOKEN=hunter2', '--build-args', 'UNSET'],
    ...['--secrets', 'NPM_TOKEN', '--target', 'build'],
  );
  assert.match(result, /^ {2}Dockerfile +[0-9a-f]{64}$/m);
  assert.match(result, /^ {2}target +build$/m);
  assert.match(result, /^ {2}package-lock.json +[0-9a-f]{64}$/m);
  assert.match(result, /^ {2}package.json +[0-9a-f]{64}$/m);
  assert.match(result, /^ {2}TOKEN +[0-9a-f]{64}$/m);
  assert.match(result, /^ {2}UNSET +\(not set\)$/m);
  assert.match(result, /^ {2}NPM_TOKEN$/m);
  assert.match(result, /^ {2}tag +[0-9a-f]{40}$/m);
  assert.not.match(result, /hunter2/);
});

key('--json prints the same for programs', async ({ sandbox }) => {
  const result = JSON.parse(await printKey(sandbox, '--json', '--cache-on=package.json'));
  assert.is(result.tag, result.key.slice(0, 40));
  assert.is(result.inputs.files[0][0], 'package.json');
  assert.is(result.tag, await printKey(sandbox, '--cache-on=package.json'));
});

key('plugin variables are only read by the hook', async ({ sandbox }) => {
  const env = { BUILDKITE_PLUGIN_DOCKER_ECR_CACHE_TARGET: 'build' };
  const result = await runProgram({ sandbox, argv: ['key'], env });
  assert.is(result.stdout.trim(), await printKey(sandbox));
});

key('--help and --version print to standard output', async ({ sandbox }) => {
  const help = await runProgram({ sandbox, argv: ['--help'] });
  assert.match(help.stdout, /^Usage: node bin\/docker-ecr-cache.cjs \[command\]/m);
  const version = await runProgram({ sandbox, argv: ['--version'] });
  assert.match(version.stdout, /^\d+\.\d+\.\d+\n$/);
  assert.is(help.stderr + version.stderr, '');
});

key.run();
