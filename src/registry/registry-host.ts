import { dockerHub } from './image-name';

/** Where a registry's API answers. (moby/moby, registry/config.go: DefaultV2Registry) */
export function toApiHost(host: string): string {
  return host === dockerHub ? 'registry-1.docker.io' : host;
}

/** What docker stores a registry's credentials under. (moby/moby, registry/config.go: IndexServer) */
export function toServerKey(host: string): string {
  return host === dockerHub ? 'https://index.docker.io/v1/' : host;
}

/**
 * Whether a host is this very machine. Docker takes these for insecure registries: plain HTTP or a certificate that
 * nobody vouches for will do, since nothing leaves the machine. (moby/moby, registry/config.go: loadInsecureRegistries)
 *
 * @param hostname as `URL` has it: in lower case, an IPv6 address in brackets
 */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d+){3}$/.test(hostname);
}
