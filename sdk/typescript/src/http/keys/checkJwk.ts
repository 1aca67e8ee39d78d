import type { SignatureAlgorithm } from '../types.ts';
import { keyFault } from './keyFault.ts';
import type { Jwk } from './types.ts';

interface JwkShape {
  readonly kty: string;
  readonly crv?: string;
  /** What `alg` may say: a key that is bound to another algorithm is not used for this one. */
  readonly algs: readonly string[];
}

const SHAPES: Readonly<Record<SignatureAlgorithm, JwkShape>> = {
  ed25519: { kty: 'OKP', crv: 'Ed25519', algs: ['EdDSA', 'Ed25519', 'ed25519'] },
  'ecdsa-p256-sha256': { kty: 'EC', crv: 'P-256', algs: ['ES256', 'ecdsa-p256-sha256'] },
  'ecdsa-p384-sha384': { kty: 'EC', crv: 'P-384', algs: ['ES384', 'ecdsa-p384-sha384'] },
  es256k: { kty: 'EC', crv: 'secp256k1', algs: ['ES256K', 'es256k'] },
  'rsa-pss-sha512': { kty: 'RSA', algs: ['PS512', 'rsa-pss-sha512'] },
  'rsa-v1_5-sha256': { kty: 'RSA', algs: ['RS256', 'rsa-v1_5-sha256'] },
  'hmac-sha256': { kty: 'oct', algs: ['HS256', 'hmac-sha256'] },
};

/**
 * Checks that a JSON Web Key is of the kind that an algorithm needs and not bound to another purpose.
 *
 * @throws HttpSignatureError `key-invalid`
 */
export function checkJwk(algorithm: SignatureAlgorithm, jwk: Jwk): void {
  const { kty, crv, algs } = SHAPES[algorithm];
  if (jwk.kty !== kty || (crv !== undefined && jwk.crv !== crv)) {
    const curve = crv === undefined ? '' : ` and crv "${crv}"`;
    throw keyFault(algorithm, `expected a JWK with kty "${kty}"${curve}`);
  }
  if (jwk.alg !== undefined && !algs.includes(jwk.alg)) throw keyFault(algorithm, `the JWK is for "${jwk.alg}"`);
  if (jwk.use !== undefined && jwk.use !== 'sig') throw keyFault(algorithm, 'the JWK is not for signatures');
}
