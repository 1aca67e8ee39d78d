import { formatTable } from '../lib/table.ts';
import { DEFAULT_RULES } from './defaultRules.ts';
import { EXAMPLE_ROUND } from './exampleRound.ts';
import { settleRound } from './settleRound.ts';
import { toEther } from './toEther.ts';
import { updateRecord } from './updateRecord.ts';

/** The worked example as a table, with its sums. */
export function renderExample(): string {
  const { verdicts, deposit } = EXAMPLE_ROUND;
  const outcome = settleRound(DEFAULT_RULES, EXAMPLE_ROUND);
  const rows = verdicts.map(({ stake, response }, at) => {
    const { settlement, payout } = outcome.settled[at] ?? { settlement: 'returned', payout: stake };
    const { right, wrong } = updateRecord({ right: 0, wrong: 0 }, settlement);
    const record = right > 0 ? 'right + 1' : wrong > 0 ? 'wrong + 1' : '';
    return [`${at + 1}`, ether(stake), response?.toString() ?? 'never revealed', settlement, ether(payout), record];
  });
  const header = ['validator', 'stake', 'verdict', 'settled as', 'gets', 'record'];
  const { status, response, refund, rewardPerHead, toTreasury } = outcome;
  return [
    formatTable(header, rows, ['right', 'right', 'right', 'left', 'right', 'left']),
    '',
    `${status}: ${response}; deposit ${ether(deposit)}, back to the requester ${ether(refund)}, reward for each head ` +
      `${ether(rewardPerHead)}, to the treasury ${ether(toTreasury)} (ETH)`,
  ].join('\n');
}

function ether(wei: bigint): string {
  return toEther(wei).toFixed(6);
}
