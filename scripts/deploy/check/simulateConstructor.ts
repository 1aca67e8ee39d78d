import { concat } from 'ethers';
import type { Provider } from 'ethers';
import { isRefusedCall } from './isRefusedCall.ts';

/** Two accounts without code; a new contract's address depends on who makes it. */
const CREATORS = ['0x00000000000000000000000000000000000c0de1', '0x00000000000000000000000000000000000c0de2'] as const;

/** Init code whose contract consists of the time: TIMESTAMP, stored at 0, 32 bytes returned. */
const CLOCK = '0x4260005260206000f3';

/** What a constructor leaves behind. */
export interface SimulatedCode {
  /** The code at two addresses. */
  readonly codes: readonly [string, string];
  /** The time that the constructor saw, as 32 bytes. */
  readonly time: string;
}

/**
 * Runs a constructor without sending anything, twice, so that immutable values are those of the arguments, and those that come
 * from the contract's address (the EIP-712 domain) are known as such. Nodes differ in which time such a run sees; a contract
 * that consists of it tells.
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
    const run = (code: string, from: string): Promise<string> => provider.call({ from, data: code, blockTag: block });
    const [first, second] = CREATORS;
    const results = await Promise.all([run(data, first), run(data, second), run(CLOCK, first)]);
    return { codes: [results[0], results[1]], time: results[2] };
  } catch (error) {
    if (isRefusedCall(error)) return undefined;
    throw error;
  }
}
