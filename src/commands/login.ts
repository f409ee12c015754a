import type { RegistryLogin } from '../registry/registry';
import { retryOutages } from '../retry';
import type { Tools } from './tools';

/** Leaves docker logged in: what follows in the step may rely on it. */
export async function logIn({
  registry,
  docker,
  log,
  transferLimits,
}: Tools): Promise<RegistryLogin | undefined> {
  const login = await registry.findLogin(Number.POSITIVE_INFINITY);
  if (login !== undefined) {
    const { host, username, password } = login;
    await retryOutages(() => docker.login(host, username, password), transferLimits, log.line);
  }
  return login;
}
