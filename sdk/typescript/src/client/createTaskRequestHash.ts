import { checkAddress } from './checks/checkAddress.ts';
import { checkContract } from './checks/checkContract.ts';
import { checkHex } from './checks/checkHex.ts';
import { createBoundRequestHash } from './createBoundRequestHash.ts';
import { hashText } from './hashText.ts';
import { hashValues } from './hashValues.ts';
import type { Address, ContractRef, Hex, Integer } from './types.ts';

const TYPE_HASH = hashText('TaskResult(uint256 chainId,address registry,address client,bytes32 taskId)');

export interface TaskRequestOptions {
  /** The ERC8004ValidationRegistry that the policy reads, on the chain of the task. */
  readonly contract: ContractRef;
  /** The ERC8004ReputationRegistryV2 of the task. */
  readonly reputationRegistry: Address;
  /** Who authorized the task. */
  readonly client: Address;
  readonly taskId: Hex;
  /** The task's agent. */
  readonly agentId: Integer;
  /** Who shall answer. */
  readonly validator: Address;
}

/**
 * The hash under which the agent's side asks a validator about a task, as `ITaskValidationPolicy.taskRequestHash` gives it.
 *
 * @throws ClientError `argument-invalid`
 */
export function createTaskRequestHash(options: TaskRequestOptions): Hex {
  const { contract, agentId, validator } = options;
  const contentHash = hashValues('bytes32,uint256,address,address,bytes32', [
    TYPE_HASH,
    checkContract('contract', contract).chainId,
    checkAddress('reputationRegistry', options.reputationRegistry),
    checkAddress('client', options.client),
    checkHex('taskId', options.taskId, 32),
  ]);
  return createBoundRequestHash({ contract, agentId, validator, contentHash });
}
