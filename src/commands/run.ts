import type { EngineImage } from '../docker/engine-image';
import type { RegistryLogin } from '../registry/registry';
import type { ImageReference } from '../settings/image-name';
import type { Settings } from '../settings/settings';
import type { KeyReading } from './key-reading';
import type { Settled } from './settled';
import type { Tools } from './tools';

/** What a run knows once the registry has been asked. */
export interface Run {
  readonly settings: Settings;
  readonly tools: Tools;
  readonly reading: KeyReading;
  /** The reference for the key. */
  readonly image: ImageReference;
  /** What docker is logged in with. */
  readonly login: Settled<RegistryLogin | undefined>;
  /** What the engine has under the reference; not asked if images are not pulled. */
  readonly inEngine: Settled<EngineImage | undefined>;
}
