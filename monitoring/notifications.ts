import { definitionOf } from './alertTable.ts';
import type { Suite } from './suite.ts';
import type { Condition, EventPlace, Finding, Header, Notification } from './types.ts';

/** What is told of a finding. Its id names the very log, so that the same alert in a replaced block is another one. */
export function raisedByEvent(finding: Finding, place: EventPlace, suite: Suite): Notification {
  const { alert, key, fields } = finding;
  const { severity, title } = definitionOf(alert);
  const id = [alert, place.blockHash, place.logIndex, ...(key === undefined ? [] : [key])].join(':');
  return {
    schema: 'sage-alert/1',
    kind: 'raised',
    id,
    alert,
    severity,
    title,
    chainId: String(suite.chainId),
    part: place.part,
    contract: place.address,
    block: place.block,
    blockHash: place.blockHash,
    transaction: place.transaction,
    logIndex: place.logIndex,
    time: toIso(place.time),
    fields,
  };
}

/** What is told of something that lasts from a block on. */
export function raisedAtBlock({ alert, key, part, fields }: Condition, block: Header, suite: Suite): Notification {
  const { severity, title } = definitionOf(alert);
  return {
    schema: 'sage-alert/1',
    kind: 'raised',
    id: `${alert}:${key}:${block.hash}`,
    alert,
    severity,
    title,
    chainId: String(suite.chainId),
    part: part ?? null,
    contract: part === undefined ? null : (suite.byPart.get(part)?.address ?? null),
    block: block.number,
    blockHash: block.hash,
    transaction: null,
    logIndex: null,
    time: toIso(block.time),
    fields,
  };
}

/** What is told of the watcher's own health. */
export function raisedByClock({ alert, key, fields }: Condition, time: number, suite: Suite): Notification {
  const { severity, title } = definitionOf(alert);
  return {
    schema: 'sage-alert/1',
    kind: 'raised',
    id: `${alert}:${key}:${Math.floor(time * 1000)}`,
    alert,
    severity,
    title,
    chainId: String(suite.chainId),
    part: null,
    contract: null,
    block: null,
    blockHash: null,
    transaction: null,
    logIndex: null,
    time: toIso(time),
    fields,
  };
}

/** What it is about, of something that lasts: its id without the moment. */
export function subjectOf({ id }: Notification): string {
  return id.slice(0, id.lastIndexOf(':'));
}

function toIso(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
