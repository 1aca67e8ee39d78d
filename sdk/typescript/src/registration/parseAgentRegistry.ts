import type { AgentRegistry } from './types.ts';

const EVM = /^(eip155):([1-9][0-9]{0,31}):(0x[0-9a-fA-F]{40})$/;
/** The alphabets and lengths of CAIP-2 and CAIP-10. */
const FOREIGN = /^([-a-z0-9]{3,8}):([-_a-zA-Z0-9]{1,32}):([-.%a-zA-Z0-9]{1,128})$/;

/**
 * Takes an `agentRegistry` apart.
 *
 * @param text For example `eip155:1:0x8004A169FB4a3325136EB29fA0ceB6D2e539a432`.
 * @returns The parts; undefined when it names no registry. The checksum of an address isn't looked at.
 */
export function parseAgentRegistry(text: string): AgentRegistry | undefined {
  const match = EVM.exec(text) ?? (text.startsWith('eip155:') ? null : FOREIGN.exec(text));
  if (!match) return undefined;
  const [, namespace = '', chain = '', address = ''] = match;
  return { namespace, chain, address };
}
