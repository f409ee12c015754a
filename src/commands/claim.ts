import { describeError, OutageError, quoteOdd, UserError } from '../errors';
import { type ClaimNote, formatClaim, parseClaim } from '../registry/claim-note';
import type { RegistryImage, Sighting } from '../registry/registry';
import { pause } from '../retry';
import { settle } from './settled';

/** What a claim needs from the registry. Methods reject with a UserError. */
export interface ClaimRegistry {
  look(): Promise<Sighting>;
  /** Moves the tag of the claim to this artifact; returns its digest. */
  put(manifest: string): Promise<string>;
  /** Removes artifacts by digest; false where that is not allowed. */
  remove(digests: readonly string[]): Promise<boolean>;
}

/** In milliseconds. */
export interface ClaimLimits {
  /** Between putting a claim and reading it back: of two jobs that claim within this time the later one builds. */
  readonly readBackMs: number;
  /** Between two moves of a claim. */
  readonly renewMs: number;
  /** A claim that has not moved for this long belongs to a dead job. */
  readonly deadMs: number;
  /** How often a waiting job looks. */
  readonly pollMs: number;
  /** How long the image may take to appear once its claim is gone. */
  readonly showMs: number;
  /** How often a waiting job says what it waits for. */
  readonly sayMs: number;
  /** How long a failed build stays visible; longer than `pollMs`. */
  readonly failedMs: number;
  /** How long a cancelled run may take to free its claim. */
  readonly endMs: number;
}

export interface ClaimSurroundings {
  readonly registry: ClaimRegistry;
  readonly limits: ClaimLimits;
  /** What jobs that wait for this one call it in their logs. */
  readonly self: string;
  readonly createNonce: () => string;
  /** A monotonic clock, in milliseconds. Clocks of different machines are never compared. */
  readonly now: () => number;
  readonly say: (line: string) => void;
  /** Runs an action if the program ends early; returns a function that cancels it. */
  readonly beforeEnd: (action: () => Promise<void>) => () => void;
}

/** Whose turn it is to build. */
export type BuildTurn =
  /** Another job has built it. */
  | { readonly kind: 'built'; readonly image: RegistryImage }
  /** Ours, with a claim if one was wanted and could be made. */
  | { readonly kind: 'ours'; readonly claim: Claim | undefined };

/**
 * Waits while another job builds the image, then claims the build for this one. A registry has no compare-and-swap:
 * if two claims are put further apart than the read-back, both jobs build, which is wasteful but harmless.
 *
 * @param mayClaim creates the repository, and tells whether builds can be claimed there
 * @throws OutageError or another UserError where the registry can't be asked
 */
export async function takeBuildTurn(
  surroundings: ClaimSurroundings,
  mayClaim: () => Promise<boolean>,
): Promise<BuildTurn> {
  for (;;) {
    const seen = await surroundings.registry.look();
    const end = seen.image ?? (await waitForBuild(surroundings, seen));
    if (typeof end === 'object') return { kind: 'built', image: end };
    const isOurs = await mayClaim();
    // The build is broken: every job finds that out for itself, without waiting for the others.
    if (end === 'failed' || !isOurs) return { kind: 'ours', claim: undefined };
    const claim = new Claim(surroundings);
    switch (await claim.take()) {
      case 'ours':
        return { kind: 'ours', claim };
      case 'without':
        return { kind: 'ours', claim: undefined };
      case 'of-another':
    }
  }
}

function readNote({ claim }: Sighting): ClaimNote | undefined {
  return claim && parseClaim(claim.manifest);
}

function isBuilding(seen: Sighting): boolean {
  return readNote(seen)?.state === 'building';
}

/** @returns the image, or why there is no longer anything to wait for */
async function waitForBuild(
  { registry, limits, now, say }: ClaimSurroundings,
  first: Sighting,
): Promise<RegistryImage | 'failed' | 'gone'> {
  if (!isBuilding(first)) return readNote(first)?.state === 'failed' ? 'failed' : 'gone';
  const start = now();
  let [seen, movedAt, saidAt, builder] = [first, start, start, ''];
  for (;;) {
    const note = readNote(seen);
    if (note?.state === 'failed') return 'failed';
    if (note?.state === 'building' && note.builder !== builder) {
      builder = note.builder;
      say(`Another job is building this image: waiting for ${describeBuilder(builder)}`);
    } else if (now() - saidAt >= limits.sayMs) {
      saidAt = now();
      say(`Still waiting for ${describeBuilder(builder)}, ${Math.round((now() - start) / 1000)} s so far`);
    }
    await pause(limits.pollMs);
    const answer = await settle(registry.look());
    if (!answer.ok) {
      // A short outage must not make every waiting job build.
      if (answer.error instanceof OutageError && now() - movedAt < limits.deadMs) continue;
      throw answer.error;
    }
    const next = answer.value;
    if (next.image) return next.image;
    if (next.claim?.digest !== seen.claim?.digest) movedAt = now();
    seen = next;
    // A claim goes away when its build ends; the image may take some seconds to appear.
    if (now() - movedAt >= (isBuilding(seen) ? limits.deadMs : limits.showMs)) return 'gone';
  }
}

