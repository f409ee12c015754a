import { randomBytes } from 'node:crypto';
import type {
  BatchDeleteImageRequest,
  BatchGetImageRequest,
  CompleteLayerUploadRequest,
  CreateRepositoryRequest,
  DescribeImagesRequest,
  DescribeRepositoriesRequest,
  GetAuthorizationTokenRequest,
  GetLifecyclePolicyRequest,
  ImageIdentifier,
  ImageTagMutabilityExclusionFilter,
  InitiateLayerUploadRequest,
  ListTagsForResourceRequest,
  PutImageRequest,
  PutImageTagMutabilityRequest,
  PutLifecyclePolicyRequest,
  TagResourceRequest,
  UploadLayerPartRequest,
} from '@aws-sdk/client-ecr';
import type { ImageStore, StoredImage } from './image-store';
import { MANIFEST_TYPES, sha256 } from './image-store';
import { checkLifecyclePolicy } from './lifecycle-policy';

export interface EcrServiceOptions {
  images: ImageStore;
  /** Host (and port) of the registry that docker talks to. */
  registryHost: string;
  /** The password in every token. Without it each token has a new one, as long as a real one. */
  password?: string;
  /** The account that owns the registry. Default 123456789012. */
  accountId?: string;
  /** The account that asks: whose registry is meant where a request names none. Default: the same. */
  callerId?: string;
  /** How long a token is said to be valid. Default 12 hours. */
  tokenSeconds?: number;
}

/** A repository as ECR keeps it. */
export interface EcrRepository {
  repositoryArn: string;
  registryId: string;
  repositoryName: string;
  repositoryUri: string;
  /** Seconds since 1970. */
  createdAt: number;
  imageTagMutability: string;
  imageTagMutabilityExclusionFilters?: ImageTagMutabilityExclusionFilter[];
  imageScanningConfiguration: { scanOnPush: boolean };
  encryptionConfiguration: { encryptionType: string; kmsKey?: string };
  /** Resource tags. */
  tags: Map<string, string>;
  lifecyclePolicyText?: string;
  /** Digest → seconds since 1970 of the push. Moving a tag does not change it. */
  pushedAt: Map<string, number>;
  /** Digests of archived images, and what BatchGetImage makes of them. */
  archived: Map<string, ArchivedAnswer>;
}

/** What BatchGetImage says of an archived image: a failure code, or the image as if nothing were. */
export type ArchivedAnswer = 'ImageInaccessible' | 'ImageNotFound' | 'found';

/** An error of the ECR API, by the name that the service gives it. */
export class EcrError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status = 400,
  ) {
    super(message);
  }
}

/** Why the registry refuses a push or a pull, in the distribution API's terms. */
export interface RegistryRefusal {
  status: number;
  code: 'NAME_UNKNOWN' | 'TAG_INVALID' | 'MANIFEST_UNKNOWN' | 'DENIED';
  message: string;
}

/** What the registry's side (the front, the stand-in docker) asks of the service. */
export interface EcrRegistryRules {
  host: string;
  images: ImageStore;
  /** Configurations of images, by digest. */
  blobs: Map<string, string>;
  /** Whether nobody is asked who they are. */
  isOpen?: true;
  /** The refusal that these credentials meet, `undefined` when they are good. */
  refuseLogin(username: string, password: string): RegistryRefusal | undefined;
  /** The refusal that any request to this repository meets. */
  refuseRepository(repository: string): RegistryRefusal | undefined;
  /** The refusal that a manifest under this tag or digest meets. */
  refusePush(repository: string, reference: string): Promise<RegistryRefusal | undefined>;
  /** The refusal that a pull of this digest meets. */
  refusePull(repository: string, digest: string): RegistryRefusal | undefined;
  /** Notes that an image was pushed; an archived one is active again. */
  recordPush(repository: string, digest: string): void;
  /** Runs work that checks and then writes tags of a repository; one at a time. */
  exclusively<T>(repository: string, work: () => Promise<T>): Promise<T>;
}

