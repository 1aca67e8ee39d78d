import { and, count, eq, inArray, sum } from 'ponder';
import { db } from 'ponder:api';
import { agentClient, feedback } from 'ponder:schema';

/** A trust summary as `getTrustSummary` gives it; integers as texts, because they pass what JSON numbers hold. */
export interface TrustSummary {
  readonly feedbackClass: string;
  readonly count: number;
  readonly sumAt18Decimals: string;
  readonly meanAt18Decimals: string;
}

/** Classes that the registry sums up. Of `Open` it doesn't: anybody can give any number under fresh addresses. */
const SUMMED = ['TaskBacked', 'Validated'] as const;

/** Sum and mean of an agent's live feedback by class, without excluded clients. */
export async function trustOf(chainId: number, agentId: bigint): Promise<readonly TrustSummary[]> {
  const sums = await db
    .select({ feedbackClass: feedback.feedbackClass, count: count(), sum: sum(feedback.valueAt18Decimals) })
    .from(feedback)
    .innerJoin(
      agentClient,
      and(
        eq(agentClient.chainId, feedback.chainId),
        eq(agentClient.agentId, feedback.agentId),
        eq(agentClient.client, feedback.client),
      ),
    )
    .where(
      and(
        eq(feedback.chainId, chainId),
        eq(feedback.agentId, agentId),
        eq(feedback.isRevoked, false),
        eq(agentClient.isExcluded, false),
        inArray(feedback.feedbackClass, [...SUMMED]),
      ),
    )
    .groupBy(feedback.feedbackClass);
  return SUMMED.map((feedbackClass) => {
    const found = sums.find((one) => one.feedbackClass === feedbackClass);
    const total = BigInt(found?.sum ?? 0);
    const number = found?.count ?? 0;
    const mean = number === 0 ? 0n : total / BigInt(number);
    return { feedbackClass, count: number, sumAt18Decimals: String(total), meanAt18Decimals: String(mean) };
  });
}
