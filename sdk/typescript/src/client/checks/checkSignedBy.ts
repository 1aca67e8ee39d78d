import type { Address, SignedBy } from '../types.ts';
import { checkAddress } from './checkAddress.ts';
import { checkUint } from './checkUint.ts';

/**
 * Checks whose signature it is and for how long.
 *
 * @param field For the errors.
 * @param by What was given.
 * @throws ClientError `argument-invalid`
 */
export function checkSignedBy(
  field: string,
  by: SignedBy,
): { readonly client: Address; readonly nonce: bigint; readonly deadline: bigint } {
  return {
    client: checkAddress(`${field}.client`, by.client),
    nonce: checkUint(`${field}.nonce`, by.nonce),
    deadline: checkUint(`${field}.deadline`, by.deadline),
  };
}
