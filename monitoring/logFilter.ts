import type { LogFilter } from './chain/WatchedChain.ts';
import { REMEMBERED_EVENTS } from './History.ts';
import { RULED_EVENTS } from './rules/findingsOf.ts';
import type { Suite } from './suite.ts';

const WANTED = new Set([...RULED_EVENTS, ...REMEMBERED_EVENTS]);

/** The logs that a rule looks at or that are remembered. The others are many and cheap: whoever likes can fill a block with them. */
export function logFilterOf({ contracts }: Suite): LogFilter {
  const addresses: string[] = [];
  const topics = new Set<string>();
  for (const { address, abi } of contracts) {
    if (abi === undefined) continue;
    addresses.push(address);
    abi.forEachEvent(({ name, topicHash }) => {
      if (WANTED.has(name)) topics.add(topicHash);
    });
  }
  return { addresses, topics: [...topics] };
}
