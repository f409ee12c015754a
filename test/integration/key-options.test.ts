import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Agent, createAgent, REPOSITORY } from '../support/agent';
import { listen } from '../support/http-fault';

// What goes into the key besides the Dockerfile and cache-on, through the whole plugin.

interface Registry {
  /** `127.0.0.1:port` */
  host: string;
  /** The manifest of base:1; undefined for an empty registry. */
  manifest: string | undefined;
  status: number | undefined;
  requests: string[];
  close(): Promise<void>;
}

const options = suite<{ agent: Agent; registry: Registry }>('key options');

options.before.each(async (context) => {
  context.agent = await createAgent();
  context.registry = await startRegistry();
  context.agent.sandbox.write('package.json', '{}');
  context.agent.sandbox.write('src/index.js', '1');
  context.agent.sandbox.write('Dockerfile', 'FROM bash\nCOPY package.json src /x/\n');
});

options.after.each(async ({ agent, registry }) => {
  await registry.close();
  await agent.close();
});

/** A registry of base images. It speaks plain HTTP, which docker accepts on loopback. */
async function startRegistry(): Promise<Registry> {
  const server = http.createServer((request, response) => {
    registry.requests.push(`${request.method} ${request.url}`);
    const text = registry.manifest;
    if (registry.status !== undefined || text === undefined) {
      response.writeHead(registry.status ?? 404, { 'content-type': 'application/json' });
      response.end('{"errors":[{"code":"MANIFEST_UNKNOWN","message":"manifest unknown"}]}');
      return;
    }
    response.writeHead(200, {
      'content-type': 'application/vnd.oci.image.manifest.v1+json',
      'docker-content-digest': `sha256:${createHash('sha256').update(text).digest('hex')}`,
      'content-length': Buffer.byteLength(text),
    });
    response.end(request.method === 'HEAD' ? undefined : text);
  });
  const { port, close } = await listen(server);
  const registry: Registry = {
    host: `127.0.0.1:${port}`,
    manifest: '{"version":1}',
    status: undefined,
    requests: [],
    close,
  };
  return registry;
}

const TAG = 'BUILDKITE_PLUGIN_DOCKER_ECR_CACHE_EXPORT_TAG';
const WARNING = /^warning: The Dockerfile copies files that are not part of the key: .*$/m;

options('a file that is copied but not covered is one warning on a miss, and none on a hit', async ({ agent }) => {
  const configuration = { 'cache-on': 'package.json' };
  const miss = await agent.runStep(configuration);
  assert.is(miss.status, 0, miss.log);
  assert.match(miss.stderr, /^warning: The Dockerfile copies files that are not part of the key: src\/index\.js\. /m);
  assert.not.match((await agent.runStep(configuration)).stderr, WARNING);
});

options('that warning names up to three files, and counts the rest', async ({ agent }) => {
  for (const [name, files] of [
    ['a.js', 'src/a.js, src/index.js'],
    ['b.js', 'src/a.js, src/b.js, src/index.js'],
    ['c.js', 'src/a.js, src/b.js, src/c.js and 1 more'],
  ] as const) {
    agent.sandbox.write(`src/${name}`, name);
    const { stderr } = await agent.runStep({ 'cache-on': 'package.json', 'cache-version': name });
    assert.match(stderr, `not part of the key: ${files}. When they change`);
  }
});

options('no such warning if everything is covered', async ({ agent }) => {
  assert.not.match((await agent.runStep({ 'cache-on': ['package.json', 'src'] })).stderr, WARNING);
  assert.not.match((await agent.runStep({ 'cache-on-copied': true })).stderr, WARNING);
});

options('no such warning about the Dockerfile itself, which is always part of the key', async ({ agent }) => {
  for (const [file, configuration] of [
    ['Dockerfile', {}],
    ['docker/app.Dockerfile', { dockerfile: './docker/app.Dockerfile' }],
  ] as const) {
    agent.sandbox.write(file, `FROM bash\nCOPY package.json ${file} /x/\n`);
    const { status, log, stderr } = await agent.runStep({ ...configuration, 'cache-on': 'package.json' });
    assert.is(status, 0, log);
    assert.not.match(stderr, WARNING);
  }
});

