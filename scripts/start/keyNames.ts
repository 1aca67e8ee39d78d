/** Names of the contract's `KeyType`, by number. */
export const KEY_TYPES = ['secp256k1', 'P-256', 'Ed25519', 'X25519', 'ERC-1271'] as const;

/** Names of the contract's `KeyState`, by number. */
export const KEY_STATES = ['none', 'proved', 'proof emitted', 'attested', 'attestation emitted'] as const;
