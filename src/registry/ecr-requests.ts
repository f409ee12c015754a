import type { ECRClient } from '@aws-sdk/client-ecr';
import { type RetryLimits, retryOutages } from '../retry';
import type * as AwsSdk from './aws-sdk';
import { toEcrError } from './ecr-failure';

/** What asks Amazon ECR about one repository: again if need be, with errors that a person should read. */
export class EcrRequests {
  /** What nearly every request is about. */
  readonly target: { readonly repositoryName: string; readonly registryId?: string };

  /**
   * @param registryId the account that owns the registry; undefined for the caller's
   * @param say called with a line about each retry
   */
  constructor(
    readonly sdk: typeof AwsSdk,
    private readonly client: ECRClient,
    private readonly region: string,
    repositoryName: string,
    readonly registryId: string | undefined,
    private readonly limits: RetryLimits,
    private readonly say: (line: string) => void,
  ) {
    this.target = { repositoryName, ...(registryId === undefined ? {} : { registryId }) };
  }

  /** @param operation the API's name for what is sent */
  send<Answer>(operation: string, send: (client: ECRClient) => Promise<Answer>): Promise<Answer> {
    const { region } = this;
    const { repositoryName } = this.target;
    return retryOutages(
      async () => {
        try {
          return await send(this.client);
        } catch (error) {
          throw toEcrError(error, { operation, repositoryName, region });
        }
      },
      this.limits,
      this.say,
    );
  }

  /** As `send`, but undefined where the service answers with the exception of this name. */
  sendUnless<Answer>(
    exception: string,
    operation: string,
    send: (client: ECRClient) => Promise<Answer>,
  ): Promise<Answer | undefined> {
    return this.send(operation, async (client) => {
      try {
        return await send(client);
      } catch (error) {
        if (error instanceof Error && error.name === exception) return undefined;
        throw error;
      }
    });
  }
}
