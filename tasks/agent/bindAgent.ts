import type { TaskContext } from '../lib/TaskContext.ts';
import { readAgentId } from '../lib/readAgentId.ts';
import { taskAction } from '../lib/taskAction.ts';
import type { TaskResult, WriteArguments } from '../lib/types.ts';
import { carryOut } from './register/carryOut.ts';
import { planBinding, readSubject } from './register/plan.ts';
import { checkSame, readKept } from './register/resume.ts';

export interface BindArguments extends WriteArguments {
  readonly agent: string;
  /** Identifier, or the whole DID. */
  readonly did: string;
  /** Names of key files, separated by commas. */
  readonly key: string;
  /** Name of a key file; empty for none. */
  readonly attester: string;
  /** Give up what an earlier run began. */
  readonly fresh: boolean;
}

/** Gives DID and keys to an agent of the identity registry that has none. A run that was stopped goes on. */
export async function bindAgent(context: TaskContext, args: BindArguments): Promise<TaskResult> {
  const agentId = await readAgentId(context, args.agent);
  const subject = await readSubject(context, args.did);
  const run = { keeping: 'kept', until: 'end', isDryRun: args.dryRun } as const;
  const kept = args.fresh ? undefined : await readKept(context, subject);
  if (kept === undefined) {
    const registration = await planBinding(context, subject, agentId, args);
    return carryOut(context, registration, { ...run, keeping: args.fresh ? 'instead' : 'new' });
  }
  await checkSame(context, kept, { flow: 'binding', agentId, key: args.key });
  context.progress(`going on with the binding of ${kept.did} that was begun`);
  return carryOut(context, kept, run);
}

export default taskAction(bindAgent);
