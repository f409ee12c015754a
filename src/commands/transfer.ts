import type { RegistryLogin } from '../registry/registry';
import type { Log } from '../report/log';
import { type RetryLimits, retryOutages } from '../retry';
import type { Tools } from './tools';

/** Does something with docker that needs the registry, again if need be; each retry is a line of the log. */
export function transfer(
  action: (attempt: number) => Promise<void>,
  limits: RetryLimits,
  log: Log,
): Promise<void> {
  return retryOutages(action, limits, log.line);
}

/** Leaves docker logged in: what follows in the step may rely on it. */
export async function logIn({
  registry,
  docker,
  log,
  transferLimits,
}: Tools): Promise<RegistryLogin | undefined> {
  const login = await registry.findLogin(Number.POSITIVE_INFINITY);
  if (login !== undefined) {
    await transfer(() => docker.login(login.host, login.username, login.password), transferLimits, log);
  }
  return login;
}
