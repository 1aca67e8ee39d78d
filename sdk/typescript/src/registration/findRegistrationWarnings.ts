import { createValueIssue } from './createValueIssue.ts';
import { parseAgentRegistry } from './parseAgentRegistry.ts';
import type { RegistrationIssue } from './types.ts';

/**
 * Registries outside of the EVM chains in a list of registrations.
 *
 * @param registrations The raw list; anything else gives nothing.
 */
export function findRegistrationWarnings(registrations: unknown): RegistrationIssue[] {
  const entries: readonly unknown[] = Array.isArray(registrations) ? registrations : [];
  return entries.flatMap((entry, index) => {
    if (typeof entry !== 'object' || entry === null || !('agentRegistry' in entry)) return [];
    const { agentRegistry } = entry;
    const parts = typeof agentRegistry === 'string' ? parseAgentRegistry(agentRegistry) : undefined;
    if (!parts || parts.namespace === 'eip155') return [];
    return [createValueIssue('agent-registry-foreign', ['registrations', index, 'agentRegistry'], agentRegistry)];
  });
}