export interface CallContext {
  region: string;
}

export interface EcrService {
  accountId: string;
  repositories: Map<string, EcrRepository>;
  registry: EcrRegistryRules;
  /** Runs an operation. `undefined` when there is none of that name here; throws an EcrError. */
  run(operation: string, input: unknown, context: CallContext): Promise<object> | undefined;
  /** Makes a repository outside of the API, as somebody did before. */
  create(name: string, settings?: Partial<CreateRepositoryRequest>): EcrRepository;
  /** Moves the image under a tag to the archive. */
  archive(repository: string, tag: string, answer?: ArchivedAnswer): Promise<void>;
  /** From now on docker is told that the tokens of until now have expired. */
  expireTokens(): void;
}

const NAME_PART = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const REPOSITORY_NAME = new RegExp(`^(?:${NAME_PART}/)*${NAME_PART}$`);
const TAG = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;
const TOKEN_SECONDS = 12 * 60 * 60;

/**
 * ECR's behaviour without its wire: operations over repositories in memory and images in a store.
 *
 * Sources: the SDK's types, the API reference, and messages of the real service as people quote them.
 */
export function createEcrService(options: EcrServiceOptions): EcrService {
  const { images, registryHost, accountId = '123456789012' } = options;
  const callerId = options.callerId ?? accountId;
  const repositories = new Map<string, EcrRepository>();
  const uploads = new Map<string, Buffer>();
  const passwords = new Set<string>(options.password === undefined ? [] : [options.password]);
  const expired = new Set<string>();
  const queues = new Map<string, Promise<unknown>>();

  function findRepository(repositoryName: string | undefined, registryId: string | undefined): EcrRepository {
    checkRepositoryName(repositoryName);
    const id = registryId ?? callerId;
    const repository = id === accountId ? repositories.get(repositoryName) : undefined;
    if (!repository) throw new EcrError('RepositoryNotFoundException', repositoryUnknown(repositoryName, id));
    return repository;
  }

  function repositoryUnknown(name: string, id = accountId): string {
    return `The repository with name '${name}' does not exist in the registry with id '${id}'`;
  }

  function findByArn(arn: string | undefined): EcrRepository {
    const match = /^arn:[^:]+:ecr:[^:]+:(\d+):repository\/(.+)$/.exec(arn ?? '');
    if (!match) throw invalid('resourceArn', 'Invalid ARN');
    return findRepository(match[2], match[1]);
  }

  function addRepository(request: CreateRepositoryRequest, region: string): EcrRepository {
    const name = request.repositoryName;
    checkRepositoryName(name);
    const id = request.registryId ?? callerId;
    if (id !== accountId) {
      throw accessDenied('CreateRepository', `arn:aws:ecr:${region}:${id}:repository/${name}`);
    }
    if (repositories.has(name)) {
      throw new EcrError(
        'RepositoryAlreadyExistsException',
        `The repository with name '${name}' already exists in the registry with id '${accountId}'`,
      );
    }
    const filters = request.imageTagMutabilityExclusionFilters;
    const imageTagMutability = request.imageTagMutability ?? 'MUTABLE';
    checkMutability(imageTagMutability, filters);
    const repository: EcrRepository = {
      repositoryArn: `arn:aws:ecr:${region}:${accountId}:repository/${name}`,
      registryId: accountId,
      repositoryName: name,
      repositoryUri: `${registryHost}/${name}`,
      createdAt: Date.now() / 1000,
      imageTagMutability,
      ...(filters ? { imageTagMutabilityExclusionFilters: filters } : {}),
      imageScanningConfiguration: { scanOnPush: false },
      encryptionConfiguration: encryption(request.encryptionConfiguration, region, accountId),
      tags: new Map(),
      pushedAt: new Map(),
      archived: new Map(),
    };
    addTags(repository, request.tags);
    repositories.set(name, repository);
    return repository;
  }

  const operations: Record<string, (input: never, context: CallContext) => Promise<object>> = {
    GetAuthorizationToken: async ({ registryIds }: GetAuthorizationTokenRequest) => {
      const password = options.password ?? randomBytes(1300).toString('base64');
      passwords.add(password);
      // The registry of another account has its id in the place of ours.
      const host = registryHost.replace(accountId, registryIds?.[0] ?? callerId);
      return {
        authorizationData: [
          {
            authorizationToken: Buffer.from(`AWS:${password}`).toString('base64'),
            expiresAt: Date.now() / 1000 + (options.tokenSeconds ?? TOKEN_SECONDS),
            proxyEndpoint: `${host.startsWith('127.') ? 'http' : 'https'}://${host}`,
          },
        ],
      };
    },

    BatchGetImage: async (request: BatchGetImageRequest) => {
      const repository = findRepository(request.repositoryName, request.registryId);
      if (!request.imageIds?.length || request.imageIds.length > 100) {
        throw invalid('imageIds', 'must have length between 1 and 100');
      }
      const { imageIds, acceptedMediaTypes } = request;
      // An image is seen as a whole or not at all; a registry whose storage are files may answer 500 meanwhile.
      const found = await registry.exclusively(repository.repositoryName, () =>
        Promise.all(imageIds.map((id) => getImage(repository, id, acceptedMediaTypes))),
      );
      return {
        images: found.filter((item) => 'imageManifest' in item),
        failures: found.filter((item) => 'failureCode' in item),
      };
    },

    BatchDeleteImage: async (request: BatchDeleteImageRequest) => {
      const { repositoryName } = findRepository(request.repositoryName, request.registryId);
      const ids = request.imageIds ?? [];
      const removed = await Promise.all(
        ids.map(({ imageDigest = '' }) => images.remove(repositoryName, imageDigest)),
      );
      return {
        imageIds: ids.filter((_, index) => removed[index]),
        failures: ids
          .filter((_, index) => !removed[index])
          .map((imageId) => ({
            imageId,
            failureCode: 'ImageNotFound',
            failureReason: 'Requested image not found',
          })),
      };
    },

    InitiateLayerUpload: async (request: InitiateLayerUploadRequest) => {
      findRepository(request.repositoryName, request.registryId);
      const uploadId = randomBytes(8).toString('hex');
      uploads.set(uploadId, Buffer.alloc(0));
      return { uploadId, partSize: 10 * 1024 * 1024 };
    },

    UploadLayerPart: async ({ uploadId = '', layerPartBlob }: UploadLayerPartRequest) => {
      // In JSON bytes are Base64.
      uploads.set(uploadId, Buffer.from(String(layerPartBlob), 'base64'));
      return { uploadId };
    },

    CompleteLayerUpload: async (request: CompleteLayerUploadRequest) => {
      const { repositoryName } = findRepository(request.repositoryName, request.registryId);
      const data = uploads.get(request.uploadId ?? '');
      const [digest] = request.layerDigests ?? [];
      if (data === undefined || sha256(data) !== digest)
        throw new EcrError('InvalidLayerException', 'Layer validation failed');
      await images.putBlob(repositoryName, data);
      return { layerDigest: digest };
    },

    DescribeImages: async (request: DescribeImagesRequest) => {
      const repository = findRepository(request.repositoryName, request.registryId);
      const wanted = request.filter?.imageStatus ?? 'ACTIVE';
      const status = (digest: string): string => (repository.archived.has(digest) ? 'ARCHIVED' : 'ACTIVE');
      const shown = (digest: string): boolean => wanted === 'ANY' || wanted === status(digest);
      const tags = await images.tags(repository.repositoryName);
      const describe = async (digest: string): Promise<object> => {
        const image = await images.get(repository.repositoryName, digest);
        return {
          registryId: accountId,
          repositoryName: repository.repositoryName,
          imageDigest: digest,
          imageTags: [...tags].filter(([, tagged]) => tagged === digest).map(([tag]) => tag),
          imageSizeInBytes: imageSize(image),
          imagePushedAt: repository.pushedAt.get(digest) ?? repository.createdAt,
          imageManifestMediaType: image?.mediaType,
          imageStatus: status(digest),
        };
      };
      if (!request.imageIds) {
        const digests = [...new Set(tags.values())].filter(shown);
        const page = pageOf(digests, request);
        return { imageDetails: await Promise.all(page.items.map(describe)), nextToken: page.nextToken };
      }
      const digests = await Promise.all(
        request.imageIds.map(async ({ imageDigest, imageTag }) => {
          const image = await images.get(repository.repositoryName, imageDigest ?? imageTag ?? '');
          if (image && shown(image.digest)) return image.digest;
          const id = `{imageDigest:'${imageDigest ?? 'null'}', imageTag:'${imageTag ?? 'null'}'}`;
          throw new EcrError(
            'ImageNotFoundException',
            `The image with imageId ${id} does not exist within the repository with name '${repository.repositoryName}' in the registry with id '${accountId}'`,
          );
        }),
      );
      return { imageDetails: await Promise.all(digests.map(describe)) };
    },

    DescribeRepositories: async (request: DescribeRepositoriesRequest) => {
      const page = pageOf(
        request.repositoryNames?.map((name) => findRepository(name, request.registryId)) ?? [
          ...repositories.values(),
        ],
        request,
      );
      return { repositories: page.items.map(publicView), nextToken: page.nextToken };
    },

    CreateRepository: async (request: CreateRepositoryRequest, { region }) => ({
      repository: publicView(addRepository(request, region)),
    }),

    PutImageTagMutability: async (request: PutImageTagMutabilityRequest) => {
      const repository = findRepository(request.repositoryName, request.registryId);
      const { imageTagMutability = '', imageTagMutabilityExclusionFilters: filters } = request;
      checkMutability(imageTagMutability, filters);
      repository.imageTagMutability = imageTagMutability;
      delete repository.imageTagMutabilityExclusionFilters;
      if (filters) repository.imageTagMutabilityExclusionFilters = filters;
      return {
        registryId: accountId,
        repositoryName: repository.repositoryName,
        imageTagMutability,
        ...(filters ? { imageTagMutabilityExclusionFilters: filters } : {}),
      };
    },

    GetLifecyclePolicy: async (request: GetLifecyclePolicyRequest) => {
      const { repositoryName, lifecyclePolicyText } = findRepository(
        request.repositoryName,
        request.registryId,
      );
      if (lifecyclePolicyText === undefined) {
        throw new EcrError(
          'LifecyclePolicyNotFoundException',
          `Lifecycle policy does not exist for the repository with name '${repositoryName}' in the registry with id '${accountId}'`,
        );
      }
      return { registryId: accountId, repositoryName, lifecyclePolicyText, lastEvaluatedAt: 0 };
    },

    PutLifecyclePolicy: async (request: PutLifecyclePolicyRequest) => {
      const repository = findRepository(request.repositoryName, request.registryId);
      const checked = checkLifecyclePolicy(request.lifecyclePolicyText ?? '');
      if ('refusal' in checked) throw invalid('LifecyclePolicyText', checked.refusal);
      repository.lifecyclePolicyText = checked.text;
      return {
        registryId: accountId,
        repositoryName: repository.repositoryName,
        lifecyclePolicyText: checked.text,
      };
    },

    ListTagsForResource: async ({ resourceArn }: ListTagsForResourceRequest) => ({
      tags: [...findByArn(resourceArn).tags].map(([Key, Value]) => ({ Key, Value })),
    }),

    TagResource: async ({ resourceArn, tags }: TagResourceRequest) => {
      addTags(findByArn(resourceArn), tags);
      return {};
    },

    PutImage: async (request: PutImageRequest) => {
      const repository = findRepository(request.repositoryName, request.registryId);
      return registry.exclusively(repository.repositoryName, () => putImage(repository, request));
    },
  };

  async function getImage(
    { repositoryName, archived }: EcrRepository,
    imageId: ImageIdentifier,
    acceptedMediaTypes: string[] | undefined,
  ): Promise<object> {
    const { imageDigest, imageTag } = imageId;
    const fail = (failureCode: string, failureReason: string): object => ({
      imageId,
      failureCode,
      failureReason,
    });
    if (imageDigest === undefined && imageTag === undefined) {
      return fail('MissingDigestAndTag', 'Invalid request parameters: both tag and digest cannot be null');
    }
    if (imageTag !== undefined && !TAG.test(imageTag)) {
      return fail('InvalidImageTag', 'Invalid request parameters: image tag');
    }
    const image = await images.get(repositoryName, imageTag ?? imageDigest ?? '');
    // An index is only given to who says that it can read one.
    const accepted = acceptedMediaTypes ?? MANIFEST_TYPES.filter((type) => !/index|list/.test(type));
    if (!image || !accepted.includes(image.mediaType)) {
      return fail('ImageNotFound', 'Requested image not found');
    }
    if (imageDigest !== undefined && imageDigest !== image.digest) {
      return fail('ImageTagDoesNotMatchDigest', 'Requested image tag does not match the image digest');
    }
    const answer = archived.get(image.digest) ?? 'found';
    if (answer !== 'found') {
      return fail(
        answer,
        answer === 'ImageNotFound' ? 'Requested image not found' : 'Requested image is archived',
      );
    }
    return {
      registryId: accountId,
      repositoryName,
      imageId: { imageDigest: image.digest, ...(imageTag === undefined ? {} : { imageTag }) },
      imageManifest: image.manifest,
      imageManifestMediaType: image.mediaType,
    };
  }

  async function putImage(repository: EcrRepository, request: PutImageRequest): Promise<object> {
    const { repositoryName } = repository;
    const { imageManifest = '', imageTag } = request;
    const mediaType = request.imageManifestMediaType ?? mediaTypeOf(imageManifest);
    if (imageTag !== undefined && !TAG.test(imageTag)) {
      throw invalid('imageTag', `must satisfy regular expression '${TAG.source}'`);
    }
    if (mediaType === undefined) throw invalid('ImageManifest', 'Invalid JSON syntax');
    const present = imageTag === undefined ? undefined : await images.get(repositoryName, imageTag);
    if (imageTag !== undefined && present?.manifest === imageManifest) {
      throw new EcrError(
        'ImageAlreadyExistsException',
        `Image with digest '${present.digest}' and tag '${imageTag}' already exists in the repository with name '${repositoryName}' in registry with id '${accountId}'`,
      );
    }
    const refusal = imageTag === undefined ? undefined : await registry.refusePush(repositoryName, imageTag);
    if (refusal) throw new EcrError('ImageTagAlreadyExistsException', refusal.message);
    const digest = await images.put(repositoryName, imageTag, imageManifest, mediaType);
    if (!repository.pushedAt.has(digest)) repository.pushedAt.set(digest, Date.now() / 1000);
    return {
      image: {
        registryId: accountId,
        repositoryName,
        imageId: { imageDigest: digest, ...(imageTag === undefined ? {} : { imageTag }) },
        imageManifest,
        imageManifestMediaType: mediaType,
      },
    };
  }

  const registry: EcrRegistryRules = {
    host: registryHost,
    images,
    blobs: new Map(),
    refuseLogin: (username, password) => {
      if (username === 'AWS' && passwords.has(password) && !expired.has(password)) return undefined;
      return {
        status: 403,
        code: 'DENIED',
        message: expired.has(password)
          ? 'Your authorization token has expired. Reauthenticate and try again.'
          : 'Your Authorization Token is invalid.',
      };
    },
    refuseRepository: (name) =>
      repositories.has(name)
        ? undefined
        : { status: 404, code: 'NAME_UNKNOWN', message: repositoryUnknown(name) },
    refusePush: async (name, reference) => {
      const repository = repositories.get(name);
      if (!repository) return registry.refuseRepository(name);
      const isTag = !reference.startsWith('sha256:');
      if (!isTag || !isImmutable(repository, reference) || !(await images.get(name, reference)))
        return undefined;
      return {
        status: 400,
        code: 'TAG_INVALID',
        message: `The image tag '${reference}' already exists in the '${name}' repository and cannot be overwritten because the tag is immutable.`,
      };
    },
    refusePull: (name, digest) =>
      repositories.get(name)?.archived.has(digest)
        ? { status: 404, code: 'MANIFEST_UNKNOWN', message: 'Requested image not found' }
        : undefined,
    recordPush: (name, digest) => {
      const repository = repositories.get(name);
      repository?.archived.delete(digest);
      if (!repository?.pushedAt.has(digest)) repository?.pushedAt.set(digest, Date.now() / 1000);
    },
    exclusively: (name, work) => {
      const result = (queues.get(name) ?? Promise.resolve()).then(work);
      queues.set(
        name,
        result.catch(() => undefined),
      );
      return result;
    },
  };

  return {
    accountId,
    repositories,
    registry,
    run: (operation, input, context) => operations[operation]?.(input as never, context),
    create: (repositoryName, settings = {}) =>
      addRepository({ registryId: accountId, ...settings, repositoryName }, 'eu-west-1'),
    archive: async (name, tag, answer = 'ImageInaccessible') => {
      const image = await images.get(name, tag);
      const repository = repositories.get(name);
      if (!image || !repository) throw new Error(`There is no ${name}:${tag} to archive`);
      repository.archived.set(image.digest, answer);
    },
    expireTokens: () => {
      for (const password of passwords) expired.add(password);
    },
  };
}

