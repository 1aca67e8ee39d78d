import type { Finding, SuiteEvent } from '../types.ts';
import { governanceRules } from './governance.ts';
import { payoutRules } from './payouts.ts';
import { requestRules } from './requests.ts';
import type { RuleContext, RuleTable } from './Rule.ts';
import { voteRules } from './votes.ts';

const TABLES: readonly RuleTable[] = [governanceRules, voteRules, payoutRules, requestRules];

/** Names of the events that a rule looks at. */
export const RULED_EVENTS: readonly string[] = TABLES.flatMap((table) => Object.keys(table));

/** Everything that the rules find in an event. */
export function findingsOf(event: SuiteEvent, context: RuleContext): readonly Finding[] {
  return TABLES.flatMap((table) => table[event.name] ?? []).flatMap((rule) => rule(event, context));
}
