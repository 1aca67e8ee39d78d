import type { Rpc } from './types.ts';

/** As much of a `JsonRpcApiProvider` of ethers 6 as is used. */
export interface EthersProvider {
  send(method: string, params: unknown[]): Promise<unknown>;
}

/**
 * Uses a provider of ethers 6 as an endpoint. Only its transport is used: no network detection, no polling.
 *
 * @param provider A `JsonRpcProvider`, `WebSocketProvider` or `BrowserProvider`.
 */
export function fromEthersProvider(provider: EthersProvider): Rpc {
  return { request: ({ method, params }) => provider.send(method, [...params]) };
}
