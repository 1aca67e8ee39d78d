import type { EIP1193Provider } from '@nomicfoundation/ignition-core';
import { formatUnits } from 'ethers';
import { DeployStoppedError } from './errors.ts';

/**
 * A node that takes no transaction which offers more than a ceiling for a unit of gas. Ignition compares the network's price with
 * its limit, but raises the fee of a transaction that waits by a tenth each time without looking at it again.
 *
 * @param ceiling Wei.
 */
export function withCeiling(rpc: EIP1193Provider, ceiling: bigint): EIP1193Provider {
  return {
    request: async (args): Promise<unknown> => {
      const offered = args.method === 'eth_sendTransaction' ? offerOf(args.params) : 0n;
      if (offered <= ceiling) return rpc.request(args);
      const [price, most] = [formatUnits(offered, 'gwei'), formatUnits(ceiling, 'gwei')];
      const message = `a transaction would offer ${price} gwei, and maxGwei is ${most}; wait, a further run goes on from here`;
      throw new DeployStoppedError('gas-price-too-high', message, { offered, ceiling });
    },
  };
}

function offerOf(params: unknown): bigint {
  const [call] = params as readonly [{ readonly maxFeePerGas?: string; readonly gasPrice?: string }];
  return BigInt(call.maxFeePerGas ?? call.gasPrice ?? 0);
}
