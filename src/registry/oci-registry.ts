import { OutageError, UserError } from '../errors';
import type { RepositoryName } from '../settings/image-name';
import type { RegistrySettings } from '../settings/registry-settings';
import { claimType, emptyBlob, emptyDigest, toClaimTag } from './claim-note';
import type { DistributionClient } from './distribution-client';
import type { ImageLabels, RegistryImage, SharedRegistry, Sighting } from './registry';

type OciSettings = Extract<RegistrySettings, { provider: 'oci' }>;

/** Keeps images in any registry that docker is logged in to. */
export class OciRegistry implements SharedRegistry {
  readonly isRemote = true;
  readonly title: string;
  readonly repositoryName: string;
  private readonly name: RepositoryName;
  /** The claim seen last. */
  private claim: RegistryImage | undefined;

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

  /** Docker uses its own credentials. */
  async findLogin(): Promise<undefined> {
    return undefined;
  }

  findImage(tag: string): Promise<RegistryImage | undefined> {
    return this.client.findManifest(this.name, tag);
  }

  /** Asks for digests and fetches only what is new: some registries count each manifest as a pull. */
  async look(tag: string): Promise<Sighting> {
    const claimTag = toClaimTag(tag);
    const [image, claim] = await Promise.all(
      [tag, claimTag].map((each) => this.client.findDigest(this.name, each, true)),
    );
    if (claim !== this.claim?.digest) this.claim = claim === undefined ? undefined : await this.findImage(claimTag);
    return { image: image === undefined ? undefined : await this.findImage(tag), claim: this.claim };
  }

  async isArchived(tag: string): Promise<boolean> {
    return (await this.findImage(tag)) === undefined;
  }

  async findLabels(tag: string, platform: string): Promise<ImageLabels | undefined> {
    const image = await this.findImage(tag);
    return image && this.client.findLabels(this.name, image, platform);
  }

  async expectRepository(): Promise<void> {}

  /** The first push creates the repository. */
  async createRepository(): Promise<void> {}

  async adjustRepository(): Promise<void> {}

  async moveTag({ manifest, mediaType }: RegistryImage, tag: string): Promise<void> {
    await this.client.putManifest(this.name, tag, manifest, mediaType);
  }

  async putClaim(tag: string, manifest: string): Promise<string> {
    const put = () => this.client.putManifest(this.name, toClaimTag(tag), manifest, claimType);
    try {
      return await put();
    } catch (error) {
      if (error instanceof OutageError || !(error instanceof UserError)) throw error;
      // The registry may lack the empty blob; how it says so differs.
      await this.client.putBlob(this.name, emptyBlob, emptyDigest);
      return put();
    }
  }

  async removeClaims(digests: readonly string[]): Promise<boolean> {
    const removed = await Promise.all(digests.map((digest) => this.client.deleteManifest(this.name, digest)));
    return removed.every((isRemoved) => isRemoved);
  }

  async findClaimObstacle(): Promise<undefined> {
    return undefined;
  }
}
