/** What came of a promise, as data. */
export type Settled<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: unknown };

/** A promise that never rejects, for what is started now and waited for later. */
export function settle<Value>(promise: Promise<Value>): Promise<Settled<Value>> {
  return promise.then(
    (value) => ({ ok: true, value }),
    (error: unknown) => ({ ok: false, error }),
  );
}

/** @throws the error, where that is what came */
export function unwrap<Value>(result: Settled<Value>): Value {
  if (!result.ok) throw result.error;
  return result.value;
}
