import { describeError, OutageError, UserError } from '../errors';
import type { OpenApi } from './distribution-client';
import type { EcrRepository } from './ecr-repository';
import type { EcrRequests } from './ecr-requests';
import {
  type ImageLabels,
  manifestTypes,
  type Registry,
  type RegistryImage,
  type RegistryLogin,
} from './registry';

/** Reasons of BatchGetImage that confirm an absence; of an archived image it may say nothing at all. */
const absences: readonly (string | undefined)[] = ['ImageNotFound', 'ImageInaccessible'];

/** Keeps images in Amazon ECR. */
export class EcrRegistry implements Registry {
  readonly title = 'Amazon ECR';
  readonly isRemote = true;
  readonly repositoryName: string;
  private authorization: { readonly login: Promise<RegistryLogin>; readonly at: number } | undefined;
  /** What the last look-up said; undefined as long as none was answered. */
  private isMissing: boolean | undefined;
  private isCreated = false;

  /**
   * @param say called with a line about what could not be found out
   */
  constructor(
    private readonly requests: EcrRequests,
    private readonly repository: EcrRepository,
    private readonly openApi: OpenApi,
    private readonly say: (line: string) => void,
  ) {
    this.repositoryName = requests.target.repositoryName;
  }

  async findRepository(): Promise<string> {
    const { host } = await this.findLogin(Number.POSITIVE_INFINITY);
    return `${host}/${this.repositoryName}`;
  }

  findLogin(maxAgeMs: number): Promise<RegistryLogin> {
    if (this.authorization === undefined || Date.now() - this.authorization.at > maxAgeMs) {
      this.authorization = { login: this.authorize(), at: Date.now() };
    }
    return this.authorization.login;
  }

  private authorize(): Promise<RegistryLogin> {
    const { registryId } = this.requests;
    return this.requests.send('GetAuthorizationToken', async ({ sdk, client }) => {
      const answer = await client.send(
        new sdk.GetAuthorizationTokenCommand(registryId === undefined ? {} : { registryIds: [registryId] }),
      );
      const { authorizationToken = '', proxyEndpoint = '' } = answer.authorizationData?.[0] ?? {};
      const [username, password] = Buffer.from(authorizationToken, 'base64').toString().split(':', 2);
      const host = /^https?:\/\/([^/]+)/.exec(proxyEndpoint)?.[1];
      if (!username || !password || !host)
        throw new OutageError('GetAuthorizationToken answered without a token');
      if (registryId !== undefined && !host.startsWith(`${registryId}.`)) {
        throw new UserError(
          `GetAuthorizationToken was asked for the registry of account ${registryId}, but answered for ${host}`,
          'Check registry-id, and that its registry lets these AWS credentials in (README: another account).',
        );
      }
      return { host, username, password };
    });
  }

  async findImage(tag: string): Promise<RegistryImage | undefined> {
    const { target } = this.requests;
    const answer = await this.requests.sendUnless(
      'RepositoryNotFoundException',
      'BatchGetImage',
      ({ sdk, client }) =>
        client.send(
          new sdk.BatchGetImageCommand({
            ...target,
            imageIds: [{ imageTag: tag }],
            acceptedMediaTypes: [...manifestTypes],
          }),
        ),
    );
    this.isMissing = answer === undefined;
    const image = answer?.images?.[0];
    if (image?.imageId?.imageDigest && image.imageManifest) {
      return {
        digest: image.imageId.imageDigest,
        manifest: image.imageManifest,
        mediaType: image.imageManifestMediaType ?? '',
      };
    }
    const failure = answer?.failures?.[0];
    if (answer === undefined || absences.includes(failure?.failureCode)) return undefined;
    throw new UserError(
      `BatchGetImage on ${this.repositoryName}:${tag} failed: ${failure?.failureCode ?? 'an empty answer'}: ${failure?.failureReason ?? ''}`,
    );
  }

  /** Asked only when a pull has failed; who may not ask is told of the pull. */
  async isArchived(tag: string): Promise<boolean> {
    const { target } = this.requests;
    try {
      // It tells of active images only, unless it is asked for others. (ECR API reference, DescribeImages)
      const answer = await this.requests.sendUnless(
        'ImageNotFoundException',
        'DescribeImages',
        ({ sdk, client }) =>
          client.send(new sdk.DescribeImagesCommand({ ...target, imageIds: [{ imageTag: tag }] })),
      );
      return answer === undefined;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      this.say(`Whether the image is archived can't be found out: ${describeError(error)}`);
      return false;
    }
  }

  async findLabels(image: RegistryImage, platform: string): Promise<ImageLabels> {
    const { host } = await this.findLogin(Number.POSITIVE_INFINITY);
    const api = await this.openApi(() => this.findLogin(Number.POSITIVE_INFINITY));
    return api.findLabels({ host, repository: this.repositoryName }, image, platform);
  }

  async expectRepository(): Promise<void> {
    if (this.isMissing) this.repository.expectCreation();
  }

  async createRepository(tag: string): Promise<void> {
    if (this.isMissing === undefined) await this.findImage(tag);
    if (!this.isMissing) return;
    await this.repository.create();
    this.isMissing = false;
    this.isCreated = true;
  }

  async adjustRepository(): Promise<void> {
    if (!this.isCreated) await this.repository.adjust();
  }

  async moveTag(image: RegistryImage, tag: string): Promise<void> {
    const { target } = this.requests;
    await this.requests.sendUnless('ImageAlreadyExistsException', 'PutImage', ({ sdk, client }) =>
      client.send(
        new sdk.PutImageCommand({
          ...target,
          imageManifest: image.manifest,
          ...(image.mediaType ? { imageManifestMediaType: image.mediaType } : {}),
          imageTag: tag,
        }),
      ),
    );
  }
}
