import { OptionError } from '../errors';
import { isOptionVariable } from './plugin-options';

/** Variables that the agent does not let a hook change (buildkite/agent, env/protected.go). */
const protectedByAgent = new Set([
  'BUILDKITE_AGENT_ACCESS_TOKEN',
  'BUILDKITE_AGENT_DEBUG',
  'BUILDKITE_AGENT_ENDPOINT',
  'BUILDKITE_AGENT_JOB_TIMEOUT_FILE',
  'BUILDKITE_AGENT_PID',
  'BUILDKITE_BIN_PATH',
  'BUILDKITE_BUILD_PATH',
  'BUILDKITE_CHECKOUT_OVERRIDE_MODE',
  'BUILDKITE_COMMAND_EVAL',
  'BUILDKITE_CONFIG_PATH',
  'BUILDKITE_CONTAINER_COUNT',
  'BUILDKITE_GIT_COMMIT_VERIFICATION',
  'BUILDKITE_GIT_MIRRORS_LOCK_TIMEOUT',
  'BUILDKITE_GIT_MIRRORS_PATH',
  'BUILDKITE_GIT_MIRROR_CHECKOUT_MODE',
  'BUILDKITE_GIT_SUBMODULE_CLONE_CONFIG',
  'BUILDKITE_HOOKS_PATH',
  'BUILDKITE_HOOKS_SHELL',
  'BUILDKITE_HOOK_EXIT_STATUS',
  'BUILDKITE_KUBERNETES_EXEC',
  'BUILDKITE_LOCAL_HOOKS_ENABLED',
  'BUILDKITE_PLUGINS_ENABLED',
  'BUILDKITE_PLUGINS_PATH',
  'BUILDKITE_SHELL',
  'BUILDKITE_SSH_KEYSCAN',
]);

/** Variables that bash keeps for itself: an export of one fails, does not hold or changes the shell (bash(1), Shell Variables); and the locals of the hook. */
const keptByBash =
  /^(BASH.*|COMP_.*|SHELLOPTS|UID|EUID|PPID|GROUPS|FUNCNAME|DIRSTACK|IFS|PATH|PWD|OLDPWD|SHLVL|RANDOM|SRANDOM|SECONDS|LINENO|EPOCH.*|HISTCMD|OPT(ARG|ERR|IND)|PIPESTATUS|docker_ecr_cache_.*|_)$/;

/**
 * The name of the variable that receives the image reference.
 *
 * @throws OptionError for a name under which it would never arrive, or do harm
 */
export function parseExportName(name: string, writtenAs: string): string {
  const option = `${writtenAs}: ${JSON.stringify(name)}`;
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
    throw new OptionError(
      `${option} cannot be the name of a variable`,
      'It has letters, digits and `_`, and starts with no digit.',
    );
  }
  if (protectedByAgent.has(name.toUpperCase())) {
    throw new OptionError(
      `${option} is protected by the Buildkite agent, which would drop it`,
      'Choose another name.',
    );
  }
  if (keptByBash.test(name)) {
    throw new OptionError(`${option} belongs to the shell that runs the hook`, 'Choose another name.');
  }
  if (isOptionVariable(name)) {
    throw new OptionError(
      `${option} is a name that this plugin reads an option from`,
      'Choose another name.',
    );
  }
  if (/^BUILDKITE_PLUGIN_DOCKER_ECR_CACHE_EXPORT_/.test(name)) {
    throw new OptionError(
      `${option} is a name under which this plugin exports something else`,
      'Choose another name.',
    );
  }
  return name;
}
