import type { Hex } from '../rows.ts';
import { addressOrNull, lower } from '../store.ts';
import type { ChainEvent, Store } from '../store.ts';

interface OwnershipArgs {
  readonly previousOwner: Hex;
  readonly newOwner: Hex;
}

/** A contract has another owner; nobody is offered it any more. */
export async function onOwnershipTransferred(
  { chainId, put }: Store,
  { args, log }: ChainEvent<OwnershipArgs>,
): Promise<void> {
  await put('contractOwner', {
    chainId,
    contract: lower(log.address),
    owner: lower(args.newOwner),
    pendingOwner: null,
  });
}

/** A contract was offered to another owner, or the offer was taken back. */
export async function onOwnershipTransferStarted(
  { chainId, update }: Store,
  { args, log }: ChainEvent<OwnershipArgs>,
): Promise<void> {
  const pendingOwner = addressOrNull(args.newOwner);
  await update('contractOwner', { chainId, contract: lower(log.address) }, { pendingOwner });
}
