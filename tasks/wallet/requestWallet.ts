import { serializeTypedData } from '../../sdk/typescript/src/client/index.ts';
import type { TaskContext } from '../lib/TaskContext.ts';
import { formatTime } from '../lib/formatTime.ts';
import { taskAction } from '../lib/taskAction.ts';
import type { ReadArguments, TaskResult } from '../lib/types.ts';
import { buildWalletRequest } from './walletRequest.ts';

export interface RequestWalletArguments extends ReadArguments {
  readonly agent: string;
  /** Address. */
  readonly wallet: string;
  /** A moment; empty for one as late as the registry allows. */
  readonly deadline: string;
}

/** What a wallet signs elsewhere: the JSON of `eth_signTypedData_v4` and its digest. */
export async function requestWallet(context: TaskContext, args: RequestWalletArguments): Promise<TaskResult> {
  const { agentId, wallet, owner, deadline, request } = await buildWalletRequest(context, args);
  const typedData = serializeTypedData(request.typedData);
  return {
    data: { agentId, wallet, owner, deadline, digest: request.digest, typedData: JSON.parse(typedData) as unknown },
    text: [typedData, `digest   ${request.digest}`, `deadline ${deadline} (${formatTime(deadline)})`],
  };
}

export default taskAction(requestWallet);
