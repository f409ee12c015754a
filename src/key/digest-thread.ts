import { parentPort, Worker, workerData } from 'node:worker_threads';
import { type DigestHelper, FileDigester } from './file-digest';
import type { FileContent } from './key-inputs';

interface ThreadData {
  readonly paths: readonly string[];
  readonly queue: Int32Array;
}

/**
 * A second thread that digests files, for machines that have a processor for it.
 *
 * @param program the file to start it from, which has to call `serveDigests` where it is not the main thread
 */
export function createDigestThread(program: string): DigestHelper {
  return (paths, queue) =>
    new Promise((resolve) => {
      const data: ThreadData = { paths, queue };
      const thread = new Worker(program, { workerData: data });
      thread.on('message', resolve);
      // What a thread has taken and not given back is digested here.
      thread.on('error', () => resolve(new Map()));
    });
}

/** What the second thread does: digests files until the queue is empty, and ends. */
export async function serveDigests(): Promise<void> {
  const { paths, queue } = workerData as ThreadData;
  const digester = new FileDigester({ isDue: () => false, pause: async () => {} });
  const contents = new Map<number, FileContent>();
  for (const [index, result] of await digester.digestQueued(paths, queue)) {
    if ('content' in result) contents.set(index, result.content);
  }
  parentPort?.postMessage(contents);
}
