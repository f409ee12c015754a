import { mkdtempSync, readdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { startEngine } from '../support/engine';
import { findEngine } from '../support/engines';
import { fill, type Mount, mount } from '../support/mounts';
import type { PluginConfiguration } from '../support/plugin-env';
import { type Checkout, type RealWorld, startRealWorld } from '../support/real-agent';
import type { Sandbox } from '../support/sandbox';

// Full and read-only disks, really mounted, with docker's own client and engine: a clear error or no effect, and nothing
// left behind.

const disks = suite<{ world: RealWorld }>('file systems');

disks.before(async (context) => {
  context.world = await startRealWorld();
});

disks.after(({ world }) => world.close());

const DOCKERFILE = 'FROM bash\nCOPY src /src\nRUN cat /proc/sys/kernel/random/uuid > /id\n';
const PREFIX = 'BUILDKITE_PLUGIN_DOCKER_ECR_CACHE_EXPORT_';
const foreign = { 'registry.example.com': { auth: Buffer.from('me:mine').toString('base64') } };
const smallDisk: Mount = { bytes: 1024 * 1024 };

/** A checkout of a pipeline, with a Dockerfile that copies. */
function prepare(world: RealWorld, pipeline: string): Checkout {
  const checkout = world.openCheckout(pipeline);
  checkout.sandbox.write('Dockerfile', DOCKERFILE);
  checkout.sandbox.write('src/index.js', 'index');
  return checkout;
}

/** Every file with its size. */
function listFiles(...folders: readonly string[]): readonly string[] {
  return folders.flatMap((folder) =>
    readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      const name = path.join(folder, entry.name);
      // BuildKit's client stores its identity there.
      if (entry.name === '.buildNodeID') return [];
      return entry.isDirectory() ? listFiles(name) : [`${name}: ${statSync(name).size} bytes`];
    }),
  );
}

interface Case {
  readonly why: string;
  /** The mounts on the sandbox's folders. */
  readonly folder: 'home' | 'tmp' | 'work';
  readonly mount: Mount;
  /** Writes files that have to exist before; returns variables. */
  readonly arrange?: (sandbox: Sandbox, world: RealWorld) => { readonly [name: string]: string } | undefined;
  readonly configuration?: PluginConfiguration;
  /** Whether another job has pushed the image. */
  readonly isCached?: boolean;
  readonly status: 0 | 1;
  readonly words: readonly RegExp[];
}

const elsewhere = ({ root }: Sandbox) => ({ DOCKER_CONFIG: path.join(root, 'docker-config') });
const cannotWrite = /^error: docker login to \S+ failed: docker can't write its configuration: /m;
const usesAnother = /^Point DOCKER_CONFIG at a folder/m;

function writeConfig({ write, home }: Sandbox, config: object): void {
  write(path.join(home, '.docker/config.json'), JSON.stringify(config));
}

