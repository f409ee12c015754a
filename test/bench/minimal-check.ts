// The minimum that `check` could do: its two calls in parallel, with the SDK. Arguments: repository and tag. Bundled like
// the program, and compared with it.
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
