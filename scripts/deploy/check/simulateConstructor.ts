import { concat } from 'ethers';
import type { Provider } from 'ethers';
import { isRefusedCall } from './isRefusedCall.ts';

/** Two accounts without code; a new contract's address depends on who makes it. */
const CREATORS = ['0x00000000000000000000000000000000000c0de1', '0x00000000000000000000000000000000000c0de2'];

/** The code that a constructor leaves behind, and where it depends on the contract's own address. */
export interface SimulatedCode {
  readonly code: string;
  /** Offsets of bytes in which two contracts of the same constructor and arguments differ. */
  readonly own: ReadonlySet<number>;
}

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
    const [first, second] = (await Promise.all(
      CREATORS.map((from) => provider.call({ from, data, blockTag: block })),
    )) as [string, string];
    return { code: first, own: differingBytes(first, second) };
  } catch (error) {
    if (isRefusedCall(error)) return undefined;
    throw error;
  }
}

/** Offsets of the bytes in which codes of the same length differ. */
export function differingBytes(a: string, b: string): Set<number> {
  const offsets = new Set<number>();
  for (let at = 2; at < Math.max(a.length, b.length); at += 2) {
    if (a.slice(at, at + 2) !== b.slice(at, at + 2)) offsets.add(at / 2 - 1);
  }
  return offsets;
}
