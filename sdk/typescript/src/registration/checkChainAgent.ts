import { RegistrationError } from './RegistrationError.ts';
import type { AgentReference, ChainAgent } from './types.ts';

function refuse(field: string, value: unknown, expected: string): never {
  throw new RegistrationError('agent-malformed', `${field} is ${String(value)}; expected ${expected}`, {
    details: { field, value },
  });
}

/**
 * Checks what was given as facts of the chain.
 *
 * @throws RegistrationError `agent-malformed`
 */
export function checkChainAgent(agent: AgentReference & Partial<ChainAgent>): void {
  const { chainId, registry, agentId, contentHash } = agent;
  if (chainId < 1n) refuse('chainId', chainId, 'a chain id of at least 1');
  if (!/^0x[0-9a-fA-F]{40}$/.test(registry)) refuse('registry', registry, '0x and 40 hex digits');
  if (agentId < 0n) refuse('agentId', agentId, 'an id of at least 0');
  if (contentHash !== undefined && !/^0x[0-9a-fA-F]{64}$/.test(contentHash)) {
    refuse('contentHash', contentHash, '0x and 64 hex digits');
  }
}
