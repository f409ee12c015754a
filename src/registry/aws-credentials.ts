import type { ECRClientConfig } from '@aws-sdk/client-ecr';
import { describeError, errorCode, quoteOdd, UserError } from '../errors';
import { type Environment, findVariable } from '../settings/surroundings';
import type { AwsProfile, AwsProfiles } from './aws-profiles';
import type * as AwsSdk from './aws-sdk';

type CredentialProvider = ReturnType<Awaited<ReturnType<(typeof AwsSdk)['credentialModules']['profile']>>['fromIni']>;

/** Why there are no AWS credentials. */
export class CredentialsError extends Error {
  /** @param source the source that failed, with the variable that configures it; undefined if none is configured */
  constructor(
    readonly source: string | undefined,
    message: string,
    readonly cause?: unknown,
  ) {
    super(message);
    this.name = new.target.name;
  }
}

/** Where credentials may come from. */
export interface CredentialSurroundings {
  readonly env: Environment;
  readonly profiles: AwsProfiles;
  readonly clientConfig: Pick<ECRClientConfig, 'requestHandler' | 'maxAttempts' | 'profile'>;
  /** How long the service of a container or instance may take, in milliseconds. */
  readonly answerMs: number;
}

const keyVariables = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'] as const;
const tokenVariables = ['AWS_SESSION_TOKEN', 'AWS_SECURITY_TOKEN'] as const;

const profileKeys = ['aws_access_key_id', 'aws_secret_access_key'] as const;

/** A profile with one of these is meant to provide credentials; others may only set a region. */
const profileSources = [
  ...profileKeys,
  'role_arn',
  'web_identity_token_file',
  'credential_process',
  'sso_account_id',
  'sso_role_name',
  'login_session',
];

/** A profile may take this many times longer than a service: its process may prompt a person. */
const patience = 6;

interface CredentialSource {
  readonly title: string;
  readonly provide: CredentialProvider;
  /** Whether a failure only means that it is not configured. */
  readonly isAbsence?: (error: unknown) => boolean;
}

/**
 * The AWS credentials of the first configured source, in the AWS CLI's order after keys in the environment (botocore:
 * credentials.py, create_credential_resolver): a role that the profile assumes, web identity, other settings of the
 * profile, the container's service, the instance's. If that source fails, no other is tried. The SDK's own chain
 * (credential-provider-node) would continue with another identity and lose the reason.
 *
 * @returns a provider that throws a CredentialsError
 */
export function findCredentials(
  { credentialModules }: Pick<typeof AwsSdk, 'credentialModules'>,
  surroundings: CredentialSurroundings,
): CredentialProvider {
  const { title, provide, isAbsence } = chooseSource(credentialModules, surroundings);
  return async (identity) => {
    try {
      return await provide(identity);
    } catch (error) {
      const words = describeFailure(error);
      if (!isAbsence?.(error)) throw new CredentialsError(title, words, error);
      const { name } = surroundings.profiles;
      throw new CredentialsError(
        undefined,
        `none in the environment, none in the AWS profile ${quoteOdd(name)}, none from ${title}: ${words}`,
      );
    }
  };
}

/**
 * The AWS keys in the environment.
 *
 * @throws UserError if one of the pair is missing or a value is invalid
 */
export function findKeys(env: Environment) {
  const accessKeyId = findVariable(env, 'AWS_ACCESS_KEY_ID');
  const secretAccessKey = findVariable(env, 'AWS_SECRET_ACCESS_KEY');
  if (accessKeyId === undefined && secretAccessKey === undefined) return undefined;
  if (accessKeyId === undefined || secretAccessKey === undefined) {
    const [missing, given] = accessKeyId === undefined ? keyVariables : [...keyVariables].reverse();
    throw new UserError(`${given} is set, but ${missing} is not`, 'Set both, or neither.');
  }
  const sessionToken = findVariable(env, 'AWS_SESSION_TOKEN', 'AWS_SECURITY_TOKEN');
  const odd = [...keyVariables, ...tokenVariables].find((name) => /[^\x21-\x7e]/.test(env[name] ?? ''));
  if (odd !== undefined) {
    throw new UserError(
      `${odd} has white space, or a character that no AWS key has`,
      'Set it again, without a line end. Its value is not shown.',
    );
  }
  return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
}

