import { BOOKS } from './books.ts';

/** The chains on which this version of the package knows a suite, as decimals in ascending order; may be empty. */
export function listChainIds(): readonly string[] {
  return BOOKS.map(({ chainId }) => chainId);
}
