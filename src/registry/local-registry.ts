import type { EngineRegistry, ImageLabels, RegistryImage } from './registry';

/** The docker engine, as far as this room needs it. */
export interface Engine {
  findImage(image: { repository: string; tag: string }): Promise<object | undefined>;
}

/** The host of images that no registry has: no engine ever looks for them on Docker Hub. */
export const localHost = 'localhost';

/** Keeps images in the docker engine at hand. Nothing is asked of any registry. */
export class LocalRegistry implements EngineRegistry {
  readonly title = 'the docker engine';
  readonly isRemote = false;

  constructor(
    readonly repositoryName: string,
    private readonly engine: Engine,
  ) {}

  async findRepository(): Promise<string> {
    return `${localHost}/${this.repositoryName}`;
  }

  async findLogin(): Promise<undefined> {
    return undefined;
  }

  async findImage(tag: string): Promise<RegistryImage | undefined> {
    const image = await this.engine.findImage({ repository: await this.findRepository(), tag });
    return image && { digest: '', manifest: '', mediaType: '' };
  }

  async isArchived(): Promise<boolean> {
    return false;
  }

  async findLabels(): Promise<ImageLabels> {
    return {};
  }

  async expectRepository(): Promise<void> {}

  async createRepository(): Promise<void> {}

  async adjustRepository(): Promise<void> {}

  async moveTag(): Promise<void> {}
}
