import { parseEther } from 'ethers';
import { text } from '../readArgs.ts';
import type { Finding, SuiteEvent } from '../types.ts';
import type { Rule, RuleContext, RuleTable } from './Rule.ts';

/** Ether that leaves. */
export const payoutRules: RuleTable = {
  StakedWithdrawn: [payout('withdrawal', 'amount', 'to')],
  StakedTreasuryPaid: [payout('treasury', 'amount', 'to')],
  TEEKeyWithdrawn: [payout('withdrawal', 'amount', 'to')],
  TEEKeyTreasuryPaid: [payout('treasury', 'amount', 'to')],
  CallExecuted: [payout('timelock call', 'value', 'target')],
  SignedTransactionExecuted: [signedTransaction],
  TransactionExecuted: [transaction],
};

function payout(kind: string, amount: string, to: string): Rule {
  return (event, context) => large(context, kind, text(event, amount), { to: text(event, to) });
}

function signedTransaction(event: SuiteEvent, context: RuleContext): readonly Finding[] {
  return large(context, 'wallet transaction', text(event, 'amount'), { nonce: text(event, 'nonce') });
}

function transaction(event: SuiteEvent, context: RuleContext): readonly Finding[] {
  const transactionId = text(event, 'transactionId');
  return large(context, 'wallet transaction', context.history.amountOf(transactionId) ?? 'unknown', { transactionId });
}

/** What isn't known counts as large. */
function large({ thresholds }: RuleContext, kind: string, amount: string, rest: Finding['fields']): readonly Finding[] {
  if (amount !== 'unknown' && BigInt(amount) < parseEther(thresholds.payoutEther)) return [];
  return [{ alert: 'large-payout', fields: { kind, amount, ...rest } }];
}
