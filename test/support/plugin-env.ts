/** A plugin's configuration, as parsed from a pipeline's YAML. */
export type PluginConfiguration = Record<string, unknown>;

export interface PluginEnvOptions {
  /** The plugin's name: the end of its URL without `-buildkite-plugin`. Forks may have another. */
  name?: string;
  /**
   * `both`: as an agent does since 3.28.1. `flattened`: as older ones did, without the JSON and the name.
   * `json`: the JSON and the name alone.
   */
  form?: 'both' | 'flattened' | 'json';
}

/**
 * The environment that the agent sets for a hook of a plugin with this configuration.
 *
 * Source of the rules: ConfigurationToEnvironment in the agent's agent/plugin/plugin.go. Like there, a null
 * anywhere within a value means that the hook gets none of the plugin's variables.
 */
export function pluginEnv(
  configuration: PluginConfiguration,
  { name = 'docker-ecr-cache', form = 'both' }: PluginEnvOptions = {},
): Record<string, string> {
  const variables: Record<string, string> = {
    BUILDKITE: 'true',
    BUILDKITE_ORGANIZATION_SLUG: 'acme',
    BUILDKITE_PIPELINE_SLUG: 'shop',
    BUILDKITE_BRANCH: 'main',
    BUILDKITE_BUILD_URL: 'https://buildkite.com/acme/shop/builds/1',
    BUILDKITE_JOB_ID: '0190046e-e199-453b-a302-a21a4d649d31',
  };
  const prefix = formatKey(name);
  const flattened: Record<string, string> = {};
  try {
    for (const [key, value] of Object.entries(configuration)) {
      flatten(`BUILDKITE_PLUGIN_${prefix}_${formatKey(key)}`, value, flattened);
    }
  } catch {
    return variables;
  }
  // The agent used to collapse underscores, and still sets both names.
  for (const [key, value] of Object.entries(flattened)) flattened[key.replace(/_+/g, '_')] = value;
  return {
    ...variables,
    ...(form === 'json' ? {} : flattened),
    ...(form === 'flattened'
      ? {}
      : {
          BUILDKITE_PLUGIN_NAME: prefix,
          BUILDKITE_PLUGIN_CONFIGURATION: JSON.stringify(configuration),
        }),
  };
}

/** A name as a part of a variable's name. */
export function formatKey(key: string): string {
  return key.toUpperCase().replace(/-|\s/g, '_');
}

function flatten(prefix: string, value: unknown, into: Record<string, string>): void {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    into[prefix] = String(value);
  } else if (Array.isArray(value)) {
    value.forEach((item, index) => {
      flatten(`${prefix}_${index}`, item, into);
    });
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) flatten(`${prefix}_${formatKey(key)}`, item, into);
  } else {
    throw new Error(`Unknown type of ${prefix}`);
  }
}
