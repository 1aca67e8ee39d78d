import type { Address, Hex, TaskAuthorization } from '../types.ts';
import { argumentFault } from './argumentFault.ts';
import { checkAddress } from './checkAddress.ts';
import { checkHex } from './checkHex.ts';
import { checkInteger } from './checkInteger.ts';
import { checkSalt } from './checkSalt.ts';
import { checkUint } from './checkUint.ts';

const NOBODY = `0x${'0'.repeat(40)}`;

/**
 * Checks a task authorization by the rules of the reputation registry that need no chain.
 *
 * @param field For the errors.
 * @param task What was given.
 * @param client Who authorizes, checked; nobody in particular when absent.
 * @throws ClientError `argument-invalid`
 */
export function checkTask(
  field: string,
  task: TaskAuthorization,
  client?: Address,
): {
  readonly taskId: Hex;
  readonly agentId: bigint;
  readonly deadline: bigint;
  readonly validator: Address;
  readonly minResponse: bigint;
  readonly salt: Hex;
} {
  const validator = checkAddress(`${field}.validator`, task.validator, { allowZero: true });
  if (validator === client)
    throw argumentFault(`${field}.validator`, validator, 'a client can not validate its own task');
  const minResponse = checkInteger(`${field}.minResponse`, task.minResponse, 0n, 100n);
  if ((validator === NOBODY) !== (minResponse === 0n)) {
    throw argumentFault(`${field}.minResponse`, minResponse, 'expected 1 to 100 with a validator, 0 without');
  }
  return {
    taskId: checkHex(`${field}.taskId`, task.taskId, 32),
    agentId: checkUint(`${field}.agentId`, task.agentId, 32),
    deadline: checkUint(`${field}.deadline`, task.deadline, 40),
    validator,
    minResponse,
    salt: checkSalt(`${field}.salt`, task.salt),
  };
}
