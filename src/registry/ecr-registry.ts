import { createHash } from 'node:crypto';
import { describeError, OutageError, UserError } from '../errors';
import { claimType, emptyBlob, emptyDigest, toClaimTag } from './claim-note';
import type { OpenApi } from './distribution-client';
import type { EcrRepository } from './ecr-repository';
import type { EcrRequests } from './ecr-requests';
import {
  type ImageLabels,
  manifestTypes,
  type RegistryImage,
  type RegistryLogin,
  type SharedRegistry,
  type Sighting,
} from './registry';

/** Failure codes of BatchGetImage that confirm an absence. */
const absences: readonly (string | undefined)[] = ['ImageNotFound', 'ImageInaccessible'];

/** Keeps images in Amazon ECR. */
export class EcrRegistry implements SharedRegistry {
  readonly title = 'Amazon ECR';
  readonly isRemote = true;
  readonly repositoryName: string;
  private authorization: { readonly login: Promise<RegistryLogin>; readonly at: number } | undefined;
  /** Whether the repository is missing, by the last look-up; undefined before the first answer. */
  private isMissing: boolean | undefined;
  private isCreated = false;

  /** @param say called with a line for the log */
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
      if (!username || !password || !host) throw new OutageError('GetAuthorizationToken answered without a token');
      if (registryId !== undefined && !host.startsWith(`${registryId}.`)) {
        throw new UserError(
          `GetAuthorizationToken was asked for the registry of account ${registryId}, but answered for ${host}`,
          'Check registry-id, and that its registry lets these AWS credentials in (docs/iam.md: another account).',
        );
      }
      return { host, username, password };
    });
  }

  async findImage(tag: string): Promise<RegistryImage | undefined> {
    return (await this.findTags(tag)).get(tag);
  }

  async look(tag: string): Promise<Sighting> {
    const claimTag = toClaimTag(tag);
    const found = await this.findTags(tag, claimTag);
    return { image: found.get(tag), claim: found.get(claimTag) };
  }

  /** @param others more tags to look up; those not found count as absent, whatever the reason */
  private async findTags(tag: string, ...others: readonly string[]): Promise<ReadonlyMap<string, RegistryImage>> {
    const { target } = this.requests;
    const answer = await this.requests.sendUnless('RepositoryNotFoundException', 'BatchGetImage', ({ sdk, client }) =>
      client.send(
        new sdk.BatchGetImageCommand({
          ...target,
          imageIds: [tag, ...others].map((imageTag) => ({ imageTag })),
          acceptedMediaTypes: [...manifestTypes],
        }),
      ),
    );
    this.isMissing = answer === undefined;
    const found = new Map<string, RegistryImage>();
    for (const { imageId, imageManifest, imageManifestMediaType } of answer?.images ?? []) {
      const { imageTag, imageDigest } = imageId ?? {};
      if (!imageTag || !imageDigest || !imageManifest) continue;
      found.set(imageTag, {
        digest: imageDigest,
        manifest: imageManifest,
        mediaType: imageManifestMediaType ?? '',
      });
    }
    const failure = answer?.failures?.find(({ imageId }) => imageId?.imageTag === tag);
    if (answer !== undefined && !found.has(tag) && !absences.includes(failure?.failureCode)) {
      throw new UserError(
        `BatchGetImage on ${this.repositoryName}:${tag} failed: ${failure?.failureCode ?? 'an empty answer'}: ${failure?.failureReason ?? ''}`,
      );
    }
    return found;
  }

  /** Asked only after a failed pull. If asking is not allowed, the pull's own error is reported. */
  async isArchived(tag: string): Promise<boolean> {
    const { target } = this.requests;
    try {
      // It lists only active images by default. (ECR API reference, DescribeImages)
      const answer = await this.requests.sendUnless('ImageNotFoundException', 'DescribeImages', ({ sdk, client }) =>
        client.send(new sdk.DescribeImagesCommand({ ...target, imageIds: [{ imageTag: tag }] })),
      );
      return answer === undefined;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      this.say(`Whether the image is archived can't be found out: ${describeError(error)}`);
      return false;
    }
  }

  async findLabels(tag: string, platform: string): Promise<ImageLabels | undefined> {
    const image = await this.findImage(tag);
    if (image === undefined) return undefined;
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

  async moveTag({ manifest, mediaType }: RegistryImage, tag: string): Promise<void> {
    await this.putManifest(manifest, mediaType, tag);
  }

  async putClaim(tag: string, manifest: string): Promise<string> {
    const put = () => this.putManifest(manifest, claimType, toClaimTag(tag), 'LayersNotFoundException');
    if (!(await put())) {
      await this.uploadEmptyBlob();
      await put();
    }
    return `sha256:${createHash('sha256').update(manifest).digest('hex')}`;
  }

  /** @returns false if the service answers with this exception */
  private putManifest(
    imageManifest: string,
    mediaType: string,
    imageTag: string,
    exception?: string,
  ): Promise<boolean> {
    const { target } = this.requests;
    return this.requests.send('PutImage', async ({ sdk, client }) => {
      try {
        const type = mediaType ? { imageManifestMediaType: mediaType } : {};
        await client.send(new sdk.PutImageCommand({ ...target, imageManifest, ...type, imageTag }));
        return true;
      } catch (error) {
        const { name } = error as Error;
        // The tag already names this image.
        if (name === 'ImageAlreadyExistsException') return true;
        if (name === exception) return false;
        throw error;
      }
    });
  }

  private async uploadEmptyBlob(): Promise<void> {
    const { requests } = this;
    const { target } = requests;
    const { uploadId } = await requests.send('InitiateLayerUpload', ({ sdk, client }) =>
      client.send(new sdk.InitiateLayerUploadCommand(target)),
    );
    const layerPartBlob = Buffer.from(emptyBlob);
    const part = { uploadId, partFirstByte: 0, partLastByte: layerPartBlob.length - 1, layerPartBlob };
    await requests.send('UploadLayerPart', ({ sdk, client }) =>
      client.send(new sdk.UploadLayerPartCommand({ ...target, ...part })),
    );
    await requests.sendUnless('LayerAlreadyExistsException', 'CompleteLayerUpload', ({ sdk, client }) =>
      client.send(new sdk.CompleteLayerUploadCommand({ ...target, uploadId, layerDigests: [emptyDigest] })),
    );
  }

  async removeClaims(digests: readonly string[]): Promise<boolean> {
    const { target } = this.requests;
    try {
      const { failures = [] } = await this.requests.send('BatchDeleteImage', ({ sdk, client }) =>
        client.send(
          new sdk.BatchDeleteImageCommand({
            ...target,
            imageIds: digests.map((imageDigest) => ({ imageDigest })),
          }),
        ),
      );
      return failures.every(({ failureCode }) => failureCode === 'ImageNotFound');
    } catch (error) {
      if (error instanceof OutageError || !(error instanceof UserError)) throw error;
      return false;
    }
  }

  async findClaimObstacle(tag: string): Promise<string | undefined> {
    if (this.isCreated) return undefined;
    // No image has this digest: the answer only tells whether deleting is allowed.
    const mayDelete = () => this.removeClaims([`sha256:${'0'.repeat(64)}`]);
    return this.repository.findClaimObstacle(toClaimTag(tag), mayDelete);
  }
}