/** The error that IAM's "no" becomes. */
export function accessDenied(operation: string, resource = '*'): EcrError {
  return new EcrError(
    'AccessDeniedException',
    `User: arn:aws:sts::123456789012:assumed-role/agent/i-0123456789abcdef0 is not authorized to perform: ecr:${operation} on resource: ${resource} because no identity-based policy allows the ecr:${operation} action`,
  );
}

function invalid(parameter: string, constraint: string): EcrError {
  return new EcrError(
    'InvalidParameterException',
    `Invalid parameter at '${parameter}' failed to satisfy constraint: '${constraint}'`,
  );
}

function checkRepositoryName(name: string | undefined): asserts name is string {
  if (name === undefined || name.length < 2) {
    throw invalid('repositoryName', 'must have length greater than or equal to 2');
  }
  if (name.length > 256) throw invalid('repositoryName', 'must have length less than or equal to 256');
  if (!REPOSITORY_NAME.test(name)) {
    throw invalid(
      'repositoryName',
      `must satisfy regular expression '${REPOSITORY_NAME.source.slice(1, -1)}'`,
    );
  }
}

function checkMutability(mutability: string, filters: ImageTagMutabilityExclusionFilter[] | undefined): void {
  const parameter = 'imageTagMutabilityExclusionFilters';
  switch (mutability) {
    case 'MUTABLE':
    case 'IMMUTABLE':
      if (filters) {
        throw invalid(
          parameter,
          `ImageTagMutabilityExclusionFilters can't be specified when imageTagMutability is set as ${mutability}`,
        );
      }
      return;
    case 'IMMUTABLE_WITH_EXCLUSION':
    case 'MUTABLE_WITH_EXCLUSION':
      if (!filters) {
        throw invalid(
          parameter,
          `ImageTagMutabilityExclusionFilters can't be null when imageTagMutability is set as ${mutability}`,
        );
      }
      break;
    default:
      throw invalid(
        'imageTagMutability',
        'must satisfy enum value set: [MUTABLE_WITH_EXCLUSION, IMMUTABLE_WITH_EXCLUSION, MUTABLE, IMMUTABLE]',
      );
  }
  if (filters.length < 1 || filters.length > 5) throw invalid(parameter, 'must have length between 1 and 5');
  for (const { filterType, filter = '' } of filters) {
    if (filterType !== 'WILDCARD') throw invalid(parameter, 'must satisfy enum value set: [WILDCARD]');
    if (!/^[0-9a-zA-Z._*-]{1,128}$/.test(filter) || filter.split('*').length > 3) {
      throw invalid(
        parameter,
        'must be 1 to 128 letters, digits, dots, dashes, underscores and at most 2 wildcards',
      );
    }
  }
}

