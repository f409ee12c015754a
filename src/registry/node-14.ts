import crypto from 'node:crypto';
import { IncomingMessage } from 'node:http';

// What the SDK needs of a younger Node.js than 14; everything else is there.

if (!('getRandomValues' in crypto)) {
  Object.defineProperty(crypto, 'getRandomValues', {
    value: (array: Uint8Array) => crypto.randomFillSync(array),
  });
}

// An answer whose connection breaks off fails since Node.js 15. Before, it did no more than say `aborted`, to which the
// SDK does not listen: it would wait for ever, and node ends with nothing left to do.
if (!('AbortController' in globalThis)) {
  const { emit } = IncomingMessage.prototype;
  IncomingMessage.prototype.emit = function (
    this: IncomingMessage,
    event: string | symbol,
    ...values: unknown[]
  ) {
    const isHeard = emit.call(this, event, ...values);
    if (event === 'aborted' && this.listenerCount('error') > 0) {
      emit.call(this, 'error', Object.assign(new Error('aborted'), { code: 'ECONNRESET' }));
    }
    return isHeard;
  };
}
