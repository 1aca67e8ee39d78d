import { checkPolicy } from './checkPolicy.ts';
import { checkRequirements } from './checkRequirements.ts';
import { checkTee } from './checkTee.ts';
import { checkTeeKey } from './checkTeeKey.ts';
import { conclude } from './conclude.ts';
import { Fault } from './Fault.ts';
import { findAgent } from './findAgent.ts';
import { Judgement } from './Judgement.ts';
import { openChain } from './openChain.ts';
import { bundlePolicy } from './bundlePolicy.ts';
import { toNow } from './toNow.ts';
import type { AgentPolicy, Verdict } from './types.ts';

/**
 * May this agent be trusted, by this policy? Reads the chain at one block: DID, agent, owner; then what the policy asks
 * for: a key of the agent in a TEE, registration file, domains, reputation, validations.
 *
 * Trust: the endpoints of the reader and, for the evidence of a TEE, the caller's verifier.
 *
 * @param did Of the agent.
 * @param policy What is asked of it.
 * @returns A verdict; `unknown` where something could not be found out. Only `valid` may be trusted.
 * @throws VerdictError `policy-invalid`
 */
export async function verifyAgent(did: string, policy: AgentPolicy): Promise<Verdict> {
  checkPolicy(policy.agent, policy.tee);
  const judgement = new Judgement(toNow(policy.now));
  let fault: Fault | undefined;
  try {
    const facts = await openChain(judgement, policy.reader, policy.finality);
    const agent = await findAgent(judgement, facts, did);
    if (policy.tee) {
      const { keyId } = policy.tee;
      await checkTeeKey(judgement, facts, agent, keyId);
      await checkTee(judgement, facts, { keyId, agentId: agent.agentId }, policy.tee, policy.fetcher);
    }
    await checkRequirements(judgement, facts, agent, policy.agent ?? {}, policy.fetcher);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    fault = error;
  }
  return conclude(judgement, fault, {
    kind: 'agent',
    reader: policy.reader,
    did,
    message: () => null,
    policy: () => bundlePolicy(policy),
    nonceStored: false,
  });
}
