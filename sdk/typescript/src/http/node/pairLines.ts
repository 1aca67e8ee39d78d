import type { FieldLine } from '../types.ts';

/**
 * Makes lines of Node's flat lists of names and values. The pseudo-header fields of HTTP/2 are left out: they are no
 * fields (RFC 9113, section 8.3).
 *
 * @param raw `rawHeaders` or `rawTrailers`.
 */
export function pairLines(raw: readonly string[]): FieldLine[] {
  const lines: FieldLine[] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = raw[index] ?? '';
    if (!name.startsWith(':')) lines.push([name, raw[index + 1] ?? '']);
  }
  return lines;
}