function chooseSource(
  modules: (typeof AwsSdk)['credentialModules'],
  { env, profiles, clientConfig, answerMs }: CredentialSurroundings,
): CredentialSource {
  const profile = profiles.all.get(profiles.name) ?? new Map<string, string>();
  if (!assumesRole(profile) && findVariable(env, 'AWS_WEB_IDENTITY_TOKEN_FILE')) {
    return {
      title: 'web identity (AWS_WEB_IDENTITY_TOKEN_FILE)',
      provide: async (identity) => {
        if (!findVariable(env, 'AWS_ROLE_ARN')) throw new Error('AWS_ROLE_ARN is not set');
        return (await modules.webIdentity()).fromTokenFile({ clientConfig })(identity);
      },
    };
  }
  if (hasSource(profile)) {
    const askProfile: CredentialProvider = async (identity) => {
      const gap = findGap(profiles);
      if (gap !== undefined) throw new Error(gap);
      // Without retries, which the SDK would make against a service that the profile names, and which take long.
      const init = { profile: profiles.name, clientConfig, maxRetries: 0 };
      return (await modules.profile()).fromIni(init)(identity);
    };
    return {
      title: `the AWS profile ${quoteOdd(profiles.name)}`,
      provide: (identity) => within(patience * answerMs, askProfile(identity)),
    };
  }
  const container = ['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI', 'AWS_CONTAINER_CREDENTIALS_FULL_URI'].find((name) =>
    findVariable(env, name),
  );
  if (container !== undefined) {
    // The SDK's own time limit only warns on standard error.
    const ask = async () => (await modules.container()).fromHttp({ maxRetries: 0, timeout: 0 })();
    return { title: `the container's service (${container})`, provide: () => within(answerMs, ask()) };
  }
  const service = 'the instance metadata service';
  if (!['false', undefined].includes(findVariable(env, 'AWS_EC2_METADATA_DISABLED'))) {
    const fail = () => Promise.reject(new Error('AWS_EC2_METADATA_DISABLED is set'));
    return { title: service, provide: fail, isAbsence: () => true };
  }
  const endpoint = 'AWS_EC2_METADATA_SERVICE_ENDPOINT';
  const isNamed = findVariable(env, endpoint) !== undefined;
  return {
    title: isNamed ? `${service} (${endpoint})` : service,
    // An instance may be busy; a machine that is none is not to wait for long.
    provide: async () => (await modules.instance()).fromInstanceMetadata({ timeout: answerMs / 10, maxRetries: 2 })(),
    isAbsence: (error) => isNoInstance(error, isNamed),
  };
}

/** What keeps the profile, or one that it has its credentials from, from having any: the SDK does not say what it lacks. */
function findGap({ name, all, ssoSessions }: AwsProfiles): string | undefined {
  const seen = new Set<string>();
  let next: string | undefined = name;
  while (next !== undefined && !seen.has(next)) {
    const profile = all.get(next);
    const title = `the profile ${quoteOdd(next)}`;
    if (profile === undefined) return `${title}, its source_profile, does not exist`;
    if (!hasSource(profile)) return `${title}, its source_profile, has no credentials`;
    const missing = profileKeys.filter((setting) => !profile.has(setting));
    if (missing.length === 1) return `${title} has no ${missing}`;
    if (assumesRole(profile) && profile.has('source_profile') === profile.has('credential_source'))
      return `${title} needs either source_profile or credential_source with its role_arn`;
    const session = profile.get('sso_session');
    if (session !== undefined && !ssoSessions.has(session))
      return `${title} has the sso_session ${quoteOdd(session)}, which does not exist`;
    seen.add(next);
    next = profile.get('source_profile');
  }
  return undefined;
}

function hasSource(profile: AwsProfile): boolean {
  return profileSources.some((setting) => profile.has(setting));
}

/** Whether it assumes a role with credentials other than web identity. */
function assumesRole(profile: AwsProfile): boolean {
  return profile.has('role_arn') && !profile.has('web_identity_token_file');
}

/** Whether there is no instance, or one without a role. If a variable names its service, there is one. */
function isNoInstance(error: unknown, isNamed: boolean): boolean {
  const { statusCode, name } = error as { statusCode?: number; name?: string };
  if (statusCode !== undefined) return statusCode < 500 && statusCode !== 429;
  return !isNamed && (name === 'ProviderError' || name === 'InstanceMetadataV1FallbackError');
}

/**
 * What went wrong, in one line. Omits invalid JSON, which node would quote, and the profile's command, since both may
 * contain secrets.
 */
function describeFailure(error: unknown): string {
  const text = describeError(error);
  if (error instanceof SyntaxError || text.startsWith('SyntaxError: ')) return 'the answer is not JSON';
  const [first = '', ...others] = text.split('\n').flatMap((line) => line.trim() || []);
  // A command tells at the end why it failed; other lines are a list, or advice to the SDK's users.
  if (first.startsWith('Command failed: ')) return ['its credential_process failed', ...others.slice(-1)].join(': ');
  const { name = '', statusCode, Code, Message } = error as { [field: string]: string | undefined };
  const said = [
    /^Error$|ProviderError$/.test(name) ? undefined : name,
    first.endsWith(':') ? [first, ...others].join(' ') : first.replace(/^Error: |\.$/g, ''),
    // From the service of a container.
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
