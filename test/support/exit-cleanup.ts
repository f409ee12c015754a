import { constants } from 'node:os';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs a clean-up when this process ends, by a signal too, and nobody has cleaned up before. The clean-up must
 * be synchronous. Returns what takes it back.
 */
export function atExit(cleanUp: () => void): () => void {
  const onSignal = (signal: NodeJS.Signals): void => process.exit(128 + constants.signals[signal]);
  process.once('exit', cleanUp);
  for (const signal of SIGNALS) process.once(signal, onSignal);
  return () => {
    process.removeListener('exit', cleanUp);
    for (const signal of SIGNALS) process.removeListener(signal, onSignal);
  };
}
