import { computeKeyId, prepareRotateKey } from '../../sdk/typescript/src/client/index.ts';
import type { Hex } from '../../sdk/typescript/src/client/index.ts';
import type { TaskContext } from '../lib/TaskContext.ts';
import { readBoundAgent } from '../lib/boundAgent.ts';
import { sentResult } from '../lib/sentResult.ts';
import { readKeyId } from '../lib/keys/keyFacts.ts';
import { requireOption } from '../lib/requireOption.ts';
import { taskAction } from '../lib/taskAction.ts';
import type { TaskResult, WriteArguments } from '../lib/types.ts';
import { proveNext } from './proveNext.ts';

export interface RotateKeyArguments extends WriteArguments {
  readonly agent: string;
  /** Id or name of the key that goes. */
  readonly old: string;
  /** Name of the key file of the key that comes. */
  readonly key: string;
  /** Name of a key file; empty for none. */
  readonly attester: string;
}

/** Revokes one key of an agent and adds another at once. */
export async function rotateKey(context: TaskContext, args: RotateKeyArguments): Promise<TaskResult> {
  requireOption(args.old, '--old', 'name the key that goes, by its id or its key file');
  const found = await readBoundAgent(context, args.agent);
  const revoked = await readKeyId(context, args.old, '--old');
  const input = await proveNext(context, found, args.key, args.attester);
  const keyId = computeKeyId(input);
  const call = prepareRotateKey((await context.addressOf('sageRegistry')) as Hex, found.agentId, revoked, input);
  const what = `Revokes the key ${revoked} of ${found.did} for ever and adds the ${input.keyType} key ${keyId}.`;
  const receipt = await context.send(call, what);
  const sentence = `${found.did} has the key ${keyId}; ${revoked} is revoked.`;
  return sentResult(receipt, { agentId: found.agentId, did: found.did, keyId, type: input.keyType, revoked }, [
    sentence,
  ]);
}

export default taskAction(rotateKey);