options('cache-on-copied: what the Dockerfile copies counts without being listed', async ({ agent }) => {
  const configuration = { 'cache-on-copied': true };
  const first = await agent.runStep(configuration);
  assert.is(first.status, 0, first.log);
  assert.match(first.stderr, /^The key is [0-9a-f]{40}, made from Dockerfile, 2 copied files$/m);
  agent.sandbox.write('unrelated', 'x');
  const second = await agent.runStep(configuration);
  assert.is(second.exported[TAG], first.exported[TAG]);
  agent.sandbox.write('src/index.js', '2');
  const third = await agent.runStep(configuration);
  assert.is.not(third.exported[TAG], first.exported[TAG]);
});

options('cache-on-copied: a named context is logged, because its contents are not known', async ({ agent }) => {
  agent.sandbox.write('Dockerfile', 'FROM bash\nCOPY --from=extra /a /a\n');
  const result = await agent.runStep({
    'cache-on-copied': true,
    'additional-build-args': '--build-context extra=../extra',
  });
  assert.is(result.status, 0, result.log);
  assert.match(result.stderr, /extra/);
});

options('cache-on-missing: warn uses the entries that match, and names the others', async ({ agent }) => {
  const result = await agent.runStep({ 'cache-on': ['package.json', 'missing'], 'cache-on-missing': 'warn' });
  assert.is(result.status, 0, result.log);
  assert.match(
    result.stderr,
    /^warning: cache-on has entries that match nothing or can't be read:\n {2}"missing" matches nothing$/m,
  );
  const without = await agent.runStep({ 'cache-on': ['package.json'] });
  assert.is(result.exported[TAG], without.exported[TAG]);
});

options('cache-on: the log counts files and values', async ({ agent }) => {
  for (const [cacheOn, made] of [
    [['package.json'], '1 file of cache-on'],
    [['package.json#.'], '1 value of cache-on'],
    [['src', 'package.json', 'package.json#.', 'package.json#.a?'], '2 files and 2 values of cache-on'],
  ] as const) {
    const { stderr } = await agent.runStep({ 'cache-on': cacheOn });
    assert.match(stderr, new RegExp(`^The key is [0-9a-f]{40}, made from Dockerfile, ${made}$`, 'm'));
  }
  const inline = await agent.runStep({ 'dockerfile-inline': 'FROM bash' });
  assert.match(inline.stderr, /^The key is [0-9a-f]{40}, made from the inline Dockerfile$/m);
});

options('cache-on-base-images: a base that moves is another key, and its build pulls', async ({ agent, registry }) => {
  agent.sandbox.write('Dockerfile', `FROM ${registry.host}/base:1\n`);
  const configuration = { 'cache-on-base-images': true };
  const first = await agent.runStep(configuration);
  assert.is(first.status, 0, first.log);
  assert.match(first.stderr, /^The key is [0-9a-f]{40}, made from Dockerfile, 1 base image$/m);
  const build = agent.docker.calls().find(({ argv }) => argv[0] === 'build');
  assert.ok(build?.argv.includes('--pull'));
  const again = await agent.runStep(configuration);
  assert.is(again.exported[TAG], first.exported[TAG]);
  registry.manifest = '{"version":2}';
  const moved = await agent.runStep(configuration);
  assert.is.not(moved.exported[TAG], first.exported[TAG]);
});

const changes: readonly [why: string, change: (context: { agent: Agent; registry: Registry }) => void, says: RegExp][] =
  [
    [
      'a base image that is pushed',
      ({ registry }) => {
        registry.manifest = '{"version":2}';
      },
      /changed during the build: the base image 127\.0\.0\.1:\d+\/base:1 changed/,
    ],
    [
      'a file that is written',
      ({ agent }) => agent.sandbox.write('src/index.js', '2'),
      /changed during the build: src\/index\.js changed/,
    ],
    [
      'a Dockerfile that is written',
      ({ agent, registry }) => agent.sandbox.write('Dockerfile', `FROM ${registry.host}/base:1\n# other\n`),
      /changed during the build: the Dockerfile changed/,
    ],
    [
      'a file that is removed',
      ({ agent }) => rmSync(path.join(agent.sandbox.work, 'package.json')),
      /changed during the build: cache-on has entries that match nothing/,
    ],
  ];

for (const [why, change, says] of changes) {
  options(`${why} while the image is built: it is not pushed under the old key`, async (context) => {
    const { agent, registry } = context;
    agent.sandbox.write('Dockerfile', `FROM ${registry.host}/base:1\n`);
    agent.docker.rules([{ match: ['build'], before: () => change(context), times: 1 }]);
    const configuration = { 'cache-on-base-images': true, 'cache-on': ['package.json', 'src'] };
    const result = await agent.runStep(configuration);
    assert.is(result.status, 0, result.log);
    assert.match(result.stderr, new RegExp(`^warning: The key ${says.source}`, 'm'));
    assert.not(agent.docker.commands().includes('push'));
    assert.equal([...(await agent.api.registry.images.tags(REPOSITORY)).keys()], []);
    assert.is(result.exported.BUILDKITE_PLUGIN_DOCKER_ECR_CACHE_EXPORT_DIGEST, '');
  });
}

