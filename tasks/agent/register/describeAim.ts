import type { Registration } from './types.ts';

/** What a registration comes to, as a sentence without its full stop. */
export function describeAim({ did, keys, agentId, isOnChain }: Registration): string {
  const count = keys.length === 1 ? 'one key' : `${keys.length} keys`;
  const file = isOnChain ? ', its file on the chain' : '';
  const who = agentId === undefined ? `Registers a new agent as ${did}` : `Gives agent ${agentId} the DID ${did}`;
  return `${who} with ${count}${file}; the DID belongs to it for ever`;
}
