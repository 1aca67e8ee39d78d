import { ed25519 } from '@noble/curves/ed25519.js';
import { slice, toBytes } from 'ox/Hex';
import type { Hex } from '../client/types.ts';
import { createKeyProofRequest } from '../client/createKeyProofRequest.ts';
import type { ChainFacts } from './ChainFacts.ts';
import type { AgentFacts, KeyBytes, KeyFacts } from './types.ts';

const SIGNATURE_BYTES = 64;
const ATTESTER_ID_BYTES = 32;
/** The id of the attesting key, its signature, the key itself; see `createAttestation`. */
const ATTESTATION_BYTES = 128;

/** `unchecked`: it names an owner whom the chain no longer tells, so nobody can say. */
export type KeyProofJudgement = 'right' | 'wrong' | 'unchecked';

/**
 * Judges how a key was proved, also where the contract left that to whoever relies on the key:
 * - `proof-emitted`: an Ed25519 signature by RFC 8032 over the digest of `KeyProof(...)` as message;
 * - `attestation-emitted`: the same by an Ed25519 key of the agent whose own proof is right.
 *
 * A proof names the owner of its time. For keys of a former owner it is `unchecked`.
 *
 * @param facts The chain at the block that the key was read at.
 * @param agent Whose key it is.
 * @param key The record of the key.
 * @param bytes Its bytes and its proof, see `ChainFacts.keyBytes`.
 * @throws ChainError when the attesting key can't be read
 */
export async function judgeKeyProof(
  facts: ChainFacts,
  agent: AgentFacts,
  key: KeyFacts,
  { publicKey, proof }: KeyBytes,
): Promise<KeyProofJudgement> {
  switch (key.state) {
    case 'proved':
    case 'attested':
      return 'right';
    case 'none':
      return 'wrong';
    case 'proof-emitted':
      if (proof === undefined || key.epoch !== agent.epoch) return 'unchecked';
      return key.keyType === 'ed25519' && hasSigned(proof, digestOf(facts, agent, key), publicKey) ? 'right' : 'wrong';
    case 'attestation-emitted':
      if (proof === undefined || key.epoch !== agent.epoch) return 'unchecked';
      return judgeAttestation(facts, agent, key, proof);
  }
}

async function judgeAttestation(
  facts: ChainFacts,
  agent: AgentFacts,
  key: KeyFacts,
  proof: Hex,
): Promise<KeyProofJudgement> {
  if (toBytes(proof).length !== ATTESTATION_BYTES) return 'wrong';
  const attesterId = slice(proof, 0, ATTESTER_ID_BYTES);
  const { value: attester } = await facts.key(agent.agentId, attesterId);
  if (attester.keyType !== 'ed25519' || attester.epoch !== key.epoch) return 'wrong';
  if (attester.state !== 'proved' && attester.state !== 'proof-emitted') return 'wrong';
  const { value: bytes } = await facts.keyBytes(agent.agentId, attesterId);
  const signature = slice(proof, ATTESTER_ID_BYTES, ATTESTER_ID_BYTES + SIGNATURE_BYTES);
  const isRight =
    slice(proof, ATTESTER_ID_BYTES + SIGNATURE_BYTES) === bytes.publicKey &&
    hasSigned(signature, digestOf(facts, agent, key), bytes.publicKey);
  return isRight ? judgeKeyProof(facts, agent, attester, bytes) : 'wrong';
}

function digestOf(facts: ChainFacts, agent: AgentFacts, { keyId, nonce }: KeyFacts): Hex {
  const contract = { chainId: facts.block.chainId, address: facts.contracts.sageRegistry };
  return createKeyProofRequest({ contract, did: agent.did, owner: agent.boundOwner, keyId, nonce }).digest;
}

function hasSigned(signature: Hex, digest: Hex, publicKey: Hex): boolean {
  const bytes = toBytes(signature);
  return (
    bytes.length === SIGNATURE_BYTES && ed25519.verify(bytes, toBytes(digest), toBytes(publicKey), { zip215: false })
  );
}
