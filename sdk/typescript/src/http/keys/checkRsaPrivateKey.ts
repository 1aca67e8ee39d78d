import { toBigInt } from '../../encoding/toBigInt.ts';
import type { SignatureAlgorithm } from '../types.ts';
import { keyFault } from './keyFault.ts';
import { readJwkField } from './readJwkField.ts';
import type { RsaPrivateJwk } from './types.ts';

/**
 * Checks that the numbers of an RSA private key belong together (RFC 8017, section 3.2). One signature by a key whose
 * parameters for the Chinese remainder theorem are wrong is enough to compute its factors.
 *
 * @throws HttpSignatureError `key-invalid`
 */
export function checkRsaPrivateKey(algorithm: SignatureAlgorithm, jwk: RsaPrivateJwk): void {
  const number = (name: Exclude<keyof RsaPrivateJwk, 'kty'>): bigint => toBigInt(readJwkField(algorithm, jwk, name));
  const [n, e, d, p, q] = [number('n'), number('e'), number('d'), number('p'), number('q')];
  const fits =
    p > 1n &&
    q > 1n &&
    p * q === n &&
    (e * d) % (p - 1n) === 1n &&
    (e * d) % (q - 1n) === 1n &&
    number('dp') === d % (p - 1n) &&
    number('dq') === d % (q - 1n) &&
    (number('qi') * q) % p === 1n;
  if (!fits) throw keyFault(algorithm, 'the numbers of the private key do not belong together');
}
