import { type RetryLimits, retryOutages } from '../retry';
import type { EcrConnection } from './ecr-client';
import { toEcrError } from './ecr-failure';

/** Sends requests about one repository to Amazon ECR, with retries, and converts its errors. */
export class EcrRequests {
  /** Part of nearly every request. */
  readonly target: { readonly repositoryName: string; readonly registryId?: string };
  private connection: Promise<EcrConnection> | undefined;

  /**
   * @param connect called for the first request
   * @param registryId the account that owns the registry; undefined for the caller's
   * @param say called with a line about each retry
   */
  constructor(
    private readonly connect: () => Promise<EcrConnection>,
    repositoryName: string,
    readonly registryId: string | undefined,
    private readonly limits: RetryLimits,
    private readonly say: (line: string) => void,
  ) {
    this.target = { repositoryName, ...(registryId === undefined ? {} : { registryId }) };
  }

  /** @param operation the API's name for what is sent */
  async send<Answer>(operation: string, send: (connection: EcrConnection) => Promise<Answer>): Promise<Answer> {
    const { repositoryName } = this.target;
    this.connection = this.connection ?? this.connect();
    const connection = await this.connection;
    const { region } = connection;
    return retryOutages(
      async () => {
        try {
          return await send(connection);
        } catch (error) {
          throw toEcrError(error, { operation, repositoryName, region });
        }
      },
      this.limits,
      this.say,
    );
  }

  /** Like `send`, but returns undefined if the service answers with this exception. */
  sendUnless<Answer>(
    exception: string,
    operation: string,
    send: (connection: EcrConnection) => Promise<Answer>,
  ): Promise<Answer | undefined> {
    return this.send(operation, async (connection) => {
      try {
        return await send(connection);
      } catch (error) {
        if (error instanceof Error && error.name === exception) return undefined;
        throw error;
      }
    });
  }
}
