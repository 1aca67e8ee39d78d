import type { Part } from '../../scripts/deploy/plan.ts';
import type { Address, ContractRef } from '../../sdk/typescript/src/client/index.ts';
import type { TaskContext } from './TaskContext.ts';

/** A part of the suite as the sdk names it. */
export async function contractRef(context: TaskContext, part: Part): Promise<ContractRef & { address: Address }> {
  return { chainId: await context.chainId(), address: (await context.addressOf(part)) as Address };
}
