import { z } from 'zod';
import { decodeBase64Url } from '../../encoding/decodeBase64Url.ts';
import { KEYSTORE_LIMITS } from './limits.ts';

function base64Url(size?: number): z.ZodString {
  const wanted = size === undefined ? 'base64url' : `base64url of ${size} bytes`;
  return z.string().refine((text) => {
    const bytes = decodeBase64Url(text);
    return bytes !== undefined && bytes.length > 0 && (size === undefined || bytes.length === size);
  }, `expected ${wanted}`);
}

/** Public JWKs of all kinds, without any other field. */
const PUBLIC_KEY = z.union([
  z.strictObject({ kty: z.literal('OKP'), crv: z.enum(['Ed25519', 'X25519']), x: base64Url(32) }),
  z.strictObject({
    kty: z.literal('EC'),
    crv: z.enum(['P-256', 'P-384', 'secp256k1']),
    x: base64Url(),
    y: base64Url(),
  }),
  z.strictObject({ kty: z.literal('RSA'), n: base64Url(), e: base64Url(), alg: z.string().optional() }),
]);

/** The shape of a keystore; the bounds of the numbers are checked apart, for an error of their own. */
export const keystoreSchema = z.strictObject({
  format: z.literal('sage-keystore'),
  version: z.literal(1),
  label: z.string().max(KEYSTORE_LIMITS.mostLabelCharacters),
  publicKey: PUBLIC_KEY,
  kdf: z.strictObject({
    name: z.literal('scrypt'),
    n: z.int(),
    r: z.int(),
    p: z.int(),
    salt: base64Url(32),
  }),
  cipher: z.strictObject({ name: z.literal('A256GCM'), nonce: base64Url(12) }),
  ciphertext: base64Url(),
});
