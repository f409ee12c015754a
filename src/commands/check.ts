import type { ExitStatus } from '../errors';
import type { Command } from '../settings/command-line';
import { formatReference } from '../settings/image-name';
import type { RawOptions } from '../settings/option-values';
import { parseSettings } from '../settings/settings';
import { readKey } from './key-reading';
import { lookUp } from './look-up';
import { findingReason, findMissReason, formatMissReason } from './miss-reason';
import { settle } from './settled';
import { openTools } from './tools';
import type { World } from './world';

/**
 * Tells whether the image is cached. Writes, pulls and builds nothing.
 *
 * @throws UserError when the registry can't be asked or refuses
 */
export async function runCheck(
  world: World,
  { json, explain }: Extract<Command, { kind: 'check' }>,
  options: RawOptions,
): Promise<ExitStatus> {
  const settings = parseSettings(options, world, world.log.warn);
  const tools = await openTools(world, settings);
  const repository = settle(tools.registry.findRepository());
  const { key, inputs } = await readKey(tools, settings.build);
  const lookup = await lookUp(tools, repository, key.tag);
  if (lookup.kind === 'outage') throw lookup.error;
  const cached = lookup.kind === 'found';
  tools.log.line(cached ? 'Cached' : 'Not cached');
  const reference = formatReference({ repository: lookup.repository, tag: key.tag });
  const digest = cached ? lookup.found.digest : '';
  const findReason = () => findMissReason(tools.registry, settings.build, inputs, tools.log.line);
  const why = !explain || cached ? [] : await tools.steps.watch(findingReason, findReason);
  if (explain && !cached) {
    tools.log.line(
      why.length > 0
        ? formatMissReason(why)
        : 'What changed is unknown: no earlier image of this Dockerfile, target and platform says what it was made from',
    );
  }
  world.print(
    json
      ? `${JSON.stringify({ reference, digest, key: key.sha256, cached, ...(explain ? { why } : {}) }, undefined, 2)}\n`
      : `${reference}\n`,
  );
  return cached ? 0 : 3;
}
