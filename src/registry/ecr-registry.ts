import {
  BatchGetImageCommand,
  CreateRepositoryCommand,
  type CreateRepositoryCommandOutput,
  DescribeRepositoriesCommand,
  type ECRClient,
  GetAuthorizationTokenCommand,
  GetLifecyclePolicyCommand,
  ListTagsForResourceCommand,
  PutImageCommand,
  PutLifecyclePolicyCommand,
  TagResourceCommand,
} from '@aws-sdk/client-ecr';
import { describeError, OutageError, UserError } from '../errors';
import { type RetryLimits, retry } from '../retry';
import type { RegistrySettings } from '../settings/settings';
import { toEcrError } from './ecr-failure';
import { comparePolicy, formatLifecyclePolicy } from './lifecycle-policy';
import { manifestTypes } from './manifest-types';
import type { Registry, RegistryImage, RegistryLogin } from './registry';

export type EcrSettings = Extract<RegistrySettings, { provider: 'ecr' }>;

/** Reasons of BatchGetImage that mean the image can't be pulled because it isn't there; archived ones aren't. */
const absences: readonly (string | undefined)[] = ['ImageNotFound', 'ImageInaccessible'];

/** Keeps images in Amazon ECR. */
export class EcrRegistry implements Registry {
  readonly isRemote = true;
  readonly repositoryName: string;
  private authorization: { readonly login: Promise<RegistryLogin>; readonly at: number } | undefined;
  /** What the last look-up said; undefined as long as none was answered. */
  private isMissing: boolean | undefined;

  /**
   * @param say called with a line about each retry, and about what was made or left alone
   * @param warn called with a line about what went wrong without harm to the image
   */
  constructor(
    private readonly client: ECRClient,
    private readonly region: string,
    private readonly settings: EcrSettings,
    private readonly limits: RetryLimits,
    private readonly say: (line: string) => void,
    private readonly warn: (line: string) => void,
  ) {
    this.repositoryName = settings.repositoryName;
  }

  async findRepository(): Promise<string> {
    const { host } = await this.findLogin(Infinity);
    return `${host}/${this.repositoryName}`;
  }

  findLogin(maxAgeMs: number): Promise<RegistryLogin> {
    if (this.authorization === undefined || Date.now() - this.authorization.at > maxAgeMs) {
      this.authorization = { login: this.authorize(), at: Date.now() };
    }
    return this.authorization.login;
  }

  private async authorize(): Promise<RegistryLogin> {
    return this.request('GetAuthorizationToken', async () => {
      const answer = await this.client.send(new GetAuthorizationTokenCommand({}));
      const { authorizationToken = '', proxyEndpoint = '' } = answer.authorizationData?.[0] ?? {};
      const [username, password] = Buffer.from(authorizationToken, 'base64').toString().split(':', 2);
      const host = /^https?:\/\/([^/]+)/.exec(proxyEndpoint)?.[1];
      if (!username || !password || !host)
        throw new OutageError('GetAuthorizationToken answered without a token');
      return { host, username, password };
    });
  }

