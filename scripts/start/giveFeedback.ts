import { keccak256, toUtf8Bytes } from 'ethers';
import type { Accounts, Registries } from './chain.ts';
import { toDataUri } from './dataUri.ts';
import { planFeedback } from './planFeedback.ts';
import type { PlannedFeedback } from './planFeedback.ts';
import type { Count } from './progress.ts';
import type { RegisteredAgent } from './types.ts';

/** A rating on the chain. */
interface Given extends PlannedFeedback {
  readonly agent: RegisteredAgent;
  /** Counts from 1 for each agent and client. */
  readonly feedbackIndex: bigint;
}

/**
 * Gives every agent its demo ratings. Then one owner answers the lowest stars it got, and one client takes back the
 * lowest stars it gave.
 */
export async function giveFeedback(
  registries: Registries,
  accounts: Accounts,
  agents: readonly RegisteredAgent[],
  count: Count,
): Promise<void> {
  const plans = agents.flatMap((agent) =>
    planFeedback(agent.from.file, accounts.clients.length).map((planned) => ({ agent, planned })),
  );
  const given: Given[] = [];
  for (const [index, { agent, planned }] of plans.entries()) {
    given.push(await give(registries, accounts, agent, planned));
    count(index + 1, plans.length);
  }
  const stars = given.filter(({ tag1 }) => tag1 === 'starred').sort((one, other) => one.value - other.value);
  const [lowest] = stars;
  const next = stars.find(({ agent }) => agent !== lowest?.agent) ?? stars[1];
  if (lowest) await answer(registries, accounts, lowest);
  if (next) await revoke(registries, accounts, next);
}

async function give(
  { reputation, identity, chainId }: Registries,
  accounts: Accounts,
  agent: RegisteredAgent,
  planned: PlannedFeedback,
): Promise<Given> {
  const client = accounts.clients[planned.client];
  if (!client) throw new Error(`there is no client ${planned.client}`);
  const { agentId } = agent;
  const { value, valueDecimals, tag1, tag2, endpoint } = planned;
  const registry = `eip155:${chainId}:${await identity.getAddress()}`;
  // The standard's feedback file, for the ratings that somebody could want explained.
  const document = {
    agentRegistry: registry,
    agentId: Number(agentId),
    clientAddress: `eip155:${chainId}:${client.address}`,
    value,
    valueDecimals,
    tag1,
    note: 'demo data',
  };
  const isStars = tag1 === 'starred';
  const uri = isStars ? toDataUri(document) : '';
  const hash = isStars ? keccak256(toUtf8Bytes(JSON.stringify(document))) : `0x${'00'.repeat(32)}`;
  const registryOfClient = reputation.connect(client);
  await (await registryOfClient.giveFeedback(agentId, value, valueDecimals, tag1, tag2, endpoint, uri, hash)).wait();
  const feedbackIndex = await reputation.getLastIndex(agentId, client.address);
  return { ...planned, agent, feedbackIndex };
}

async function answer({ reputation }: Registries, accounts: Accounts, given: Given): Promise<void> {
  const owner = accounts.owners[given.agent.account];
  const client = accounts.clients[given.client];
  if (!owner || !client) throw new Error('a rating without owner or client');
  const document = { answer: 'Thank you. The fault is found and corrected; please try again.', note: 'demo data' };
  const hash = keccak256(toUtf8Bytes(JSON.stringify(document)));
  const ours = reputation.connect(owner);
  await (
    await ours.appendResponse(given.agent.agentId, client.address, given.feedbackIndex, toDataUri(document), hash)
  ).wait();
}

async function revoke({ reputation }: Registries, accounts: Accounts, given: Given): Promise<void> {
  const client = accounts.clients[given.client];
  if (!client) throw new Error('a rating without client');
  await (await reputation.connect(client).revokeFeedback(given.agent.agentId, given.feedbackIndex)).wait();
}
