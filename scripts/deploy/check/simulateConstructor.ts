import { concat } from 'ethers';
import type { Provider } from 'ethers';
import { isRefusedCall } from './isRefusedCall.ts';

/** Two accounts without code; a new contract's address depends on who makes it. */
const CREATORS = ['0x00000000000000000000000000000000000c0de1', '0x00000000000000000000000000000000000c0de2'];

/** The code that a constructor leaves behind at two addresses. */
export type SimulatedCode = readonly [string, string];

/**
 * Runs a constructor without sending anything, twice, so that immutable values are those of the arguments, and those that come
 * from the contract's address (the EIP-712 domain) are known as such.
 *
 * @param initCode Bytecode and encoded arguments.
 * @returns undefined when the constructor refuses.
 */
export async function simulateConstructor(
  provider: Provider,
  initCode: { readonly bytecode: string; readonly args: string },
  block: number,
): Promise<SimulatedCode | undefined> {
  const data = concat([initCode.bytecode, initCode.args]);
  try {
    const [first, second] = CREATORS.map((from) => provider.call({ from, data, blockTag: block }));
    return (await Promise.all([first, second])) as [string, string];
  } catch (error) {
    if (isRefusedCall(error)) return undefined;
    throw error;
  }
}
