import { OptionError } from '../errors';
import { isOptionVariable } from './plugin-options';

/** Variables of bash, which can't be exported or change the shell (bash(1), Shell Variables), and the locals of the hook. */
const keptByBash =
  /^(BASH.*|COMP_.*|SHELLOPTS|UID|EUID|PPID|GROUPS|FUNCNAME|DIRSTACK|IFS|PATH|PWD|OLDPWD|SHLVL|RANDOM|SRANDOM|SECONDS|LINENO|EPOCH.*|HISTCMD|OPT(ARG|ERR|IND)|PIPESTATUS|docker_ecr_cache_.*|_)$/;

/**
 * Checks the name of the variable that receives the image reference.
 *
 * @throws OptionError for a name that can't be exported or would do harm
 */
export function parseExportName(name: string, writtenAs: string): string {
  const option = `${writtenAs}: ${JSON.stringify(name)}`;
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
    throw new OptionError(
      `${option} cannot be the name of a variable`,
      'It has letters, digits and `_`, and starts with no digit.',
    );
  }
  if (/^BUILDKITE_(?!PLUGIN_)/i.test(name)) {
    throw new OptionError(
      `${option} belongs to the Buildkite agent, which may drop what a hook exports under it`,
      'Choose another name.',
    );
  }
  if (keptByBash.test(name)) {
    throw new OptionError(`${option} belongs to the shell that runs the hook`, 'Choose another name.');
  }
  if (isOptionVariable(name)) {
    throw new OptionError(`${option} is a name that this plugin reads an option from`, 'Choose another name.');
  }
  if (/^BUILDKITE_PLUGIN_DOCKER_ECR_CACHE_EXPORT_/.test(name)) {
    throw new OptionError(`${option} is a name under which this plugin exports something else`, 'Choose another name.');
  }
  return name;
}
