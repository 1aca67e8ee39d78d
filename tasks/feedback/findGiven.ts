import type { TransactionReceipt } from 'ethers';
import { ERC8004ReputationRegistryV2__factory } from '../../typechain-types/index.ts';

const EVENTS = ERC8004ReputationRegistryV2__factory.createInterface();

/** The index under which a transaction put a feedback. */
export function findGiven(receipt: TransactionReceipt, registry: string): bigint {
  for (const log of receipt.logs) {
    if (log.address !== registry) continue;
    const event = EVENTS.parseLog(log);
    if (event?.name === 'NewFeedback') return event.args['feedbackIndex'] as bigint;
  }
  throw new Error(`transaction ${receipt.hash} succeeded without giving feedback`);
}
