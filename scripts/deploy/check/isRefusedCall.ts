import { isError } from 'ethers';

/** How nodes say that code ran and failed. */
const FAILED = /revert|EVM error|invalid opcode|out of gas|stack underflow|bad instruction/i;

/**
 * Whether an error of a call says that the contract, or what stands at its address, gave no usable answer, rather than that the
 * chain couldn't be asked.
 */
export function isRefusedCall(error: unknown): boolean {
  if (isError(error, 'CALL_EXCEPTION') || isError(error, 'BAD_DATA')) return true;
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if ('code' in at && (at.code === 3 || (typeof at.code === 'number' && FAILED.test(at.message)))) return true;
  }
  return false;
}
