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
import type { ImageStore } from './image-store';
import { MANIFEST_TYPES, sha256 } from './image-store';
import { checkLifecyclePolicy } from './lifecycle-policy';

export interface EcrServiceOptions {
  images: ImageStore;
  /** Host (and port) of the registry that docker talks to. */
  registryHost: string;
  /** The password in every token. By default, each token has a new one that is as long as a real one. */
  password?: string;
  /** The account that owns the registry. Default 123456789012. */
  accountId?: string;
  /** The caller's account, whose registry is the default of a request. Default: the same. */
  callerId?: string;
  /** How long a token claims to be valid. Default: 12 hours. */
  tokenSeconds?: number;
}

/** A repository in ECR. */
export interface EcrRepository {
  repositoryArn: string;
  registryId: string;
  repositoryName: string;
  repositoryUri: string;
  imageTagMutability: string;
  imageTagMutabilityExclusionFilters?: ImageTagMutabilityExclusionFilter[];
  encryptionConfiguration: CreateRepositoryRequest['encryptionConfiguration'];
  /** Resource tags. */
  tags: Map<string, string>;
  lifecyclePolicyText?: string;
  /** Digests of archived images, and what BatchGetImage says of them. */
  archived: Map<string, ArchivedAnswer>;
}

/** What BatchGetImage says of an archived image: a failure code, or the image as usual. */
export type ArchivedAnswer = 'ImageInaccessible' | 'ImageNotFound' | 'found';

/** An error of the ECR API, by its name there. */
export class EcrError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status = 400,
  ) {
    super(message);
  }
}

/** Why the registry refuses a request, in the distribution API's terms. */
export interface RegistryRefusal {
  status: number;
  code: 'NAME_UNKNOWN' | 'TAG_INVALID' | 'MANIFEST_UNKNOWN' | 'DENIED';
  message: string;
}

/** What a registry (the front, the stand-in docker) needs from the service. */
export interface EcrRegistryRules {
  host: string;
  images: ImageStore;
  /** Configurations of images, by digest. */
  blobs: Map<string, string>;
  /** Whether no login is needed. */
  isOpen?: true;
  /** Undefined if the credentials are valid. */
  refuseLogin(username: string, password: string): RegistryRefusal | undefined;
  /** For any request to this repository. */
  refuseRepository(repository: string): RegistryRefusal | undefined;
  /** For a push of a manifest with this tag or digest. */
  refusePush(repository: string, reference: string): Promise<RegistryRefusal | undefined>;
  /** For a pull of this digest. */
  refusePull(repository: string, digest: string): RegistryRefusal | undefined;
  /** Records a push, which activates an archived image. */
  recordPush(repository: string, digest: string): void;
  /** Runs work that checks and then writes a repository's tags, one at a time. */
  exclusively<T>(repository: string, work: () => Promise<T>): Promise<T>;
}

export interface CallContext {
  region: string;
}

export interface EcrService {
  accountId: string;
  repositories: Map<string, EcrRepository>;
  registry: EcrRegistryRules;
  /** Runs an operation; undefined if it is unknown. Throws an EcrError. */
  run(operation: string, input: unknown, context: CallContext): Promise<object> | undefined;
  /** Creates a repository, as someone else would have done before. */
  create(name: string, settings?: Partial<CreateRepositoryRequest>): EcrRepository;
  /** Archives the image with this tag. */
  archive(repository: string, tag: string, answer?: ArchivedAnswer): Promise<void>;
  /** Expires all tokens that have been issued. */
  expireTokens(): void;
}

const TOKEN_SECONDS = 12 * 60 * 60;

/**
 * ECR without HTTP: operations on repositories in memory and images in a store.
 *
 * Sources: the SDK's types, the API reference, and messages of the real service in public issues.
 */
