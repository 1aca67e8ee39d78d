import { formatTime } from '../lib/formatTime.ts';
import { TaskError } from '../lib/TaskError.ts';
import { sentResult } from '../lib/sentResult.ts';
import type { TaskContext } from '../lib/TaskContext.ts';
import { taskAction } from '../lib/taskAction.ts';
import type { TaskResult, WriteArguments } from '../lib/types.ts';
import { readProposedKey, readTeeProposal } from './readProposal.ts';

export interface VoteArguments extends WriteArguments {
  readonly proposalId: bigint;
  /** `for` or `against`. */
  readonly choice: string;
}

/** Votes about a key, with the weight that the account had before the proposal. */
export async function vote(context: TaskContext, { proposalId, choice }: VoteArguments): Promise<TaskResult> {
  if (choice !== 'for' && choice !== 'against') {
    throw new TaskError('bad-choice', 'give for or against', { field: 'choice', value: choice });
  }
  const { keyId, kind, measurement, endsAt } = await readTeeProposal(context, proposalId);
  const { evidenceURI } = await readProposedKey(context, proposalId);
  context.progress(`Proposal ${proposalId}: ${kind} key ${keyId}, measurement ${measurement}`);
  context.progress(`Evidence at ${evidenceURI}; voting until ${formatTime(endsAt)}`);
  const registry = await context.contract('teeKeyRegistry');
  const transaction = await registry.vote.populateTransaction(proposalId, choice === 'for');
  const receipt = await context.send(transaction, `Votes ${choice} proposal ${proposalId}; a vote can't be changed.`);
  if (receipt === undefined) return sentResult(receipt, { proposalId, choice }, []);
  const { weightFor, weightAgainst, totalWeight } = await readTeeProposal(context, proposalId);
  return sentResult(receipt, { proposalId, choice, weightFor, weightAgainst, totalWeight }, [
    `Voted ${choice}: ${weightFor} for, ${weightAgainst} against, of ${totalWeight} in all`,
  ]);
}

export default taskAction(vote);
