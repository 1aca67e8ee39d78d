import type { TransactionReceipt } from 'ethers';
import { toSent } from './TaskContext.ts';
import type { TaskResult } from './types.ts';

/**
 * What a task tells after sending a transaction.
 *
 * @param receipt undefined when nothing was sent (`--dry-run`).
 * @param data Facts besides the transaction's own.
 * @param text What is so now; left out when nothing was sent.
 */
export function sentResult(
  receipt: TransactionReceipt | undefined,
  data: Readonly<Record<string, unknown>>,
  text: readonly string[],
): TaskResult {
  if (receipt === undefined) return { data: { ...data, sent: false }, text: ['Nothing was sent (--dry-run).'] };
  const sent = toSent(receipt);
  return {
    data: { ...data, sent: true, ...sent },
    text: [...text, `Transaction ${sent.transaction} in block ${sent.block}, ${sent.gasUsed} gas.`],
  };
}
