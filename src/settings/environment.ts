/** The environment variables of the process. */
export type Environment = { readonly [name: string]: string | undefined };

/** The first of these variables that is not empty. */
export function findVariable(env: Environment, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = env[name];
    if (value !== undefined && value !== '') return value;
  }
  return undefined;
}
