import { OptionError } from '../errors';
import { parsePlatform } from '../settings/platform';
import { isJsonObject, type JsonObject, parseJsonObject } from './json-object';

/** An image that the engine has under the reference it was asked for. */
export interface EngineImage {
  /** The digest of its configuration; of its manifest on containerd's image store. */
  readonly id: string;
  /** `repository@sha256:…` of every repository it was pulled from or pushed to. */
  readonly repoDigests: readonly string[];
  /** As `parsePlatform` spells it; empty where the engine does not say. */
  readonly platform: string;
  readonly labels: { readonly [name: string]: string };
  /** When it was built, or the last of its layers was; empty where the engine does not say. */
  readonly created: string;
}

/** @returns the image that `docker image inspect` describes in this text; undefined where it describes none */
export function parseInspection(text: string): EngineImage | undefined {
  const [image] = parseList(text);
  if (!isJsonObject(image)) return undefined;
  const { Id, RepoDigests: repoDigests, Config: config, Created: created } = image;
  const labels = isJsonObject(config) ? config.Labels : undefined;
  return {
    // Podman leaves the algorithm out.
    id: isText(Id) ? `sha256:${Id.replace(/^sha256:/, '')}` : '',
    repoDigests: Array.isArray(repoDigests) ? repoDigests.filter(isText) : [],
    platform: findPlatform(image),
    labels: isJsonObject(labels) ? (labels as EngineImage['labels']) : {},
    created: isText(created) ? created : '',
  };
}

/** The digest of the configuration that a manifest names; undefined where it names none, as an index does. */
export function findConfigDigest(manifest: string): string | undefined {
  const config = parseJsonObject(manifest)?.config;
  return isJsonObject(config) && isText(config.digest) ? config.digest : undefined;
}

function parseList(text: string): readonly unknown[] {
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) ? parsed : [];
  } catch {
    // What stands in its place is told by whoever asked.
    return [];
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

/** An image that was imported, or that another engine than docker describes, may say a part of it, or nothing. */
function findPlatform({ Os, Architecture, Variant }: JsonObject): string {
  if (!isText(Os) || !isText(Architecture)) return '';
  try {
    return parsePlatform([Os, Architecture, Variant].filter(isText).join('/'), 'image');
  } catch (error) {
    if (error instanceof OptionError) return '';
    throw error;
  }
}
