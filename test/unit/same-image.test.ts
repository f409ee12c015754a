import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { findBuildSeconds, isSameImage } from '../../src/commands/hit';
import type { EngineImage } from '../../src/docker/engine-image';
import { parseSettings } from '../../src/settings/settings';
import { sha256 } from '../support/image-store';

const digest = sha256('manifest');
const configuration = sha256('configuration');
const repository = 'registry.example/team/app';

interface Case {
  readonly repository?: string;
  /** The option. */
  readonly platform?: string;
  readonly inEngine: Pick<EngineImage, 'id' | 'repoDigests' | 'platform'> | undefined;
}

function isSame({ repository: name = repository, platform, inEngine }: Case): boolean {
  const value = platform ?? '';
  const settings = parseSettings(
    new Map([
      ['registry-provider', { writtenAs: 'registry-provider', value: 'local' }],
      ['platform', { writtenAs: 'platform', value }],
    ]),
    { env: {}, workingDirectory: '/checkout', architecture: 'x64' },
    () => {},
  );
  const found = { digest, manifest: JSON.stringify({ config: { digest: configuration } }), mediaType: '' };
  return isSameImage({ settings, image: { repository: name, tag: 'a' } }, found, inEngine);
}

const linux = 'linux/amd64';
const known = { id: '', repoDigests: [`${repository}@${digest}`], platform: linux };

const cases: readonly [why: string, given: Case, expected: boolean][] = [
  ['the engine has none', { inEngine: undefined }, false],
  ['the same digest from the same repository', { inEngine: known }, true],
  ['among others', { inEngine: { ...known, repoDigests: ['a@b', ...known.repoDigests] } }, true],
  ['built here, and nowhere else', { inEngine: { ...known, repoDigests: [] } }, false],
  [
    'built here by podman, and pushed',
    { inEngine: { ...known, id: configuration, repoDigests: [`${repository}@${sha256('uncompressed')}`] } },
    true,
  ],
  ['another digest', { inEngine: { ...known, repoDigests: [`${repository}@${sha256('b')}`] } }, false],
  [
    'the same digest from another repository',
    { inEngine: { ...known, repoDigests: [`mirror.example/team/app@${digest}`] } },
    false,
  ],
  ['the platform does not matter unless it was asked for', { inEngine: { ...known, platform: 'linux/arm64' } }, true],
  ['the platform that was asked for', { platform: 'linux/amd64', inEngine: known }, true],
  ['another platform than was asked for', { platform: 'linux/arm64', inEngine: known }, false],
  [
    'Docker Hub, whose host docker leaves out',
    {
      repository: 'docker.io/team/app',
      inEngine: { id: '', repoDigests: [`team/app@${digest}`], platform: linux },
    },
    true,
  ],
  [
    'a repository that is only called like Docker Hub',
    {
      repository: 'registry.example/docker.io/app',
      inEngine: { id: '', repoDigests: [`registry.example/app@${digest}`], platform: linux },
    },
    false,
  ],
];

for (const [why, given, expected] of cases) {
  test(`${expected ? 'the same image' : 'not the same image'}: ${why}`, () => assert.is(isSame(given), expected));
}

const start = { 'docker-ecr-cache.build-started': '2026-01-01T00:00:00.000Z' };
for (const [why, labels, created, seconds] of [
  ['from its start to its creation', start, '2026-01-01T00:03:02.04Z', 182],
  ['unknown where the layers are of an earlier build', start, '2025-12-31T23:00:00Z', undefined],
  ['unknown without a start', {}, '2026-01-01T00:03:02Z', undefined],
  ['unknown without a creation', start, '', undefined],
] as const) {
  test(`how long a build took: ${why}`, () => {
    assert.is(findBuildSeconds({ id: '', repoDigests: [], platform: '', labels, created }), seconds);
  });
}

test.run();
