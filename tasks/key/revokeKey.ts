import { prepareRevokeKey } from '../../sdk/typescript/src/client/index.ts';
import type { Hex } from '../../sdk/typescript/src/client/index.ts';
import type { TaskContext } from '../lib/TaskContext.ts';
import { readBoundAgent } from '../lib/boundAgent.ts';
import { sentResult } from '../lib/sentResult.ts';
import { readKeyId } from '../lib/keys/keyFacts.ts';
import { formatTime } from '../lib/formatTime.ts';
import { parseTime } from '../lib/parseTime.ts';
import { requireOption } from '../lib/requireOption.ts';
import { taskAction } from '../lib/taskAction.ts';
import type { TaskResult, WriteArguments } from '../lib/types.ts';

export interface RevokeKeyArguments extends WriteArguments {
  readonly agent: string;
  /** Id or name of the key. */
  readonly key: string;
  /** A moment; empty for never. */
  readonly compromised: string;
}

/** Revokes a key for ever, or declares since when a revoked one was compromised. */
export async function revokeKey(context: TaskContext, args: RevokeKeyArguments): Promise<TaskResult> {
  requireOption(args.key, '--key', 'name the key, by its id or its key file');
  const compromisedSince = args.compromised === '' ? 0 : parseTime(args.compromised, '--compromised');
  const found = await readBoundAgent(context, args.agent);
  const keyId = await readKeyId(context, args.key, '--key');
  const registry = (await context.addressOf('sageRegistry')) as Hex;
  const call = prepareRevokeKey(registry, found.agentId, keyId, compromisedSince);
  const since = compromisedSince === 0 ? '' : ` All its signatures since ${formatTime(compromisedSince)} become void.`;
  const last = found.activeKeys === 1 ? ' It may be the last one: without keys nobody can speak for the agent.' : '';
  const receipt = await context.send(call, `Revokes the key ${keyId} of ${found.did} for ever.${since}${last}`);
  const facts = {
    agentId: found.agentId,
    did: found.did,
    keyId,
    compromisedSince: compromisedSince === 0 ? null : compromisedSince,
  };
  return sentResult(receipt, facts, [`The key ${keyId} of ${found.did} is revoked.`]);
}

export default taskAction(revokeKey);
