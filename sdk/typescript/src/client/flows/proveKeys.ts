import { argumentFault } from '../checks/argumentFault.ts';
import { checkUint } from '../checks/checkUint.ts';
import { createAttestation } from '../createAttestation.ts';
import { createKeyProofRequest } from '../createKeyProofRequest.ts';
import type { Address, ContractRef, Hex, Integer, KeyInput, RegistryKeyType } from '../types.ts';

/** A key that proves itself; `RegistrySigner` is one, and a contract wallet can be made one. */
export interface KeyProver {
  readonly keyType: RegistryKeyType;
  readonly publicKey: Hex;
  readonly keyId: Hex;
  /** `KeyInput.proof` for a digest. */
  proveDigest(digest: Hex): Promise<Hex>;
  /** Its signature in an attestation; without it the key attests no other. */
  attestDigest?(digest: Hex): Promise<Hex>;
}

/** A key that can't sign, as `AgreementKey`, and the one that attests it. */
export interface AttestedKey {
  readonly key: { readonly keyType: 'x25519'; readonly publicKey: Hex; readonly keyId: Hex };
  readonly attester: KeyProver;
}

export interface ProveKeysOptions {
  /** The SageRegistryV3. */
  readonly contract: ContractRef;
  readonly did: string;
  /** The agent's owner when the keys are added. */
  readonly owner: Address;
  /** The nonce of the first key; the others follow. 0 for an agent that is not bound yet. */
  readonly firstNonce: Integer;
  /** In the order of the call. An attesting key is the agent's already, or stands before the key that it attests. */
  readonly keys: readonly (KeyProver | AttestedKey)[];
}

/**
 * Has keys prove themselves, for a registration, binding or claim, or one for `addKey` and `rotateKey`.
 *
 * @returns What the `prepare…` functions take as keys.
 * @throws ClientError `argument-invalid`, and what a key throws.
 */
export async function proveKeys(options: ProveKeysOptions): Promise<KeyInput[]> {
  const firstNonce = checkUint('firstNonce', options.firstNonce, 24);
  const { contract, did, owner } = options;
  const inputs: KeyInput[] = [];
  for (const [index, entry] of options.keys.entries()) {
    const { keyType, publicKey, keyId } = 'key' in entry ? entry.key : entry;
    const { digest } = createKeyProofRequest({ contract, did, owner, keyId, nonce: firstNonce + BigInt(index) });
    const proof = 'key' in entry ? await attest(entry.attester, digest, index) : await entry.proveDigest(digest);
    inputs.push({ keyType, publicKey, proof });
  }
  return inputs;
}

async function attest(attester: KeyProver, digest: Hex, index: number): Promise<Hex> {
  if (attester.attestDigest === undefined) {
    throw argumentFault(`keys[${index}].attester`, attester.keyId, 'it can not attest; take a key that signs');
  }
  return createAttestation(attester.keyId, await attester.attestDigest(digest));
}
