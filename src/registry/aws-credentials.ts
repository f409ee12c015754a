import type { ECRClientConfig } from '@aws-sdk/client-ecr';
import { describeError, errorCode, quoteOdd } from '../errors';
import { type Environment, findVariable } from '../settings/environment';
import type * as AwsSdk from './aws-sdk';

type CredentialProvider = ReturnType<
  Awaited<ReturnType<(typeof AwsSdk)['credentialModules']['profile']>>['fromIni']
>;

/** Why there are no AWS credentials. */
export class CredentialsError extends Error {
  /** @param source the one that failed, with the variable that sets it up; undefined where none is set up */
  constructor(
    readonly source: string | undefined,
    message: string,
    readonly cause?: unknown,
  ) {
    super(message);
    this.name = new.target.name;
  }
}

/** How much longer than a service a profile may take: the process that it names may ask a person. */
const patience = 6;

interface CredentialSource {
  readonly title: string;
  readonly provide: CredentialProvider;
  /** Whether a failure only says that this source is not set up. */
  readonly isAbsence: (error: unknown) => boolean;
}

/**
 * Asks the sources of AWS credentials that are set up, in the SDK's order, after keys in the environment. The SDK's own
 * chain (credential-provider-node) goes on after a source that can't be reached, forgets why, and waits for the
 * container's service without end.
 *
 * @param answerMs how long the service of a container or an instance may take
 * @throws CredentialsError
 */
export function findCredentials(
  { credentialModules }: Pick<typeof AwsSdk, 'credentialModules'>,
  env: Environment,
  clientConfig: Pick<ECRClientConfig, 'requestHandler' | 'maxAttempts'>,
  answerMs: number,
): CredentialProvider {
  const sources = listSources(credentialModules, env, clientConfig, answerMs);
  return async (identity) => {
    const absences: string[] = [];
    for (const { title, provide, isAbsence } of sources) {
      try {
        return await provide(identity);
      } catch (error) {
        if (!isAbsence(error)) throw new CredentialsError(title, describeFailure(error), error);
        absences.push(describeFailure(error));
      }
    }
    throw new CredentialsError(undefined, absences.join('; '));
  };
}

function listSources(
  modules: (typeof AwsSdk)['credentialModules'],
  env: Environment,
  clientConfig: Pick<ECRClientConfig, 'requestHandler' | 'maxAttempts'>,
  answerMs: number,
): readonly CredentialSource[] {
  const never = () => false;
  const askProfile: CredentialProvider = async (identity) => {
    // It hands what it is given on to the service that a profile may name, where a retry of the SDK's takes long.
    const init = { clientConfig, maxRetries: 0 };
    return (await modules.profile()).fromIni(init)(identity);
  };
  const sources: CredentialSource[] = [
    {
      title: `the AWS profile ${quoteOdd(findVariable(env, 'AWS_PROFILE') ?? 'default')}`,
      provide: (identity) => within(patience * answerMs, askProfile(identity)),
      isAbsence: (error) => /^Could not resolve credentials using profile/.test(describeError(error)),
    },
  ];
  if (findVariable(env, 'AWS_WEB_IDENTITY_TOKEN_FILE') && findVariable(env, 'AWS_ROLE_ARN')) {
    sources.push({
      title: 'web identity (AWS_WEB_IDENTITY_TOKEN_FILE)',
      provide: async (identity) => (await modules.webIdentity()).fromTokenFile({ clientConfig })(identity),
      isAbsence: never,
    });
  }
  const container = ['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI', 'AWS_CONTAINER_CREDENTIALS_FULL_URI'].find(
    (name) => findVariable(env, name),
  );
  if (container !== undefined) {
    // Without time limits of the SDK's own: they do no more than warn on standard error.
    const ask = async () => (await modules.container()).fromHttp({ maxRetries: 0, timeout: 0 })();
    sources.push({
      title: `the container's service (${container})`,
      provide: () => within(answerMs, ask()),
      isAbsence: never,
    });
  } else if (['false', undefined].includes(findVariable(env, 'AWS_EC2_METADATA_DISABLED'))) {
    const endpoint = findVariable(env, 'AWS_EC2_METADATA_SERVICE_ENDPOINT');
    sources.push({
      title: 'the instance metadata service',
      // An instance may be busy; a machine that is none is not to wait for long.
      provide: async () =>
        (await modules.instance()).fromInstanceMetadata({ timeout: answerMs / 10, maxRetries: 2 })(),
      isAbsence: (error) => isNoInstance(error, endpoint !== undefined),
    });
  }
  return sources;
}

/** Whether there is no instance, or one without a role; that one has been named by a variable makes it be there. */
function isNoInstance(error: unknown, isNamed: boolean): boolean {
  const { statusCode, name } = error as { statusCode?: number; name?: string };
  if (statusCode !== undefined) return statusCode < 500 && statusCode !== 429;
  return !isNamed && (name === 'ProviderError' || name === 'InstanceMetadataV1FallbackError');
}

/**
 * What went wrong, in one line. Neither the answer that is no JSON, of which node shows a part, nor the command that a
 * profile names: there may be secrets in them.
 */
function describeFailure(error: unknown): string {
  const text = describeError(error);
  if (error instanceof SyntaxError || text.startsWith('SyntaxError: ')) return 'the answer is no JSON';
  const [first = '', ...others] = text.split('\n').flatMap((line) => line.trim() || []);
  // Why a command failed it says at the end; other lines are a list, or advice to the SDK's users.
  if (first.startsWith('Command failed: '))
    return ['its credential_process failed', ...others.slice(-1)].join(': ');
  const { name = '', statusCode, Code, Message } = error as { [field: string]: string | undefined };
  const said = [
    /^Error$|ProviderError$/.test(name) ? undefined : name,
    first.endsWith(':') ? [first, ...others].join(' ') : first.replace(/^Error: |\.$/g, ''),
    // What the service of a container says of itself.
    Code,
    Message,
  ];
  const words = said
    .filter((part) => part)
    .join(': ')
    .replace(/\s+/g, ' ');
  const detail = statusCode === undefined ? errorCode(error) : `HTTP ${statusCode}`;
  return detail === undefined || words.includes(detail) ? words : `${words} (${detail})`;
}

async function within<Result>(ms: number, promise: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const error = Object.assign(new Error(`no answer in ${ms / 1000} s`), { name: 'TimeoutError' });
    timer = setTimeout(reject, ms, error);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    if (timer !== undefined) clearTimeout(timer);
  }
}
