import type { SignatureAlgorithm } from '../types.ts';
import { checkEd25519PublicKey } from './checkEd25519PublicKey.ts';
import { checkJwk } from './checkJwk.ts';
import { checkRsa } from './checkRsa.ts';
import { checkSecret } from './checkSecret.ts';
import { EC_CURVES } from './ecCurves.ts';
import type { EcAlgorithm } from './ecCurves.ts';
import { keyFault } from './keyFault.ts';
import { readJwkField } from './readJwkField.ts';
import { toJwkOrBytes } from './toJwkOrBytes.ts';
import type { Jwk, KeyMaterial, PublicKeyParts } from './types.ts';

/**
 * Reads and checks the public key, or the shared secret, of an algorithm. Private fields of a JWK are not looked at.
 *
 * @param algorithm What the key is for.
 * @param input A JWK, PEM or raw bytes.
 * @throws HttpSignatureError `key-invalid`
 */
export function readPublicKey(algorithm: SignatureAlgorithm, input: KeyMaterial): PublicKeyParts {
  const material = toJwkOrBytes(algorithm, input);
  const isRaw = material instanceof Uint8Array;
  if (!isRaw) checkJwk(algorithm, material);
  switch (algorithm) {
    case 'ed25519': {
      const bytes = isRaw ? Uint8Array.from(material) : readJwkField(algorithm, material, 'x', 32);
      return { kind: 'ed25519', bytes: checkEd25519PublicKey(bytes) };
    }
    case 'hmac-sha256': {
      const bytes = isRaw ? Uint8Array.from(material) : readJwkField(algorithm, material, 'k');
      return { kind: 'secret', bytes: checkSecret(bytes) };
    }
    case 'rsa-pss-sha512':
    case 'rsa-v1_5-sha256': {
      if (isRaw) throw keyFault(algorithm, 'RSA keys have no raw form; give a JWK');
      const modulusBytes = checkRsa(algorithm, material);
      return { kind: 'rsa', n: material.n ?? '', e: material.e ?? '', modulusBytes };
    }
    case 'ecdsa-p256-sha256':
    case 'ecdsa-p384-sha384':
    case 'es256k':
      return { kind: 'ec', bytes: readPoint(algorithm, isRaw ? material : pointOf(algorithm, material)) };
  }
}

function pointOf(algorithm: EcAlgorithm, jwk: Jwk): Uint8Array {
  const { size } = EC_CURVES[algorithm];
  const x = readJwkField(algorithm, jwk, 'x', size);
  return Uint8Array.of(4, ...x, ...readJwkField(algorithm, jwk, 'y', size));
}

/** Checks that a point is on its curve; the orders of these curves are prime, so that is enough. */
function readPoint(algorithm: EcAlgorithm, bytes: Uint8Array): Uint8Array {
  try {
    return EC_CURVES[algorithm].curve.Point.fromBytes(bytes).toBytes(false);
  } catch (cause) {
    throw keyFault(algorithm, 'expected a point on the curve, in a form of SEC 1', cause);
  }
}
