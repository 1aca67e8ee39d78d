import { fromBytes } from 'ox/Hex';
import { computeKeyId } from '../client/computeKeyId.ts';
import type { RegistryPublicKey } from '../client/types.ts';
import { decodeBase64Url } from '../encoding/decodeBase64Url.ts';
import { readPublicKey } from '../http/keys/readPublicKey.ts';
import type { KeyMaterial } from '../http/keys/types.ts';
import { detectKeyKind } from './detectKeyKind.ts';
import { ALGORITHMS_BY_KIND } from './keyKinds.ts';
import { KeystoreError } from './KeystoreError.ts';
import { readMaterial } from './readMaterial.ts';

/** The kinds that a registry holds and material can bring. */
type Type = 'secp256k1' | 'p256' | 'ed25519' | 'x25519';

/**
 * A public key in the form of `SageRegistryV3`: points uncompressed.
 *
 * @param keyType The registry's type; the material must be of it.
 * @param material A public key: JWK, PEM (SPKI), or raw bytes. Private fields of a JWK are not looked at.
 * @throws KeystoreError `key-unsupported` for another kind of key.
 * @throws HttpSignatureError `key-invalid`, ClientError `argument-invalid` for what is no key.
 */
export function toRegistryKey(keyType: Type, material: KeyMaterial): RegistryPublicKey {
  const parsed = readMaterial(material);
  if (!(parsed instanceof Uint8Array)) {
    const kind = detectKeyKind(parsed);
    if (kind !== keyType) throw new KeystoreError('key-unsupported', `the key is of the kind ${kind}, not ${keyType}`);
  }
  if (keyType === 'x25519') {
    const bytes = parsed instanceof Uint8Array ? parsed : (decodeBase64Url(parsed.x ?? '') ?? new Uint8Array());
    const key = { keyType, publicKey: fromBytes(bytes) };
    computeKeyId(key);
    return key;
  }
  const parts = readPublicKey(ALGORITHMS_BY_KIND[keyType], parsed);
  if (parts.kind === 'rsa') throw new KeystoreError('key-unsupported', 'RSA keys can not be registered');
  return { keyType, publicKey: fromBytes(parts.bytes) };
}
