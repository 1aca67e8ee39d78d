const MILLISECONDS = 1_000;

/**
 * Reads a `versionTime` (DID Core 1.0, section 3.2.1): RFC 3339 in UTC, to the second, for example `2026-05-01T12:00:00Z`.
 *
 * @returns Seconds since 1970; undefined when it is spelled otherwise or names no moment.
 */
export function parseVersionTime(text: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text)) return undefined;
  const time = Date.parse(text);
  // A 30th of February is taken for a day in March.
  if (Number.isNaN(time) || new Date(time).toISOString() !== text.replace('Z', '.000Z')) return undefined;
  return time / MILLISECONDS;
}
