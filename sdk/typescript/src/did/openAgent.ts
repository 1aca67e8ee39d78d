import type { ChainFacts } from '../chain/ChainFacts.ts';
import type { ChainReader } from '../chain/createChainReader.ts';
import type { AgentFacts, Finality } from '../chain/types.ts';
import { DidError } from './DidError.ts';
import type { DidErrorCode } from './DidError.ts';
import { parseDid } from './parseDid.ts';

/** Where DIDs are looked up. */
export interface AgentSource {
  /** A reader for each network by its name in DIDs, `local` for `did:sage:local:…`. */
  readonly networks: Readonly<Record<string, ChainReader>>;
  /** Which block; `latest` by default, which can still be undone. */
  readonly finality?: Finality | undefined;
}

/** An agent, and the chain at the block at which it was read. */
export interface OpenedAgent {
  readonly facts: ChainFacts;
  readonly agent: AgentFacts;
  readonly reader: ChainReader;
}

/**
 * The agent with a DID, in service and claimed by its owner, at the block that its reader has now.
 *
 * @throws DidError `did-malformed`, `network-unknown`, `did-not-found`, `agent-deactivated`, `agent-unclaimed`; ChainError
 *   when the chain can't be read
 */
export async function openAgent(did: string, { networks, finality }: AgentSource): Promise<OpenedAgent> {
  const { network } = parseDid(did);
  const reader = Object.hasOwn(networks, network) ? networks[network] : undefined;
  const refuse = (code: DidErrorCode, message: string): DidError => new DidError(code, message, { details: { did } });
  if (reader === undefined) throw refuse('network-unknown', `there is no reader for the network ${network}`);
  const facts = await reader.open(finality);
  const { value: agentId } = await facts.agentByDid(did);
  const agent = agentId === undefined ? undefined : (await facts.agent(agentId)).value;
  if (agent === undefined) throw refuse('did-not-found', `no agent has ${did} at block ${facts.block.number}`);
  if (!agent.isActive) throw refuse('agent-deactivated', `the controller of ${did} took it out of service`);
  if (!agent.isClaimed) throw refuse('agent-unclaimed', `${did} was sold; its owner has to claim it first`);
  return { facts, agent, reader };
}

/**
 * Checks a source before it is asked.
 *
 * @throws DidError `argument-invalid` for one without networks
 */
export function checkSource({ networks }: AgentSource): void {
  if (Object.keys(networks).length > 0) return;
  throw new DidError('argument-invalid', "networks can't be {}; give at least one reader by its network", {
    details: { field: 'networks', value: networks },
  });
}
