import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { mayLeadTo } from '../../src/registry/registry-host';

// Where a registry may send us on to, for a token or for what it has stored elsewhere.

const registry = 'https://registry.example';

const followed: readonly [why: string, from: string, to: string][] = [
  ['the token server of Docker Hub', 'https://registry-1.docker.io', 'https://auth.docker.io/token'],
  ['the storage of Docker Hub', 'https://registry-1.docker.io', 'https://production.cloudflare.docker.com/x'],
  ['the token server of GHCR', 'https://ghcr.io', 'https://ghcr.io/token'],
  ['the storage of GHCR', 'https://ghcr.io', 'https://pkg-containers.githubusercontent.com/x'],
  ['the token server of ECR Public', 'https://public.ecr.aws', 'https://public.ecr.aws/token/'],
  ['the storage of ECR Public', 'https://public.ecr.aws', 'https://d5l0dvt14r5h8.cloudfront.net/x'],
  [
    'the storage of ECR',
    'https://123456789012.dkr.ecr.eu-west-1.amazonaws.com',
    'https://prod-eu-west-1-starport-layer-bucket.s3.eu-west-1.amazonaws.com/x',
  ],
  ['a registry on this machine', 'http://127.0.0.1:5000', 'http://localhost:5001/token'],
  ['such a registry with HTTPS', 'https://localhost:5000', 'https://[::1]:5001/token'],
  ['such a registry, out of it', 'http://127.0.0.1:5000', 'https://auth.docker.io/token'],
  ['a registry in a private network', 'https://10.0.0.5', 'https://192.168.0.1/service/token'],
  ['a public address', registry, 'https://172.32.0.1'],
  ['a public IPv6 address', registry, 'https://[2600:1f18::1]'],
  ['a name like a private address', registry, 'https://10.0.0.1.example'],
  ['a name like an address of this machine', registry, 'https://127.0.0.1.example'],
  ['a name like localhost', registry, 'https://notlocalhost'],
];

for (const [why, from, to] of followed) {
  test(`followed: ${why}`, () => assert.ok(mayLeadTo(new URL(from), new URL(to))));
}

const refused: readonly (readonly [why: string, from: string, to: string])[] = [
  ...[
    'localhost',
    'LOCALHOST',
    'localhost.',
    'auth.localhost',
    '127.0.0.1',
    '127.1',
    '2130706433',
    '0x7f.1',
    '0177.0.0.1',
    '127.0.0.1.',
    '0.0.0.0',
    '[::1]',
    '[0:0:0:0:0:0:0:1]',
    '[::]',
    '[::ffff:127.0.0.1]',
    '[0:0:0:0:0:ffff:7f00:1]',
  ].map((host) => [`this machine as ${host}`, registry, `https://${host}/`] as const),
  ...['169.254.169.254', '[::ffff:169.254.169.254]', '[fe80::1]', '[febf::1]'].map(
    (host) => [`a link-local address, ${host}`, registry, `https://${host}/latest/meta-data/`] as const,
  ),
  ...[
    '10.0.0.1',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '100.100.100.200',
    '[fd00:ec2::254]',
    '[fc00::1]',
    '[::ffff:10.0.0.1]',
  ].map((host) => [`a private address, ${host}`, registry, `https://${host}/`] as const),
  ['plain HTTP', registry, 'http://auth.example/token'],
  ['plain HTTP on this machine', registry, 'http://127.0.0.1/token'],
  ['another scheme', registry, 'ftp://auth.example/token'],
  ['a file', registry, 'file:///etc/passwd'],
  ['plain HTTP out of this machine', 'http://127.0.0.1:5000', 'http://auth.example/token'],
  [
    'plain HTTP for a registry on this machine with HTTPS',
    'https://127.0.0.1:5000',
    'http://127.0.0.1/token',
  ],
  ['from this machine into a private network', 'http://127.0.0.1:5000', 'https://10.0.0.1/token'],
  ['from a private network to this machine', 'https://10.0.0.5', 'https://127.0.0.1/token'],
  ['from a private network to the metadata service', 'https://10.0.0.5', 'https://169.254.169.254/'],
  ['plain HTTP within a private network', 'https://10.0.0.5', 'http://10.0.0.6/token'],
];

for (const [why, from, to] of refused) {
  test(`refused: ${why}`, () => assert.not(mayLeadTo(new URL(from), new URL(to))));
}

test.run();
