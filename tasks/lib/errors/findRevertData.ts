import { walkCauses } from '../../../sdk/typescript/src/chain/walkCauses.ts';
import type { Hex } from './types.ts';

/** `data` is the name of ethers, Hardhat and JSON-RPC, `raw` that of viem. */
const NAMES = ['data', 'raw'] as const;
const HEX = /^0x(?:[0-9a-f]{2})*$/i;

/**
 * Finds what a call or transaction reverted with, inside of whatever ethers 6, Hardhat, viem or an endpoint threw.
 *
 * @param thrown Anything.
 * @returns The data in lower case, `0x` where a revert carries none, undefined where there is none to be found: then it was not
 * a revert, or the endpoint keeps the reason back.
 */
export function findRevertData(thrown: unknown): Hex | undefined {
  const found: Hex[] = [];
  for (const value of walkCauses(thrown)) {
    for (const name of NAMES) {
      const data = (value as Readonly<Record<string, unknown>>)[name];
      if (typeof data === 'string' && HEX.test(data)) found.push(data.toLowerCase() as Hex);
    }
  }
  return found.find((data) => data !== '0x') ?? found[0];
}
