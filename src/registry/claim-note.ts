/** What the claim on a build says. */
export type ClaimNote =
  | {
      readonly state: 'building';
      /** Of the run that builds, so that it knows its own claim. */
      readonly nonce: string;
      /** Who builds, for people: the URL of a job, or a host and a process. Anyone who may push wrote it. */
      readonly builder: string;
      /** The claim moves between two artifacts for as long as the build goes on, so that others see it is alive. */
      readonly beat: 0 | 1;
    }
  | { readonly state: 'failed'; readonly nonce: string }
  /** Where nothing can be deleted, the tag ends here. */
  | { readonly state: 'ended' };

/** The tag of the claim on the build of an image: no other key has it. */
export function toClaimTag(tag: string): string {
  return `building-${tag.slice(0, 16)}`;
}

/** Of the artifact that a claim is. */
export const claimType = 'application/vnd.oci.image.manifest.v1+json';

/** The empty descriptor, and what it names. (OCI image specification 1.1, Guidance for an Empty Descriptor) */
export const emptyBlob = '{}';
const emptyDescriptor = {
  mediaType: 'application/vnd.oci.empty.v1+json',
  digest: 'sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a',
  size: 2,
};
export const emptyDigest = emptyDescriptor.digest;

const prefix = 'docker-ecr-cache.claim.';

/** The manifest of an artifact that says this: the same note gives the same bytes. */
export function formatClaim(note: ClaimNote): string {
  return JSON.stringify({
    schemaVersion: 2,
    mediaType: claimType,
    artifactType: 'application/vnd.docker-ecr-cache.claim',
    config: emptyDescriptor,
    layers: [emptyDescriptor],
    annotations: Object.fromEntries(
      Object.entries(note).map(([name, value]) => [`${prefix}${name}`, String(value)]),
    ),
  });
}

/** @returns undefined for a manifest that is no claim, or one of a form that this version does not know */
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
