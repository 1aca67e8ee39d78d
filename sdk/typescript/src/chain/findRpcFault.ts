import type { RpcFault } from './createHttpRpc.ts';
import { walkCauses } from './walkCauses.ts';

/**
 * Finds the JSON-RPC error object inside of whatever a client library threw.
 *
 * @param thrown Anything.
 * @returns The error object that carries `data` if there is one, else the innermost with a numeric code; undefined for
 * a failure that the endpoint didn't report.
 */
export function findRpcFault(thrown: unknown): RpcFault | undefined {
  let best: RpcFault | undefined;
  for (const value of walkCauses(thrown)) {
    const fault = asFault(value);
    if (fault !== undefined && (best === undefined || typeof best.data !== 'string')) best = fault;
  }
  return best;
}

function asFault(value: object): RpcFault | undefined {
  const { code, message, data } = value as Record<string, unknown>;
  if (typeof code !== 'number' || typeof message !== 'string') return undefined;
  return { code, message, data };
}
