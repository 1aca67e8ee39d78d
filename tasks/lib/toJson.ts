/** JSON of an answer, indented; bigint becomes a decimal string, since JSON's numbers aren't exact beyond 2^53. */
export function toJson(data: unknown): string {
  const replace = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? value.toString() : value);
  return JSON.stringify(data, replace, 2);
}