/** Anyone who can push to the repository can write this text. */
function describeBuilder(builder: string): string {
  return quoteOdd(builder.length > 200 ? `${builder.slice(0, 200)}…` : builder);
}

/** This run's claim on a build. */
export class Claim {
  private readonly nonce: string;
  private readonly digests = new Set<string>();
  private beat: 0 | 1 = 0;
  private renewing: NodeJS.Timeout | undefined;
  private renewal: Promise<void> = Promise.resolve();
  private ending: Promise<void> | undefined;
  private forgetEnd: () => void = () => {};

  constructor(private readonly surroundings: ClaimSurroundings) {
    this.nonce = surroundings.createNonce();
  }

  /**
   * Puts the claim and reads it back, since another job may have put one at the same time. A registry that does not
   * show it yet proves nothing: some take a few seconds.
   */
  async take(): Promise<'ours' | 'of-another' | 'without'> {
    const { registry, limits, say, beforeEnd } = this.surroundings;
    this.forgetEnd = beforeEnd(() => Promise.race([this.free(), pause(limits.endMs)]));
    try {
      await this.put();
      await pause(limits.readBackMs);
      const note = readNote(await registry.look());
      if (note?.state === 'building' && !this.isOurs(note)) {
        await this.free();
        return 'of-another';
      }
      this.renewing = setInterval(() => {
        this.renewal = this.renewal.then(() => this.renew());
      }, limits.renewMs).unref();
      return 'ours';
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      say(`The build can't be claimed, so other jobs may build this image too: ${describeError(error)}`);
      if (this.digests.size > 0) await this.free();
      else this.forgetEnd();
      return 'without';
    }
  }

  /** Frees the build: the image is in the registry, or this run did not build it after all. */
  async free(): Promise<void> {
    await this.end(async () => {});
  }

  /** Tells waiting jobs that the build failed, so that they don't queue up to fail one by one. */
  async fail(): Promise<void> {
    const { registry, limits } = this.surroundings;
    await this.end(async () => {
      if (await this.isTakenOver()) return;
      this.digests.add(await registry.put(formatClaim({ state: 'failed', nonce: this.nonce })));
      await pause(limits.failedMs);
    });
  }

  /** Only the first call counts: a cancel makes the build fail as well. */
  private end(beforeRemoval: () => Promise<void>): Promise<void> {
    this.ending = this.ending ?? this.remove(beforeRemoval);
    return this.ending;
  }

  private async remove(beforeRemoval: () => Promise<void>): Promise<void> {
    const { registry, say } = this.surroundings;
    this.forgetEnd();
    clearInterval(this.renewing);
    await this.renewal;
    try {
      await beforeRemoval();
      // By digest: the tag may belong to a successor by now.
      if (await registry.remove([...this.digests])) return;
      const note = readNote(await registry.look());
      if (note !== undefined && this.isOurs(note)) await registry.put(formatClaim({ state: 'ended' }));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      say(`The claim on the build could not be removed and will expire: ${describeError(error)}`);
    }
  }

  private async renew(): Promise<void> {
    try {
      if (await this.isTakenOver()) clearInterval(this.renewing);
      else await this.put();
    } catch (error) {
      // The next renewal may work. If none does, another job takes over and builds as well.
      if (!(error instanceof UserError)) throw error;
    }
  }

  private async isTakenOver(): Promise<boolean> {
    const note = readNote(await this.surroundings.registry.look());
    return note !== undefined && note.state !== 'ended' && !this.isOurs(note);
  }

  private async put(): Promise<void> {
    const { registry, self } = this.surroundings;
    this.beat = this.beat === 0 ? 1 : 0;
    const { nonce, beat } = this;
    this.digests.add(await registry.put(formatClaim({ state: 'building', nonce, builder: self, beat })));
  }

  private isOurs(note: ClaimNote): boolean {
    return note.state !== 'ended' && note.nonce === this.nonce;
  }
}
