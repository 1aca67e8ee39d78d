import { createAgentWalletRequest } from '../../sdk/typescript/src/client/index.ts';
import type { Hex, SigningRequest } from '../../sdk/typescript/src/client/index.ts';
import type { TaskContext } from '../lib/TaskContext.ts';
import { TaskError } from '../lib/TaskError.ts';
import { contractRef } from '../lib/contractRef.ts';
import { parseTime } from '../lib/parseTime.ts';
import { readAddress } from '../lib/readAddress.ts';
import { readAgentId } from '../lib/readAgentId.ts';

/** Of the 300 seconds that the registry allows; the rest is for a clock that differs. */
const AHEAD = 290;

/** What a wallet signs, and the facts in it. */
export interface WalletRequest {
  readonly agentId: bigint;
  readonly wallet: Hex;
  readonly owner: Hex;
  /** Unix seconds. */
  readonly deadline: number;
  readonly request: SigningRequest;
}

/**
 * Builds what a wallet signs to become that of an agent.
 *
 * @param deadline A moment; empty for one as late as the registry allows.
 * @throws {TaskError} `bad-agent`, `bad-address`, `bad-time`, `deadline-past`
 */
export async function buildWalletRequest(
  context: TaskContext,
  {
    agent,
    wallet: text,
    deadline: end,
  }: { readonly agent: string; readonly wallet: string; readonly deadline: string },
): Promise<WalletRequest> {
  const wallet = readAddress(text, '--wallet');
  const agentId = await readAgentId(context, agent);
  const identity = await context.contract('identityRegistry');
  const owner = (await identity.ownerOf(agentId)) as Hex;
  const now = await context.chainTime();
  const deadline = end === '' ? now + AHEAD : parseTime(end, '--deadline');
  if (deadline < now) {
    throw new TaskError('deadline-past', `it is before the latest block, ${now}; have it signed anew`, {
      field: '--deadline',
      value: end,
    });
  }
  // The registry's own name: registries that others deployed have another.
  const { name: domainName } = await identity.eip712Domain();
  const contract = await contractRef(context, 'identityRegistry');
  const request = createAgentWalletRequest({ contract, agentId, newWallet: wallet, owner, deadline, domainName });
  return { agentId, wallet, owner, deadline, request };
}
