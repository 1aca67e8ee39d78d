import type { Jwk } from '../http/keys/types.ts';
import { KINDS_BY_JWK } from './keyKinds.ts';
import { KeystoreError } from './KeystoreError.ts';
import { readMaterial } from './readMaterial.ts';
import type { KeyKind } from './types.ts';

/** Of a name that an error quotes. */
const MOST_CHARACTERS = 40;

/**
 * What kind of key a JWK or PEM holds.
 *
 * @param material Public or private. Raw bytes don't tell their kind.
 * @throws KeystoreError `key-unsupported`
 * @throws HttpSignatureError `key-invalid` for PEM that holds no key that is known.
 */
export function detectKeyKind(material: Jwk | string): KeyKind {
  const jwk = readMaterial(material);
  const { kty = '', crv = '' } = jwk instanceof Uint8Array ? {} : jwk;
  const name = kty === 'RSA' ? kty : `${kty} ${crv}`;
  const kind = Object.hasOwn(KINDS_BY_JWK, name) ? KINDS_BY_JWK[name] : undefined;
  if (kind === undefined) {
    const known = Object.keys(KINDS_BY_JWK).join(', ');
    throw new KeystoreError(
      'key-unsupported',
      `a key of kty and crv "${name.slice(0, MOST_CHARACTERS)}": expected one of ${known}`,
    );
  }
  return kind;
}
