import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type RealWorld, startRealWorld } from '../support/real-agent';

// An image for a platform that this machine is none of: all that needs no program of it can be done here.

const e2e = suite<{ world: RealWorld }>('platform');

e2e.before(async (context) => {
  context.world = await startRealWorld();
});

e2e.after(({ world }) => world.close());

const PREFIX = 'BUILDKITE_PLUGIN_DOCKER_ECR_CACHE_EXPORT_';
/** Not this machine's, whatever it is. */
const ARCHITECTURE = process.arch === 'arm64' ? 'amd64' : 'arm64';
const PLATFORM = `linux/${ARCHITECTURE}`;

/** The head of a program for the other processor, and nothing behind it. (ELF: e_machine) */
function foreignProgram(): Buffer {
  const head = Buffer.alloc(120);
  head.write('\u007fELF\u0002\u0001\u0001', 'latin1');
  head.writeUInt16LE(2, 16);
  head.writeUInt16LE(ARCHITECTURE === 'arm64' ? 183 : 62, 18);
  head.writeUInt32LE(1, 20);
  head.writeUInt16LE(64, 52);
  return head;
}

e2e(`built, looked up and pulled for the platform`, async ({ world }) => {
  const { engine, api } = world;
  const checkout = world.openCheckout('platform');
  checkout.sandbox.write('Dockerfile', 'FROM scratch\nCOPY Dockerfile /\nENV A=b\n');
  const run = async (hit: boolean, more: object = {}) => {
    const { status, log, exported } = await checkout.runStep({ platform: PLATFORM, ...more });
    assert.is(status, 0, log);
    assert.is(exported[`${PREFIX}HIT`], String(hit), log);
    return { image: exported.BUILDKITE_PLUGIN_DOCKER_IMAGE ?? '', log, exported };
  };
  const platformOf = async (image: string) =>
    (await engine.docker('image', 'inspect', '--format', '{{.Os}}/{{.Architecture}}', image)).stdout;

  const built = await run(false);
  assert.is(await platformOf(built.image), `${PLATFORM}\n`);
  const digest = built.exported[`${PREFIX}DIGEST`] ?? '';
  const tag = built.exported[`${PREFIX}TAG`] ?? '';
  const stored = await api.registry.images.get(checkout.repositoryName, tag);
  assert.is(stored?.digest, digest);
  assert.not.match(stored?.mediaType ?? '', /index|list/, 'one image, not an index of several');

  await engine.clean();
  const pulled = await run(true);
  assert.is(await platformOf(pulled.image), `${PLATFORM}\n`);
  assert.is(pulled.exported[`${PREFIX}DIGEST`], digest);
  const byDigest = `${pulled.exported[`${PREFIX}IMAGE`]}@${digest}`;
  assert.is(await platformOf(byDigest), `${PLATFORM}\n`, 'what later steps may name');
  assert.not.match((await run(true)).log, /Pulling/, 'the engine has it');

  const other = await checkout.runStep({});
  assert.is(other.exported[`${PREFIX}HIT`], 'false', 'another platform is another key');
  checkout.remove();
});

e2e(`a program for another processor: an error with a hint`, async ({ world }) => {
  const checkout = world.openCheckout('platform-run');
  checkout.sandbox.write('sh', foreignProgram(), 0o755);
  checkout.sandbox.write('Dockerfile', 'FROM scratch\nCOPY sh /bin/sh\nRUN anything\n');
  const result = await checkout.runStep({ platform: PLATFORM });
  assert.is(result.status, 1, result.log);
  assert.match(result.log, /exec format error/);
  assert.match(result.log, /^This engine can not run programs of that platform: .*binfmt/m);
  assert.equal(result.exported, {});
  checkout.remove();
});

e2e.run();
