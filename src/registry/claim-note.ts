/** The content of a claim on a build. */
export type ClaimNote =
  | {
      readonly state: 'building';
      /** By which a run recognises its own claim. */
      readonly nonce: string;
      /** Who builds: the URL of a job, or a host and process. Anyone who can push may have written it. */
      readonly builder: string;
      /** Alternates while the build goes on, which moves the tag and shows that the job is alive. */
      readonly beat: 0 | 1;
    }
  | { readonly state: 'failed'; readonly nonce: string }
  /** What the tag ends on if nothing can be deleted. */
  | { readonly state: 'ended' };

/** The tag for claims on the build of an image. */
export function toClaimTag(tag: string): string {
  return `building-${tag.slice(0, 16)}`;
}

/** The media type of a claim's manifest. */
export const claimType = 'application/vnd.oci.image.manifest.v1+json';

/** The empty descriptor and its blob. (OCI image specification 1.1, Guidance for an Empty Descriptor) */
export const emptyBlob = '{}';
const emptyDescriptor = {
  mediaType: 'application/vnd.oci.empty.v1+json',
  digest: 'sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a',
  size: 2,
};
export const emptyDigest = emptyDescriptor.digest;

const prefix = 'docker-ecr-cache.claim.';

/** The manifest of a claim; equal notes give equal bytes. */
export function formatClaim(note: ClaimNote): string {
  return JSON.stringify({
    schemaVersion: 2,
    mediaType: claimType,
    artifactType: 'application/vnd.docker-ecr-cache.claim',
    config: emptyDescriptor,
    layers: [emptyDescriptor],
    annotations: Object.fromEntries(Object.entries(note).map(([name, value]) => [`${prefix}${name}`, String(value)])),
  });
}

/** @returns undefined for anything but a claim in a form that this version knows */
export function parseClaim(manifest: string): ClaimNote | undefined {
  let annotations: { readonly [name: string]: unknown };
  try {
    annotations = Object(Object(JSON.parse(manifest)).annotations);
  } catch {
    return undefined;
  }
  const [state, nonce, builder, beat] = ['state', 'nonce', 'builder', 'beat'].map((name) => {
    const value = annotations[`${prefix}${name}`];
    return typeof value === 'string' ? value : '';
  });
  if (state === 'ended') return { state };
  if (!nonce) return undefined;
  if (state === 'failed') return { state, nonce };
  return state === 'building'
    ? { state, nonce, builder: builder || 'an unknown job', beat: beat === '1' ? 1 : 0 }
    : undefined;
}
