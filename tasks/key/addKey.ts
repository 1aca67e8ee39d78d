import { computeKeyId, prepareAddKey } from '../../sdk/typescript/src/client/index.ts';
import type { Hex } from '../../sdk/typescript/src/client/index.ts';
import type { TaskContext } from '../lib/TaskContext.ts';
import { readBoundAgent } from '../lib/boundAgent.ts';
import { sentResult } from '../lib/sentResult.ts';
import { taskAction } from '../lib/taskAction.ts';
import type { TaskResult, WriteArguments } from '../lib/types.ts';
import { proveNext } from './proveNext.ts';

export interface AddKeyArguments extends WriteArguments {
  readonly agent: string;
  /** Name of the key file. */
  readonly key: string;
  /** Name of a key file; empty for none. */
  readonly attester: string;
}

/** Gives an agent a further key. */
export async function addKey(context: TaskContext, { agent, key, attester }: AddKeyArguments): Promise<TaskResult> {
  const found = await readBoundAgent(context, agent);
  const input = await proveNext(context, found, key, attester);
  const keyId = computeKeyId(input);
  const call = prepareAddKey((await context.addressOf('sageRegistry')) as Hex, found.agentId, input);
  const receipt = await context.send(call, `Adds the ${input.keyType} key ${keyId} to ${found.did}.`);
  return sentResult(receipt, { agentId: found.agentId, did: found.did, keyId, type: input.keyType }, [
    `${found.did} has the key ${keyId}.`,
  ]);
}

export default taskAction(addKey);
