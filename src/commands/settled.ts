/** The outcome of a promise, as data. */
export type Settled<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: unknown };

/** Wraps a promise that is awaited later, so that a rejection is never unhandled. */
export function settle<Value>(promise: Promise<Value>): Promise<Settled<Value>> {
  return promise.then(
    (value) => ({ ok: true, value }),
    (error: unknown) => ({ ok: false, error }),
  );
}

/** @throws the error, if the promise was rejected */
export function unwrap<Value>(result: Settled<Value>): Value {
  if (!result.ok) throw result.error;
  return result.value;
}
