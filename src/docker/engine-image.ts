import { OptionError } from '../errors';
import { parsePlatform } from '../settings/platform';
import { isJsonObject, type JsonObject, parseJsonObject } from './json-object';

/** An image in the engine. */
export interface EngineImage {
  /** The digest of its configuration; on containerd's image store, of its manifest. */
  readonly id: string;
  /** `repository@sha256:…` of every repository it was pulled from or pushed to. */
  readonly repoDigests: readonly string[];
  /** As spelled by `parsePlatform`; empty if unknown. */
  readonly platform: string;
  readonly labels: { readonly [name: string]: string };
  /** When it, or its last layer, was built; empty if unknown. */
  readonly created: string;
}

/** Parses the output of `docker image inspect`; undefined if it describes no image. */
export function parseInspection(text: string): EngineImage | undefined {
  const [image] = parseList(text);
  if (!isJsonObject(image)) return undefined;
  const { Id, RepoDigests: repoDigests, Config: config, Created: created } = image;
  const labels = isJsonObject(config) ? config.Labels : undefined;
  return {
    // Podman omits the algorithm.
    id: isText(Id) ? `sha256:${Id.replace(/^sha256:/, '')}` : '',
    repoDigests: Array.isArray(repoDigests) ? repoDigests.filter(isText) : [],
    platform: findPlatform(image),
    labels: isJsonObject(labels) ? (labels as EngineImage['labels']) : {},
    created: isText(created) ? created : '',
  };
}

/** The digest of a manifest's configuration; undefined for an index. */
export function findConfigDigest(manifest: string): string | undefined {
  const config = parseJsonObject(manifest)?.config;
  return isJsonObject(config) && isText(config.digest) ? config.digest : undefined;
}

function parseList(text: string): readonly unknown[] {
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) ? parsed : [];
  } catch {
    // The caller reports it.
    return [];
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

/** Imported images, and engines other than docker, may not give all of it. */
function findPlatform({ Os, Architecture, Variant }: JsonObject): string {
  if (!isText(Os) || !isText(Architecture)) return '';
  try {
    return parsePlatform([Os, Architecture, Variant].filter(isText).join('/'), 'image');
  } catch (error) {
    if (error instanceof OptionError) return '';
    throw error;
  }
}
