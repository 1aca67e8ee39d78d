import type { Hex } from '../../sdk/typescript/src/client/index.ts';
import type { TaskContext } from '../lib/TaskContext.ts';
import { TaskError } from '../lib/TaskError.ts';
import { readWord } from '../lib/readWord.ts';
import { EXIT } from '../lib/types.ts';

/**
 * The task that a rating shall be of. A rating of a task names no agent, so what the user says is compared here.
 *
 * @param text `--task`; empty for a rating without a task.
 * @throws {TaskError} `bad-word`; `task-of-other-agent` also for a task that the client never authorized on this agent.
 */
export async function readTaskOf(
  context: TaskContext,
  text: string,
  client: string,
  agentId: bigint,
): Promise<Hex | undefined> {
  if (text === '') return undefined;
  const taskId = readWord(text, '--task');
  const task = await (await context.contract('reputationRegistry')).getTask(client, taskId);
  const isKnown = task.deadline !== 0n || task.feedbackIndex !== 0n;
  if (isKnown && task.agentId === agentId) return taskId;
  const wayOut = isKnown
    ? `the task is agent ${task.agentId}'s; name that agent, or another task`
    : `${client} has authorized no such task; see \`sage task authorize\``;
  throw new TaskError(isKnown ? 'task-of-other-agent' : 'task-unknown', wayOut, {
    field: '--task',
    value: taskId,
    exitCode: EXIT.refused,
  });
}
