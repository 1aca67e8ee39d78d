/** What each signing type of key in the registry signs with (names of RFC 9421; all give 64 bytes). ECDSA with a low s only. */
export const REGISTRY_ALGORITHMS = { ed25519: 'ed25519', secp256k1: 'es256k', p256: 'ecdsa-p256-sha256' } as const;