function isImmutable(repository: EcrRepository, tag: string): boolean {
  const excluded = (repository.imageTagMutabilityExclusionFilters ?? []).some(({ filter = '' }) => {
    const pattern = filter.split('*').map((part) => part.replace(/[.-]/g, '\\$&'));
    return new RegExp(`^${pattern.join('.*')}$`).test(tag);
  });
  return repository.imageTagMutability.startsWith('IMMUTABLE') ? !excluded : excluded;
}

function encryption(
  requested: CreateRepositoryRequest['encryptionConfiguration'],
  region: string,
  accountId: string,
): EcrRepository['encryptionConfiguration'] {
  const { encryptionType = 'AES256', kmsKey } = requested ?? {};
  if (!['AES256', 'KMS', 'KMS_DSSE'].includes(encryptionType)) {
    throw invalid(
      'encryptionConfiguration.encryptionType',
      'must satisfy enum value set: [KMS_DSSE, AES256, KMS]',
    );
  }
  if (encryptionType === 'AES256') {
    if (kmsKey !== undefined) {
      throw invalid('encryptionConfiguration', 'kmsKey can not be specified with encryptionType AES256');
    }
    return { encryptionType };
  }
  // Without a key it is the one that AWS manages for ECR.
  return { encryptionType, kmsKey: kmsKey ?? `arn:aws:kms:${region}:${accountId}:alias/aws/ecr` };
}

