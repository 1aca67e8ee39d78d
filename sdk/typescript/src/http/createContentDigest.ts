import { serializeDictionary } from '../structured/serializeDictionary.ts';
import type { Member } from '../structured/types.ts';
import { hashBytes } from './hashBytes.ts';
import type { DigestAlgorithm } from './hashBytes.ts';

/**
 * The value of `Content-Digest` for a body (RFC 9530, section 2).
 *
 * @param body The content as it is sent; no bytes for an empty body.
 * @param algorithms In the order wanted; `sha-256` by default.
 */
export async function createContentDigest(
  body: Uint8Array,
  algorithms: readonly DigestAlgorithm[] = ['sha-256'],
): Promise<string> {
  const members = new Map<string, Member>();
  for (const algorithm of algorithms) {
    const value = await hashBytes(algorithm, body);
    members.set(algorithm, { kind: 'item', bare: { type: 'bytes', value }, parameters: new Map() });
  }
  return serializeDictionary(members);
}
