import type { DockerRegistry } from './docker-registry';
import { EcrError } from './ecr-service';
import { basicAuthorization, type HttpAnswer, type HttpRequestOptions, httpRequest } from './http-request';
import { type ImageStore, MANIFEST_TYPES, sha256 } from './image-store';

/** The images of a real registry, read and written by its own API. */
export function registryImages({ url, credentials }: Pick<DockerRegistry, 'url' | 'credentials'>): ImageStore {
  const request = async (path: string, options: HttpRequestOptions = {}): Promise<HttpAnswer> => {
    const authorization = credentials && basicAuthorization(credentials.username, credentials.password);
    const answer = await httpRequest(`${url}/v2/${path}`, {
      ...options,
      headers: {
        accept: MANIFEST_TYPES.join(', '),
        ...(authorization ? { authorization } : {}),
        ...options.headers,
      },
    });
    if (answer.status === 400 && answer.body.includes('MANIFEST_BLOB_UNKNOWN')) {
      throw new EcrError('LayersNotFoundException', 'Layers referenced by the manifest were not found');
    }
    if (answer.status >= 400 && answer.status !== 404) {
      throw new Error(`${options.method ?? 'GET'} ${path}: ${answer.status} ${answer.body}`);
    }
    return answer;
  };
  return {
    get: async (repository, reference) => {
      const { status, headers, body } = await request(`${repository}/manifests/${reference}`);
      if (status === 404) return undefined;
      return { digest: sha256(body), mediaType: headers['content-type'] ?? '', manifest: body.toString() };
    },
    put: async (repository, tag, manifest, mediaType) => {
      const digest = sha256(manifest);
      await request(`${repository}/manifests/${tag ?? digest}`, {
        method: 'PUT',
        headers: { 'content-type': mediaType, 'content-length': Buffer.byteLength(manifest) },
        body: manifest,
      });
      return digest;
    },
    putBlob: async (repository, data) => {
      const { headers } = await request(`${repository}/blobs/uploads/`, { method: 'POST' });
      const location = new URL(String(headers.location), url);
      location.searchParams.set('digest', sha256(data));
      await request(`${location.pathname}${location.search}`.replace('/v2/', ''), {
        method: 'PUT',
        headers: { 'content-type': 'application/octet-stream', 'content-length': data.length },
        body: data.toString(),
      });
    },
    remove: async (repository, digest) =>
      (await request(`${repository}/manifests/${digest}`, { method: 'DELETE' })).status === 202,
    tags: async (repository) => {
      const { status, body } = await request(`${repository}/tags/list`);
      const names: string[] = status === 404 ? [] : (JSON.parse(body.toString()).tags ?? []);
      const digests = await Promise.all(
        names.map(async (tag): Promise<[string, string] | undefined> => {
          const answer = await request(`${repository}/manifests/${tag}`);
          return answer.status === 404 ? undefined : [tag, sha256(answer.body)];
        }),
      );
      return new Map(digests.filter((entry): entry is [string, string] => entry !== undefined));
    },
  };
}
