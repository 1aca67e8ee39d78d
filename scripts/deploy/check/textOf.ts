/** A value read from a chain as text; lists without their order, `none` for an empty one. */
export function textOf(value: unknown): string {
  if (!Array.isArray(value)) return String(value);
  const items = (value as readonly unknown[]).map(String).sort();
  return items.length === 0 ? 'none' : items.join(', ');
}
