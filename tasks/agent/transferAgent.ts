import type { TaskContext } from '../lib/TaskContext.ts';
import { sentResult } from '../lib/sentResult.ts';
import { findDidOf } from '../lib/findDidOf.ts';
import { readAddress } from '../lib/readAddress.ts';
import { readAgentId } from '../lib/readAgentId.ts';
import { taskAction } from '../lib/taskAction.ts';
import type { TaskResult, WriteArguments } from '../lib/types.ts';

export interface TransferArguments extends WriteArguments {
  readonly agent: string;
  /** Address of the new owner. */
  readonly to: string;
}

/** Transfers an agent, with its DID, its reputation and its file, but without its keys. */
export async function transferAgent(context: TaskContext, args: TransferArguments): Promise<TaskResult> {
  const newOwner = readAddress(args.to, '--to');
  const agentId = await readAgentId(context, args.agent);
  const identity = await context.contract('identityRegistry');
  const owner = await identity.ownerOf(agentId);
  const did = await findDidOf(context, agentId);
  const data = identity.interface.encodeFunctionData('safeTransferFrom(address,address,uint256)', [
    owner,
    newOwner,
    agentId,
  ]);
  const ends =
    did === null
      ? 'Its wallet is unset.'
      : `All its keys end with the transfer and never come back, its wallet is unset, and ${did} goes along.`;
  const what = `Transfers agent ${agentId} from ${owner} to ${newOwner} for ever: only ${newOwner} could give it back. ${ends}`;
  const receipt = await context.send({ to: await context.addressOf('identityRegistry'), data }, what);
  const facts = { agentId, did, from: owner, to: newOwner };
  const sentence =
    did === null
      ? `${newOwner} owns agent ${agentId}.`
      : `${newOwner} owns agent ${agentId}; it has no keys until \`sage agent claim\`.`;
  return sentResult(receipt, facts, [sentence]);
}

export default taskAction(transferAgent);
