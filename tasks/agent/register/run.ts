import type { TaskContext } from '../../lib/TaskContext.ts';
import type { TaskResult, WriteArguments } from '../../lib/types.ts';
import { carryOut } from './carryOut.ts';
import { planRegistration, readSubject } from './plan.ts';
import type { PlanArguments } from './plan.ts';
import { checkSame, findKept, readKept } from './resume.ts';

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
  const run = { keeping: 'kept', until, isDryRun: args.dryRun } as const;
  if (args.resume) return carryOut(context, await findKept(context, args.did), run);
  const subject = await readSubject(context, args.did);
  const kept = args.fresh ? undefined : await readKept(context, subject);
  if (kept === undefined) {
    const registration = await planRegistration(context, subject, args);
    return carryOut(context, registration, { ...run, keeping: args.fresh ? 'instead' : 'new' });
  }
  await checkSame(context, kept, { flow: 'registration', key: args.key });
  context.progress(`going on with the registration of ${kept.did} that was begun`);
  return carryOut(context, kept, run);
}