  async findImage(tag: string): Promise<RegistryImage | undefined> {
    const answer = await this.requestUnless('RepositoryNotFoundException', 'BatchGetImage', () =>
      this.client.send(
        new BatchGetImageCommand({
          repositoryName: this.repositoryName,
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

  async prepareRepository(tag: string): Promise<void> {
    if (this.isMissing === undefined) await this.findImage(tag);
    if (this.isMissing) {
      const isNew = await this.createRepository();
      if (isNew) await this.tolerate('its lifecycle policy', () => this.putPolicy());
      return;
    }
    await Promise.all([
      this.tolerate('its lifecycle policy', () => this.adjustPolicy()),
      this.tolerate('its resource tags', () => this.adjustTags()),
    ]);
  }

  /** @returns whether it was this run that made it */
  private async createRepository(): Promise<boolean> {
    const tags = [...this.settings.resourceTags].map(([Key, Value]) => ({ Key, Value }));
    const create = (withTags: object) =>
      this.requestUnless('RepositoryAlreadyExistsException', 'CreateRepository', () =>
        this.client.send(new CreateRepositoryCommand({ repositoryName: this.repositoryName, ...withTags })),
      );
    let answer: CreateRepositoryCommandOutput | undefined;
    try {
      answer = await create(tags.length > 0 ? { tags } : {});
    } catch (error) {
      // To create with tags takes two permissions; without the second one it is made without tags.
      const isAboutTags =
        tags.length > 0 && error instanceof UserError && /ecr:TagResource/.test(error.message);
      if (!isAboutTags) throw error;
      answer = await create({});
      this.warn(`The repository is made without its resource tags: ${describeError(error)}`);
    }
    if (answer) this.say(`Created the repository ${answer.repository?.repositoryUri ?? this.repositoryName}`);
    return answer !== undefined;
  }

  private async adjustPolicy(): Promise<void> {
    const answer = await this.requestUnless('LifecyclePolicyNotFoundException', 'GetLifecyclePolicy', () =>
      this.client.send(new GetLifecyclePolicyCommand({ repositoryName: this.repositoryName })),
    );
    if (answer?.lifecyclePolicyText === undefined) {
      // Someone else's repository without a policy is meant to keep its images.
      if (this.settings.hasDefaultName) await this.putPolicy();
      return;
    }
    const state = comparePolicy(answer.lifecyclePolicyText, this.settings.maxAgeDays);
    if (state === 'ours-but-different') await this.putPolicy();
    if (state === 'foreign')
      this.say(`The lifecycle policy of ${this.repositoryName} is not ours and stays as it is`);
  }

  private async putPolicy(): Promise<void> {
    const lifecyclePolicyText = formatLifecyclePolicy(this.settings.maxAgeDays);
    await this.request('PutLifecyclePolicy', () =>
      this.client.send(
        new PutLifecyclePolicyCommand({ repositoryName: this.repositoryName, lifecyclePolicyText }),
      ),
    );
    this.say(`Images in ${this.repositoryName} expire ${this.settings.maxAgeDays} days after their push`);
  }

  private async adjustTags(): Promise<void> {
    if (this.settings.resourceTags.size === 0) return;
    const described = await this.request('DescribeRepositories', () =>
      this.client.send(new DescribeRepositoriesCommand({ repositoryNames: [this.repositoryName] })),
    );
    const resourceArn = described.repositories?.[0]?.repositoryArn;
    const answer = await this.request('ListTagsForResource', () =>
      this.client.send(new ListTagsForResourceCommand({ resourceArn })),
    );
    const existing = new Map(answer.tags?.map(({ Key, Value }) => [Key, Value]));
    const tags = [...this.settings.resourceTags]
      .filter(([key, value]) => existing.get(key) !== value)
      .map(([Key, Value]) => ({ Key, Value }));
    if (tags.length === 0) return;
    await this.request('TagResource', () => this.client.send(new TagResourceCommand({ resourceArn, tags })));
  }

  async moveTag(image: RegistryImage, tag: string): Promise<void> {
    await this.requestUnless('ImageAlreadyExistsException', 'PutImage', () =>
      this.client.send(
        new PutImageCommand({
          repositoryName: this.repositoryName,
          imageManifest: image.manifest,
          ...(image.mediaType ? { imageManifestMediaType: image.mediaType } : {}),
          imageTag: tag,
        }),
      ),
    );
  }

  /** Goes on with a warning when something that the image does not depend on can't be done. */
  private async tolerate(what: string, action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      this.warn(`The repository is used as it is, ${what} could not be put right: ${describeError(error)}`);
    }
  }

  /** As `request`, but undefined where the service answers with the exception of this name. */
  private requestUnless<Answer>(
    exception: string,
    operation: string,
    send: () => Promise<Answer>,
  ): Promise<Answer | undefined> {
    return this.request(operation, async () => {
      try {
        return await send();
      } catch (error) {
        if (error instanceof Error && error.name === exception) return undefined;
        throw error;
      }
    });
  }

  /** Asks the service, again if need be. Rejects with what a person should read. */
  private request<Answer>(operation: string, send: () => Promise<Answer>): Promise<Answer> {
    const { repositoryName, region } = this;
    return retry(
      async () => {
        try {
          return await send();
        } catch (error) {
          throw toEcrError(error, { operation, repositoryName, region });
        }
      },
      this.limits,
      (error) => error instanceof OutageError,
      (error, waitMs) => this.say(`${describeError(error)}; trying again in ${(waitMs / 1000).toFixed(1)} s`),
    );
  }
}
