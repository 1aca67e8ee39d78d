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
  const { committed, minValidators } = roundOf(event, context);
  if (committed >= minValidators) return [];
  const fields = { ...roundFields(event), committed, minValidators };
  return [{ alert: 'request-participation-low', fields }];
}

function withheld(event: SuiteEvent, context: RuleContext): readonly Finding[] {
  const { committed, revealed, minValidators } = roundOf(event, context);
  if (committed < minValidators || revealed >= committed) return [];
  const fields = { ...roundFields(event), committed, revealed };
  return [{ alert: 'request-verdicts-withheld', fields }];
}

function roundFields(event: SuiteEvent): Finding['fields'] {
  return {
    requestHash: text(event, 'requestHash'),
    round: Number(integer(event, 'round')),
    status: STATUS[Number(text(event, 'status'))] ?? text(event, 'status'),
  };
}
