import { checkAddress } from './checks/checkAddress.ts';
import { checkContract } from './checks/checkContract.ts';
import { checkTask } from './checks/checkTask.ts';
import { hashText } from './hashText.ts';
import { hashValues } from './hashValues.ts';
import type { Address, ContractRef, Hex, TaskAuthorization } from './types.ts';

const TYPE_HASH = hashText(
  'TaskAuthorization(uint256 chainId,address registry,address client,bytes32 taskId,uint256 agentId,uint256 deadline,' +
    'address validator,uint256 minResponse,bytes32 salt)',
);

/**
 * The commitment for `authorizeTaskWithReveal`, as `IReputationTasks.taskCommitment` gives it.
 *
 * @param contract The ERC8004ReputationRegistryV2.
 * @param client Who commits and reveals.
 * @param authorization What is committed to.
 * @throws ClientError `argument-invalid`
 */
export function createTaskCommitment(contract: ContractRef, client: Address, authorization: TaskAuthorization): Hex {
  const { chainId, address } = checkContract('contract', contract);
  const account = checkAddress('client', client);
  const task = checkTask('authorization', authorization, account);
  return hashValues('bytes32,uint256,address,address,bytes32,uint256,uint256,address,uint256,bytes32', [
    TYPE_HASH,
    chainId,
    address,
    account,
    task.taskId,
    task.agentId,
    task.deadline,
    task.validator,
    task.minResponse,
    task.salt,
  ]);
}