function addTags(repository: EcrRepository, tags: CreateRepositoryRequest['tags'] = []): void {
  const keys = tags.map(({ Key }) => Key);
  if (new Set(keys).size !== keys.length) {
    throw new EcrError('InvalidTagParameterException', 'Duplicate tag keys found');
  }
  if (new Set([...repository.tags.keys(), ...keys]).size > 50) {
    throw new EcrError('TooManyTagsException', 'The number of tags exceeds the limit of 50');
  }
  for (const { Key = '', Value = '' } of tags) {
    const legal = /^[\p{L}\p{Z}\p{N}_.:/=+@-]*$/u;
    if (/^aws:/i.test(Key)) {
      throw new EcrError('InvalidTagParameterException', 'Tag keys cannot start with "aws:"');
    }
    if (!Key || Key.length > 128 || Value.length > 256 || !legal.test(Key) || !legal.test(Value)) {
      throw new EcrError('InvalidTagParameterException', `The tag '${Key}' is not valid`);
    }
  }
  for (const { Key = '', Value = '' } of tags) repository.tags.set(Key, Value);
}

function publicView({ tags, lifecyclePolicyText, pushedAt, archived, ...repository }: EcrRepository): object {
  return repository;
}

function pageOf<T>(
  items: T[],
  { nextToken, maxResults }: { nextToken?: string | undefined; maxResults?: number | undefined },
): { items: T[]; nextToken: string | undefined } {
  const start = Number(nextToken ?? 0);
  const end = start + (maxResults ?? 100);
  return { items: items.slice(start, end), nextToken: end < items.length ? String(end) : undefined };
}

function mediaTypeOf(manifest: string): string | undefined {
  try {
    return JSON.parse(manifest).mediaType;
  } catch {
    return undefined;
  }
}

function imageSize(image: StoredImage | undefined): number | undefined {
  const layers: { size: number }[] | undefined = image && JSON.parse(image.manifest).layers;
  return layers?.reduce((sum, { size }) => sum + size, 0);
}
