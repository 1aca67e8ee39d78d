import type { Hex } from '../client/types.ts';
import { findRpcFault } from './findRpcFault.ts';

/** EIP-1474 leaves the code open; nodes use 3 for reverts with data. */
const REVERT_CODE = 3;
const HEX = /^0x(?:[0-9a-f]{2})*$/i;

/**
 * Tells a revert, which is an answer, from a failure of the endpoint.
 *
 * @param thrown What `eth_call` threw.
 * @returns The data of the revert (`0x` where the node keeps it back), or undefined for anything but a revert.
 */
export function findRevert(thrown: unknown): Hex | undefined {
  const fault = findRpcFault(thrown);
  if (fault === undefined) return undefined;
  const data = readData(fault.data);
  if (data !== undefined && data !== '0x') return data;
  const says = /\brevert(?:ed)?\b/i.test(fault.message);
  return says || fault.code === REVERT_CODE ? (data ?? '0x') : undefined;
}

/** Some nodes put the data one level deeper. */
function readData(data: unknown): Hex | undefined {
  if (typeof data === 'string') return HEX.test(data) ? (data.toLowerCase() as Hex) : undefined;
  if (typeof data === 'object' && data !== null && 'data' in data) return readData(data.data);
  return undefined;
}
