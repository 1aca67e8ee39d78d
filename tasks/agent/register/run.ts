import type { TaskContext } from '../../lib/TaskContext.ts';
import { removePending } from '../../lib/pending.ts';
import type { TaskResult, WriteArguments } from '../../lib/types.ts';
import { carryOut } from './carryOut.ts';
import { planRegistration, readSubject } from './plan.ts';
import type { PlanArguments } from './plan.ts';
import { checkSame, findKept, readKept } from './resume.ts';
import { PENDING_KIND, pendingId } from './types.ts';

export interface RegisterArguments extends WriteArguments, PlanArguments {
  /** Go on with what an earlier run began. */
  readonly resume: boolean;
  /** Give up what an earlier run began. */
  readonly fresh: boolean;
}

/**
 * Registers an agent, or commits to it only. A run that was stopped goes on when the same is asked for again.
 *
 * @param until How far.
 */
export async function runRegistration(
  context: TaskContext,
  args: RegisterArguments,
  until: 'commitment' | 'end',
): Promise<TaskResult> {
  if (args.resume) return carryOut(context, await findKept(context, args.did), true, until);
  const subject = await readSubject(context, args.did);
  if (args.fresh) await removePending(context, PENDING_KIND, pendingId(subject));
  const kept = await readKept(context, subject);
  if (kept === undefined) return carryOut(context, await planRegistration(context, subject, args), false, until);
  await checkSame(context, kept, { flow: 'registration', key: args.key });
  context.progress(`going on with the registration of ${kept.did} that was begun`);
  return carryOut(context, kept, true, until);
}
