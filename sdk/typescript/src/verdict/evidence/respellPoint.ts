import { p256 } from '@noble/curves/nist.js';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import type { RegistryKeyType } from '../../client/types.ts';

const COMPRESSED_BYTES = 33;

/**
 * The other spelling of a public key. Both name the same key, so evidence may bind either.
 *
 * @param keyType Of the key.
 * @param publicKey As registered: a point of 33 or 65 bytes on its curve, or 32 bytes.
 * @returns The point in its other form; undefined for keys that have one form.
 */
export function respellPoint(keyType: RegistryKeyType, publicKey: Uint8Array): Uint8Array | undefined {
  if (keyType !== 'secp256k1' && keyType !== 'p256') return undefined;
  const { Point } = keyType === 'p256' ? p256 : secp256k1;
  return Point.fromBytes(publicKey).toBytes(publicKey.length !== COMPRESSED_BYTES);
}
