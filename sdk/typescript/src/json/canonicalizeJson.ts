import canonicalize from 'canonicalize';

/**
 * Brings a JSON value into the one form of the JSON Canonicalization Scheme (RFC 8785): keys sorted by UTF-16 code
 * units, numbers as ECMAScript writes doubles (`-0` as `0`, 10^21 as `1e+21`), no white space.
 *
 * The scheme is defined for I-JSON (RFC 7493). Keys that occur twice are gone after parsing, so take the value from a
 * reader that refuses them, as `parseAgentCard` and `parseRegistrationFile` do.
 *
 * @param value What `JSON.parse` returned.
 * @returns UTF-8, or undefined where the value has no such form: a string holds half of a surrogate pair, or a number is
 * beyond the range of doubles.
 */
export function canonicalizeJson(value: unknown): Uint8Array | undefined {
  let text: string | undefined;
  try {
    text = canonicalize(value);
  } catch {
    // The library throws for exactly the two cases above, as far as values come from JSON.
    return undefined;
  }
  return text === undefined ? undefined : new TextEncoder().encode(text);
}
