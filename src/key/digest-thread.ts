import { parentPort, receiveMessageOnPort, Worker, workerData } from 'node:worker_threads';
import { errorCode } from '../errors';
import type { DigestHelper } from './digest-batch';
import { DigestQueue } from './digest-queue';
import { FileDigester } from './file-digest';

/** What comes back of many files at once: an object for each would take longer to hand over. */
interface ThreadAnswer {
  readonly places: Int32Array;
  /** For each of them 64 digits of SHA-256 and `x` for an executable file, `-` for any other. */
  readonly digests: string;
}

const digestLength = 65;

const nothing: ThreadAnswer = { places: new Int32Array(), digests: '' };

/**
 * Starts a second thread that digests files; undefined where this user may have no more threads.
 *
 * @param program the file to start it from, a CommonJS module that exports `serveDigests`
 */
export function startDigestThread(program: string, queue: DigestQueue): DigestHelper | undefined {
  const code = `require(${JSON.stringify(program)}).serveDigests()`;
  const thread = tryWorker(code, queue);
  if (thread === undefined) return undefined;
  const answer = new Promise<ThreadAnswer>((resolve) => {
    thread.on('message', resolve);
    // What a thread has taken and not given back is digested here.
    thread.on('error', () => resolve(nothing));
    thread.on('exit', () => resolve(nothing));
  });
  return {
    tell: (paths) => thread.postMessage(paths),
    collect: async (take) => {
      const { places, digests } = await answer;
      places.forEach((place, index) => {
        const text = digests.slice(index * digestLength, (index + 1) * digestLength);
        take(place, { executable: text.endsWith('x'), sha256: text.slice(0, -1) });
      });
    },
  };
}

function tryWorker(code: string, queue: DigestQueue): Worker | undefined {
  try {
    return new Worker(code, { eval: true, workerData: queue.shared });
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return undefined;
  }
}

/** What the second thread does: digests files until the queue is closed and empty, and ends. */
export async function serveDigests(): Promise<void> {
  if (parentPort === null) return;
  const queue = new DigestQueue(workerData);
  const digester = new FileDigester({ isDue: () => false, pause: async () => {} });
  const paths: string[] = [];
  const places: number[] = [];
  const digests: string[] = [];
  do {
    for (let told = receiveMessageOnPort(parentPort); told; told = receiveMessageOnPort(parentPort)) {
      paths.push(...told.message);
    }
    await digester.digestQueued(paths, queue, (place, result) => {
      if (!('content' in result)) return;
      places.push(place);
      digests.push(result.content.sha256, result.content.executable ? 'x' : '-');
    });
  } while (queue.waitForMore(paths.length));
  const answer: ThreadAnswer = { places: Int32Array.from(places), digests: digests.join('') };
  parentPort.postMessage(answer);
}
