import crypto from 'node:crypto';

// The SDK asks for this function, which came with Node.js 15; everything else that it needs is in 14.
if (!('getRandomValues' in crypto)) {
  Object.defineProperty(crypto, 'getRandomValues', {
    value: (array: Uint8Array) => crypto.randomFillSync(array),
  });
}
