import type { Agent, Hex } from '../../../examples/indexer/core/rows.ts';
import { ZERO_ADDRESS, addFeedback, addRequest, emptyState } from '../differential/state.ts';
import type { State } from '../differential/state.ts';
import { inOrder, where } from './rowSet.ts';
import type { RowSet } from './rowSet.ts';

/** The state of the three registries of the standard, as the rows tell it. */
export function stateOf(rows: RowSet): State {
  const state = emptyState();
  const agents = rows.agent.toSorted((a, b) => Number(a.agentId - b.agentId));
  for (const [index, agent] of agents.entries()) {
    if (agent.agentId !== BigInt(index)) throw new Error(`agent ${index} is missing`);
    state.identity.agents.push(agentOf(rows, agent));
  }
  for (const { owner, operator } of where(rows.operator, { approved: true })) {
    state.identity.operators.add(`${owner}/${operator}`);
  }
  const responders = respondersOf(rows);
  for (const feedback of inOrder(rows.feedback)) {
    const { agentId, client, feedbackIndex, value, decimals, tag1, tag2, isRevoked } = feedback;
    const index = addFeedback(state, agentId, client, {
      value,
      decimals: BigInt(decimals),
      tag1,
      tag2,
      revoked: isRevoked,
      responders: responders.get(`${agentId}/${client}/${feedbackIndex}`) ?? [],
    });
    if (index !== BigInt(feedbackIndex)) throw new Error(`feedback ${index} of ${client} is missing`);
  }
  for (const request of inOrder(rows.validationRequest)) {
    const { requestHash, validator, agentId, isSelf, response, responseHash, tag, updatedAt } = request;
    const answer =
      response === null || responseHash === null ? undefined : { response: BigInt(response), responseHash, tag };
    addRequest(state, {
      hash: requestHash,
      validator,
      agentId,
      selfAtRequest: isSelf,
      answer,
      lastUpdate: updatedAt,
    });
  }
  return state;
}

function agentOf(rows: RowSet, agent: Agent): State['identity']['agents'][number] {
  const { agentId, owner, approved, uri, wallet } = agent;
  const transfers = where(rows.agentTransfer, { agentId })
    .filter(({ number }) => number > 0)
    .toSorted((a, b) => a.number - b.number)
    .map(({ createdAt }) => createdAt);
  if (transfers.length !== agent.transfers) throw new Error(`transfer of agent ${agentId} is missing`);
  const metadata = new Map<string, string>(
    where(rows.agentMetadata, { agentId }).map(({ key, value }) => [key, value]),
  );
  const orZero = (address: Hex | null): string => address ?? ZERO_ADDRESS;
  return { owner, approved: orZero(approved), uri, wallet: orZero(wallet), lastDeadline: 0n, transfers, metadata };
}

function respondersOf(rows: RowSet): Map<string, string[]> {
  const responders = new Map<string, string[]>();
  for (const { agentId, client, feedbackIndex, responder } of inOrder(rows.feedbackResponse)) {
    const name = `${agentId}/${client}/${feedbackIndex}`;
    responders.set(name, [...(responders.get(name) ?? []), responder]);
  }
  return responders;
}
