import { ZeroAddress } from 'ethers';
import type { TaskContext } from '../lib/TaskContext.ts';
import type { TaskName } from './findTask.ts';

/** Why a rating isn't to be marked; undefined when it is. */
export type Objection =
  | 'not-decided'
  | 'not-rated'
  | 'already-validated'
  | 'rating-revoked'
  | 'validator-not-named'
  | 'self-validation'
  | 'response-too-low';

/**
 * Whether the answer of the staked judges makes the rating of a task `Validated`, by what client and governance want. The same
 * as `markTaskValidated` decides, told without a transaction that fails.
 */
export async function findObjection(
  context: TaskContext,
  { client, taskId }: TaskName,
): Promise<Objection | undefined> {
  const registry = await context.contract('reputationRegistry');
  const staked = await context.addressOf('stakedValidation');
  const task = await registry.getTask(client, taskId);
  if (task.feedbackIndex === 0n) return 'not-rated';
  if (task.raisedBy !== ZeroAddress) return 'already-validated';
  const { isRevoked } = await registry.readFeedback(task.agentId, client, task.feedbackIndex);
  if (isRevoked) return 'rating-revoked';
  const policy = await context.contract('taskValidationPolicy');
  // The policy answers for the registry that asks.
  const asRegistry = { from: await registry.getAddress() };
  const { response, threshold, self } = await policy.judge(client, taskId, task.agentId, staked, asRegistry);
  if (self) return 'self-validation';
  const thresholds = [threshold, task.validator === staked ? task.minResponse : 0n].filter((wanted) => wanted !== 0n);
  const [first, second = first] = thresholds;
  if (first === undefined || second === undefined) return 'validator-not-named';
  return response < (first < second ? first : second) ? 'response-too-low' : undefined;
}
