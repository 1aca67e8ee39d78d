import { ed25519 } from '@noble/curves/ed25519.js';
import { toBytes } from 'ox/Hex';
import type { Hex } from 'ox/Hex';
import type { ChainFacts } from '../chain/ChainFacts.ts';
import type { AgentFacts, KeyFacts } from '../chain/types.ts';
import { createKeyProofRequest } from '../client/createKeyProofRequest.ts';
import { Fault } from './Fault.ts';

const SIGNATURE_BYTES = 64;

/**
 * Checks the proof of possession of an Ed25519 key, which the contract left to whoever relies on the key
 * (`KeyState.ProofEmitted`): a signature by RFC 8032 over the digest of `KeyProof(...)` as message.
 *
 * @throws Fault `key-proof-invalid`; `key-proof-unchecked` for a key of a former owner, whom the proof names.
 */
export function checkKeyProof(
  facts: ChainFacts,
  agent: AgentFacts,
  key: KeyFacts,
  publicKey: Hex,
  proof: Hex | undefined,
): void {
  const found = { keyId: key.keyId, state: key.state };
  if (key.state !== 'proof-emitted' || proof === undefined || key.epoch !== agent.epoch) {
    throw new Fault('key', 'key-proof-unchecked', { facts: found });
  }
  const { digest } = createKeyProofRequest({
    contract: { chainId: facts.block.chainId, address: facts.contracts.sageRegistry },
    did: agent.did,
    owner: agent.boundOwner,
    keyId: key.keyId,
    nonce: key.nonce,
  });
  const signature = toBytes(proof);
  const isRight =
    signature.length === SIGNATURE_BYTES &&
    ed25519.verify(signature, toBytes(digest), toBytes(publicKey), { zip215: false });
  if (!isRight) throw new Fault('key', 'key-proof-invalid', { facts: found });
}
