import type { EngineRegistry, ImageLabels, RegistryImage } from './registry';

/** What this folder needs of the docker engine. */
interface Engine {
  findImage(image: { repository: string; tag: string }): Promise<{ readonly labels: ImageLabels } | undefined>;
}

/** The host of images that no registry has, so that no engine looks for them on Docker Hub. */
export const localHost = 'localhost';

/** Keeps images in the docker engine. Contacts no registry. */
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
    return (await this.findInEngine(tag)) && { digest: '', manifest: '', mediaType: '' };
  }

  async findLabels(tag: string): Promise<ImageLabels | undefined> {
    return (await this.findInEngine(tag))?.labels;
  }

  private async findInEngine(tag: string) {
    return this.engine.findImage({ repository: await this.findRepository(), tag });
  }

  async isArchived(): Promise<boolean> {
    return false;
  }

  async expectRepository(): Promise<void> {}

  async createRepository(): Promise<void> {}

  async adjustRepository(): Promise<void> {}

  async moveTag(): Promise<void> {}
}
