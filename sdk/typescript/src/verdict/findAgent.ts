import type { ChainFacts } from '../chain/ChainFacts.ts';
import type { AgentFacts } from '../chain/types.ts';
import { DidError } from '../did/DidError.ts';
import { parseDid } from '../did/parseDid.ts';
import { Fault } from './Fault.ts';
import type { Judgement } from './Judgement.ts';
import { toChainFault } from './toChainFault.ts';

/**
 * The agent with a DID, in service and claimed by its owner.
 *
 * @throws Fault
 */
export async function findAgent(judgement: Judgement, facts: ChainFacts, did: string): Promise<AgentFacts> {
  checkDid(did);
  try {
    const agentId = judgement.use(await facts.agentByDid(did));
    if (agentId === undefined) throw new Fault('did', 'did-not-found', { facts: { did } });
    judgement.pass('did', { did, agentId: String(agentId) });
    const agent = judgement.use(await facts.agent(agentId));
    if (agent === undefined) throw new Fault('agent', 'agent-not-found', { facts: { agentId: String(agentId) } });
    const { owner, boundOwner } = agent;
    judgement.subject = { did, agentId, owner };
    const found = { agentId: String(agentId), owner, boundOwner };
    if (!agent.isActive) throw new Fault('agent', 'agent-deactivated', { facts: found });
    if (!agent.isClaimed) throw new Fault('agent', 'agent-unclaimed', { facts: found });
    judgement.pass('agent', found);
    return agent;
  } catch (error) {
    throw toChainFault('agent', error);
  }
}

function checkDid(did: string): void {
  try {
    parseDid(did);
  } catch (error) {
    if (!(error instanceof DidError)) throw error;
    throw new Fault('did', 'did-malformed', { detail: error.message, cause: error });
  }
}
