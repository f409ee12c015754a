import type {
  CreateRepositoryCommandInput,
  CreateRepositoryCommandOutput,
  Repository,
} from '@aws-sdk/client-ecr';
import { describeError, UserError } from '../errors';
import type { RegistrySettings } from '../settings/registry-settings';
import type { EcrRequests } from './ecr-requests';
import { comparePolicy, countsImages, formatLifecyclePolicy } from './lifecycle-policy';

export type EcrSettings = Extract<RegistrySettings, { provider: 'ecr' }>;

/** A repository in Amazon ECR as a thing that is made and kept as the settings say. */
export class EcrRepository {
  /**
   * @param movingTags patterns of the tags that have to move where all others are immutable
   * @param say called with a line about what was made or left alone
   * @param warn called with a line about what went wrong without harm to the image
   */
  constructor(
    private readonly requests: EcrRequests,
    private readonly settings: EcrSettings,
    private readonly movingTags: readonly string[],
    private readonly say: (line: string) => void,
    private readonly warn: (line: string) => void,
  ) {}

  /** @throws UserError where it must not be made */
  expectCreation(): void {
    const { repositoryName, isCreated } = this.settings;
    if (isCreated) return;
    throw new UserError(
      `there is no repository ${repositoryName}, and with ecr-create: false it is not made`,
      'Make it by hand (aws ecr create-repository), check ecr-name and region, or remove ecr-create.',
    );
  }

  /** Makes it. That another job was faster is no failure, nor that an attempt of ours was though its answer was lost. */
  async create(): Promise<void> {
    this.expectCreation();
    const answer = await this.createWithTags();
    if (answer !== undefined)
      this.say(`Created the repository ${answer.repository?.repositoryUri ?? this.settings.repositoryName}`);
    await this.tolerate('its lifecycle policy', () =>
      answer === undefined ? this.adjustPolicy('new') : this.putPolicy(),
    );
  }

  /**
   * Why a tag that has to move, on an artifact that has to go, is of no use here; undefined where it is.
   *
   * @param mayDelete asked only where it counts
   */
  async findClaimObstacle(tag: string, mayDelete: () => Promise<boolean>): Promise<string | undefined> {
    const { repositoryName } = this.settings;
    try {
      if (isImmutable(tag, (await this.describe()) ?? {}))
        return `the tags of ${repositoryName} can't move, and building-* is not excepted`;
      const mayCount = await this.findPolicy().then(
        (policy) => policy !== undefined && countsImages(policy),
        () => true,
      );
      return mayCount && !(await mayDelete())
        ? `the lifecycle policy of ${repositoryName} may count images, and ecr:BatchDeleteImage is not allowed`
        : undefined;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return describeError(error);
    }
  }

  /** Puts right what the settings say of one that is there; what can't be is a warning. */
  async adjust(): Promise<void> {
    await Promise.all([
      this.tolerate('its lifecycle policy', () => this.adjustPolicy('old')),
      this.tolerate('its resource tags', () => this.adjustTags()),
      this.tolerate('whether its tags are immutable', () => this.adjustMutability()),
    ]);
  }

  /** @returns undefined where it has been made meanwhile */
  private async createWithTags(): Promise<CreateRepositoryCommandOutput | undefined> {
    const tags = [...this.settings.resourceTags].map(([Key, Value]) => ({ Key, Value }));
    if (tags.length === 0) return this.sendCreation({});
    try {
      return await this.sendCreation({ tags });
    } catch (error) {
      // To create with tags takes two permissions; without the second one it is made without tags.
      if (!(error instanceof UserError && /ecr:TagResource/.test(error.message))) throw error;
      const answer = await this.sendCreation({});
      this.warn(`The repository is made without its resource tags: ${describeError(error)}`);
      return answer;
    }
  }

  private sendCreation(
    tags: Pick<CreateRepositoryCommandInput, 'tags'>,
  ): Promise<CreateRepositoryCommandOutput | undefined> {
    const { target } = this.requests;
    const { hasImmutableTags, kmsKey } = this.settings;
    return this.requests.sendUnless(
      'RepositoryAlreadyExistsException',
      'CreateRepository',
      ({ sdk, client }) =>
        client.send(
          new sdk.CreateRepositoryCommand({
            ...target,
            ...tags,
            ...(hasImmutableTags ? this.describeMutability() : {}),
            ...(kmsKey ? { encryptionConfiguration: { encryptionType: 'KMS', kmsKey } } : {}),
          }),
        ),
    );
  }

