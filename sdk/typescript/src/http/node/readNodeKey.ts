import { KeyObject } from 'node:crypto';
import { keyFault } from '../keys/keyFault.ts';
import { parseDerKey } from '../keys/parseDerKey.ts';
import type { Jwk, KeyMaterial } from '../keys/types.ts';
import type { SignatureAlgorithm } from '../types.ts';

/**
 * Takes the key out of a KeyObject; other material is returned as it is.
 *
 * @param algorithm For the errors.
 * @param material A KeyObject, or what needs no node:crypto to be read.
 * @throws HttpSignatureError `key-invalid` for a kind of key that no algorithm uses.
 */
export function readNodeKey(algorithm: SignatureAlgorithm, material: KeyMaterial | KeyObject): KeyMaterial {
  if (!(material instanceof KeyObject)) return material;
  if (material.type === 'secret') return Uint8Array.from(material.export());
  try {
    return exportKey(material);
  } catch (cause) {
    throw keyFault(algorithm, 'the KeyObject holds no key that is supported', cause);
  }
}

function exportKey(key: KeyObject): Jwk {
  return key.type === 'public'
    ? parseDerKey(key.export({ format: 'der', type: 'spki' }), 'spki')
    : parseDerKey(key.export({ format: 'der', type: 'pkcs8' }), 'pkcs8');
}
