import { KEY_TYPES } from '../client/keyTypes.ts';
import type { RegistryKeyType } from '../client/types.ts';
import type { RegistryKeyState, TeeKindName } from './types.ts';

/** Names of `KeyType` by number. */
export const KEY_TYPES_BY_NUMBER: readonly RegistryKeyType[] = (Object.keys(KEY_TYPES) as RegistryKeyType[]).sort(
  (a, b) => KEY_TYPES[a] - KEY_TYPES[b],
);

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