  private describeMutability() {
    return {
      imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION' as const,
      imageTagMutabilityExclusionFilters: this.movingTags.map((filter) => ({
        filterType: 'WILDCARD' as const,
        filter,
      })),
    };
  }

  /** @param age `new` of a repository that was not there when this run began */
  private async adjustPolicy(age: 'new' | 'old'): Promise<void> {
    const policy = await this.findPolicy();
    if (policy === undefined) {
      // Someone else's repository without a policy is meant to keep its images.
      if (age === 'new' || this.settings.hasDefaultName) await this.putPolicy();
      return;
    }
    const state = comparePolicy(policy, this.settings.maxAgeDays);
    if (state === 'ours-but-different') await this.putPolicy();
    if (state === 'foreign')
      this.say(`The lifecycle policy of ${this.settings.repositoryName} is not ours and stays as it is`);
  }

  private async findPolicy(): Promise<string | undefined> {
    const { target } = this.requests;
    const answer = await this.requests.sendUnless(
      'LifecyclePolicyNotFoundException',
      'GetLifecyclePolicy',
      ({ sdk, client }) => client.send(new sdk.GetLifecyclePolicyCommand(target)),
    );
    return answer?.lifecyclePolicyText;
  }

  private async putPolicy(): Promise<void> {
    const { target } = this.requests;
    const { maxAgeDays, repositoryName } = this.settings;
    const lifecyclePolicyText = formatLifecyclePolicy(maxAgeDays);
    await this.requests.send('PutLifecyclePolicy', ({ sdk, client }) =>
      client.send(new sdk.PutLifecyclePolicyCommand({ ...target, lifecyclePolicyText })),
    );
    this.say(`Images in ${repositoryName} expire ${maxAgeDays} days after their push`);
  }

  private async adjustTags(): Promise<void> {
    if (this.settings.resourceTags.size === 0) return;
    const resourceArn = (await this.describe())?.repositoryArn;
    const answer = await this.requests.send('ListTagsForResource', ({ sdk, client }) =>
      client.send(new sdk.ListTagsForResourceCommand({ resourceArn })),
    );
    const existing = new Map(answer.tags?.map(({ Key, Value }) => [Key, Value]));
    const tags = [...this.settings.resourceTags]
      .filter(([key, value]) => existing.get(key) !== value)
      .map(([Key, Value]) => ({ Key, Value }));
    if (tags.length === 0) return;
    await this.requests.send('TagResource', ({ sdk, client }) =>
      client.send(new sdk.TagResourceCommand({ resourceArn, tags })),
    );
  }

  /** Only ever from mutable to immutable: nobody is surprised by a lock that they asked for. */
  private async adjustMutability(): Promise<void> {
    if (!this.settings.hasImmutableTags) return;
    const { target } = this.requests;
    const mutability = (await this.describe())?.imageTagMutability ?? 'MUTABLE';
    if (mutability.startsWith('IMMUTABLE')) return;
    await this.requests.send('PutImageTagMutability', ({ sdk, client }) =>
      client.send(new sdk.PutImageTagMutabilityCommand({ ...target, ...this.describeMutability() })),
    );
    this.say(
      `The tags of ${target.repositoryName} are immutable from now on, except ${this.movingTags.join(', ')}`,
    );
  }

  private async describe() {
    const { target, registryId } = this.requests;
    const answer = await this.requests.send('DescribeRepositories', ({ sdk, client }) =>
      client.send(
        new sdk.DescribeRepositoriesCommand({
          repositoryNames: [target.repositoryName],
          ...(registryId === undefined ? {} : { registryId }),
        }),
      ),
    );
    return answer.repositories?.[0];
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
}

/** Whether a tag stays where it is put. (Amazon ECR API reference, ImageTagMutabilityExclusionFilter) */
function isImmutable(
  tag: string,
  {
    imageTagMutability = 'MUTABLE',
    imageTagMutabilityExclusionFilters: filters = [],
  }: Pick<Repository, 'imageTagMutability' | 'imageTagMutabilityExclusionFilters'>,
): boolean {
  const isExcepted = filters.some(({ filter = '' }) =>
    new RegExp(`^${filter.replace(/\./g, '\\.').replace(/\*/g, '.*')}$`).test(tag),
  );
  return imageTagMutability.startsWith('IMMUTABLE') !== isExcepted;
}
