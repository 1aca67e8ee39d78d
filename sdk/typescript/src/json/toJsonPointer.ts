/**
 * The RFC 6901 JSON pointer of a path.
 *
 * @param path Keys and indexes from the root; empty for the whole document.
 * @returns The pointer; empty for an empty path.
 */
export function toJsonPointer(path: readonly PropertyKey[]): string {
  return path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
