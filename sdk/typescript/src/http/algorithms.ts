import type { SignatureAlgorithm } from './types.ts';

interface AlgorithmFacts {
  /** Bytes of a signature; undefined where the key decides. */
  readonly length: number | undefined;
  /** ECDSA only: half of the group's order, rounded down; the largest s that passes. */
  readonly halfOrder?: bigint;
  readonly source: string;
}

/**
 * The algorithms and the facts that every implementation of them shares.
 *
 * `es256k` is our own name and not in the IANA registry: ECDSA over secp256k1 with SHA-256, written as r and s of 32
 * bytes each, s at most half of the order. It is what RFC 8812 calls ES256K with the additional bound on s. ECDSA
 * signatures are malleable: with (r, s) also (r, n - s) passes plain verification. Therefore the larger s is refused
 * for all curves, unless a key is told to accept it (RFC 9421 itself asks for no bound; two of its examples exceed it).
 */
export const SIGNATURE_ALGORITHMS: Readonly<Record<SignatureAlgorithm, AlgorithmFacts>> = {
  ed25519: { length: 64, source: 'RFC 9421, section 3.3.6; RFC 8032, section 5.1' },
  'ecdsa-p256-sha256': {
    length: 64,
    halfOrder: 0x7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8n,
    source: 'RFC 9421, section 3.3.4',
  },
  'ecdsa-p384-sha384': {
    length: 96,
    halfOrder: 0x7fffffffffffffffffffffffffffffffffffffffffffffffe3b1a6c0fa1b96efac0d06d9245853bd76760cb5666294b9n,
    source: 'RFC 9421, section 3.3.5',
  },
  'rsa-pss-sha512': { length: undefined, source: 'RFC 9421, section 3.3.1' },
  'rsa-v1_5-sha256': { length: undefined, source: 'RFC 9421, section 3.3.2' },
  'hmac-sha256': { length: 32, source: 'RFC 9421, section 3.3.3' },
  es256k: {
    length: 64,
    halfOrder: 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n,
    source: 'not registered; RFC 8812, section 3.2, with a bound on s',
  },
};
