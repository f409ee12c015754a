import { readFileSync } from 'node:fs';
import { Agent } from 'node:https';
import type { ECRClient } from '@aws-sdk/client-ecr';
import { describeError, UserError } from '../errors';
import { type Environment, findVariable } from '../settings/environment';
import { findCredentials } from './aws-credentials';
import type * as AwsSdk from './aws-sdk';

/** How long one request may take, in milliseconds. */
export interface RequestLimits {
  readonly connectMs: number;
  readonly answerMs: number;
}

/** The SDK with a client of Amazon ECR for one region. */
export interface EcrConnection {
  readonly sdk: typeof AwsSdk;
  readonly client: ECRClient;
  readonly region: string;
}

/** The region that is used where nothing names one, as in the bash plugin. */
const fallbackRegion = 'eu-west-1';

/**
 * Loads the SDK and makes a client for a region.
 *
 * @param region undefined for that of the AWS profile
 * @param say called with a line when the profile names none either
 */
export async function connectToEcr(
  region: string | undefined,
  env: Environment,
  limits: RequestLimits,
  say: (line: string) => void,
): Promise<EcrConnection> {
  const sdk = await import('./aws-sdk');
  const found = region ?? (await findRegion(sdk, say));
  return { sdk, client: await createEcrClient(sdk, found, env, limits), region: found };
}

/**
 * The region of the AWS profile, for where no option and no variable names one.
 *
 * @param say called with a line when the profile names none either
 */
async function findRegion({ ECRClient }: typeof AwsSdk, say: (line: string) => void): Promise<string> {
  try {
    return await new ECRClient({}).config.region();
  } catch {
    // The SDK rejects where it finds none; whatever kept it from looking will show again with the credentials.
    say(
      `No region is set (option region, AWS_REGION, AWS_DEFAULT_REGION, the AWS profile): using ${fallbackRegion}`,
    );
    return fallbackRegion;
  }
}

/**
 * The SDK's client for a region. Credentials come from wherever the SDK finds them, HTTPS_PROXY, NO_PROXY and
 * AWS_CA_BUNDLE count as they do for the AWS CLI: the SDK knows none of the three by itself.
 */
async function createEcrClient(
  sdk: typeof AwsSdk,
  region: string,
  env: Environment,
  limits: RequestLimits,
): Promise<ECRClient> {
  const ca = readCaBundle(env);
  const agentOptions = { keepAlive: true, ...(ca === undefined ? {} : { ca }) };
  const requestHandler = {
    connectionTimeout: limits.connectMs,
    requestTimeout: limits.answerMs,
    throwOnRequestTimeout: true,
    // An answer that begins and goes no further.
    socketTimeout: limits.answerMs,
    httpsAgent: findVariable(env, 'https_proxy', 'HTTPS_PROXY')
      ? new (await import('./proxying-agent')).ProxyingAgent(agentOptions, env)
      : new Agent(agentOptions),
  };
  // One attempt: retries are ours, so that each is said in the log.
  const client = { requestHandler, maxAttempts: 1 };
  return new sdk.ECRClient({
    ...client,
    region,
    credentials: findKeys(env) ?? findCredentials(sdk, env, client, limits.answerMs),
  });
}

/** Keys in the environment come before AWS_PROFILE, as for the AWS CLI; the SDK has it the other way round. */
function findKeys(env: Environment) {
  const accessKeyId = findVariable(env, 'AWS_ACCESS_KEY_ID');
  const secretAccessKey = findVariable(env, 'AWS_SECRET_ACCESS_KEY');
  const sessionToken = findVariable(env, 'AWS_SESSION_TOKEN', 'AWS_SECURITY_TOKEN');
  return accessKeyId && secretAccessKey
    ? { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) }
    : undefined;
}

function readCaBundle(env: Environment): Buffer | undefined {
  const file = findVariable(env, 'AWS_CA_BUNDLE');
  if (file === undefined) return undefined;
  try {
    return readFileSync(file);
  } catch (error) {
    throw new UserError(
      `AWS_CA_BUNDLE can't be read: ${describeError(error)}`,
      'Point the variable at a file with certificates in PEM form, or unset it.',
      error,
    );
  }
}
