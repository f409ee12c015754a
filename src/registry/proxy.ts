import type { Environment } from '../settings/environment';

/**
 * The proxy for requests to a host, by the rules that the AWS CLI follows (Python's urllib): the lower-case variable
 * before the upper-case one, also where it is empty; `NO_PROXY` is `*` for all, or a list of hosts and domains, with
 * or without a leading dot or a port, each standing for everything beneath it too.
 *
 * @param endpoint the URL that will be asked
 */
export function findProxy(endpoint: URL, env: Environment): string | undefined {
  const scheme = endpoint.protocol.slice(0, -1);
  const proxy = env[`${scheme}_proxy`] ?? env[`${scheme.toUpperCase()}_PROXY`];
  if (!proxy) return undefined;
  const exceptions = env.no_proxy ?? env.NO_PROXY ?? '';
  if (exceptions === '*') return undefined;
  const isException = exceptions
    .split(',')
    .map((item) => item.trim().toLowerCase().replace(/^\.+/, ''))
    .some((item) => isBeneathDomain(endpoint.hostname, item) || isBeneathDomain(endpoint.host, item));
  if (isException) return undefined;
  return /^[a-z]+:\/\//i.test(proxy) ? proxy : `http://${proxy}`;
}

function isBeneathDomain(host: string, domain: string): boolean {
  return domain !== '' && (host === domain || host.endsWith(`.${domain}`));
}
