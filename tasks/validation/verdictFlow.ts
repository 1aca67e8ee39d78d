import type { Address, Hex } from '../../sdk/typescript/src/client/index.ts';
import type { TaskContext } from '../lib/TaskContext.ts';
import { readPending, removePending, savePending } from '../lib/pending.ts';
import type { PendingData } from '../lib/pending.ts';

/** The kind of the pending flows. */
const KIND = 'verdict';

/** A verdict that nobody else knows yet. */
export interface KeptVerdict extends PendingData {
  /** 0 to 100. */
  readonly response: number;
  readonly salt: Hex;
}

/** Which verdict: a validator has one for each round. */
export interface VerdictFlow {
  /** The StakedValidation. */
  readonly contract: Address;
  readonly requestHash: Hex;
  readonly round: bigint;
  readonly validator: Address;
}

const idOf = ({ contract, requestHash, round, validator }: VerdictFlow): string =>
  `${contract}:${requestHash}:${round}:${validator}`;

/** The verdict that was kept; undefined for none. */
export function readVerdict(context: TaskContext, flow: VerdictFlow): Promise<KeptVerdict | undefined> {
  return readPending<KeptVerdict>(context, KIND, idOf(flow));
}

/**
 * Keeps a verdict until it is revealed: whoever loses it is slashed.
 *
 * @param replace Whether it takes the place of one that was kept.
 */
export function keepVerdict(
  context: TaskContext,
  flow: VerdictFlow,
  verdict: KeptVerdict,
  replace: boolean,
): Promise<void> {
  return savePending(context, KIND, idOf(flow), verdict, replace);
}

/** Forgets it, once it is revealed. */
export function forgetVerdict(context: TaskContext, flow: VerdictFlow): Promise<void> {
  return removePending(context, KIND, idOf(flow));
}
