import { prepareBindAgent, prepareRegisterAgent } from '../../../sdk/typescript/src/client/index.ts';
import type { Sent, TaskContext } from '../../lib/TaskContext.ts';
import { toSent } from '../../lib/TaskContext.ts';
import type { Registration } from './types.ts';

/** Reveals a commitment that is old enough. */
export async function reveal(context: TaskContext, registration: Registration): Promise<Sent | undefined> {
  const { registry, identifier, keys, agentURI, salt, agentId, did } = registration;
  const count = keys.length === 1 ? 'one key' : `${keys.length} keys`;
  const receipt =
    agentId === undefined
      ? await context.send(
          prepareRegisterAgent(registry, { identifier, keys, agentURI, salt }),
          `Registers a new agent with ${did} and ${count}. The DID belongs to it for ever.`,
        )
      : await context.send(
          prepareBindAgent(registry, { agentId, identifier, keys, salt }),
          `Gives agent ${agentId} the DID ${did} and ${count}. It keeps that DID for ever.`,
        );
  return receipt === undefined ? undefined : toSent(receipt);
}
