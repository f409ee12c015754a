import type { CreateRepositoryCommandInput, CreateRepositoryCommandOutput, Repository } from '@aws-sdk/client-ecr';
import { describeError, UserError } from '../errors';
import type { RegistrySettings } from '../settings/registry-settings';
import type { EcrRequests } from './ecr-requests';

export type EcrSettings = Extract<RegistrySettings, { provider: 'ecr' }>;

/** Creates a repository in Amazon ECR and keeps its settings up to date. */
export class EcrRepository {
  /**
   * @param movingTags patterns of the tags that stay mutable in an immutable repository
   * @param say called with a line about what was created or left alone
   * @param warn called with a warning about what failed without affecting the image
   */
  constructor(
    private readonly requests: EcrRequests,
    private readonly settings: EcrSettings,
    private readonly movingTags: readonly string[],
    private readonly say: (line: string) => void,
    private readonly warn: (line: string) => void,
  ) {}

  /** @throws UserError if it must not be created */
  expectCreation(): void {
    const { repositoryName, isCreated } = this.settings;
    if (isCreated) return;
    throw new UserError(
      `there is no repository ${repositoryName}, and with ecr-create: false it is not created`,
      'Create it (aws ecr create-repository), check ecr-name and region, or remove ecr-create.',
    );
  }

  /** Creates the repository, unless another job, or an attempt of ours whose answer was lost, already has. */
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
   * Why a tag that moves and is deleted later can't be used here; undefined if it can.
   *
   * @param mayDelete asked only if it matters
   */
  async findClaimObstacle(tag: string, mayDelete: () => Promise<boolean>): Promise<string | undefined> {
    const { repositoryName } = this.settings;
    try {
      if (isImmutable(tag, (await this.describe()) ?? {}))
        return `the tags of ${repositoryName} are immutable, and building-* is not excluded`;
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

  /** Updates an existing repository to the settings; failures are warnings. */
  async adjust(): Promise<void> {
    await Promise.all([
      this.tolerate('its lifecycle policy', () => this.adjustPolicy('old')),
      this.tolerate('its resource tags', () => this.adjustTags()),
      this.tolerate('the immutability of its tags', () => this.adjustMutability()),
    ]);
  }

  /** @returns undefined if it exists by now */
  private async createWithTags(): Promise<CreateRepositoryCommandOutput | undefined> {
    const tags = [...this.settings.resourceTags].map(([Key, Value]) => ({ Key, Value }));
    if (tags.length === 0) return this.sendCreation({});
    try {
      return await this.sendCreation({ tags });
    } catch (error) {
      // Creating with tags needs a second permission.
      if (!(error instanceof UserError && /ecr:TagResource/.test(error.message))) throw error;
      const answer = await this.sendCreation({});
      this.warn(`The repository was created without its resource tags: ${describeError(error)}`);
      return answer;
    }
  }

  private sendCreation(
    tags: Pick<CreateRepositoryCommandInput, 'tags'>,
  ): Promise<CreateRepositoryCommandOutput | undefined> {
    const { target } = this.requests;
    const { hasImmutableTags, kmsKey } = this.settings;
    return this.requests.sendUnless('RepositoryAlreadyExistsException', 'CreateRepository', ({ sdk, client }) =>
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

  /** @param age `new` if the repository did not exist when this run started */
  private async adjustPolicy(age: 'new' | 'old'): Promise<void> {
    const policy = await this.findPolicy();
    if (policy === undefined) {
      // A repository of someone else's without a policy is meant to keep its images.
      if (age === 'new' || this.settings.hasDefaultName) await this.putPolicy();
      return;
    }
    const state = comparePolicy(policy, this.settings.maxAgeDays);
    if (state === 'ours-but-different') await this.putPolicy();
    if (state === 'foreign')
      this.say(
        `The lifecycle policy of ${this.settings.repositoryName} was not written by this plugin and stays as it is`,
      );
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

  /** Only from mutable to immutable; what is immutable already stays as it was set up. */
  private async adjustMutability(): Promise<void> {
    if (!this.settings.hasImmutableTags) return;
    const { target } = this.requests;
    const mutability = (await this.describe())?.imageTagMutability ?? 'MUTABLE';
    if (mutability.startsWith('IMMUTABLE')) return;
    await this.requests.send('PutImageTagMutability', ({ sdk, client }) =>
      client.send(new sdk.PutImageTagMutabilityCommand({ ...target, ...this.describeMutability() })),
    );
    this.say(`The tags of ${target.repositoryName} are immutable from now on, except ${this.movingTags.join(', ')}`);
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

  /** Turns the failure of something the image does not depend on into a warning. */
  private async tolerate(what: string, action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      this.warn(`The repository is used as it is: ${what} could not be updated: ${describeError(error)}`);
    }
  }
}

/** Whether a tag can't move. (Amazon ECR API reference, ImageTagMutabilityExclusionFilter) */
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

/**
 * The lifecycle policy of our repositories: everything expires some days after its push. The description is the bash
 * plugin's, so that its policies count as ours.
 */
export function formatLifecyclePolicy(maxAgeDays: number): string {
  return JSON.stringify({
    rules: [
      {
        rulePriority: 1,
        description: `Expire images older than ${maxAgeDays} days`,
        selection: {
          tagStatus: 'any',
          countType: 'sinceImagePushed',
          countUnit: 'days',
          countNumber: maxAgeDays,
        },
        action: { type: 'expire' },
      },
    ],
  });
}

/** How a repository's policy compares with the wanted one. */
export type PolicyState = 'as-wanted' | 'ours-but-different' | 'foreign';

/** @param text the registry's policy */
export function comparePolicy(text: string, maxAgeDays: number): PolicyState {
  const days = findOwnDays(text);
  if (days === undefined) return 'foreign';
  return days === maxAgeDays ? 'as-wanted' : 'ours-but-different';
}

/** Whether a policy may expire images because there are too many. */
function countsImages(text: string): boolean {
  return /"imageCountMoreThan"/.test(text);
}

interface LifecycleRule {
  readonly description?: unknown;
  readonly selection?: {
    readonly tagStatus?: unknown;
    readonly countType?: unknown;
    readonly countNumber?: unknown;
  };
  readonly action?: { readonly type?: unknown };
}

/** The days of a policy if it is ours: one rule, `any`, sinceImagePushed, expire, with our description. */
function findOwnDays(text: string): number | undefined {
  let rules: readonly LifecycleRule[] | undefined;
  try {
    rules = (JSON.parse(text) as { rules?: readonly LifecycleRule[] }).rules;
  } catch {
    // Not ours.
    return undefined;
  }
  const [rule] = rules ?? [];
  const days = rule?.selection?.countNumber;
  const isOwn =
    rules?.length === 1 &&
    rule?.selection?.tagStatus === 'any' &&
    rule.selection.countType === 'sinceImagePushed' &&
    rule.action?.type === 'expire' &&
    /^Expire images older than \d+ days$/.test(String(rule.description));
  return isOwn && typeof days === 'number' ? days : undefined;
}
