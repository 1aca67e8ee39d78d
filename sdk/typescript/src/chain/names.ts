import type { RegistryKeyState, RegistryKeyType, TeeKindName } from './types.ts';

/** Names of `KeyType` by number. */
export const KEY_TYPES_BY_NUMBER: readonly RegistryKeyType[] = ['secp256k1', 'p256', 'ed25519', 'x25519', 'erc1271'];

/** Names of `KeyState` by number. */
export const KEY_STATES: readonly RegistryKeyState[] = [
  'none',
  'proved',
  'proof-emitted',
  'attested',
  'attestation-emitted',
];

/** Names of `TEEKind` by number. */
export const TEE_KINDS: readonly TeeKindName[] = ['sgx', 'sev', 'trustzone', 'nitro', 'tdx'];
