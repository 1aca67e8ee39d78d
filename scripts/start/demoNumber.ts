import { id } from 'ethers';

/**
 * A number between two bounds that depends on nothing but the words: demo data that is the same in every run.
 *
 * @param low Smallest result.
 * @param high Largest result.
 * @param words What the number is about.
 */
export function demoNumber(low: number, high: number, ...words: readonly (string | number)[]): number {
  return low + Number(BigInt(id(JSON.stringify(words))) % BigInt(high - low + 1));
}
