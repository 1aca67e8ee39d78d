import type { Thresholds } from '../configuration.ts';
import type { History, KeyProposal, RequestRound } from '../History.ts';
import { MonitorError } from '../MonitorError.ts';
import { text } from '../readArgs.ts';
import type { Finding, SuiteEvent } from '../types.ts';

/** What a rule may look at besides the event. */
export interface RuleContext {
  readonly thresholds: Thresholds;
  /** Of the events up to this one, this one included. */
  readonly history: History;
}

/** What an event is to be told for. */
export type Rule = (event: SuiteEvent, context: RuleContext) => readonly Finding[];

/** Rules by the name of the event that they look at. */
export type RuleTable = Readonly<Record<string, readonly Rule[]>>;

/**
 * The proposal that an event is about.
 *
 * @throws MonitorError `answer-contradicts` when the node never told of it.
 */
export function proposalOf(event: SuiteEvent, { history }: RuleContext): KeyProposal {
  return history.proposal(text(event, 'proposalId')) ?? untold(event, 'TEEKeyProposed');
}

/**
 * The round that an event is about.
 *
 * @throws MonitorError `answer-contradicts` when the node never told of it.
 */
export function roundOf(event: SuiteEvent, { history }: RuleContext): RequestRound {
  return history.round(text(event, 'requestHash'), text(event, 'round')) ?? untold(event, 'StakedRequestOpened');
}

function untold({ name, part, block }: SuiteEvent, missing: string): never {
  const message = `${name} of ${part} in block ${block} comes without the ${missing} that it is about; check the node, and the block of the deployment in the address book`;
  throw new MonitorError('answer-contradicts', message);
}
