import type { Jwk } from '../http/keys/types.ts';
import { detectKeyKind } from './detectKeyKind.ts';
import { ALGORITHMS_BY_KIND } from './keyKinds.ts';
import { KeystoreError } from './KeystoreError.ts';
import { readMaterial } from './readMaterial.ts';
import type { SignerAlgorithm } from './types.ts';

const PKCS1 = ['RS256', 'rsa-v1_5-sha256'];

/**
 * What a JWK or PEM signs with: the one algorithm of its kind; for RSA that which `alg` names, else `rsa-pss-sha512`.
 *
 * @param material Public or private.
 * @throws KeystoreError `key-unsupported` for a kind that is not known or can't sign.
 * @throws HttpSignatureError `key-invalid` for PEM that holds no key that is known.
 */
export function detectAlgorithm(material: Jwk | string): SignerAlgorithm {
  const jwk = readMaterial(material) as Jwk;
  const kind = detectKeyKind(jwk);
  if (kind === 'x25519') throw new KeystoreError('key-unsupported', 'X25519 keys can not sign; see createAgreementKey');
  return kind === 'rsa' && PKCS1.includes(jwk.alg ?? '') ? 'rsa-v1_5-sha256' : ALGORITHMS_BY_KIND[kind];
}
