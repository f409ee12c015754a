import http from 'node:http';
import type net from 'node:net';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { listen } from '../support/http-fault';
import { runProgram } from '../support/program';
import { createSandbox, type Sandbox } from '../support/sandbox';

// A proxy that refuses a connection is named in the error, together with its answer, whichever server was to be asked. It
// is never treated as an outage, because then every run would build again and push nothing.

const proxies = suite<{ sandbox: Sandbox }>('proxies');

proxies.before.each((context) => {
  context.sandbox = createSandbox();
  context.sandbox.write('Dockerfile', 'FROM bash\n');
});
proxies.after.each(({ sandbox }) => sandbox.remove());

const keys = { AWS_ACCESS_KEY_ID: 'AKIA', AWS_SECRET_ACCESS_KEY: 'secret', AWS_REGION: 'eu-west-1' };

/** The server, the options and variables that lead to it, and the start of the error. */
const servers: readonly [who: string, argv: readonly string[], env: object, doing: string, host: string][] = [
  ['Amazon ECR', [], keys, 'ASKING on a/b in eu-west-1 failed', 'api.ecr.eu-west-1.amazonaws.com'],
  [
    'AWS STS',
    [],
    {
      AWS_REGION: 'eu-west-1',
      AWS_ROLE_ARN: 'arn:aws:iam::123456789012:role/a',
      AWS_WEB_IDENTITY_TOKEN_FILE: 'token',
    },
    'ASKING on a/b in eu-west-1: asking web identity (AWS_WEB_IDENTITY_TOKEN_FILE) for AWS credentials failed',
    'sts.eu-west-1.amazonaws.com',
  ],
  [
    'another registry',
    ['--registry-provider=oci', '--registry=registry.example'],
    {},
    'look-up of registry.example/a/b:X failed',
    'registry.example',
  ],
];

for (const [who, argv, env, doing, host] of servers) {
  for (const [status, hint] of [
    [403, `Let it allow that, or list ${host} in NO_PROXY.`],
    [407, `Put the proxy's user and password into HTTPS_PROXY, or list ${host} in NO_PROXY.`],
  ] as const) {
    proxies(`${who} behind a proxy that answers ${status} with a page`, async ({ sandbox }) => {
      sandbox.write('token', 'token');
      const page = '<html><body>Blocked</body></html>';
      const server = http.createServer();
      server.on('connect', (_, socket: net.Socket) =>
        socket.end(`HTTP/1.1 ${status} No\r\ncontent-length: ${page.length}\r\n\r\n${page}`),
      );
      const { port, close } = await listen(server);
      const result = await runProgram({
        sandbox,
        argv: ['check', '--ecr-name=a/b', ...argv],
        env: { ...env, HTTPS_PROXY: `http://me:canary@127.0.0.1:${port}` },
      });
      await close();
      assert.is(result.status, 1, result.stderr);
      const says = result.stderr
        .replace(/:[0-9a-f]{40} /, ':X ')
        .replace(/BatchGetImage|GetAuthorizationToken/, 'ASKING');
      const refusal = `the proxy http://127.0.0.1:${port} refuses a connection to ${host}:443 with status ${status}`;
      assert.ok(says.includes(`error: ${doing}: ${refusal}\n${hint}\n`), says);
      assert.not.match(says, /canary|trying again/);
    });
  }
}

proxies('a misspelt proxy is not reported as a wrong region', async ({ sandbox }) => {
  const { status, stderr } = await runProgram({
    sandbox,
    argv: ['check', '--ecr-name=a/b'],
    // Nothing listens on this port. A wrong host name would depend on the machine's name server.
    env: { ...keys, HTTPS_PROXY: 'http://127.0.0.1:1' },
  });
  assert.is(status, 1, stderr);
  assert.match(
    stderr,
    /failed: the proxy http:\/\/127\.0\.0\.1:1 can't be reached: .*ECONNREFUSED.*\nCheck HTTPS_PROXY/,
  );
  assert.not.match(stderr, /Check the region|trying again/);
});

proxies.run();
