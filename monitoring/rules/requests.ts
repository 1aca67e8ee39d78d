import { integer, text } from '../readArgs.ts';
import type { Finding, SuiteEvent } from '../types.ts';
import { roundOf } from './Rule.ts';
import type { RuleContext, RuleTable } from './Rule.ts';

/** Numbers of `IStakedValidation.Status`. */
const STATUS = ['None', 'Open', 'Decided', 'Disputed', 'Expired'] as const;

/** Rounds of staked requests that ended with few, or with silent, validators. */
export const requestRules: RuleTable = {
  StakedRequestFinalized: [fewCommitted, withheld],
};

function fewCommitted(event: SuiteEvent, context: RuleContext): readonly Finding[] {
  const round = roundOf(event, context);
  const terms = round.opened.args['terms'] as Readonly<Record<string, string>>;
  const minValidators = Number(terms['minValidators']);
  if (round.committed >= minValidators) return [];
  const fields = { ...roundFields(event), committed: round.committed, minValidators };
  return [{ alert: 'request-participation-low', fields }];
}

function withheld(event: SuiteEvent, context: RuleContext): readonly Finding[] {
  const round = roundOf(event, context);
  if (round.revealed >= round.committed) return [];
  const fields = { ...roundFields(event), committed: round.committed, revealed: round.revealed };
  return [{ alert: 'request-verdicts-withheld', fields }];
}

function roundFields(event: SuiteEvent): Finding['fields'] {
  return {
    requestHash: text(event, 'requestHash'),
    round: Number(integer(event, 'round')),
    status: STATUS[Number(text(event, 'status'))] ?? text(event, 'status'),
  };
}
