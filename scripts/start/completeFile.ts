import type { AgentReference } from '../../sdk/typescript/src/index.ts';
import type { AgentFile } from './types.ts';

/** The author's file, with this registration in place of an older one with the same registry. */
export function completeFile(
  { chainId, registry, agentId }: AgentReference,
  { source, file }: Pick<AgentFile, 'source' | 'file'>,
): Record<string, unknown> {
  const agentRegistry = `eip155:${chainId}:${registry}`;
  const others = file.registrations.filter(
    (entry) => entry.agentRegistry.toLowerCase() !== agentRegistry.toLowerCase(),
  );
  return { ...source, registrations: [...others, { agentId: Number(agentId), agentRegistry }] };
}
