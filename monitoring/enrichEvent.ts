import { text } from './readArgs.ts';
import type { WatchedChain } from './chain/WatchedChain.ts';
import type { History } from './History.ts';
import { MonitorError } from './MonitorError.ts';
import type { Suite } from './suite.ts';
import type { ArgValue, SuiteEvent } from './types.ts';

type Struct = Readonly<Record<string, ArgValue>>;

/**
 * Adds to an event what held when it happened and what it doesn't say itself: the voting period of a proposal, the minimum delay
 * at a scheduling, the threshold before, the wei that a transaction of the wallet sends.
 *
 * @param history Of the events before.
 */
export async function enrichEvent(
  event: SuiteEvent,
  history: History,
  suite: Suite,
  chain: Pick<WatchedChain, 'calldata'>,
): Promise<SuiteEvent> {
  switch (event.name) {
    case 'TEEKeyProposed': {
      const parameters = latest(history, 'TEEKeyParametersSet', event).args['parameters'] as Struct;
      return withArgs(event, { votingPeriod: parameters['votingPeriod'] ?? '' });
    }
    case 'CallScheduled':
      return withArgs(event, { minDelay: text(latest(history, 'MinDelayChange', event), 'newDuration') });
    case 'ThresholdChanged': {
      const before = history.latest(event.name);
      return withArgs(event, { before: before === undefined ? '0' : text(before, 'threshold') });
    }
    case 'TransactionProposed': {
      const { transactionId, proposer } = event.args;
      const amount = sumOf(event.args['calls'] as readonly Struct[]);
      return { ...event, args: { transactionId: transactionId ?? '', proposer: proposer ?? '', amount } };
    }
    case 'SignedTransactionExecuted':
      return withArgs(event, { amount: await signedAmount(event, suite, chain) });
    default:
      return event;
  }
}

function withArgs(event: SuiteEvent, more: Struct): SuiteEvent {
  return { ...event, args: { ...event.args, ...more } };
}

/** Both are emitted by a constructor, so that there is one before any event that needs it. */
function latest(history: History, name: string, event: SuiteEvent): SuiteEvent {
  const found = history.latest(name);
  if (found !== undefined) return found;
  const message = `${event.name} of ${event.part} in block ${event.block} comes without a ${name} before it; check the addresses and the block of the deployment in the address book`;
  throw new MonitorError('answer-contradicts', message);
}

function sumOf(calls: readonly Struct[]): string {
  return String(calls.reduce((sum, call) => sum + BigInt(call['value'] as string), 0n));
}

/** The event names a nonce only. What was called is in the transaction, unless that went to another contract. */
async function signedAmount(event: SuiteEvent, suite: Suite, chain: Pick<WatchedChain, 'calldata'>): Promise<string> {
  const { to, data } = await chain.calldata(event.transaction);
  if (to !== event.address) return 'unknown';
  try {
    const call = suite.byAddress.get(event.address)?.abi?.parseTransaction({ data });
    if (call?.name !== 'executeWithSignatures') return 'unknown';
    const calls = call.args[0] as readonly { readonly value: bigint }[];
    return String(calls.reduce((sum, { value }) => sum + value, 0n));
  } catch {
    // The contract takes calldata that ethers doesn't, such as without the padding at its end.
    return 'unknown';
  }
}
