/** Resolves when a condition is true; rejects if it isn't within 20 s. */
export async function until(isSo: () => boolean, what: string): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!isSo()) {
    if (Date.now() > deadline) throw new Error(`it was waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
