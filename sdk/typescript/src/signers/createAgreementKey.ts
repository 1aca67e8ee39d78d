import { x25519 } from '@noble/curves/ed25519.js';
import { fromBytes, toBytes } from 'ox/Hex';
import { computeKeyId } from '../client/computeKeyId.ts';
import { encodeBase64Url } from '../encoding/encodeBase64Url.ts';
import type { KeyMaterial } from '../http/keys/types.ts';
import { readX25519Key } from './readX25519Key.ts';
import type { AgreementKey } from './types.ts';

/**
 * Makes a key for key agreement.
 *
 * @param material A private X25519 key: JWK (RFC 8037), PEM (RFC 8410), or 32 bytes; it is copied.
 * @throws KeystoreError `key-unsupported` for anything else.
 */
export function createAgreementKey(material: KeyMaterial): AgreementKey {
  const secret = readX25519Key(material);
  const point = x25519.getPublicKey(secret);
  const publicKey = fromBytes(point);
  return {
    keyType: 'x25519',
    publicKey,
    keyId: computeKeyId({ keyType: 'x25519', publicKey }),
    publicJwk: { kty: 'OKP', crv: 'X25519', x: encodeBase64Url(point) },
    agree: (peer) => {
      computeKeyId({ keyType: 'x25519', publicKey: peer }, 'peer');
      return x25519.getSharedSecret(secret, toBytes(peer));
    },
  };
}
