import type { TaskContext } from './TaskContext.ts';

/** Milliseconds between two looks. */
const POLL = 2_000;

/**
 * Waits until no transaction of an account is under way. A task that was stopped may have sent one that has no block yet:
 * whoever looks at the chain before it has would send it twice.
 */
export async function settle(context: TaskContext, account: string): Promise<void> {
  const { provider } = await context.ethers();
  for (;;) {
    const [mined, known] = await Promise.all([
      provider.getTransactionCount(account, 'latest'),
      provider.getTransactionCount(account, 'pending'),
    ]);
    if (known <= mined) return;
    context.progress(`${account} has ${known - mined} transaction(s) under way; waiting for their blocks`);
    await context.io.sleep(POLL);
  }
}
