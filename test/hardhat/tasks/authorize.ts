import { ZeroAddress, id } from 'ethers';
import type { Desk } from './desk.ts';

const DAY = 86_400;

export interface Authorized {
  readonly taskId: string;
  /** Nobody when left out. */
  readonly validator?: string;
  readonly minResponse?: number;
}

/** Has an account authorize a task of agent 0 without the desk, which keeps salts with a key derivation that takes its time. */
export async function authorize(desk: Desk, account: number, task: Authorized): Promise<void> {
  const registry = desk.contract('reputationRegistry', account);
  const client = desk.accounts[account]?.address ?? '';
  const now = (await desk.provider.getBlock('latest'))?.timestamp ?? 0;
  const terms = { validator: ZeroAddress, minResponse: 0, ...task };
  const authorization = { ...terms, agentId: 0, deadline: now + 2 * DAY, salt: id('salt') };
  await (await registry.commitTaskAuthorization(await registry.taskCommitment(client, authorization))).wait();
  await desk.wait(30);
  await (await registry.authorizeTaskWithReveal(authorization)).wait();
}
