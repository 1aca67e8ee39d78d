import { parseAgentRegistry } from './parseAgentRegistry.ts';
import type { AgentReference, Registration } from './types.ts';

/**
 * Finds the entry of a file that names an agent: same chain, same registry, same id.
 *
 * @param registrations Of a file that was found valid.
 * @param agent The agent; the registry's letter case doesn't matter.
 */
export function findRegistration(
  registrations: readonly Registration[],
  agent: AgentReference,
): Registration | undefined {
  return registrations.find(({ agentId, agentRegistry }) => {
    const parts = parseAgentRegistry(agentRegistry);
    if (parts?.namespace !== 'eip155' || typeof agentId !== 'number') return false;
    const isSameRegistry = parts.address.toLowerCase() === agent.registry.toLowerCase();
    return isSameRegistry && parts.chain === agent.chainId.toString() && BigInt(agentId) === agent.agentId;
  });
}
