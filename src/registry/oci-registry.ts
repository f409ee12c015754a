import type { RepositoryName } from '../settings/image-name';
import type { RegistrySettings } from '../settings/registry-settings';
import type { DistributionClient } from './distribution-client';
import type { ImageLabels, Registry, RegistryImage } from './registry';

export type OciSettings = Extract<RegistrySettings, { provider: 'oci' }>;

/** Keeps images in any registry that docker is logged in to. */
export class OciRegistry implements Registry {
  readonly isRemote = true;
  readonly title: string;
  readonly repositoryName: string;
  private readonly name: RepositoryName;

  constructor(
    private readonly client: DistributionClient,
    { host, repositoryName }: OciSettings,
  ) {
    this.title = host;
    this.repositoryName = repositoryName;
    this.name = { host, repository: repositoryName };
  }

  async findRepository(): Promise<string> {
    return `${this.name.host}/${this.repositoryName}`;
  }

  /** Docker has credentials of its own. */
  async findLogin(): Promise<undefined> {
    return undefined;
  }

  findImage(tag: string): Promise<RegistryImage | undefined> {
    return this.client.findManifest(this.name, tag);
  }

  async isArchived(tag: string): Promise<boolean> {
    return (await this.findImage(tag)) === undefined;
  }

  findLabels(image: RegistryImage, platform: string): Promise<ImageLabels> {
    return this.client.findLabels(this.name, image, platform);
  }

  async expectRepository(): Promise<void> {}

  /** Registries make a repository with the first push to it. */
  async createRepository(): Promise<void> {}

  async adjustRepository(): Promise<void> {}

  async moveTag({ manifest, mediaType }: RegistryImage, tag: string): Promise<void> {
    await this.client.putManifest(this.name, tag, manifest, mediaType);
  }
}
