import { encodeBase64Url } from '../encoding/encodeBase64Url.ts';
import { EC_CURVES } from '../http/keys/ecCurves.ts';
import type { EcAlgorithm } from '../http/keys/ecCurves.ts';
import { keyFault } from '../http/keys/keyFault.ts';
import type { Jwk, PrivateKeyParts } from '../http/keys/types.ts';
import type { SignerAlgorithm } from './types.ts';

/**
 * The public JWK of a private key.
 *
 * @param algorithm Its algorithm.
 * @param parts The checked key.
 */
export function toPublicJwk(algorithm: SignerAlgorithm, parts: PrivateKeyParts): Jwk {
  switch (parts.kind) {
    case 'ed25519':
      return { kty: 'OKP', crv: 'Ed25519', x: encodeBase64Url(parts.publicKey) };
    case 'ec': {
      const { crv, size } = EC_CURVES[algorithm as EcAlgorithm];
      const [x, y] = [parts.publicKey.subarray(1, 1 + size), parts.publicKey.subarray(1 + size)];
      return { kty: 'EC', crv, x: encodeBase64Url(x), y: encodeBase64Url(y) };
    }
    case 'rsa':
      return { kty: 'RSA', n: parts.jwk.n, e: parts.jwk.e };
    case 'secret':
      throw keyFault(algorithm, 'a shared secret has no public key');
  }
}
