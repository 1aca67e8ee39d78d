import type { SignatureAlgorithm } from '../http/types.ts';

/**
 * The algorithms of JWS that keys in SageRegistryV3 have, by their name there: RFC 7518, section 3.4 (ES256), RFC 8812
 * (ES256K), RFC 8037 (EdDSA) and RFC 9864 (Ed25519). Keys of X25519 sign nothing, and contracts (ERC-1271) sign no JWS.
 */
export const JWS_ALGORITHMS: Readonly<Record<string, SignatureAlgorithm>> = {
  ES256: 'ecdsa-p256-sha256',
  ES256K: 'es256k',
  EdDSA: 'ed25519',
  Ed25519: 'ed25519',
};
