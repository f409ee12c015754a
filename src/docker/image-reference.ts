/** A repository with its registry's host (`host[:port]/path`) and a tag in it. */
export interface ImageReference {
  readonly repository: string;
  readonly tag: string;
}

/** `host[:port]/path:tag`, as docker takes it. */
export function formatReference({ repository, tag }: ImageReference): string {
  return `${repository}:${tag}`;
}
