import type { Address, Hex, MultiSigCall } from '../types.ts';
import { argumentFault } from './argumentFault.ts';
import { checkAddress } from './checkAddress.ts';
import { checkHex } from './checkHex.ts';
import { checkUint } from './checkUint.ts';

const MOST_CALLS = 50;

/**
 * Checks the calls of a transaction of `SimpleMultiSig`.
 *
 * @param field For the errors.
 * @param calls What was given.
 * @throws ClientError `argument-invalid`
 */
export function checkCalls(
  field: string,
  calls: readonly MultiSigCall[],
): { readonly target: Address; readonly value: bigint; readonly data: Hex }[] {
  if (!Array.isArray(calls) || calls.length === 0 || calls.length > MOST_CALLS) {
    throw argumentFault(
      field,
      Array.isArray(calls) ? `${calls.length} calls` : calls,
      `expected 1 to ${MOST_CALLS} calls`,
    );
  }
  return (calls as readonly MultiSigCall[]).map(({ target, value, data }, index) => ({
    target: checkAddress(`${field}[${index}].target`, target, { allowZero: true }),
    value: checkUint(`${field}[${index}].value`, value),
    data: checkHex(`${field}[${index}].data`, data),
  }));
}
