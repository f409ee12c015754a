import { isIPv4 } from 'node:net';
import { dockerHub } from './image-name';

/** Where a registry's API answers. (moby/moby, registry/config.go: DefaultV2Registry) */
export function toApiHost(host: string): string {
  return host === dockerHub ? 'registry-1.docker.io' : host;
}

/** What docker stores a registry's credentials under. (moby/moby, registry/config.go: IndexServer) */
export function toServerKey(host: string): string {
  return host === dockerHub ? 'https://index.docker.io/v1/' : host;
}

type Zone = 'loopback' | 'link-local' | 'private' | 'public';

/** Where addresses lead that mean something else on every machine or network. (RFC 1122, 1918, 3927, 4193, 4291, 6598) */
const zones: readonly (readonly [zone: Zone, addresses: RegExp])[] = [
  ['loopback', /^(?:0|127)\.|^\[::1?\]$/],
  ['link-local', /^169\.254\.|^\[fe[89ab]/],
  [
    'private',
    /^(?:10|172\.(?:1[6-9]|2\d|3[01])|192\.168|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\.|^\[f[cd]/,
  ],
];

/** @param hostname as `URL` has it: in lower case, addresses in their one spelling, IPv6 in brackets */
function findZone(hostname: string): Zone {
  if (/(?:^|\.)localhost\.?$/.test(hostname)) return 'loopback';
  const address = unmapAddress(hostname);
  const isAddress = isIPv4(address) || address.startsWith('[');
  return (isAddress && zones.find(([, addresses]) => addresses.test(address))?.[0]) || 'public';
}

/** An IPv4 address that is written as an IPv6 one, such as `[::ffff:7f00:1]`, in its own form. */
function unmapAddress(hostname: string): string {
  const [, high, low] = /^\[::ffff:([\da-f]{1,4}):([\da-f]{1,4})\]$/.exec(hostname) ?? [];
  if (high === undefined || low === undefined) return hostname;
  return [high, low]
    .map((part) => Number.parseInt(part, 16))
    .flatMap((part) => [part >> 8, part & 255])
    .join('.');
}

/**
 * Whether a host is this very machine. Docker takes these for insecure registries: plain HTTP or a certificate that
 * nobody vouches for will do, since nothing leaves the machine. (moby/moby, registry/config.go: loadInsecureRegistries)
 *
 * @param hostname as `URL` has it
 */
export function isLoopback(hostname: string): boolean {
  return findZone(hostname) === 'loopback';
}

/**
 * Whether a server may send us on to another, for a token or for what it has stored elsewhere. A registry must not be
 * able to reach into the machine or the network of an agent, such as the instance's metadata service: only one that is
 * there itself may. (go-containerregistry, transport/bearer.go: validateRealmURL)
 *
 * @param from as it was asked
 */
export function mayLeadTo(from: URL, to: URL): boolean {
  const zone = findZone(to.hostname);
  if (zone !== 'public' && zone !== findZone(from.hostname)) return false;
  return (
    to.protocol === 'https:' || (to.protocol === 'http:' && zone === 'loopback' && from.protocol === 'http:')
  );
}
