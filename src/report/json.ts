/** A result for a program. */
export function toJson(value: object): string {
  return JSON.stringify(value, null, 2);
}
