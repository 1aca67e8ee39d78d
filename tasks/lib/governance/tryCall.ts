import type { Call } from '../../../scripts/governance/types.ts';
import type { TaskContext } from '../TaskContext.ts';
import { TaskError } from '../TaskError.ts';
import { describeError } from '../describeError.ts';
import { EXIT } from '../types.ts';

/**
 * Tries a call as it would be made now, so that nobody confirms one that can't happen.
 *
 * @param from Who will make it: wallet or timelock.
 * @throws {TaskError} `would-fail` when the contract refuses; the contract's error is in the details.
 */
export async function tryCall(context: TaskContext, from: string, { target, value, data }: Call): Promise<void> {
  const { provider } = await context.ethers();
  try {
    await provider.call({ from, to: target, value, data });
  } catch (error) {
    const described = describeError(error);
    if (described?.code !== 'reverted') throw error;
    const wayOut = 'correct it, or pass --untried where it depends on something that has to happen before';
    throw new TaskError('would-fail', `made now, the call would be refused: ${described.message}; ${wayOut}`, {
      exitCode: EXIT.refused,
      details: { ...described.details },
      cause: error,
    });
  }
}
