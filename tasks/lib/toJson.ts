import { escapeUnprintable } from '../../scripts/start/displayText.ts';

/**
 * JSON of an answer, indented; bigint becomes a decimal string, since JSON's numbers aren't exact beyond 2^53. Characters that
 * could repaint a terminal are written as `\u` and four digits, of which `JSON.stringify` escapes only those below U+0020; the
 * texts stay what they are.
 */
export function toJson(data: unknown): string {
  const replace = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? value.toString() : value);
  return escapeUnprintable(JSON.stringify(data, replace, 2));
}
