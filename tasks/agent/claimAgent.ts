import { computeKeyId, prepareClaimAgent, proveKeys } from '../../sdk/typescript/src/client/index.ts';
import type { Hex } from '../../sdk/typescript/src/client/index.ts';
import type { TaskContext } from '../lib/TaskContext.ts';
import { readBoundAgent } from '../lib/boundAgent.ts';
import { contractRef } from '../lib/contractRef.ts';
import { sentResult } from '../lib/sentResult.ts';
import { openKeys, splitNames } from '../lib/keys/openKeys.ts';
import { taskAction } from '../lib/taskAction.ts';
import type { TaskResult, WriteArguments } from '../lib/types.ts';

export interface ClaimArguments extends WriteArguments {
  readonly agent: string;
  /** Names of key files, separated by commas. */
  readonly key: string;
  /** Name of a key file; empty for none. */
  readonly attester: string;
}

/** Takes over an agent that was transferred: the new owner's keys prove themselves. */
export async function claimAgent(context: TaskContext, args: ClaimArguments): Promise<TaskResult> {
  const names = splitNames(args.key, '--key');
  const { agentId, did, owner, nonce } = await readBoundAgent(context, args.agent);
  const contract = await contractRef(context, 'sageRegistry');
  const provers = await openKeys(context, names, args.attester);
  const keys = await proveKeys({ contract, did, owner, firstNonce: nonce, keys: provers });
  const registry = (await context.addressOf('sageRegistry')) as Hex;
  const count = keys.length === 1 ? 'one key' : `${keys.length} keys`;
  const what = `Takes over ${did} for its owner ${owner} with ${count}; keys of former owners stay ended.`;
  const receipt = await context.send(prepareClaimAgent(registry, agentId, keys), what);
  const ids = keys.map((key) => ({ keyId: computeKeyId(key), type: key.keyType }));
  return sentResult(receipt, { agentId, did, owner, keys: ids }, [`${owner} has claimed ${did}.`]);
}

export default taskAction(claimAgent);
