import { keccak256 } from 'ox/Hash';
import { fromBytes } from 'ox/Hex';
import type { Hex } from '../client/types.ts';
import type { ChainFacts } from '../chain/ChainFacts.ts';
import type { FetchedContent, ContentFetcher } from '../fetch/types.ts';
import { Fault } from './Fault.ts';
import type { Judgement } from './Judgement.ts';
import { toChainFault } from './toChainFault.ts';
import type { JsonValue, TeeRequirement } from './types.ts';

interface TeeSubject {
  readonly keyId: Hex;
  readonly agentId: bigint;
}

/**
 * Checks that a key is one that the TEE key registry trusts at the block, for accepted code on accepted hardware; and,
 * where the policy asks for it, that the evidence still says so. That the key is the agent's is checked before.
 *
 * @throws Fault
 */
export async function checkTee(
  judgement: Judgement,
  facts: ChainFacts,
  { keyId, agentId }: TeeSubject,
  requirement: TeeRequirement,
  fetcher: ContentFetcher | undefined,
): Promise<void> {
  try {
    const { isTrusted, trustedUntil, decision } = judgement.use(await facts.teeKey(keyId));
    if (!isTrusted || decision === undefined) {
      throw new Fault('tee', 'tee-not-trusted', { facts: { keyId, trustedUntil } });
    }
    const { kind, keyType, measurement, evidenceHash, proposalId, proposedAt } = decision;
    const found = { keyId, kind, measurement, trustedUntil, proposalId: String(proposalId) };
    const isListed = requirement.measurements.some((one) => one.toLowerCase() === measurement);
    if (!isListed || requirement.kinds?.includes(kind) === false) {
      throw new Fault('tee', 'tee-measurement', { facts: found });
    }
    const { verifyEvidence } = requirement;
    if (verifyEvidence === undefined) {
      judgement.pass('tee', found);
      return;
    }

    const uri = judgement.use(await facts.teeEvidenceUri(proposalId));
    const { bytes } = await fetchEvidence(judgement, uri, fetcher, found);
    if (keccak256(fromBytes(bytes)) !== evidenceHash) {
      throw new Fault('tee', 'tee-evidence-hash', { facts: { ...found, uri } });
    }
    const { publicKey } = judgement.use(await facts.keyBytes(agentId, keyId));
    const evidence = { kind, bytes, measurement, keyId, keyType, publicKey, proposedAt, now: judgement.now };
    const result = await verifyEvidence(evidence, (name, input) => judgement.record(name, input));
    if (result.verdict === 'valid') {
      judgement.pass('tee', { ...found, evidence: uri });
      return;
    }
    throw new Fault('tee', `tee-evidence/${result.code}`, { facts: found, detail: result.message });
  } catch (error) {
    throw toChainFault('tee', error);
  }
}

async function fetchEvidence(
  judgement: Judgement,
  uri: string,
  fetcher: ContentFetcher | undefined,
  facts: Readonly<Record<string, JsonValue>>,
): Promise<FetchedContent> {
  const fetch = judgement.recording('tee', fetcher);
  try {
    return await fetch(uri);
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw new Fault('tee', 'tee-evidence-unreachable', { facts: { ...facts, uri }, detail, cause });
  }
}
