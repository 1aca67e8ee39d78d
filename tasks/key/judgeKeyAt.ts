import { KEY_STATES, KEY_TYPES_BY_NUMBER } from '../../sdk/typescript/src/chain/names.ts';
import type { TaskContext } from '../lib/TaskContext.ts';
import { TaskError } from '../lib/TaskError.ts';
import { readBoundAgent } from '../lib/boundAgent.ts';
import { readKeyId } from '../lib/keys/keyFacts.ts';
import { formatTime } from '../lib/formatTime.ts';
import { parseTime } from '../lib/parseTime.ts';
import { requireOption } from '../lib/requireOption.ts';
import { taskAction } from '../lib/taskAction.ts';
import { EXIT } from '../lib/types.ts';
import type { ReadArguments, TaskResult } from '../lib/types.ts';

export interface JudgeKeyArguments extends ReadArguments {
  readonly agent: string;
  /** Id or name of the key. */
  readonly key: string;
  /** A moment; empty for the latest block. */
  readonly time: string;
}

/**
 * Whether a key could speak for an agent at a moment, by what the registry knows now.
 *
 * @throws {TaskError} `time-in-future`: nobody can tell yet
 */
export async function judgeKeyAt(context: TaskContext, args: JudgeKeyArguments): Promise<TaskResult> {
  requireOption(args.key, '--key', 'name the key, by its id or its key file');
  const now = await context.chainTime();
  const time = args.time === '' ? now : parseTime(args.time, '--time');
  if (time > now) {
    const wayOut = `it is after the latest block, ${formatTime(now)}; ask again later`;
    throw new TaskError('time-in-future', wayOut, { field: '--time', value: args.time, exitCode: EXIT.unknown });
  }
  const { agentId, did } = await readBoundAgent(context, args.agent);
  const keyId = await readKeyId(context, args.key, '--key');
  const sage = await context.contract('sageRegistry');
  const key = await sage.getKey(agentId, keyId);
  const isValid = await sage.isKeyValidAt(agentId, keyId, time);
  const isInForce = await sage.isKeyInForceAt(agentId, keyId, time);
  const state = KEY_STATES[Number(key.state)] ?? 'none';
  const type = state === 'none' ? null : (KEY_TYPES_BY_NUMBER[Number(key.keyType)] ?? null);
  return {
    data: { agentId, did, keyId, type, state, time, isValid, isInForce },
    text: [describe(isValid, isInForce, state, `The key ${keyId} of ${did}`, formatTime(time))],
    exitCode: isInForce ? EXIT.ok : EXIT.refused,
  };
}

function describe(isValid: boolean, isInForce: boolean, state: string, key: string, time: string): string {
  if (isValid) return `${key} was valid at ${time}.`;
  if (isInForce) return `${key} was in force at ${time}; check its proof, which the contract could not (${state}).`;
  return state === 'none' ? `${key} is none: the agent never had it.` : `${key} was not in force at ${time}.`;
}

export default taskAction(judgeKeyAt);
