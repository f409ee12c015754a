import { type RetryLimits, retryOutages } from '../retry';
import type { EcrConnection } from './ecr-client';
import { toEcrError } from './ecr-failure';

/** What asks Amazon ECR about one repository: again if need be, with errors that a person should read. */
export class EcrRequests {
  /** What nearly every request is about. */
  readonly target: { readonly repositoryName: string; readonly registryId?: string };
  private connection: Promise<EcrConnection> | undefined;

  /**
   * @param connect called when the first request is sent
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
  async send<Answer>(
    operation: string,
    send: (connection: EcrConnection) => Promise<Answer>,
  ): Promise<Answer> {
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

  /** As `send`, but undefined where the service answers with the exception of this name. */
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