const cases: readonly Case[] = [
  {
    why: 'a read-only HOME where docker keeps its logins',
    folder: 'home',
    mount: 'read-only',
    arrange: (sandbox) => {
      writeConfig(sandbox, { auths: foreign });
      return undefined;
    },
    status: 1,
    words: [cannotWrite, /read-only file system/, usesAnother],
  },
  {
    why: 'a read-only HOME without any of that',
    folder: 'home',
    mount: 'read-only',
    status: 1,
    words: [cannotWrite, /read-only file system/, usesAnother],
  },
  {
    why: "a read-only HOME, and docker's configuration elsewhere",
    folder: 'home',
    mount: 'read-only',
    arrange: elsewhere,
    status: 0,
    words: [],
  },
  {
    why: 'a read-only HOME, and a credential helper for the registry',
    folder: 'home',
    mount: 'read-only',
    arrange: (sandbox, { login: { host, username, password } }) => {
      const answer = JSON.stringify({ ServerURL: host, Username: username, Secret: password });
      sandbox.install('docker-credential-fixed', `#!/bin/sh\necho '${answer}'\n`);
      writeConfig(sandbox, { credHelpers: { [host]: 'fixed' } });
      return undefined;
    },
    status: 0,
    words: [],
  },
  {
    why: 'a read-only HOME with the lock of a job that is gone',
    folder: 'home',
    mount: 'read-only',
    arrange: ({ write, home }) => {
      const lock = write(path.join(home, '.docker/docker-ecr-cache.lock'), '');
      utimesSync(lock, 1, 1);
      return undefined;
    },
    status: 1,
    words: [cannotWrite],
  },
  {
    why: 'a read-only HOME, on a hit that needs no docker',
    folder: 'home',
    mount: 'read-only',
    configuration: { 'skip-pull-from-cache': true },
    isCached: true,
    status: 0,
    words: [/^docker is not logged in to the registry: docker login to .* can't write its configuration: /m],
  },
  {
    why: 'a full disk at HOME: the logins that are there stay',
    folder: 'home',
    mount: smallDisk,
    arrange: (sandbox) => {
      writeConfig(sandbox, { auths: foreign });
      return undefined;
    },
    status: 1,
    words: [cannotWrite, /no space left on device/, usesAnother],
  },
  {
    why: "a full disk at HOME, and docker's configuration elsewhere",
    folder: 'home',
    mount: smallDisk,
    arrange: elsewhere,
    status: 0,
    words: [],
  },
  {
    why: 'a full disk at TMPDIR: the exports have no room',
    folder: 'tmp',
    mount: smallDisk,
    status: 1,
    words: [/^error: .*ENOSPC: no space left on device/m],
  },
  {
    why: 'a disk at TMPDIR without room for one more file',
    folder: 'tmp',
    mount: { ...smallDisk, inodes: 2 },
    status: 1,
    words: [/error: no temporary folder can be made in /],
  },
  {
    why: 'a read-only TMPDIR',
    folder: 'tmp',
    mount: 'read-only',
    status: 1,
    words: [/error: no temporary folder can be made in /],
  },
  { why: 'a read-only checkout', folder: 'work', mount: 'read-only', status: 0, words: [] },
  {
    why: 'a read-only checkout, and an inline Dockerfile',
    folder: 'work',
    mount: 'read-only',
    configuration: { 'dockerfile-inline': DOCKERFILE, 'cache-on-copied': true },
    status: 0,
    words: [],
  },
];

for (const [index, course] of cases.entries()) {
  disks(`${course.why}: ${course.status === 0 ? 'no effect' : 'a clear error'}`, async ({ world }) => {
    const pipeline = `disk-${index}`;
    if (course.isCached) {
      const other = prepare(world, pipeline);
      const pushed = await other.runStep();
      assert.is(pushed.status, 0, pushed.log);
      other.remove();
    }
    const { sandbox, repositoryName, runStep, remove } = prepare(world, pipeline);
    const { home, tmp, work } = sandbox;
    const before = await world.api.registry.images.tags(repositoryName);
    const { env, takeAway } = arrange(course, sandbox, world);
    try {
      const files = listFiles(home, tmp, work);
      const start = Date.now();
      const result = await runStep(course.configuration, { env });
      // It doesn't wait for what won't come.
      assert.ok(Date.now() - start < 60_000, `took ${Date.now() - start} ms`);
      assert.is(result.status, course.status, result.log);
      for (const words of course.words) assert.match(result.log, words);
      assert.not.match(result.log, /internal error|^Error:/m);
      const after = await world.api.registry.images.tags(repositoryName);
      if (course.status === 0) {
        assert.is(Object.keys(result.exported).length, 5);
        assert.is(result.exported[`${PREFIX}HIT`], String(course.isCached === true));
        assert.ok(after.has(result.exported[`${PREFIX}TAG`] ?? ''));
      } else {
        assert.equal(result.exported, {});
      }
      if (course.isCached) assert.equal(after, before);
      // Docker's configuration, if there is room for it.
      const stays = course.folder === 'home' ? /^$/ : /\/\.docker\/config\.json:/;
      assert.equal(
        listFiles(home, tmp, work).filter((file) => !stays.test(file)),
        files,
      );
    } finally {
      takeAway();
      remove();
    }
  });
}

/** Prepares the files and mounts the disk. */
function arrange({ folder, ...course }: Case, sandbox: Sandbox, world: RealWorld) {
  if (course.mount === 'read-only') {
    const env = course.arrange?.(sandbox, world);
    return { env: env ?? {}, takeAway: mount(sandbox[folder], course.mount) };
  }
  const takeAway = mount(sandbox[folder], course.mount);
  const env = course.arrange?.(sandbox, world);
  fill(sandbox[folder]);
  return { env: env ?? {}, takeAway };
}

/** An engine with a disk of this size, and a folder on that disk. */
async function startSmallWorld(bytes: number) {
  const folder = mkdtempSync(path.join(tmpdir(), 'small-'));
  const unmount = mount(folder, { bytes });
  const { TMPDIR } = process.env;
  process.env.TMPDIR = folder;
  const world = await startRealWorld();
  if (TMPDIR === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = TMPDIR;
  const close = async () => {
    await world.close();
    unmount();
    rmSync(folder, { recursive: true });
  };
  return { world, folder, close };
}

disks('a full disk of the engine: a clear error at the build and the pull, and none where there is room', async () => {
  const { world, folder, close } = await startSmallWorld(256 * 1024 * 1024);
  const checkout = prepare(world, 'small');
  checkout.sandbox.write('Dockerfile', 'FROM bash\nRUN dd if=/dev/urandom of=/large bs=1000000 count=20\n');
  const runFull = async (leftBytes: number) => {
    const filler = fill(folder, leftBytes);
    const result = await checkout.runStep();
    rmSync(path.join(folder, filler));
    assert.is(result.status, 1, result.log);
    assert.equal(result.exported, {});
    assert.equal(checkout.sandbox.leftovers(), []);
    return result;
  };
  const tagsOf = () => world.api.registry.images.tags(checkout.repositoryName);
  try {
    const { log } = await runFull(4_000_000);
    assert.match(log, /no space left on device/i);
    assert.match(log, /^error: docker build failed with status 1; see its output above$/m);
    assert.is((await tagsOf()).size, 0);

    const built = await checkout.runStep();
    assert.is(built.status, 0, built.log);
    const tags = await tagsOf();
    const reference = built.exported.BUILDKITE_PLUGIN_DOCKER_IMAGE ?? '';
    await world.engine.docker('image', 'rm', '--force', reference);
    const pulled = await runFull(8_000_000);
    assert.match(
      pulled.log,
      /^error: docker pull of \S+ failed: the disk is full: .*no space left on device\nFree some space where/m,
    );
    assert.not.match(pulled.log, /trying again/);
    assert.equal(await tagsOf(), tags);

    const again = await checkout.runStep();
    assert.is(again.status, 0, again.log);
    assert.is(again.exported[`${PREFIX}HIT`], 'true');
  } finally {
    checkout.remove();
    await close();
  }
});

disks("local: an image that fills the engine's disk is no hit in the next run", async ({ world }) => {
  const disk = mkdtempSync(path.join(tmpdir(), 'disk-'));
  const takeAway = mount(disk, { bytes: 80 * 1024 * 1024 });
  const { TMPDIR } = process.env;
  process.env.TMPDIR = disk;
  const engine = await startEngine(findEngine('28-containerd'));
  process.env.TMPDIR = TMPDIR;
  await engine.importBase(['bash:latest']);
  const { sandbox, runStep, remove } = prepare(world, 'full-engine');
  sandbox.link('docker', engine.client);
  // Once for the build itself, and again when it is exported and unpacked.
  sandbox.write('Dockerfile', 'FROM bash\nRUN head -c 50000000 /dev/urandom > /big\n');
  for (const round of ['first', 'second']) {
    const { status, log } = await runStep({ 'registry-provider': 'local' }, { env: engine.env });
    assert.is(status, 1, `${round}:\n${log}`);
    assert.match(log, /:docker: Building the image$/m);
    assert.match(log, /^Free some space where the docker engine keeps its images/m);
  }
  await engine.stop();
  takeAway();
  remove();
});

disks.run();
