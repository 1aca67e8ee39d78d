import { prepareBindAgent, prepareRegisterAgent } from '../../../sdk/typescript/src/client/index.ts';
import type { PreparedCall } from '../../../sdk/typescript/src/client/index.ts';
import type { Sent, TaskContext } from '../../lib/TaskContext.ts';
import { toSent } from '../../lib/TaskContext.ts';
import { TaskError } from '../../lib/TaskError.ts';
import { isRevert } from '../../lib/errors/isRevert.ts';
import { EXIT } from '../../lib/types.ts';
import { describeAim } from './describeAim.ts';
import type { Registration } from './types.ts';

/**
 * Reveals a commitment that is old enough.
 *
 * @param isConfirmed Whether the user has confirmed the whole registration in this run.
 * @throws {TaskError} `commitment-void` after a pause of the registry: no wait makes it good again
 */
export async function reveal(
  context: TaskContext,
  registration: Registration,
  isConfirmed: boolean,
): Promise<Sent | undefined> {
  try {
    const receipt = await context.send(toCall(registration), `${describeAim(registration)}.`, { isConfirmed });
    return receipt === undefined ? undefined : toSent(receipt);
  } catch (cause) {
    const error = 'SageCommitmentVoid';
    if (!isRevert(cause, error)) throw cause;
    const wayOut = 'registrations were paused since the commitment, which made it void; begin anew by --fresh';
    throw new TaskError('commitment-void', wayOut, {
      field: '--did',
      value: registration.did,
      exitCode: EXIT.refused,
      details: { error },
      cause,
    });
  }
}

function toCall({ registry, identifier, keys, agentURI, salt, agentId }: Registration): PreparedCall {
  if (agentId === undefined) return prepareRegisterAgent(registry, { identifier, keys, agentURI, salt });
  return prepareBindAgent(registry, { agentId, identifier, keys, salt });
}
