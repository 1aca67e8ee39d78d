import type { Jwk } from '../../http/keys/types.ts';

/**
 * The public fields of a checked JWK, in a fixed order.
 *
 * @param jwk Public or private.
 */
export function publicPart({ kty, crv, x, y, n, e, alg }: Jwk): Jwk {
  if (kty === 'OKP') return { kty, crv, x };
  if (kty === 'EC') return { kty, crv, x, y };
  return alg === undefined ? { kty, n, e } : { kty, n, e, alg };
}
