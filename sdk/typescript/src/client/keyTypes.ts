import type { RegistryKeyType } from './types.ts';

/** The numbers of the contract's `KeyType`. They are part of every key id and never change. */
export const KEY_TYPES: Readonly<Record<RegistryKeyType, number>> = {
  secp256k1: 0,
  p256: 1,
  ed25519: 2,
  x25519: 3,
  erc1271: 4,
};
