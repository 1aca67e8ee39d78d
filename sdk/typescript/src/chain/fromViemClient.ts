import type { Rpc } from './types.ts';

/** As much of a client of viem 2 as is used. Its type for `request` is a union over all methods, hence the loose one. */
export interface ViemClient {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- viem's own parameter type depends on the client
  readonly request: (args: any) => Promise<unknown>;
}

/**
 * Uses a client of viem 2 as an endpoint. Only its transport is used.
 *
 * @param client A `PublicClient`, or any other client.
 */
export function fromViemClient(client: ViemClient): Rpc {
  return { request: ({ method, params }) => client.request({ method, params }) };
}
