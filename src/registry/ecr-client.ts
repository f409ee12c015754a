import { readFileSync } from 'node:fs';
import type { ECRClient } from '@aws-sdk/client-ecr';
import { describeError, quoteOdd, UserError } from '../errors';
import { parseRegion } from '../settings/registry-settings';
import { type Environment, findVariable } from '../settings/surroundings';
import { findCredentials, findKeys } from './aws-credentials';
import { type AwsProfiles, readAwsProfiles } from './aws-profiles';
import type * as AwsSdk from './aws-sdk';
import { ProxyingAgent } from './proxying-agent';

/** How long one request may take, in milliseconds. */
interface RequestLimits {
  readonly connectMs: number;
  readonly answerMs: number;
}

/** The SDK with a client of Amazon ECR for one region. */
export interface EcrConnection {
  readonly sdk: typeof AwsSdk;
  readonly client: ECRClient;
  readonly region: string;
}

/** The region if none is set, as in the bash plugin. */
const fallbackRegion = 'eu-west-1';

/**
 * Loads the SDK and creates a client.
 *
 * @param region undefined for the AWS profile's
 * @param say called with a line if the profile has none either
 * @throws UserError for mistakes in the environment or the AWS configuration files
 */
export async function connectToEcr(
  region: string | undefined,
  { env, homeDirectory }: { readonly env: Environment; readonly homeDirectory: string },
  limits: RequestLimits,
  say: (line: string) => void,
): Promise<EcrConnection> {
  const profiles = readAwsProfiles(env, homeDirectory);
  checkEndpoints(env);
  const found = region ?? findRegion(profiles, say);
  const sdk = await import('./aws-sdk');
  return { sdk, client: createEcrClient(sdk, found, env, profiles, limits), region: found };
}

/** The region of the AWS profile, else the fallback. */
function findRegion({ name, all }: AwsProfiles, say: (line: string) => void): string {
  const region = all.get(name)?.get('region');
  if (region !== undefined) return parseRegion(region, `region of the AWS profile ${quoteOdd(name)}`);
  say(`No region is set (option region, AWS_REGION, AWS_DEFAULT_REGION, the AWS profile): using ${fallbackRegion}`);
  return fallbackRegion;
}

/** The SDK does not check these. */
function checkEndpoints(env: Environment): void {
  for (const variable of ['AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_ECR', 'AWS_ENDPOINT_URL_STS']) {
    const address = findVariable(env, variable);
    if (address === undefined || isWebAddress(address)) continue;
    const shown = address.includes('@') ? 'its value' : JSON.stringify(address);
    throw new UserError(
      `${variable}: ${shown} is not a URL of http or https`,
      'Write it with its scheme, such as http://localhost:4566, or unset it.',
    );
  }
}

function isWebAddress(text: string): boolean {
  try {
    return ['http:', 'https:'].includes(new URL(text).protocol);
  } catch {
    return false;
  }
}

/**
 * The SDK's client. HTTPS_PROXY, NO_PROXY and AWS_CA_BUNDLE, which the SDK ignores, work as they do for the AWS CLI.
 */
function createEcrClient(
  sdk: typeof AwsSdk,
  region: string,
  env: Environment,
  profiles: AwsProfiles,
  limits: RequestLimits,
): ECRClient {
  const ca = readCaBundle(env);
  const agentOptions = { keepAlive: true, ...(ca === undefined ? {} : { ca }) };
  const clientConfig = {
    profile: profiles.name,
    // Retries are ours, so that the log shows each one.
    maxAttempts: 1,
    retryMode: 'standard',
    requestHandler: {
      connectionTimeout: limits.connectMs,
      requestTimeout: limits.answerMs,
      throwOnRequestTimeout: true,
      // For an answer that stops in the middle.
      socketTimeout: limits.answerMs,
      httpsAgent: new ProxyingAgent(agentOptions, env),
    },
  };
  const credentials = findKeys(env) ?? findCredentials(sdk, { env, profiles, clientConfig, answerMs: limits.answerMs });
  return new sdk.ECRClient({ ...clientConfig, region, credentials });
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
