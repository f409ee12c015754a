// The least that `check` could be: its two calls at the same time, through the SDK. Arguments: repository and tag.
// It is bundled as the program is, and compared with it.
import { BatchGetImageCommand, ECRClient, GetAuthorizationTokenCommand } from '@aws-sdk/client-ecr';

async function main([repositoryName, imageTag]: readonly string[]): Promise<void> {
  const client = new ECRClient({});
  const [{ authorizationData }, { images }] = await Promise.all([
    client.send(new GetAuthorizationTokenCommand({})),
    client.send(new BatchGetImageCommand({ repositoryName, imageIds: [{ imageTag }] })),
  ]);
  const host = authorizationData?.[0]?.proxyEndpoint;
  const digest = images?.[0]?.imageId?.imageDigest;
  if (!host || !digest) throw new Error(`${repositoryName}:${imageTag} is not there`);
  process.stdout.write(`${host}/${repositoryName}@${digest}\n`);
}

void main(process.argv.slice(2));
