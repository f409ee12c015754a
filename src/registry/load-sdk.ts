import type { CodeCache } from './code-cache';

/** The part of the SDK that the program uses. */
export type Sdk = typeof import('./aws-sdk');

/**
 * Loads the SDK. In the bundle build.mjs puts another function of this name here: it has the SDK's code as text, which
 * `codeCache` runs. To read that code takes longer than all of ours, and `--help` and `key` do without.
 */
export function loadSdk(_codeCache: CodeCache): Promise<Sdk> {
  return import('./aws-sdk');
}
