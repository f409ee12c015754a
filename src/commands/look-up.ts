import { OutageError } from '../errors';
import type { RegistryImage } from '../registry/registry';
import { type Settled, settle } from './settled';
import type { Tools } from './tools';

/** What the registry says about a tag; an outage is neither a hit nor a miss. */
export type Lookup =
  | { readonly kind: 'found'; readonly repository: string; readonly found: RegistryImage }
  | { readonly kind: 'absent'; readonly repository: string }
  /** Without a repository if not even the registry's host is known. */
  | { readonly kind: 'outage'; readonly repository: string | undefined; readonly error: OutageError };

/**
 * Asks the registry for a tag.
 *
 * @param repositoryAnswer the repository with its host, already being asked for
 * @throws UserError when the registry refuses
 */
export async function lookUp(
  { registry, steps }: Pick<Tools, 'registry' | 'steps'>,
  repositoryAnswer: Promise<Settled<string>>,
  tag: string,
): Promise<Lookup> {
  const [repository, found] = await steps.run('look-up', `Waiting for ${registry.title}`, () =>
    Promise.all([repositoryAnswer, settle(registry.findImage(tag))]),
  );
  if (repository.ok && found.ok) {
    return found.value
      ? { kind: 'found', repository: repository.value, found: found.value }
      : { kind: 'absent', repository: repository.value };
  }
  const errors = [repository, found].flatMap((result) => (result.ok ? [] : [result.error]));
  const refusal = errors.find((error) => !(error instanceof OutageError));
  if (refusal !== undefined) throw refusal;
  return {
    kind: 'outage',
    repository: repository.ok ? repository.value : undefined,
    error: errors[0] as OutageError,
  };
}
