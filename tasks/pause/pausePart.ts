import type { TaskContext } from '../lib/TaskContext.ts';
import { TaskError } from '../lib/TaskError.ts';
import { sentResult } from '../lib/sentResult.ts';
import { taskAction } from '../lib/taskAction.ts';
import type { TaskResult, WriteArguments } from '../lib/types.ts';

interface PauseArguments extends WriteArguments {
  readonly part: string;
}

const EFFECTS = {
  sageRegistry: 'no agent can be registered or bound',
  stakedValidation: 'no request can be opened to the staked judges',
} as const;

/** Pauses a contract. Only its guardian and the timelock may; the contract refuses anybody else. */
export async function pausePart(context: TaskContext, { part }: PauseArguments): Promise<TaskResult> {
  if (part !== 'sageRegistry' && part !== 'stakedValidation') {
    throw new TaskError('bad-part', `only ${Object.keys(EFFECTS).join(' and ')} can be paused`, {
      field: 'part',
      value: part,
    });
  }
  const contract = await context.contract(part);
  const effect = `${EFFECTS[part]} until governance calls unpause(), which takes 24 hours in the timelock.`;
  const call = { to: await context.addressOf(part), data: contract.interface.encodeFunctionData('pause') };
  const receipt = await context.send(call, `Pauses ${part}: ${effect}`);
  return sentResult(receipt, { part }, [`${part} is paused: ${effect}`]);
}

export default taskAction(pausePart);
