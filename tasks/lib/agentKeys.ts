import type { RegistryKeyType } from '../../sdk/typescript/src/client/index.ts';
import { KEY_STATES, KEY_TYPES_BY_NUMBER } from '../../sdk/typescript/src/chain/names.ts';
import type { RegistryKeyState } from '../../sdk/typescript/src/index.ts';
import type { TaskContext } from './TaskContext.ts';
import { TaskError } from './TaskError.ts';
import { EXIT } from './types.ts';

/** A key of an agent on the chain. Times are Unix seconds. */
export interface AgentKey {
  readonly keyId: string;
  readonly type: RegistryKeyType;
  /** How it was proved. */
  readonly state: RegistryKeyState;
  readonly validFrom: number;
  /** When it was revoked; null if it wasn't. */
  readonly validUntil: number | null;
  /** As declared by the controller; null for never. */
  readonly compromisedSince: number | null;
  /** Which owner's key it is. */
  readonly epoch: number;
  /** In force at the latest block, and its proof checked by the contract. */
  readonly isValid: boolean;
  /** In force at the latest block; whoever relies on it must check a proof that the contract left to them. */
  readonly isInForce: boolean;
}

/** Nonces that one call looks at. */
const PAGE = 256n;

/** All keys that an agent ever had, in the order in which they were added. */
export async function readAgentKeys(context: TaskContext, agentId: bigint): Promise<AgentKey[]> {
  const sage = await context.contract('sageRegistry');
  const time = await context.chainTime();
  const { nonce } = await sage.getAgent(agentId);
  const keys: AgentKey[] = [];
  for (let from = 0n; from < nonce; from += PAGE) {
    for (const key of await sage.getKeys(agentId, from, PAGE)) {
      keys.push({
        keyId: key.keyId,
        type: nameOf(KEY_TYPES_BY_NUMBER, key.keyType),
        state: nameOf(KEY_STATES, key.state),
        validFrom: Number(key.validFrom),
        validUntil: toTime(key.validUntil),
        compromisedSince: toTime(key.compromisedSince),
        epoch: Number(key.epoch),
        isValid: await sage.isKeyValid(agentId, key.keyId),
        isInForce: await sage.isKeyInForceAt(agentId, key.keyId, time),
      });
    }
  }
  return keys;
}

function toTime(seconds: bigint): number | null {
  return seconds === 0n ? null : Number(seconds);
}

function nameOf<Name extends string>(names: readonly Name[], number: bigint): Name {
  const name = names[Number(number)];
  if (name !== undefined) return name;
  throw new TaskError(
    'contract-unknown',
    `the registry has a type or state ${number} of keys that this version does not know`,
    {
      exitCode: EXIT.unknown,
    },
  );
}
