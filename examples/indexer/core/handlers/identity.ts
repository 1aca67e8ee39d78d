import { addressOrNull, findOrFail, lower, originOf, ZERO_ADDRESS } from '../store.ts';
import type { ChainEvent, Store } from '../store.ts';
import type { Hex } from '../rows.ts';
import { followOwner } from './epochs.ts';

const WALLET_KEY = 'agentWallet';

interface TransferArgs {
  readonly from: Hex;
  readonly to: Hex;
  readonly tokenId: bigint;
}

/** A minting or a change of ownership, which ends approval and epoch. The wallet's end has an event of its own. */
export async function onTransfer(store: Store, event: ChainEvent<TransferArgs>): Promise<void> {
  const { tokenId: agentId } = event.args;
  const { chainId } = store;
  const [from, to] = [lower(event.args.from), lower(event.args.to)];
  let number = 0;
  if (from === ZERO_ADDRESS) {
    await mint(store, event, to);
  } else {
    number = (await findOrFail(store, 'agent', { chainId, agentId })).transfers + 1;
    await store.update('agent', { chainId, agentId }, { owner: to, approved: null, transfers: number });
    await followOwner(store, agentId, event.block.timestamp);
  }
  await store.insert('agentTransfer', { chainId, agentId, number, from, to, ...originOf(event) });
}

async function mint(store: Store, event: ChainEvent<TransferArgs>, owner: Hex): Promise<void> {
  await store.insert('agent', {
    chainId: store.chainId,
    agentId: event.args.tokenId,
    owner,
    approved: null,
    uri: '',
    wallet: null,
    transfers: 0,
    mintedBy: event.transaction.hash,
    did: null,
    boundOwner: null,
    isClaimed: false,
    isActive: false,
    nonce: 0,
    epoch: 0,
    activeKeys: 0,
    hasEnded: false,
    seenAt: 0n,
    cardUri: '',
    cardHash: null,
    cardUpdatedAt: null,
    ...originOf(event),
  });
}

/** A registration; the minting came before it. */
export async function onRegistered(
  { chainId, update }: Store,
  { args }: ChainEvent<{ readonly agentId: bigint; readonly agentURI: string }>,
): Promise<void> {
  await update('agent', { chainId, agentId: args.agentId }, { uri: args.agentURI });
}

/** Another URI. */
export async function onUriUpdated(
  { chainId, update }: Store,
  { args }: ChainEvent<{ readonly agentId: bigint; readonly newURI: string }>,
): Promise<void> {
  await update('agent', { chainId, agentId: args.agentId }, { uri: args.newURI });
}

interface MetadataArgs {
  readonly agentId: bigint;
  /** keccak256 of the key. */
  readonly indexedMetadataKey: string;
  readonly metadataKey: string;
  readonly metadataValue: Hex;
}

/** A metadata value, or the wallet. */
export async function onMetadataSet(store: Store, { args, block }: ChainEvent<MetadataArgs>): Promise<void> {
  const { agentId, metadataKey: key } = args;
  const value = lower(args.metadataValue);
  const { chainId } = store;
  if (key === WALLET_KEY) {
    await store.update('agent', { chainId, agentId }, { wallet: value === '0x' ? null : value });
    return;
  }
  const keyHash = lower(args.indexedMetadataKey as Hex);
  await store.put('agentMetadata', { chainId, agentId, keyHash, key, value, updatedAt: block.timestamp });
}

/** An approval for one agent. */
export async function onApproval(
  { chainId, update }: Store,
  { args }: ChainEvent<{ readonly approved: Hex; readonly tokenId: bigint }>,
): Promise<void> {
  await update('agent', { chainId, agentId: args.tokenId }, { approved: addressOrNull(args.approved) });
}

/** An operator for all agents of an owner, or not any more. */
export async function onApprovalForAll(
  { chainId, put }: Store,
  { args }: ChainEvent<{ readonly owner: Hex; readonly operator: Hex; readonly approved: boolean }>,
): Promise<void> {
  const { approved } = args;
  await put('operator', { chainId, owner: lower(args.owner), operator: lower(args.operator), approved });
}

/** Whether an account is owner, operator or approved account of an agent. */
export async function isAgentSide({ chainId, find }: Store, agentId: bigint, account: Hex): Promise<boolean> {
  const agent = await find('agent', { chainId, agentId });
  if (agent === null) return false;
  if (account === agent.owner || account === agent.approved) return true;
  return (await find('operator', { chainId, owner: agent.owner, operator: account }))?.approved ?? false;
}
