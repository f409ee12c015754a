// What the program uses of the SDK. Loading it takes as long as starting node, so nothing imports it statically.
import './node-14';

export {
  BatchDeleteImageCommand,
  BatchGetImageCommand,
  CompleteLayerUploadCommand,
  CreateRepositoryCommand,
  DescribeImagesCommand,
  DescribeRepositoriesCommand,
  ECRClient,
  GetAuthorizationTokenCommand,
  GetLifecyclePolicyCommand,
  InitiateLayerUploadCommand,
  ListTagsForResourceCommand,
  PutImageCommand,
  PutImageTagMutabilityCommand,
  PutLifecyclePolicyCommand,
  TagResourceCommand,
  UploadLayerPartCommand,
} from '@aws-sdk/client-ecr';

/** The credential providers, each loaded when needed. */
export const credentialModules = {
  profile: () => import('@aws-sdk/credential-provider-ini'),
  webIdentity: () => import('@aws-sdk/credential-provider-web-identity'),
  container: () => import('@aws-sdk/credential-provider-http'),
  instance: () => import('@smithy/credential-provider-imds'),
};
