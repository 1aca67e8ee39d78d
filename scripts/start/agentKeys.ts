import { id } from 'ethers';
import { ed25519Key, p256Key, secp256k1Key, x25519Key } from '../lib/demoKeys.ts';
import type { DemoKey } from '../lib/demoKeys.ts';
import type { Registries } from './chain.ts';

/** A key as the registry takes it. */
export interface KeyInput {
  readonly keyType: number;
  readonly publicKey: string;
  readonly proof: string;
}

/** The key with which an agent signs; `generation` tells its successors apart. */
export function signingKey(did: string, generation = 0): DemoKey {
  return secp256k1Key(id(`demo secp256k1 ${did} ${generation}`));
}

/**
 * The keys with which an agent is registered: all have one for Ethereum, every third also one for P-256 (passkeys, HSMs),
 * every other third an Ed25519 key (most DIDs) and an X25519 key for encryption, which the first key attests.
 *
 * @param index Place of the agent in its folder.
 */
export async function planKeys({ sage }: Registries, did: string, index: number): Promise<DemoKey[]> {
  const first = signingKey(did);
  if (index % 3 === 1) return [first, p256Key(id(`demo P-256 ${did}`))];
  if (index % 3 === 2) {
    const keyId = await sage.keyIdOf(first.keyType, first.publicKey);
    const agreement = x25519Key(id(`demo X25519 ${did}`), { keyId, key: first });
    return [first, ed25519Key(id(`demo Ed25519 ${did}`)), agreement];
  }
  return [first];
}

/**
 * Proves keys: each signs what the registry asks for.
 *
 * @param owner Who owns the agent.
 * @param nonce The agent's nonce, which the first key's proof names.
 */
export async function proveKeys(
  { sage }: Registries,
  keys: readonly DemoKey[],
  did: string,
  owner: string,
  nonce: number,
): Promise<KeyInput[]> {
  const inputs: KeyInput[] = [];
  for (const { keyType, publicKey, prove } of keys) {
    const keyId = await sage.keyIdOf(keyType, publicKey);
    const digest = await sage.keyProofDigest(did, owner, keyId, nonce + inputs.length);
    inputs.push({ keyType, publicKey, proof: prove(digest) });
  }
  return inputs;
}
