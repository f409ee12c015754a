import crypto from 'node:crypto';
import { IncomingMessage } from 'node:http';

// What the SDK needs that Node.js 14 lacks.

if (!('getRandomValues' in crypto)) {
  Object.defineProperty(crypto, 'getRandomValues', {
    value: (array: Uint8Array) => crypto.randomFillSync(array),
  });
}

// Since Node.js 15 a response whose connection breaks emits `error`. Before, it only emitted `aborted`, which the SDK
// ignores: it would wait for ever.
if (!('AbortController' in globalThis)) {
  const { emit } = IncomingMessage.prototype;
  IncomingMessage.prototype.emit = function (this: IncomingMessage, event: string | symbol, ...values: unknown[]) {
    const isHeard = emit.call(this, event, ...values);
    if (event === 'aborted' && this.listenerCount('error') > 0) {
      emit.call(this, 'error', Object.assign(new Error('aborted'), { code: 'ECONNRESET' }));
    }
    return isHeard;
  };
}
