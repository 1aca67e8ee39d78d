import { ed25519 } from '@noble/curves/ed25519.js';
import { slice, toBytes } from 'ox/Hex';
import type { Hex } from '../client/types.ts';
import { createKeyProofRequest } from '../client/createKeyProofRequest.ts';
import type { ChainFacts } from './ChainFacts.ts';
import type { Fact } from './FactCache.ts';
import type { AgentFacts, KeyFacts } from './types.ts';

const SIGNATURE_BYTES = 64;
const ATTESTER_ID_BYTES = 32;
/** The id of the attesting key, its signature, the key itself; see `createAttestation`. */
const ATTESTATION_BYTES = 128;

/** Takes the value out of a fact; a judgement keeps the answers for its bundle. */
export type UseFact = <T>(fact: Fact<T>) => T;

/**
 * For `ChainFacts.isKeyProved`: whether somebody showed to hold a key, also where the contract left the check to whoever relies on the key:
 * - `proof-emitted`: an Ed25519 signature by RFC 8032 over the digest of `KeyProof(...)` as message;
 * - `attestation-emitted`: the same by an Ed25519 key of the agent whose own proof is right.
 *
 * A proof names the owner of its time. That of a former epoch is taken from the log that began the epoch. Ed25519 keys outside
 * of the subgroup of prime order, which the contract takes, are not proved by anything: one signature of theirs can fit
 * several messages.
 *
 * @param facts The chain at the block that the key was read at.
 * @param agent Whose key it is.
 * @param key The record of the key.
 * @param use Takes values out of facts.
 * @throws ChainError when its bytes, the attesting key, or the owner of a former epoch, can't be read
 */
export async function isKeyProved(facts: ChainFacts, agent: AgentFacts, key: KeyFacts, use: UseFact): Promise<boolean> {
  const { publicKey, proof = '0x' } = use(await facts.keyBytes(agent.agentId, key.keyId));
  const isAgreement = key.keyType === 'x25519';
  switch (key.state) {
    case 'proved':
      return key.keyType !== 'ed25519' || isTorsionFree(publicKey);
    case 'attested':
      return isAgreement;
    case 'none':
      return false;
    case 'proof-emitted':
      return (
        key.keyType === 'ed25519' &&
        isTorsionFree(publicKey) &&
        hasSigned(proof, await digestOf(facts, agent, key, use), publicKey)
      );
    case 'attestation-emitted':
      return isAgreement && isAttested(facts, agent, key, proof, use);
  }
}

async function isAttested(
  facts: ChainFacts,
  agent: AgentFacts,
  key: KeyFacts,
  proof: Hex,
  use: UseFact,
): Promise<boolean> {
  if (toBytes(proof).length !== ATTESTATION_BYTES) return false;
  const attesterId = slice(proof, 0, ATTESTER_ID_BYTES);
  const attester = use(await facts.key(agent.agentId, attesterId));
  if (attester.keyType !== 'ed25519' || attester.epoch !== key.epoch || attester.state === 'none') return false;
  const bytes = use(await facts.keyBytes(agent.agentId, attesterId));
  const signature = slice(proof, ATTESTER_ID_BYTES, ATTESTER_ID_BYTES + SIGNATURE_BYTES);
  const isRight =
    slice(proof, ATTESTER_ID_BYTES + SIGNATURE_BYTES) === bytes.publicKey &&
    hasSigned(signature, await digestOf(facts, agent, key, use), bytes.publicKey);
  return isRight && isKeyProved(facts, agent, attester, use);
}

async function digestOf(facts: ChainFacts, agent: AgentFacts, key: KeyFacts, use: UseFact): Promise<Hex> {
  const { keyId, nonce, epoch } = key;
  const { agentId, did, boundOwner } = agent;
  const contract = { chainId: facts.block.chainId, address: facts.contracts.sageRegistry };
  const owner = epoch === agent.epoch ? boundOwner : use(await facts.ownerOfEpoch(agentId, epoch));
  return createKeyProofRequest({ contract, did, owner, keyId, nonce }).digest;
}

function isTorsionFree(publicKey: Hex): boolean {
  return ed25519.Point.fromBytes(toBytes(publicKey), false).isTorsionFree();
}

function hasSigned(signature: Hex, digest: Hex, publicKey: Hex): boolean {
  const bytes = toBytes(signature);
  return (
    bytes.length === SIGNATURE_BYTES && ed25519.verify(bytes, toBytes(digest), toBytes(publicKey), { zip215: false })
  );
}
