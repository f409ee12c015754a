/** A repository with its host (`host[:port]/path`), and a tag. */
export interface ImageReference {
  readonly repository: string;
  readonly tag: string;
}

/** `host[:port]/path:tag` */
export function formatReference({ repository, tag }: ImageReference): string {
  return `${repository}:${tag}`;
}
