import { parsePem } from '../http/keys/parsePem.ts';
import type { Jwk } from '../http/keys/types.ts';
import { KeystoreError } from './KeystoreError.ts';

/** All that is read of a JWK. */
const FIELDS = ['kty', 'crv', 'x', 'y', 'd', 'n', 'e', 'p', 'q', 'dp', 'dq', 'qi', 'alg', 'use'];

/**
 * Brings key material into one of two forms: PEM becomes a JWK. What is neither, as a JSON text may bring it, is refused.
 *
 * @param material JWK, PEM or raw bytes.
 * @throws KeystoreError `key-unsupported`
 * @throws HttpSignatureError `key-invalid` for PEM that holds no key that is known.
 */
export function readMaterial(material: unknown): Jwk | Uint8Array {
  // The algorithm is for errors only: a block that can't be read has no kind yet.
  if (typeof material === 'string') return parsePem('ed25519', material);
  if (material instanceof Uint8Array) return material;
  if (typeof material !== 'object' || material === null) {
    throw new KeystoreError('key-unsupported', 'expected a key as JWK, PEM or raw bytes');
  }
  const jwk: Record<string, unknown> = { ...material };
  const wrong = FIELDS.find((name) => jwk[name] !== undefined && typeof jwk[name] !== 'string');
  if (wrong !== undefined) throw new KeystoreError('key-unsupported', `the field ${wrong} of the JWK must be a text`);
  return jwk;
}
