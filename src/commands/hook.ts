import type { ExitStatus } from '../errors';
import { toExports, writeExports } from '../report/exports';
import type { Command } from '../settings/command-line';
import type { RawOptions } from '../settings/option-values';
import { parsePluginOptions } from '../settings/plugin-options';
import { parseSettings } from '../settings/settings';
import { ensureAndReport } from './ensure';
import type { World } from './world';

/** What hooks/pre-command runs: options come from the plugin's environment, the result goes to a file for the hook. */
export async function runHook(
  world: World,
  { exportsFile }: Extract<Command, { kind: 'hook' }>,
  flags: RawOptions,
): Promise<ExitStatus> {
  const { env, log } = world;
  const options = new Map([...parsePluginOptions(env, log.warn), ...flags]);
  const settings = parseSettings(options, world, log.warn);
  const { outcome } = await ensureAndReport(world, settings);
  const { image, digest, hit } = outcome;
  writeExports(exportsFile, toExports({ ...image, digest, hit }, settings.exportName));
  return 0;
}