export function createEcrService(options: EcrServiceOptions): EcrService {
  const { images, registryHost, accountId = '123456789012' } = options;
  const callerId = options.callerId ?? accountId;
  const repositories = new Map<string, EcrRepository>();
  const uploads = new Map<string, Buffer>();
  const passwords = new Set<string>(options.password === undefined ? [] : [options.password]);
  const expired = new Set<string>();
  const queues = new Map<string, Promise<unknown>>();

  function findRepository(repositoryName = '', registryId?: string): EcrRepository {
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
    if (!match) throw new Error(`No ARN of a repository: ${arn}`);
    return findRepository(match[2], match[1]);
  }

  function addRepository(request: CreateRepositoryRequest, region: string): EcrRepository {
    const { repositoryName: name = '' } = request;
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
    checkFilters(filters);
    const imageTagMutability = request.imageTagMutability ?? 'MUTABLE';
    const repository: EcrRepository = {
      repositoryArn: `arn:aws:ecr:${region}:${accountId}:repository/${name}`,
      registryId: accountId,
      repositoryName: name,
      repositoryUri: `${registryHost}/${name}`,
      imageTagMutability,
      ...(filters ? { imageTagMutabilityExclusionFilters: filters } : {}),
      encryptionConfiguration: request.encryptionConfiguration ?? { encryptionType: 'AES256' },
      tags: new Map(),
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
      // The host of another account's registry starts with its id.
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
      const { imageIds = [], acceptedMediaTypes } = request;
      // Not during a push: a registry that stores files may answer 500 then.
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
      const removed = await Promise.all(ids.map(({ imageDigest = '' }) => images.remove(repositoryName, imageDigest)));
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
      // Bytes are Base64 in JSON.
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

    // Only active images, which is the API's default.
    DescribeImages: async (request: DescribeImagesRequest) => {
      const { repositoryName, archived } = findRepository(request.repositoryName, request.registryId);
      const imageDetails = await Promise.all(
        (request.imageIds ?? []).map(async ({ imageTag = '' }) => {
          const image = await images.get(repositoryName, imageTag);
          if (image && !archived.has(image.digest)) return { imageDigest: image.digest, imageTags: [imageTag] };
          throw new EcrError(
            'ImageNotFoundException',
            `The image with imageId {imageDigest:'null', imageTag:'${imageTag}'} does not exist within the repository with name '${repositoryName}' in the registry with id '${accountId}'`,
          );
        }),
      );
      return { imageDetails };
    },

    DescribeRepositories: async (request: DescribeRepositoriesRequest) => ({
      repositories: request.repositoryNames?.map((name) => publicView(findRepository(name, request.registryId))),
    }),

    CreateRepository: async (request: CreateRepositoryRequest, { region }) => ({
      repository: publicView(addRepository(request, region)),
    }),

    PutImageTagMutability: async (request: PutImageTagMutabilityRequest) => {
      const repository = findRepository(request.repositoryName, request.registryId);
      const { imageTagMutability = '', imageTagMutabilityExclusionFilters: filters } = request;
      checkFilters(filters);
      Object.assign(repository, { imageTagMutability, imageTagMutabilityExclusionFilters: filters });
      return { imageTagMutability };
    },

    GetLifecyclePolicy: async (request: GetLifecyclePolicyRequest) => {
      const { repositoryName, lifecyclePolicyText } = findRepository(request.repositoryName, request.registryId);
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
      repository.lifecyclePolicyText = checkLifecyclePolicy(request.lifecyclePolicyText ?? '');
      return {};
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
    const image = await images.get(repositoryName, imageTag ?? imageDigest ?? '');
    // Indexes are only returned to clients that accept them.
    const accepted = acceptedMediaTypes ?? MANIFEST_TYPES.filter((type) => !/index|list/.test(type));
    if (!image || !accepted.includes(image.mediaType)) {
      return fail('ImageNotFound', 'Requested image not found');
    }
    const answer = archived.get(image.digest) ?? 'found';
    if (answer !== 'found') {
      return fail(answer, answer === 'ImageNotFound' ? 'Requested image not found' : 'Requested image is archived');
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
    const mediaType = request.imageManifestMediaType ?? JSON.parse(imageManifest).mediaType;
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
      repositories.has(name) ? undefined : { status: 404, code: 'NAME_UNKNOWN', message: repositoryUnknown(name) },
    refusePush: async (name, reference) => {
      const repository = repositories.get(name);
      if (!repository) return registry.refuseRepository(name);
      const isTag = !reference.startsWith('sha256:');
      if (!isTag || !isImmutable(repository, reference) || !(await images.get(name, reference))) return undefined;
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
      repositories.get(name)?.archived.delete(digest);
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

/** The error if IAM doesn't allow an operation. */
export function accessDenied(operation: string, resource = '*'): EcrError {
  return new EcrError(
    'AccessDeniedException',
    `User: arn:aws:sts::123456789012:assumed-role/agent/i-0123456789abcdef0 is not authorized to perform: ecr:${operation} on resource: ${resource} because no identity-based policy allows the ecr:${operation} action`,
  );
}

/** Throws for filters that ECR would refuse: more than 5, or one with more than 2 wildcards. (ECR API reference) */
function checkFilters(filters: ImageTagMutabilityExclusionFilter[] = []): void {
  const isLegal = ({ filterType, filter = '' }: ImageTagMutabilityExclusionFilter) =>
    filterType === 'WILDCARD' && /^[\w.*-]{1,128}$/.test(filter) && filter.split('*').length <= 3;
  if (filters.length > 5 || !filters.every(isLegal))
    throw new Error(`ECR would refuse these filters: ${JSON.stringify(filters)}`);
}

function isImmutable(repository: EcrRepository, tag: string): boolean {
  const excluded = (repository.imageTagMutabilityExclusionFilters ?? []).some(({ filter = '' }) => {
    const pattern = filter.split('*').map((part) => part.replace(/[.-]/g, '\\$&'));
    return new RegExp(`^${pattern.join('.*')}$`).test(tag);
  });
  return repository.imageTagMutability.startsWith('IMMUTABLE') ? !excluded : excluded;
}

function addTags(repository: EcrRepository, tags: CreateRepositoryRequest['tags'] = []): void {
  for (const { Key = '', Value = '' } of tags) repository.tags.set(Key, Value);
  if (repository.tags.size > 50) {
    throw new EcrError('TooManyTagsException', 'The number of tags exceeds the limit of 50');
  }
}

function publicView({ tags, lifecyclePolicyText, archived, ...repository }: EcrRepository): object {
  return repository;
}
