import { isError } from 'ethers';
import type { Interface } from 'ethers';
import type { ConstructorArgument } from '../plan.ts';

/** Constructor arguments as the ABI encodes them; undefined when they don't fit the constructor. */
export function encodeArguments(contract: Interface, args: readonly ConstructorArgument[]): string | undefined {
  try {
    return contract.encodeDeploy(args);
  } catch (error) {
    if (isError(error, 'INVALID_ARGUMENT') || isError(error, 'UNCONFIGURED_NAME')) return undefined;
    throw error;
  }
}