for (const configuration of [{ push: false }, { 'registry-provider': 'local' }]) {
  const [[name, value] = []] = Object.entries(configuration);
  options(
    `a file that is written while an image is built, with ${name}: ${value}: it is no image of the key`,
    async ({ agent }) => {
      const change = () => agent.sandbox.write('package.json', '{"changed":true}');
      agent.docker.rules([{ match: ['build'], before: () => void change(), times: 1 }]);
      const result = await agent.runStep({ ...configuration, 'cache-on': 'package.json' });
      assert.is(result.status, 0, result.log);
      const kept = name === 'push' ? 'pushed' : 'kept';
      assert.match(result.stderr, new RegExp(`^--- :docker: miss, built, not ${kept} in `, 'm'));
      assert.match(result.stderr, /^\+\+\+ :warning: /m);
      assert.match(result.stderr, /^warning: The key changed during the build: package\.json changed/m);
      // The step gets the image under its own tag, and the next run doesn't find it.
      const image = result.exported.BUILDKITE_PLUGIN_DOCKER_IMAGE ?? '';
      assert.match(image, /^localhost\/docker-ecr-cache-build:\d+-[0-9a-f]+$/);
      assert.equal([...agent.docker.world.images.keys()], [image]);
      agent.sandbox.write('package.json', '{}');
      const again = await agent.runStep({ ...configuration, 'cache-on': 'package.json' });
      assert.is(again.exported.BUILDKITE_PLUGIN_DOCKER_ECR_CACHE_EXPORT_HIT, 'false', again.log);
    },
  );
}

options('a file that changes during a build for later steps ends the step', async ({ agent }) => {
  const change = () => agent.sandbox.write('package.json', '{"changed":true}');
  agent.docker.rules([{ match: ['build'], before: () => void change(), times: 1 }]);
  const result = await agent.runStep({ 'cache-on': 'package.json', 'skip-pull-from-cache': true });
  assert.is(result.status, 1, result.log);
  assert.match(result.stderr, /^error: .*package\.json changed; it is not pushed under the old key$/m);
  assert.not(agent.docker.commands().includes('push'));
});

const failures: readonly [why: string, change: (registry: Registry) => void, words: RegExp][] = [
  [
    'an image that the registry does not have',
    (registry) => {
      registry.manifest = undefined;
    },
    /cache-on-base-images: 127\.0\.0\.1:\d+ has no image/,
  ],
  [
    'a registry that refuses',
    (registry) => {
      registry.status = 403;
    },
    /denied|refused|403/,
  ],
  [
    'a registry that is out of order',
    (registry) => {
      registry.status = 503;
    },
    /503/,
  ],
];

for (const [why, change, words] of failures) {
  options(`cache-on-base-images: ${why} ends the step with an explanation`, async ({ agent, registry }) => {
    agent.sandbox.write('Dockerfile', `FROM ${registry.host}/base:1\n`);
    change(registry);
    const result = await agent.runStep({ 'cache-on-base-images': true });
    assert.is(result.status, 1, result.log);
    assert.match(result.stderr, words);
    assert.equal(result.exported, {});
  });
}

options(
  'cache-on-base-images: another registry than ours has nothing to do with an outage of ours',
  async ({ agent, registry }) => {
    agent.sandbox.write('Dockerfile', `FROM ${registry.host}/base:1\n`);
    const configuration = { 'cache-on-base-images': true };
    const before = await agent.runStep(configuration);
    agent.api.intercept('*', () => ({ status: 503 }));
    const result = await agent.runStep(configuration);
    assert.is(result.status, 0, result.log);
    assert.match(result.stderr, /^warning: Going on without the registry: /m);
    assert.is(result.exported[TAG], before.exported[TAG]);
  },
);

options('cache-on-base-images: an image that depends on an unset build arg: a clear error', async ({ agent }) => {
  agent.sandbox.write('Dockerfile', 'ARG BASE\nFROM $BASE\n');
  const result = await agent.runStep({ 'cache-on-base-images': true });
  assert.is(result.status, 1, result.log);
  assert.match(result.stderr, /which image .*\$?BASE.* is can't be known before the build/);
});

options.run();
