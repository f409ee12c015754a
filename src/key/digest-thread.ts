import { parentPort, Worker, workerData } from 'node:worker_threads';
import { type DigestHelper, FileDigester } from './file-digest';
import type { FileContent } from './key-inputs';

/**
 * A second thread that digests files, for machines that have a processor for it.
 *
 * @param program the file to start it from, which has to call `serveDigests` where it is not the main thread
 */
export function createDigestThread(program: string): DigestHelper {
  return (paths) =>
    new Promise((resolve) => {
      const thread = new Worker(program, { workerData: paths });
      thread.on('message', resolve);
      // Without a thread everything is digested here.
      thread.on('error', () => resolve(paths.map(() => undefined)));
    });
}

/** What the second thread does: digests the files it was given, and ends. */
export async function serveDigests(): Promise<void> {
  const digester = new FileDigester({ isDue: () => false, pause: async () => {} });
  const results = await digester.digestFiles(workerData as readonly string[]);
  parentPort?.postMessage(
    results.map((result): FileContent | undefined => ('content' in result ? result.content : undefined)),
  );
}
